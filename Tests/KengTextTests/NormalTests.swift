import KengText
import Testing

/// One text, one row of bytes.
struct NormalTests {
    @Test(arguments: [
        ("e\u{302}\u{301}", "ế"), ("a\u{300}", "à"), ("\u{212B}", "\u{C5}"),
        ("\u{2126}", "\u{3A9}"), ("abc", "abc"), ("", ""), ("\u{1111}\u{1171}\u{11B6}", "\u{D4DB}"),
    ])
    func composedText(typed: String, composed: String) {
        #expect(Array(typed.nfc.utf8) == Array(composed.utf8))
        #expect(Array(composed.nfd.nfc.utf8) == Array(composed.utf8))
    }
}
