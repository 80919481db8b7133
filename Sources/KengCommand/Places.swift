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

    enum Problem: Error {
        /// The folder that was asked for by option or setting is not there.
        case missing(Folder, path: String)
        /// None of the usual places has it.
        case nowhere(Folder, looked: [String])
        /// The settings file cannot be used.
        case settings(Complaint)

        /// What happened, why, and what to do.
        var sentence: String {
            switch self {
            case .missing(let folder, let path):
                """
                There is no folder at \(path).
                \(folder.option) or \(folder.variable) names it as the \(folder.rawValue) folder.
                Name the folder that came with keng: \(folder.option) /usr/share/keng/\(folder.rawValue)

                """
            case .nowhere(let folder, let looked):
                """
                The \(folder.rawValue) folder was not found.
                Looked at: \(looked.joined(separator: ", ")).
                Name it: \(folder.option) DIR, or set \(folder.variable).

                """
            case .settings(let complaint): complaint.lines
            }
        }
    }

    /// The option, else the setting, else the working folder's own, else what was installed with the program.
    static func find(_ folder: Folder, option: String?) throws(Problem) -> String {
        let value: SettingValue
        do {
            value = try Settings.load().value(folder.setting, option: option)
        } catch {
            throw .settings(error)
        }
        guard value.source == .standard else {
            guard isFolder(value.text) else { throw .missing(folder, path: value.text) }
            return value.text
        }
        var looked = ["./" + folder.rawValue]
        if let program = Bundle.main.executablePath {
            let installed = URL(fileURLWithPath: program).resolvingSymlinksInPath()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("share/keng/" + folder.rawValue)
            looked.append(installed.path)
        }
        guard let found = looked.first(where: isFolder) else {
            throw .nowhere(folder, looked: looked)
        }
        return found
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
    }
}
