import KengContent

/// Draws the CommonMark of a block; raw HTML and unsafe links are left out.
enum LessonMarkup {
    static func html(_ markdown: String) -> String {
        XHTML.render(markdown: markdown)
    }
}
