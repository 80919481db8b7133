import KengText
import Testing

struct TableCellTests {
    /// Texts, and how they stand in a file.
    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+84912345678", "'+84912345678"), ("-5", "'-5"), ("@a", "'@a"),
        ("\t=1", "\"'\t=1\""), ("\r\n=1", "\"'\r\n=1\""), ("＝A1", "'＝A1"), ("－5", "'－5"),
        ("'=1", "''=1"), ("''", "''"), ("'tis", "'tis"), ("a=1", "a=1"), ("", ""),
        ("a,\"b\"", "\"a,\"\"b\"\"\""), ("a;=1", "\"a;=1\""),
        ("\"\u{301},x", "\"\"\"\u{301},x\""),
    ])
    func whatASpreadsheetWouldRunIsDisarmed(text: String, cell: String) {
        let line = TableCell.line([text])
        #expect(Array(line.utf8) == Array((cell + "\r\n").utf8))
    }

    @Test(arguments: ["=1", "'=1", "''=1", "'", "''", "", "a", "－5", "'－5"])
    func takingOneGuardAwayGivesTheTextBack(text: String) {
        let bytes = Array(TableCell.guarded(text).utf8)
        let bare = TableCell.isGuarded(bytes[...]) ? Array(bytes.dropFirst()) : bytes
        #expect(bare == Array(text.utf8))
    }
}
