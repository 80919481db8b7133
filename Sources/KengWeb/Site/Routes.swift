import HTTPTypes
import Hummingbird
import KengDomain
import KengStore

/// Who may open a page.
enum Access: Sendable {
    case everyone
    case members
    /// Members whose role may write.
    case writers
}

/// The pages of the site, listed before they are hung into the router, so that a wrong method is known.
struct Routes: Sendable {
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let access: Access
        let answer: @Sendable (Ask) async throws -> Response
    }

    private(set) var list: [Route] = []

    /// A page anyone may read.
    mutating func open(_ path: String, _ answer: @escaping @Sendable (Ask) async throws -> Response)
    {
        list.append(Route(method: .get, path: path, access: .everyone, answer: answer))
    }

    /// A form anyone may send.
    mutating func openPost(
        _ path: String, _ answer: @escaping @Sendable (Ask) async throws -> Response
    ) {
        list.append(Route(method: .post, path: path, access: .everyone, answer: answer))
    }

    mutating func get(
        _ path: String, _ access: Access = .members,
        _ answer: @escaping @Sendable (Ask, Member) async throws -> Response
    ) {
        list.append(
            Route(method: .get, path: path, access: access) { try await answer($0, $0.member()) })
    }

    /// A form of members who may write, unless `access` says otherwise.
    mutating func post(
        _ path: String, _ access: Access = .writers,
        _ answer: @escaping @Sendable (Ask, Member) async throws -> Response
    ) {
        list.append(
            Route(method: .post, path: path, access: access) { try await answer($0, $0.member()) })
    }

    /// The methods that exist at an address, for a 405.
    func methods(at path: String) -> [String] {
        let wanted = path.split(separator: "/", omittingEmptySubsequences: true)
        let found = list.filter { route in
            let parts = route.path.split(separator: "/", omittingEmptySubsequences: true)
            return parts.count == wanted.count
                && zip(parts, wanted).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }.map(\.method.rawValue)
        // Where GET is answered, HEAD is.
        return Set(found + (found.contains("GET") ? ["HEAD"] : [])).sorted()
    }
}

extension Ask {
    /// - Throws: `.signInNeeded` without a session.
    func member() throws(PageProblem) -> Member {
        guard let member = visitor.member else { throw .signInNeeded }
        return member
    }

    func check(_ access: Access) throws(PageProblem) {
        switch access {
        case .everyone: return
        case .members: _ = try member()
        case .writers:
            guard try member().mayWrite else { throw .notAllowed("refusal.writers") }
        }
    }
}
