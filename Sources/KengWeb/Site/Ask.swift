import HTTPTypes
import Hummingbird
import KengDomain
import KengStore
import KengText

/// One request as a page sees it: already known who asks, in which language, with the form read.
struct Ask: Sendable {
    let site: Site
    let visitor: Visitor
    let path: String
    let parameters: Parameters
    let query: FormValues
    let form: FormValues
    let words: Words
    let context: WebContext

    var now: Instant { site.world.now() }

    /// A number in the path; anything else is a page that does not exist.
    func id<Subject>(
        _ name: String, _ subject: Subject.Type
    ) throws(PageProblem) -> Identifier<Subject> {
        guard let number = parameters.get(name).flatMap({ Int64($0) }), number > 0
        else { throw .notFound }
        return Identifier(rawValue: number)
    }

    /// A page inside the frame of the site.
    func page(
        _ template: String, title: String, _ view: Any, status: HTTPResponse.Status = .ok
    ) -> Response {
        let frame = Frame(self, title: title, page: view)
        return html(template, frame, status: status)
    }

    /// A piece of a page, to be put in place by the script.
    func fragment(_ template: String, _ view: Any) -> Response {
        html(template, view, status: .ok)
    }

    private func html(_ template: String, _ view: Any, status: HTTPResponse.Status) -> Response {
        let text =
            site.templates.render(view, as: template, in: visitor.language)
            ?? "\(Words.missingMark)\(template)⟧"
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentLanguage: visitor.language.rawValue,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    func redirect(_ address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address])
    }

    /// A table as a file; its first line is the names of the columns.
    func csv(_ name: String, _ columns: [String], _ rows: [[String]]) -> Response {
        var text = TableCell.line(columns)
        for row in rows { text += TableCell.line(row) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
