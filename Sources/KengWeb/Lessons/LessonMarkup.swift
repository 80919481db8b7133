/// Draws the CommonMark of a block.
enum LessonMarkup {
    static func html(_ markdown: String) -> String {
        "<p>" + EscapedHTML().escapeText(markdown) + "</p>"
    }
}
