package import Foundation

/// The bytes of a content folder, by path relative to it.
package struct ContentFiles: Sendable {
    package private(set) var files: [String: Data]
    /// Paths that are there but could not be read as plain files of a sane size.
    package private(set) var unreadable: [String] = []

    package static let largest = 1 << 20
    /// The folders that lessons are made of; `areas` is read by the importer.
    static let folders = ["jurisdictions", "lessons", "plans", "scripts"]

    package enum Problem: Error, Hashable {
        case noFolder(String)
    }

    package init(_ files: [String: Data]) {
        self.files = files
    }

    package init(folder: String) throws(Problem) {
        files = [:]
        // A folder that cannot be listed is told by its path.
        guard (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil
        else { throw .noFolder(folder) }
        for name in Self.folders where Self.isThere(folder + "/" + name) {
            read(name, in: folder)
        }
        unreadable.sort()
    }

    private static func isThere(_ path: String) -> Bool {
        // `try?`: what has no attributes is not there.
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    private mutating func read(_ path: String, in folder: String) {
        let full = folder + "/" + path
        // Whatever keeps it from being read, the finding names the file and says what to do.
        let attributes = try? FileManager.default.attributesOfItem(atPath: full)
        let kind = attributes?[.type] as? FileAttributeType
        guard kind != .typeDirectory else {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: full) else {
                unreadable.append(path)
                return
            }
            for name in names where !name.hasPrefix(".") { read(path + "/" + name, in: folder) }
            return
        }
        let size = (attributes?[.size] as? NSNumber)?.intValue ?? .max
        guard kind == .typeRegular, size <= Self.largest,
            let bytes = try? Data(contentsOf: URL(fileURLWithPath: full))
        else {
            unreadable.append(path)
            return
        }
        files[path] = bytes
    }

    /// The text of a file, or nil and a finding.
    func text(_ path: String, findings: inout [Finding]) -> String? {
        guard let bytes = files[path] else { return nil }
        guard bytes.count <= Self.largest, let text = String(validating: bytes, as: UTF8.self)
        else {
            findings.append(
                Finding(
                    .fileUnreadable, at: Place(file: path, line: 1),
                    found: "bytes that are not UTF-8", expected: "a text"))
            return nil
        }
        return text
    }

    /// The names directly below `folder`, sorted, each once.
    func names(below folder: String) -> [String] {
        let prefix = folder + "/"
        let names = files.keys.filter { $0.hasPrefix(prefix) }
            .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
        return Set(names).sorted()
    }

    /// The files directly in `folder`, sorted.
    func files(in folder: String) -> [String] {
        names(below: folder).filter { files[folder + "/" + $0] != nil }
    }
}
