import Foundation
import Synchronization

/// An open table that one thread after another may read on; what its header says is known from the start.
final class TableFile: Sendable {
    let header: [String]
    let charset: Charset
    let separator: Character
    let totalBytes: Int
    private let reader: Mutex<CSVReader>

    init(path: String, limits: CSVLimits) throws {
        let reader = try CSVReader.open(path: path, limits: limits)
        header = reader.header
        charset = reader.charset
        separator = reader.separator
        totalBytes = reader.totalBytes
        self.reader = Mutex(reader)
    }

    /// Opens and surveys the file on a thread of its own, since that takes a second for a big one.
    static func open(path: String, limits: CSVLimits) async throws -> TableFile {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result { try TableFile(path: path, limits: limits) })
            }.start()
        }
    }

    /// Gives `body` each further row and how far the file is read.
    func forEachRow(_ body: (CSVRow, Int) throws -> Void) throws {
        try reader.withLock { reader in
            var row = CSVRow()
            while try reader.next(into: &row) { try body(row, reader.bytesRead) }
        }
    }
}
