import KengStore

/// Something a sysadmin may choose for all commands: by option, by variable or in the settings file.
enum Setting: String, CaseIterable, Sendable {
    case database
    case content
    case locales
    case gateway

    var option: String { "--" + rawValue }
    var variable: String { "KENG_" + rawValue.uppercased() }

    /// What holds when nobody says anything.
    var standard: String {
        switch self {
        case .database: "keng.sqlite"
        case .content: "Content"
        case .locales: "Locales"
        case .gateway: "sandbox"
        }
    }

    var help: String {
        switch self {
        case .database: "the database, a file or postgres://…"
        case .content: "the folder of lessons, jurisdictions and plans"
        case .locales: "the folder of words"
        case .gateway: "the files of the providers, separated by commas, or the word sandbox"
        }
    }
}

/// Who decided a setting; an earlier case wins over a later one.
enum SettingSource: Hashable, Sendable {
    case option
    case variable(String)
    case file(String, line: Int)
    case standard

    var words: String {
        switch self {
        case .option: "option"
        case .variable(let name): name
        case .file(let path, let line): "\(path):\(line)"
        case .standard: "default"
        }
    }
}

struct SettingValue: Hashable, Sendable {
    let setting: Setting
    let text: String
    let source: SettingSource

    /// Fit for a screen: without the password of a server.
    var shown: String {
        switch setting {
        case .database where DatabaseLocation(text).isServer: "\(DatabaseLocation(text))"
        case .database, .content, .locales, .gateway: text
        }
    }
}
