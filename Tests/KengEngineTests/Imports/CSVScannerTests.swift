import Testing

@testable import KengEngine

struct CSVScannerTests {
    /// The table as text, and its rows.
    @Test(arguments: [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,\"b,c\"\n\"x \"\"y\"\" z\",\n", [["a", "b,c"], ["x \"y\" z", ""]]),
        ("\"a\nb\",\"c\r\nd\"\n", [["a\nb", "c\r\nd"]]),
        ("a,5\" pipe\n", [["a", "5\" pipe"]]),
        ("\"\",\"\"\"\"\n", [["", "\""]]),
        ("a,b,\n", [["a", "b", ""]]),
        ("\"a\" ,b\n", [["a", "b"]]),
        ("a\n\n\nb\n", [["a"], ["b"]]),
        ("a,b\n,\n\"x\"", [["a", "b"], ["x"]]),
        ("Nguyễn,Đống Đa\n", [["Nguyễn", "Đống Đa"]]),
    ])
    func rowsAreCutByTheRules(text: String, expected: [[String]]) throws {
        #expect(try Self.rows(Array(text.utf8)) == expected)
    }

    /// Every way of cutting a stream in two gives the same rows.
    @Test func rowsDoNotDependOnWhereReadingPauses() throws {
        let text = "h1,h2\r\n\"a \"\"q\"\"\r\nb\",c\r\nĐống Đa,\"\"\r\n\"x\",\"\"\"\"\r\nlast,row"
        let bytes = Array(text.utf8)
        let whole = try Self.rows(bytes)
        for cut in 1..<bytes.count {
            #expect(try Self.rows(bytes, chunk: cut) == whole, "cut at \(cut)")
        }
    }

    @Test func textAfterAClosingQuoteIsNamed() throws {
        var row = CSVRow()
        let scanner = CSVScanner(separator: 0x2C, limits: CSVLimits())
        _ = try scanner.scan(Array("a,\"b\"c,d\n".utf8), from: 0, isLast: true, into: &row)
        #expect(row.damage == .strayQuote(column: 2))
        #expect((0..<row.count).map { row.shown($0) } == ["a", "bc", "d"])
    }

    @Test func aQuoteLeftOpenIsNamed() throws {
        var row = CSVRow()
        let scanner = CSVScanner(separator: 0x2C, limits: CSVLimits())
        _ = try scanner.scan(Array("a,\"b\nc".utf8), from: 0, isLast: true, into: &row)
        #expect(row.damage == .openQuote(column: 2))
    }

    @Test(arguments: [
        (
            "a\n\"" + String(repeating: "x", count: 90),
            CSVProblem.fieldTooLong(row: 2, column: 1, limit: 40)
        ),
        (
            "a\nb,\"" + String(repeating: "x", count: 50) + "\"\n",
            .fieldTooLong(row: 2, column: 2, limit: 40)
        ),
        ("a\n1,2,3,4,5,6\n", .tooManyColumns(row: 2, limit: 5)),
        ("a\n" + String(repeating: "y", count: 45), .fieldTooLong(row: 2, column: 1, limit: 40)),
        (
            "a\n" + String(repeating: "1234567890123456789,", count: 5),
            .rowTooLong(row: 2, column: 5, limit: 80)
        ),
    ])
    func whatIsTooMuchStopsTheReading(text: String, problem: CSVProblem) {
        var limits = CSVLimits()
        limits.field = 40
        limits.row = 80
        limits.columns = 5
        for chunk in [1, 7, 1000] {
            #expect(throws: problem) {
                try Self.rows(Array(text.utf8), chunk: chunk, limits: limits)
            }
        }
    }

    @Test(arguments: [
        ("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("a", ","), ("\"a,b,c\";d", ";"),
        ("mã hộ;địa chỉ, số nhà;tên", ";"),
    ])
    func theHeaderNamesTheSeparator(header: String, expected: Character) {
        let found = CSVScanner.separator(ofHeader: Array(header.utf8)[...])
        #expect(Character(Unicode.Scalar(found)) == expected)
    }

    /// Scans as the reader does, with `chunk` bytes more each time a record is not complete.
    static func rows(
        _ bytes: [UInt8], chunk: Int = .max, limits: CSVLimits = CSVLimits()
    ) throws -> [[String]] {
        let scanner = CSVScanner(separator: 0x2C, limits: limits)
        var rows: [[String]] = []
        var row = CSVRow()
        var start = 0
        var known = min(chunk, bytes.count)
        var number = 0
        while start < bytes.count {
            row.clear()
            row.number = number + 1
            let part = Array(bytes[..<known])
            let isLast = known == bytes.count
            guard let after = try scanner.scan(part, from: start, isLast: isLast, into: &row)
            else {
                known = min(bytes.count, known + chunk)
                continue
            }
            start = after
            number += 1
            if !row.isBlank { rows.append((0..<row.count).map { row.shown($0) }) }
        }
        return rows
    }
}
