import HTTPTypes
import Hummingbird
import KengDomain
import KengEngine
import KengText

/// Coming in by the link the terminal printed, and going out.
struct SignInPages: Sendable {
    func add(to routes: inout Routes) {
        routes.open("/sign-in") { ask in
            if ask.visitor.member != nil { return ask.redirect("/") }
            return show(ask, token: ask.query["token"], isSpent: false)
        }
        routes.openPost("/sign-in") { try await signIn($0) }
        routes.post("/sign-out", .members) { ask, _ in try await signOut(ask) }
    }

    struct View: Sendable {
        let token: String?
        let isSpent: Bool
    }

    private func show(_ ask: Ask, token: String?, isSpent: Bool) -> Response {
        ask.page(
            "sign-in", title: ask.words.text("signIn.title"),
            View(token: token, isSpent: isSpent), status: isSpent ? .forbidden : .ok)
    }

    /// Only the button spends the link, so that a preview of it does not.
    private func signIn(_ ask: Ask) async throws -> Response {
        guard let token = ask.form["token"],
            let opened = try await ask.site.accounts.signInLink(token: token)
        else { return show(ask, token: nil, isSpent: true) }
        var response = ask.redirect("/")
        response.headers.add(
            Cookies.session, opened.session,
            age: Int(Accounts.sessionLives.components.seconds), ask.site.settings)
        return response
    }

    private func signOut(_ ask: Ask) async throws -> Response {
        if let session = ask.visitor.session {
            try await ask.site.accounts.signOut(session: session)
        }
        var response = ask.redirect("/sign-in")
        response.headers.add(Cookies.session, "", age: 0, ask.site.settings)
        return response
    }
}
