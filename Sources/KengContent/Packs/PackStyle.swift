/// How packs look: the system's own fonts, black on white, wide enough to read, fit to print.
enum PackStyle {
    static let book = """
        body { font-family: sans-serif; line-height: 1.5; margin: 5%; }
        h1 { font-size: 1.6em; line-height: 1.25; }
        h2 { font-size: 1.25em; line-height: 1.3; }
        h1, h2 { page-break-after: avoid; break-after: avoid; }
        section.critical { border-left: 0.25em solid #a4161a; padding-left: 0.75em; }
        strong.critical { color: #a4161a; font-size: 0.8em; }
        .edition, .review, cite { color: #404040; }
        ol.options { list-style-type: upper-alpha; }
        ol.quiz > li { page-break-inside: avoid; break-inside: avoid; margin-bottom: 1em; }

        """

    static let page =
        book + """
            body { max-width: 42em; margin: 0 auto; padding: 1em; color: #111; background: #fff; }
            nav ul { padding-left: 1.2em; }
            details { margin: 0.5em 0; border: 1px solid #767676; padding: 0.25em 0.75em; }
            summary { cursor: pointer; padding: 0.5em 0; min-height: 24px; }
            @page { size: A4; margin: 18mm; }
            @media print {
              body { max-width: none; padding: 0; font-size: 11pt; }
              nav, details { display: none; }
              section.page { break-before: page; }
            }

            """
}
