package import KengDomain

/// A lesson as EPUB 3.3 (facts/packs.md 2), byte for byte the same each time.
package enum EPUBPack {
    package enum Problem: Error, Hashable {
        case unresolved(String)
        case archive(ZipWriter.Problem)
    }

    package static let mediaType = "application/epub+zip"

    private struct Page {
        let id: String
        let title: String
        let body: String
    }

    package static func build(
        _ source: PackSource, rules: JurisdictionRules
    ) throws(Problem) -> [UInt8] {
        let pages = PackPages(source, rules: rules)
        let chapters: [Page]
        let title: String
        do {
            chapters = try self.chapters(pages)
            title = try pages.title()
        } catch {
            throw .unresolved(error.name)
        }
        var entries = [
            ZipEntry("META-INF/container.xml", container),
            ZipEntry("OEBPS/package.opf", package(pages, title, chapters)),
            ZipEntry("OEBPS/nav.xhtml", navigation(pages, chapters)),
            ZipEntry("OEBPS/style.css", PackStyle.book),
        ]
        entries += chapters.map { ZipEntry("OEBPS/\($0.id).xhtml", document(pages, $0)) }
        do {
            return try ZipWriter.archive(
                first: ZipEntry("mimetype", mediaType, isStored: true), entries)
        } catch {
            throw .archive(error)
        }
    }

    private static func chapters(
        _ pages: PackPages
    ) throws(Placeholders.Problem) -> [Page] {
        let words = pages.words
        func headed(_ title: String, _ body: String) -> String {
            "<h1>\(XHTML.escape(title))</h1>\n\(body)"
        }
        var chapters = [
            Page(id: "front", title: try pages.title(), body: try pages.front()),
            Page(id: "lesson", title: words.lesson, body: headed(words.lesson, try pages.lesson())),
        ]
        if pages.source.text.quiz != nil {
            let quiz = try pages.quiz { _ in "" }
            chapters.append(Page(id: "quiz", title: words.quiz, body: headed(words.quiz, quiz)))
            chapters.append(
                Page(
                    id: "answers", title: words.answers,
                    body: headed(words.answers, try pages.answers())))
        }
        chapters.append(
            Page(
                id: "sources", title: words.sources,
                body: headed(words.sources, try pages.sources())))
        return chapters
    }

    private static let container = """
        <?xml version="1.0" encoding="UTF-8"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles>
        <rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/>
        </rootfiles>
        </container>

        """

    private static func document(_ pages: PackPages, _ page: Page) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" \(pages.language)>
        <head>
        <meta charset="UTF-8"/>
        <title>\(XHTML.escape(page.title))</title>
        <link rel="stylesheet" type="text/css" href="style.css"/>
        </head>
        <body>
        \(page.body)
        </body>
        </html>

        """
    }

    private static func navigation(_ pages: PackPages, _ chapters: [Page]) -> String {
        let items = chapters.map {
            "<li><a href=\"\($0.id).xhtml\">\(XHTML.escape($0.title))</a></li>"
        }
        let contents = XHTML.escape(pages.words.contents)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \(pages.language)>
            <head>
            <meta charset="UTF-8"/>
            <title>\(contents)</title>
            <link rel="stylesheet" type="text/css" href="style.css"/>
            </head>
            <body>
            <nav epub:type="toc" id="toc">
            <h1>\(contents)</h1>
            <ol>
            \(items.joined(separator: "\n"))
            </ol>
            </nav>
            </body>
            </html>

            """
    }

    private static func package(_ pages: PackPages, _ title: String, _ chapters: [Page]) -> String {
        let source = pages.source
        let tag = source.key.language.rawValue
        let subjects = source.text.topics.map { "<dc:subject>\(XHTML.escape($0))</dc:subject>\n" }
        let items = chapters.map {
            "<item id=\"\($0.id)\" href=\"\($0.id).xhtml\" media-type=\"application/xhtml+xml\"/>\n"
        }
        let spine = chapters.map { "<itemref idref=\"\($0.id)\"/>\n" }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="\(tag)">
            <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:identifier id="id">urn:uuid:\(source.identifier)</dc:identifier>
            <dc:title>\(XHTML.escape(title))</dc:title>
            <dc:language>\(tag)</dc:language>
            <dc:publisher>Keng</dc:publisher>
            \(subjects.joined())<dc:coverage>\(source.key.jurisdiction)</dc:coverage>
            <meta property="dcterms:modified">\(source.modified)</meta>
            <meta property="schema:accessMode">textual</meta>
            <meta property="schema:accessModeSufficient">textual</meta>
            <meta property="schema:accessibilityFeature">tableOfContents</meta>
            <meta property="schema:accessibilityFeature">readingOrder</meta>
            <meta property="schema:accessibilityFeature">structuralNavigation</meta>
            <meta property="schema:accessibilityHazard">none</meta>
            <meta property="schema:accessibilitySummary">\(XHTML.escape(pages.words.accessibility))</meta>
            </metadata>
            <manifest>
            <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
            <item id="style" href="style.css" media-type="text/css"/>
            \(items.joined())</manifest>
            <spine>
            \(spine.joined())</spine>
            </package>

            """
    }
}
