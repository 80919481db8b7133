import Foundation

/// The little we ask of the file system.
enum Files {
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
    }

    static func remove(_ path: String) throws {
        if exists(path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// A database that was begun and came to nothing, with its journals.
    static func removeDatabase(_ path: String) {
        for name in ["", "-wal", "-shm", "-journal"] {
            // `try?`: a file that stays takes room; why there is none is told already.
            try? remove(path + name)
        }
    }

    /// What the system calls an `errno`, in English.
    static func reason(_ code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }

    /// Why a folder cannot be listed.
    static func reasonFolderIsClosed(_ path: String) -> String {
        guard let folder = unsafe opendir(path) else { return reason(errno) }
        unsafe closedir(folder)
        return "it can be listed now"
    }

    static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }
}

/// JSON for the short answers of commands.
enum JSONText {
    /// A string with its quotes.
    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
