import Foundation

/// The settings of this run: option, then `KENG_…`, then the settings file, then what is usual.
struct Settings: Sendable {
    let file: SettingsFile?
    let environment: [String: String]

    /// The settings file, unless `KENG_CONFIG` names another; it need not be there.
    static let usualFile = "keng.conf"
    /// Variables of ours that are no settings of the program.
    static let otherVariables: Set<String> = ["KENG_CONFIG", "KENG_CONFIGURATION"]

    init(file: SettingsFile?, environment: [String: String]) {
        self.file = file
        self.environment = environment
    }

    /// - Throws: a complaint about the settings file.
    static func load(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Complaint) -> Settings {
        if let path = environment["KENG_CONFIG"], !path.isEmpty {
            guard Files.exists(path) else {
                throw Complaint(
                    .badConfiguration, "There is no settings file at \(path).",
                    "KENG_CONFIG names it.", "Name a file that is there, or: unset KENG_CONFIG")
            }
            return Settings(file: try SettingsFile(path: path), environment: environment)
        }
        guard Files.exists(usualFile) else { return Settings(file: nil, environment: environment) }
        return Settings(file: try SettingsFile(path: usualFile), environment: environment)
    }

    func value(_ setting: Setting, option: String? = nil) -> SettingValue {
        if let option {
            return SettingValue(setting: setting, text: option, source: .option)
        }
        if let text = environment[setting.variable], !text.isEmpty {
            return SettingValue(setting: setting, text: text, source: .variable(setting.variable))
        }
        if let file, let entry = file.entries[setting] {
            return SettingValue(
                setting: setting, text: entry.text, source: .file(file.path, line: entry.line))
        }
        return SettingValue(setting: setting, text: setting.standard, source: .standard)
    }

    /// Variables that look like ours and are not, with the name they were perhaps meant to be.
    var strangers: [(name: String, nearest: String?)] {
        let known = Setting.allCases.map(\.variable)
        return environment.keys.sorted()
            .filter {
                $0.hasPrefix("KENG_") && !known.contains($0) && !Self.otherVariables.contains($0)
            }
            .map { ($0, Spelling.nearest(to: $0, among: known)) }
    }
}
