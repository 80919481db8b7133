import HTTPTypes
package import Hummingbird
import KengDomain
package import KengText
import Logging

/// Answers the addresses meant for programs: packs, the `/v1` interface and the probes.
///
/// It stands before the console's own front door and lets through whatever is none of its business, so
/// that a program never gets a page and a person never gets JSON.
package struct MachineDoor<Context: RequestContext>: RouterMiddleware {
    private let routes: MachineRoutes<Context>
    private let words: MachineWords
    private let traffic: Traffic?

    package init(
        routes: MachineRoutes<Context>, catalogues: Catalogues, traffic: Traffic? = nil
    ) {
        self.routes = routes
        self.traffic = traffic
        words = MachineWords(catalogues)
    }

    package func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard routes.own(request.uri.path) else { return try await next(request, context) }
        let language = InterfaceLanguage(accepted: request.headers[.acceptLanguage] ?? "")
        var response: Response
        do {
            response = try await answer(request, context, language)
        } catch let error as InLanguage {
            response = words.response(to: error.problem, in: language ?? error.language)
        } catch {
            response = words.response(to: problem(for: error, context), in: language ?? .english)
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        traffic?.count(response.status)
        guard request.method == .head, response.body.contentLength != 0 else { return response }
        return response.createHeadResponse()
    }

    private func answer(
        _ request: Request, _ context: Context, _ language: InterfaceLanguage?
    ) async throws -> Response {
        switch routes.find(request.method, request.uri.path) {
        case .found(let route, let parameters):
            try await route.answer(
                MachineAsk(
                    request: request, parameters: parameters, language: language,
                    query: FormValues(encoded: request.uri.query ?? ""), known: route.query),
                context)
        case .wrongMethod(let allowed): throw MachineProblem.wrongMethod(allowed: allowed)
        case .nothing: throw MachineProblem.notFound
        }
    }

    private func problem(for error: any Error, _ context: Context) -> MachineProblem {
        if let problem = error as? MachineProblem { return problem }
        if let problem = error as? any HTTPResponseError {
            if problem.status == .contentTooLarge { return .tooLarge }
            if problem.status == .notFound { return .notFound }
        }
        context.logger.error(
            "a request of a program failed",
            metadata: ["kind": "\(type(of: error))", "error": "\(error)"])
        return .ours
    }
}

/// A problem of a caller whose account says which language they read.
struct InLanguage: Error {
    let problem: MachineProblem
    let language: InterfaceLanguage
}

/// One request of a program.
package struct MachineAsk: Sendable {
    package let request: Request
    /// The parts of the address that a route leaves open, percent-decoded.
    package let parameters: [String: String]
    /// What `Accept-Language` asks for; nil when it says nothing we speak.
    let language: InterfaceLanguage?
    let query: FormValues
    /// The names of the query that the route reads.
    let known: Set<String>
}
