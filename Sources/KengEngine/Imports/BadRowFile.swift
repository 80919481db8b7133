import Foundation
import KengText

/// Writes rows that were not taken beside the reason, for somebody to correct: UTF-8 with a byte order mark.
///
/// The file appears under its name when it is complete, readable for its owner only. No row, no file.
/// Cells are guarded against spreadsheets; `CSVReader` takes the guards and our own columns away again.
package final class BadRowFile {
    /// What every such file begins with.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// What stands before the columns of the table.
    static let ownColumns = ["row", "reason", "explanation"]

    let path: String
    private let header: [String]
    /// Fields that are never a phone, whatever digits they hold.
    private let plain: Set<Int>
    private let phone: Int?
    private var file: UnfinishedFile?
    private var buffer: [UInt8] = []

    init(path: String, columns: ImportColumns) {
        self.path = path
        header = columns.header
        plain = Set([.household, .area, .code, .parent].compactMap(columns.place(of:)))
        phone = columns.place(of: .phone)
    }

    package static func path(besides input: String) -> String {
        let url = URL(fileURLWithPath: input)
        return url.deletingPathExtension().path + ".bad-rows.csv"
    }

    /// Whether a file was written by this, so that it may be replaced.
    package static func isOne(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        let start = mark + Array(ownColumns.joined(separator: ",").utf8)
        // `try?`: what cannot be read is not known to be one.
        return (try? file.read(upToCount: start.count)).map { Array($0) } == start
    }

    func write(_ number: Int, code: String, sentence: String, fields: [ArraySlice<UInt8>]) throws {
        if buffer.isEmpty, file == nil {
            buffer = Self.mark
            append(Self.ownColumns + header)
        }
        let shown = fields.enumerated().map { place, field in
            let text = String(decoding: field, as: UTF8.self)
            if place == phone { return Self.masked(text) }
            return plain.contains(place) ? text : Self.withoutPhone(text)
        }
        append([String(number), code, sentence] + shown)
        if buffer.count > 65_536 { try flush() }
    }

    /// Completes the file.
    ///
    /// - Returns: its path; nil when no row was written.
    func finish() throws -> String? {
        guard !buffer.isEmpty || file != nil else { return nil }
        try flush()
        try file?.complete()
        file = nil
        return path
    }

    /// Removes what was begun, when the import it belongs to did not happen.
    func discard() {
        file = nil
        buffer = []
    }

    private func flush() throws {
        let file = try file ?? UnfinishedFile(for: path)
        self.file = file
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func append(_ fields: [String]) {
        buffer += TableCell.line(fields).utf8
    }

    /// All but the last three characters hidden.
    static func masked(_ text: String) -> String {
        let text = text.trimmed
        return text.count <= 3 ? text : "…" + text.suffix(3)
    }

    /// A phone that stands in the wrong column is hidden there, too.
    static func withoutPhone(_ text: String) -> String {
        let digits = text.unicodeScalars.count { $0.properties.numericType == .decimal }
        let letters = text.unicodeScalars.contains { $0.properties.isAlphabetic }
        return digits >= 9 && !letters ? masked(text) : text
    }
}
