import Foundation
import KengText

/// Reads a table row by row in fixed memory, whatever charset and separator it is written with.
package struct CSVReader: ~Copyable {
    package let charset: Charset
    package let totalBytes: Int
    package private(set) var header: [String] = []
    /// How much of the file has been taken in, for progress.
    package private(set) var bytesRead: Int

    private let file: FileHandle
    private let path: String
    private var scanner: CSVScanner
    private var decoder: CharsetDecoder?
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var number = 0
    /// The file is a list of bad rows, corrected and read again.
    private var isBadRows = false

    private static let chunk = 262_144

    /// Looks at the whole file once for its charset, then reads the header.
    package static func open(
        path: String, limits: CSVLimits = CSVLimits()
    ) throws -> CSVReader {
        let file = try handle(path)
        var survey = CharsetSurvey()
        var total = 0
        while true {
            let bytes = try read(from: file, path)
            guard !bytes.isEmpty else { break }
            total += bytes.count
            survey.take(bytes)
        }
        let finding = survey.finding
        // A pipe is read once; a table is read twice.
        guard lseek(file.fileDescriptor, off_t(finding.skip), SEEK_SET) >= 0 else {
            throw CSVProblem.cannotRead(path: path, code: errno)
        }
        let decoder =
            finding.charset == .utf8
            ? nil : try CharsetDecoder(finding.charset.rawValue, policy: .replace)
        var reader = CSVReader(file, path, finding, total, decoder, limits)
        try reader.readHeader()
        return reader
    }

    /// Whether there is a file to read, told before anything else is done for it.
    package static func check(path: String) throws(CSVProblem) {
        _ = try handle(path)
    }

    private static func handle(_ path: String) throws(CSVProblem) -> FileHandle {
        let descriptor = unsafe Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path: path, code: errno) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else {
            throw .cannotRead(path: path, code: errno)
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw .folder(path: path) }
        return file
    }

    private init(
        _ file: FileHandle, _ path: String, _ finding: CharsetSurvey.Finding, _ total: Int,
        _ decoder: consuming CharsetDecoder?, _ limits: CSVLimits
    ) {
        self.file = file
        self.path = path
        self.decoder = decoder
        totalBytes = total
        bytesRead = finding.skip
        charset = finding.charset
        scanner = CSVScanner(separator: 0x2C, limits: limits)
    }

    package var separator: Character { Character(Unicode.Scalar(scanner.separator)) }

    /// Reads the next row that is not blank.
    ///
    /// - Returns: false at the end of the file.
    /// - Throws: `CSVProblem` when the file cannot be followed any further.
    package mutating func next(into row: inout CSVRow) throws -> Bool {
        while true {
            guard start < buffer.count || !isAtEnd else { return false }
            row.clear()
            row.number = number + 1
            guard let after = try scanner.scan(buffer, from: start, isLast: isAtEnd, into: &row)
            else {
                try refill()
                continue
            }
            start = after
            number += 1
            if isBadRows { row.restore(dropping: BadRowFile.ownColumns.count) }
            if !row.isBlank { return true }
        }
    }

    private mutating func refill() throws {
        buffer.removeFirst(start)
        start = 0
        let bytes = try Self.read(from: file, path)
        isAtEnd = bytes.isEmpty
        bytesRead += bytes.count
        if decoder == nil {
            buffer += bytes
        } else {
            try decoder?.decode(bytes, isLast: isAtEnd, into: &buffer)
        }
    }

    private mutating func readHeader() throws {
        try refill()
        while !isAtEnd, buffer.count < Self.chunk { try refill() }
        // Programs' own files have one near their beginning, whatever else is in them.
        guard !buffer.prefix(64).contains(0) else { throw CSVProblem.notText }
        if let after = Self.separatorLine(buffer) {
            scanner = CSVScanner(separator: buffer[4], limits: scanner.limits)
            start = after
            number = 1
        } else {
            let line = buffer.prefix { $0 != 0x0A && $0 != 0x0D }
            let separator = CSVScanner.separator(ofHeader: line)
            scanner = CSVScanner(separator: separator, limits: scanner.limits)
        }
        var row = CSVRow()
        guard try next(into: &row) else { throw CSVProblem.noHeader }
        isBadRows = BadRowFile.ownColumns.enumerated().allSatisfy { row.shown($0) == $1 }
        if isBadRows { row.restore(dropping: BadRowFile.ownColumns.count) }
        header = (0..<row.count).map { row.shown($0) }
        guard header.allSatisfy(Self.isText) else { throw CSVProblem.notText }
    }

    /// Letters that are broken here and there are still a text; what controls a machine is none.
    private static func isText(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        let broken = scalars.count { $0 == "\u{FFFD}" }
        return broken * 2 <= scalars.count
            && !scalars.contains { $0.value < 0x20 && !"\t\r\n".unicodeScalars.contains($0) }
    }

    /// Where the file goes on after a spreadsheet's own first line `sep=;`.
    private static func separatorLine(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 5, bytes.starts(with: Array("sep=".utf8)),
            bytes[5] == 0x0A || bytes[5] == 0x0D
        else { return nil }
        return bytes[5] == 0x0D && bytes.count > 6 && bytes[6] == 0x0A ? 7 : 6
    }

    private static func read(
        from file: FileHandle, _ path: String
    ) throws(CSVProblem) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
            var got = -1
            repeat {
                got = unsafe Foundation.read(file.fileDescriptor, buffer.baseAddress, chunk)
            } while got < 0 && errno == EINTR
            if got < 0 { failure = errno }
            count = max(0, got)
        }
        guard failure == 0 else { throw .cannotRead(path: path, code: failure) }
        return bytes
    }
}
