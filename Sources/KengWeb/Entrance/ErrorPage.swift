import HTTPTypes
import Hummingbird
import KengDomain
import KengText
import Logging

/// The page that says what is wrong and what to do, in the reader's language.
enum ErrorPage {
    struct View: Sendable {
        let heading: String
        let sentence: String
        let isSignIn: Bool
    }

    static func response(to problem: PageProblem?, error: any Error, _ ask: Ask) -> Response {
        switch problem {
        case .signInNeeded:
            return ask.page(
                "sign-in", title: ask.words.text("signIn.title"),
                SignInPages.View(token: nil, isSpent: false), status: .unauthorized)
        case .notFound: return page("notFound", .notFound, ask)
        case .notAllowed(let sentence):
            return page("notAllowed", .forbidden, ask, sentence: ask.words.text(sentence))
        case .foreignForm: return page("foreignForm", .forbidden, ask)
        case .tooLarge: return page("tooLarge", .contentTooLarge, ask)
        case .unreadable: return page("unreadable", .badRequest, ask)
        case .wrongMethod(let allowed):
            var response = page("wrongMethod", .methodNotAllowed, ask)
            response.headers[.allow] = allowed.joined(separator: ", ")
            return response
        case nil:
            let code = String(ask.site.world.random() % 0x10000, radix: 16, uppercase: true)
            ask.site.logger.error(
                "A page failed",
                metadata: ["code": "\(code)", "kind": "\(type(of: error))", "error": "\(error)"])
            return page(
                "ours", .internalServerError, ask,
                sentence: ask.words.text("error.ours.text", ["code": .text(code)]))
        }
    }

    private static func page(
        _ key: String, _ status: HTTPResponse.Status, _ ask: Ask, sentence: String? = nil
    ) -> Response {
        let heading = ask.words.text("error.\(key)")
        return ask.page(
            "error", title: heading,
            View(
                heading: heading, sentence: sentence ?? ask.words.text("error.\(key).text"),
                isSignIn: false), status: status)
    }
}
