import Foundation

/// Where the program's own data lies: `Locales` and `Content`.
enum Places {
    enum Folder: String {
        case locales = "Locales"
        case content = "Content"

        /// The setting that names the folder.
        var setting: Setting {
            switch self {
            case .locales: .locales
            case .content: .content
            }
        }

        var variable: String { setting.variable }
        var option: String { setting.option }
    }

    /// The option, else the setting, else the working folder's own, else what was installed with the program.
    ///
    /// - Throws: a complaint about the settings file, or that the folder is not there.
    static func find(_ folder: Folder, option: String?) throws(Complaint) -> String {
        let value = try Settings.load().value(folder.setting, option: option)
        guard value.source == .standard else {
            guard Files.isFolder(value.text) else { throw missing(folder, value) }
            return value.text
        }
        var looked = ["./" + folder.rawValue]
        if let installed = installed(folder) { looked.append(installed) }
        guard let found = looked.first(where: Files.isFolder) else {
            throw Complaint(
                .badConfiguration, "The \(folder.rawValue) folder was not found.",
                "Looked at: \(looked.joined(separator: ", ")).",
                "Name it: \(folder.option) DIR, or set \(folder.variable).")
        }
        return found
    }

    private static func missing(_ folder: Folder, _ value: SettingValue) -> Complaint {
        let what =
            Files.exists(value.text)
            ? "\(value.text) is no folder." : "There is no folder at \(value.text)."
        let usual = ["./" + folder.rawValue, installed(folder) ?? ""].first(where: Files.isFolder)
        let example = usual ?? "/usr/share/keng/" + folder.rawValue
        switch value.source {
        case .option, .standard:
            return Complaint(
                .badConfiguration, what, "It was named as the \(folder.rawValue) folder.",
                "Name the folder that came with keng, such as \(example)")
        case .variable(let name):
            return Complaint(
                .badConfiguration, what, "\(name) names it as the \(folder.rawValue) folder.",
                "export \(name)=\(NextCommand.quoted(example))")
        case .file(let path, let line):
            return Complaint(
                .badConfiguration, what,
                "\(path):\(line) names it as the \(folder.rawValue) folder.",
                "Write there: \(folder.setting.rawValue) = \(example)")
        }
    }

    private static func installed(_ folder: Folder) -> String? {
        Bundle.main.executablePath.map { program in
            URL(fileURLWithPath: program).resolvingSymlinksInPath()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("share/keng/" + folder.rawValue).path
        }
    }
}
