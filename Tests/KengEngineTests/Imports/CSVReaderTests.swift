import Foundation
import KengText
import Testing

@testable import KengEngine

struct CSVReaderTests {
    private static let table =
        "mã hộ,họ tên,số điện thoại\nH1,Nguyễn Thị Hoà,0912345678\nH2,张伟,13812345678\n"

    @Test(arguments: [Charset.utf8, .utf16LittleEndian, .utf16BigEndian, .gb18030])
    func everyCharsetGivesTheSameRows(charset: Charset) throws {
        for mark in [true, false] where charset != .gb18030 || !mark {
            var encoder = try CharsetEncoder(charset.rawValue)
            let bytes = try encoder.encode((mark ? "\u{FEFF}" : "") + Self.table)
            let reader = try Self.read(bytes)
            #expect(reader.charset == charset)
            #expect(reader.rows.first?.first == "mã hộ")
            #expect(reader.rows.map { $0.count } == [3, 3, 3])
            #expect(reader.rows[2] == ["H2", "张伟", "13812345678"])
        }
    }

    /// windows-1258 keeps tone marks apart; NFC joins them again.
    @Test func vietnameseOfOldWindowsIsRead() throws {
        let address = "31322048e06e672042e0692c4e677579eade6e20546869f220486fe0"
        let district = "205068fdf5cc6e6720d0f4ec6e6720d0612c205175e2f26e20486fe06e204b69eaec6d"
        let reader = try Self.read(Array("a,b,c,d\n".utf8) + Self.bytes(address + "2c" + district))
        #expect(reader.charset == .windows1258)
        #expect(
            reader.rows[1].map(\.nfc) == [
                "12 Hàng Bài", "Nguyễn Thị Hoà", " Phường Đống Đa", " Quận Hoàn Kiếm",
            ])
    }

    @Test func chineseOfOldWindowsIsRead() throws {
        let line = Self.bytes("3132bac5b1b1bea9c2b72cd5c5ceb0")
        let reader = try Self.read(Array("a,b\n".utf8) + line)
        #expect(reader.charset == .gb18030)
        #expect(reader.rows[1] == ["12号北京路", "张伟"])
    }

    @Test func aFewBadBytesDoNotMakeUTF8AnotherCharset() throws {
        var bytes = Array(String(repeating: "Đống Đa,Hoàn Kiếm\n", count: 20).utf8)
        bytes += [0x61, 0xFF, 0x2C, 0x62, 0x0A]
        let reader = try Self.read(bytes)
        #expect(reader.charset == .utf8)
        #expect(reader.rows.last == ["a\u{FFFD}", "b"])
    }

    @Test func plainLettersAreUTF8() throws {
        #expect(try Self.read(Array("a,b\n1,2\n".utf8)).charset == .utf8)
    }

    @Test func aSpreadsheetsSeparatorLineIsObeyed() throws {
        let reader = try Self.read(Array("sep=;\r\na;b,c\r\n1;2\r\n".utf8))
        #expect(reader.rows == [["a", "b,c"], ["1", "2"]])
        #expect(reader.numbers == [3])
    }

    @Test func rowsCountAsInASpreadsheet() throws {
        let reader = try Self.read(Array("a,b\n\"x\ny\",1\n\nz,2\n".utf8))
        #expect(reader.numbers == [2, 4])
    }

    /// Far more than one chunk, with line breaks in quotes wherever chunks end.
    @Test func aLongFileIsReadWhole() throws {
        var text = "a,b\n"
        for number in 0..<40_000 { text += "\(number),\"Đống\n\"\"Đa\"\" \(number)\"\n" }
        let reader = try Self.read(Array(text.utf8))
        #expect(reader.rows.count == 40_001)
        #expect(reader.rows[40_000] == ["39999", "Đống\n\"Đa\" 39999"])
    }

    @Test func anEmptyFileHasNoHeader() {
        #expect(throws: CSVProblem.noHeader) { try Self.read([]) }
        #expect(throws: CSVProblem.noHeader) { try Self.read([0xEF, 0xBB, 0xBF, 0x0A]) }
    }

    @Test(arguments: ["/nowhere/at/all.csv", "/tmp"])
    func whatIsNoFileIsNamed(path: String) {
        #expect(throws: CSVProblem.self) { _ = try CSVReader.open(path: path).totalBytes }
    }

    /// No bytes whatever make reading do more than throw.
    @Test(arguments: UInt64(0)..<60)
    func anyBytesAreSurvived(seed: UInt64) {
        var random = SystemBytes(seed: seed)
        let bytes = (0..<Int(seed * 37)).map { _ in random.next() }
        _ = try? Self.read(bytes)
    }

    struct Table {
        let charset: Charset
        let rows: [[String]]
        let numbers: [Int]
    }

    static func read(_ bytes: [UInt8]) throws -> Table {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "keng-table-\(UUID().uuidString).csv").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var reader = try CSVReader.open(path: path)
        var rows = [reader.header]
        var numbers: [Int] = []
        var row = CSVRow()
        while try reader.next(into: &row) {
            rows.append((0..<row.count).map { row.shown($0) })
            numbers.append(row.number)
        }
        #expect(reader.bytesRead == reader.totalBytes)
        return Table(charset: reader.charset, rows: rows, numbers: numbers)
    }

    static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { offset in
            UInt8(hex.dropFirst(offset).prefix(2), radix: 16)
        }
    }
}

/// Bytes with a taste for quotation marks, separators, line ends and broken letters.
private struct SystemBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        return byte < 128 ? [0x22, 0x2C, 0x0A, 0x0D, 0xC3, 0x41, 0, 0x3B][Int(byte % 8)] : byte
    }
}
