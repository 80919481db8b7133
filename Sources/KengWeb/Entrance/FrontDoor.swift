import HTTPTypes
import Hummingbird
import KengDomain
import KengEngine
import KengStore
import KengText
import Logging

/// Stands before every page: finds the visitor, turns errors into pages, and sets the safety headers.
struct FrontDoor: RouterMiddleware {
    let site: Site
    let routes: Routes

    @concurrent func handle(
        _ request: Request, context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let cookies = Cookies(request.headers[values: .cookie])
        let query = FormValues(encoded: request.uri.query ?? "")
        var context = context
        var response: Response
        var visitor = Visitor(
            language: language(request, query, cookies, account: nil), member: nil,
            formSecret: cookies[Cookies.browser], session: nil)
        do {
            visitor = try await self.visitor(request, query, cookies)
            context.visitor = visitor
            response = try await next(request, context)
        } catch {
            response = page(for: error, request, query, visitor, context)
        }
        response.headers.append(safety: site.settings, isPublic: visitor.member == nil)
        if visitor.session == nil, cookies[Cookies.browser] == nil, let secret = visitor.formSecret
        {
            response.headers.add(Cookies.browser, secret, age: 86_400, site.settings)
        }
        if let asked = query["lang"], let chosen = InterfaceLanguage(tag: asked) {
            response.headers.add(
                Cookies.language, chosen.rawValue, age: 31_536_000, site.settings)
        }
        return response
    }

    private func language(
        _ request: Request, _ query: FormValues, _ cookies: Cookies, account: Account?
    ) -> InterfaceLanguage {
        if let asked = query["lang"].flatMap({ InterfaceLanguage(tag: $0) }) { return asked }
        if let kept = cookies[Cookies.language].flatMap({ InterfaceLanguage(tag: $0) }) {
            return kept
        }
        if let own = account.flatMap({ InterfaceLanguage(tag: $0.language) }) { return own }
        let accepted = request.headers[.acceptLanguage] ?? ""
        return InterfaceLanguage(accepted: accepted) ?? .vietnamese
    }

    private func visitor(
        _ request: Request, _ query: FormValues, _ cookies: Cookies
    ) async throws -> Visitor {
        if let session = cookies[Cookies.session],
            let account = try await site.accounts.account(session: session),
            let area = try await site.database.read({ try $0.areaLine(account.area) })
        {
            return Visitor(
                language: language(request, query, cookies, account: account),
                member: Member(account: account, area: area), formSecret: session,
                session: session)
        }
        let random = site.world.random
        let secret =
            cookies[Cookies.browser]
            ?? String(random(), radix: 36) + String(random(), radix: 36)
        return Visitor(
            language: language(request, query, cookies, account: nil), member: nil,
            formSecret: secret, session: nil)
    }

    private func page(
        for error: any Error, _ request: Request, _ query: FormValues, _ visitor: Visitor,
        _ context: WebContext
    ) -> Response {
        var problem = error as? PageProblem
        if let known = error as? any HTTPResponseError {
            switch known.status {
            case .notFound: problem = .notFound
            case .contentTooLarge: problem = .tooLarge
            case .badRequest: problem = .unreadable
            default: break
            }
        }
        if problem == .notFound {
            let methods = routes.methods(at: request.uri.path)
            if !methods.isEmpty, !methods.contains(request.method.rawValue) {
                problem = .wrongMethod(allowed: methods)
            }
        }
        let ask = Ask(
            site: site, visitor: visitor, path: request.uri.path, parameters: Parameters(),
            query: query, form: FormValues(), words: site.words(visitor.language),
            context: context)
        return ErrorPage.response(to: problem, error: error, ask)
    }
}

extension HTTPFields {
    /// Headers that keep pages from being framed, sniffed, or run with anything that is not ours.
    fileprivate mutating func append(safety settings: WebSettings, isPublic: Bool) {
        self[HTTPField.Name.contentSecurityPolicy] = """
            default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; \
            img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
            frame-ancestors 'none'
            """
        self[HTTPField.Name.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { self[name] = "same-origin" }
        if let name = HTTPField.Name("X-Frame-Options") { self[name] = "DENY" }
        if let name = HTTPField.Name("Cross-Origin-Opener-Policy") { self[name] = "same-origin" }
        if let name = HTTPField.Name("Permissions-Policy") {
            self[name] = "camera=(), geolocation=(), microphone=()"
        }
        if settings.isSecure {
            self[HTTPField.Name.strictTransportSecurity] = "max-age=31536000"
        }
        if self[.cacheControl] == nil {
            self[.cacheControl] = isPublic ? "no-cache" : "no-store"
        }
    }

    mutating func add(_ name: String, _ value: String, age: Int, _ settings: WebSettings) {
        append(
            HTTPField(
                name: .setCookie,
                value: Cookies.line(name, value, age: age, isSecure: settings.isSecure)))
    }
}
