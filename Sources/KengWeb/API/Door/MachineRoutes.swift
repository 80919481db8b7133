import HTTPTypes
package import Hummingbird

/// The addresses of one door, in one list, so that a wrong method and a wrong address are told apart.
package struct MachineRoutes<Context: RequestContext>: Sendable {
    package typealias Answer = @Sendable (MachineAsk, Context) async throws -> Response

    struct Route: Sendable {
        let method: HTTPRequest.Method
        let parts: [Substring]
        /// The names that may stand behind the question mark.
        let query: Set<String>
        let answer: Answer
    }

    enum Finding {
        case found(Route, parameters: [String: String])
        case wrongMethod(allowed: [String])
        case nothing
    }

    private(set) var list: [Route] = []
    private var roots: [[Substring]] = []

    package init() {}

    /// Everything at `root` and below it is ours, also what does not exist.
    mutating func claim(_ root: String) {
        roots.append(Self.parts(root))
    }

    /// Names in the path start with a colon; `get` answers HEAD as well.
    mutating func on(
        _ method: HTTPRequest.Method, _ path: String, query: Set<String> = [],
        _ answer: @escaping Answer
    ) {
        list.append(
            Route(method: method, parts: Self.parts(path), query: query, answer: answer))
    }

    func own(_ path: String) -> Bool {
        let parts = Self.parts(path)
        return roots.contains { parts.starts(with: $0) }
    }

    func find(_ method: HTTPRequest.Method, _ path: String) -> Finding {
        let parts = Self.parts(path)
        // A doubled or trailing slash is another address, not a spelling of this one.
        guard path == "/" + parts.joined(separator: "/") else { return .nothing }
        let here = list.filter { Self.matches($0.parts, parts) }
        guard !here.isEmpty else { return .nothing }
        let wanted: HTTPRequest.Method = method == .head ? .get : method
        guard let route = here.first(where: { $0.method == wanted }) else {
            var allowed = Set(here.map(\.method.rawValue))
            if allowed.contains("GET") { allowed.insert("HEAD") }
            return .wrongMethod(allowed: allowed.sorted())
        }
        var parameters: [String: String] = [:]
        for (pattern, part) in zip(route.parts, parts) where pattern.hasPrefix(":") {
            parameters[String(pattern.dropFirst())] = FormValues.plain(part)
        }
        return .found(route, parameters: parameters)
    }

    /// Each route as `GET /v1/areas/{system}/{code}`, as OpenAPI writes it.
    package var names: Set<String> {
        Set(
            list.map { route in
                let path = route.parts.map { part in
                    part.hasPrefix(":") ? "/{\(part.dropFirst())}" : "/\(part)"
                }
                return "\(route.method.rawValue) \(path.joined())"
            })
    }

    private static func parts(_ path: String) -> [Substring] {
        path.split(separator: "/")
    }

    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        pattern.count == parts.count
            && zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}

extension FormValues {
    /// A part of an address without its percent signs; a plus stays a plus.
    static func plain(_ part: Substring) -> String {
        let escaped = part.replacing("+", with: "%2B").replacing("&", with: "%26")
        return FormValues(encoded: "p=" + escaped).pairs.first?.value ?? ""
    }
}
