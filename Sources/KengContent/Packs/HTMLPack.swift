package import KengDomain

/// A lesson as one page in a zip: it works without a network and without a script, and prints on A4.
package enum HTMLPack {
    package static let mediaType = "application/zip"

    package static func build(
        _ source: PackSource, rules: JurisdictionRules
    ) throws(EPUBPack.Problem) -> [UInt8] {
        let page: String
        do {
            page = try self.page(PackPages(source, rules: rules))
        } catch {
            throw .unresolved(error.name)
        }
        do {
            return try ZipWriter.archive([ZipEntry("index.html", page)])
        } catch {
            throw .archive(error)
        }
    }

    private static func page(_ pages: PackPages) throws(Placeholders.Problem) -> String {
        let words = pages.words
        var sections = [(id: "lesson", title: words.lesson, body: try pages.lesson())]
        if pages.source.text.quiz != nil {
            let quiz = try pages.quiz { question throws(Placeholders.Problem) in
                let answer = try pages.answer(question)
                return
                    "<details><summary>\(XHTML.escape(words.answer))</summary>\n\(answer)</details>\n"
            }
            sections.append(("quiz", words.quiz, quiz))
        }
        sections.append(("sources", words.sources, try pages.sources()))
        let links = sections.map {
            "<li><a href=\"#part-\($0.id)\">\(XHTML.escape($0.title))</a></li>"
        }
        let body = sections.map {
            """
            <section class="page" id="part-\($0.id)">
            <h1>\(XHTML.escape($0.title))</h1>
            \($0.body)</section>

            """
        }
        return """
            <!DOCTYPE html>
            <html lang="\(pages.source.key.language.rawValue)">
            <head>
            <meta charset="UTF-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(XHTML.escape(try pages.title()))</title>
            <style>
            \(PackStyle.page)</style>
            </head>
            <body>
            <header>
            \(try pages.front())
            </header>
            <nav aria-label="\(XHTML.escape(words.contents))"><ul>
            \(links.joined(separator: "\n"))
            </ul></nav>
            <main>
            \(body.joined())</main>
            </body>
            </html>

            """
    }
}
