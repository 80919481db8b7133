import Foundation
import HTTPTypes
import Hummingbird
import KengDomain
import KengGateways

extension Machines {
    /// Octets of a webhook at most.
    private static let largestHook = 1 << 20

    /// The addresses at which providers tell us something: the gateway's name, its secret and the topic.
    func addHooks<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        guard !hooks.isEmpty else { return }
        routes.claim("/hooks")
        for method in [HTTPTypes.HTTPRequest.Method.get, .post] {
            routes.on(method, "/hooks/:gateway/:secret/:topic") { ask, _ in
                try await hear(ask)
            }
        }
    }

    /// Whoever does not know the secret learns nothing, not even which gateways there are.
    private func hear(_ ask: MachineAsk) async throws -> Response {
        let secret = ask.parameters["secret"] ?? ""
        guard let gateway = hooks.first(where: { $0.name == ask.parameters["gateway"] }),
            gateway.knows(secret: secret),
            let topic = ask.parameters["topic"].flatMap(HookTopic.init(rawValue:)),
            let method = KengGateways.HTTPRequest.Method(rawValue: ask.request.method.rawValue)
        else { throw MachineProblem.notFound }
        let body = try await ask.request.body.collect(upTo: Self.largestHook)
        let request = HookRequest(
            method, query: ask.request.uri.query ?? "",
            headers: ask.request.headers.map { .init($0.name.canonicalName, $0.value) },
            body: Array(body.readableBytesView))
        let answer = await gateway.hear(request, about: topic, at: world.now())
        var headers = HTTPFields()
        headers[.contentType] = answer.type
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
