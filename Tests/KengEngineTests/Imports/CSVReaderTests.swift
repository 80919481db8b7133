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

    @Test(arguments: [
        ("/nowhere/at/all.csv", CSVProblem.cannotRead(path: "/nowhere/at/all.csv", code: ENOENT)),
        ("/tmp", .folder(path: "/tmp")),
    ])
    func whatIsNoFileIsNamed(path: String, problem: CSVProblem) {
        #expect(throws: problem) { _ = try CSVReader.open(path: path).totalBytes }
        #expect(throws: problem) { try CSVReader.check(path: path) }
    }

    /// How a workbook, an older one, a picture, a program, a packed file and a database begin.
    @Test(arguments: [
        "504b0304140000000800", "d0cf11e0a1b11ae10000", "89504e470d0a1a0a0000000d49484452",
        "7f454c4602010100000a", "1f8b0800000000000003", "53514c69746520666f726d6174203300",
        "ffd8ffe000104a464946000101", "1b5b324a622c630a",
    ])
    func whatIsNoTextIsNotShown(hex: String) {
        let bytes = Self.bytes(hex) + Array(repeating: 0x41, count: 99_999)
        #expect(throws: CSVProblem.notText) { try Self.read(bytes) }
    }

    /// A broken letter in a short file: each line has one, the last byte of it cut off or replaced.
    @Test(arguments: [
        "H1,Nguy\u{1EC5}n Th\u{1ECB} Hoa", "X\u{E3} H\u{F2}a B\u{EC}nh", "张伟,北京路",
        "Phường Đống Đa",
    ])
    func brokenUTF8IsNotTakenForAnotherCharset(text: String) throws {
        let whole = Array("a,b\n\(text)\n".utf8)
        let place = try #require(whole.lastIndex { $0 >= 0x80 })
        for replacement: [UInt8] in [[], [0x3F], [0xFF], [0xE9]] {
            var bytes = whole
            bytes.replaceSubrange(place...place, with: replacement)
            let table = try Self.read(bytes)
            #expect(table.charset == .utf8, "\(replacement)")
            #expect(table.rows[1].joined().contains("\u{FFFD}"))
        }
    }

    /// One name a file, as old programs wrote them: wards and people.
    @Test func oldCharsetsAreKnownByASingleName() throws {
        var encoder = try CharsetEncoder("windows-1258")
        let header = Array("code,name,note\n".utf8)
        let names = ["Đống Đa", "Hoàn Kiếm", "Ba Đình", "Xã Hòa Bình", "Phường Điện Biên", "Tân Ý"]
        for name in names {
            let bytes = header + (try encoder.encode("1,\(name.toned),\n"))
            #expect(try Self.read(bytes).charset == .windows1258, "\(name)")
        }
        var chinese = try CharsetEncoder("GB18030")
        for name in ["张伟", "北京路", "王小明", "上海市浦东新区", "消防安全"] {
            let bytes = header + (try chinese.encode("1,\(name),\n"))
            #expect(try Self.read(bytes).charset == .gb18030, "\(name)")
        }
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

extension String {
    /// As windows-1258 has it: â, ê, ơ whole, tone marks apart.
    fileprivate var toned: String {
        let tones = Set("\u{300}\u{301}\u{303}\u{309}\u{323}".unicodeScalars)
        return map { letter in
            let scalars = String(letter).nfd.unicodeScalars
            var letters = String.UnicodeScalarView(scalars.filter { !tones.contains($0) })
            letters = String.UnicodeScalarView(String(letters).nfc.unicodeScalars)
            return String(letters + scalars.filter { tones.contains($0) })
        }.joined()
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
