import Foundation
import KengContent
import KengText

/// Files and folders that are not as they should be.
extension Complaint {
    init(_ problem: ContentFiles.Problem) {
        switch problem {
        case .noFolder(let path):
            self.init(
                .noInput, "The folder \(path) cannot be read.",
                "The system says: \(Files.reasonFolderIsClosed(path)).",
                "ls -ld \(NextCommand.quoted(path))")
        }
    }

    init(_ problem: Catalogue.Problem) {
        switch problem {
        case .unreadable(let path):
            self.init(words: path, "\(path) is not there or closed to us.")
        case .notCatalogue(let path):
            self.init(words: path, "\(path) is no JSON object of texts.")
        case .unknownKey(let key, let language):
            self.init(words: nil, "The text “\(key)” is missing in \(language.rawValue).")
        case .brokenPattern(let key, let language, let place):
            self.init(
                words: nil,
                "The text “\(key)” in \(language.rawValue) is broken at its unit \(place).")
        case .missingValue(let name, let key):
            self.init(words: nil, "The text “\(key)” asks for “\(name)”, which nobody gives.")
        }
    }

    init(_ problem: KeywordFile.Problem) {
        switch problem {
        case .unreadable(let file): self.init(words: file, "\(file) cannot be read as UTF-8 text.")
        case .syntax(let file, let line):
            self.init(words: file, "\(file):\(line): this is not YAML.")
        case .unknownKey(let key, let file, let line):
            self.init(words: file, "\(file):\(line): the key “\(key)” is unknown.")
        case .notText(let file, let line):
            self.init(words: file, "\(file):\(line): a list of words was expected here.")
        case .none(let folder):
            self.init(words: nil, "\(folder) has no vi/keywords.yaml nor any other.")
        }
    }

    private init(words file: String?, _ why: String) {
        self.init(
            .badConfiguration, "The words that Keng speaks cannot be loaded.", why,
            (file.map { "Mend \($0), or name" } ?? "Name")
                + " the folder that came with this keng: --locales DIR")
    }

    init(_ problem: PackDirectory.Problem) {
        switch problem {
        case .unreadable(let name):
            self.init(
                .noInput, "\(name) cannot be read.", "It is not there or closed to us.",
                "Name a folder that keng pack build wrote.")
        case .damaged(let name, _):
            self.init(
                .badData, "\(name) is no index of packs.",
                "It was cut off, changed or written by another program.",
                "Put it back from a copy, or choose another folder: numbers of an index never come again."
            )
        case .index:
            self.init(
                .badData, "The index of the packs is not what its publisher signed.", "",
                "Fetch the packs again from the publisher.")
        }
    }

    /// What Foundation says about a file, in the system's words where it keeps them.
    init(_ error: CocoaError) {
        let path = error.filePath ?? error.url?.path ?? "A file"
        let reason = (error.underlying as? POSIXError).map { Files.reason($0.code.rawValue) }
        let why = "The system says: \(reason ?? error.localizedDescription)."
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let look = "ls -ld \(NextCommand.quoted(folder)) \(NextCommand.quoted(path))"
        if error.isAboutWriting {
            self.init(.cannotCreate, "\(path) cannot be written.", why, look)
        } else {
            self.init(.noInput, "\(path) cannot be read.", why, look)
        }
    }
}

extension CocoaError {
    /// Codes 4 and 256 to 1023 of Foundation are of files; from 512 on, of writing them.
    fileprivate var isAboutWriting: Bool { (512...1023).contains(code.rawValue) }

    var isAboutFile: Bool { code.rawValue == 4 || (256...1023).contains(code.rawValue) }
}
