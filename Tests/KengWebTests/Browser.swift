import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengDomain
import KengEngine
import KengStore
import KengText
import Testing

@testable import KengWeb

/// A visitor with a cookie, asking through the router.
struct Browser {
    let client: any TestClientProtocol
    let session: String?

    struct Answer {
        let status: Int
        let text: String
        let headers: HTTPFields
    }

    func get(_ address: String, cookies: String = "") async throws -> Answer {
        try await client.execute(uri: address, method: .get, headers: headers(cookies)) {
            Answer(
                status: $0.status.code, text: String(buffer: $0.body), headers: $0.headers)
        }
    }

    /// Sends a form, signed as a page would have signed it unless `token` says otherwise.
    func post(
        _ address: String, _ fields: [(String, String)] = [], token: String? = nil
    ) async throws -> Answer {
        var form = FormValues(fields.map { .init(name: $0.0, value: $0.1) })
        form.append("form_token", token ?? Self.token(for: session ?? "visit"))
        return try await client.execute(
            uri: address, method: .post,
            headers: headers(session == nil ? "keng_browser=visit" : ""),
            body: ByteBuffer(string: form.encoded)
        ) {
            Answer(
                status: $0.status.code, text: String(buffer: $0.body), headers: $0.headers)
        }
    }

    /// A token as a page has it, under a mask of this moment.
    static func token(for secret: String) -> String {
        FormToken.make(for: secret) { UInt64.random(in: 0 ... .max) }
    }

    private func headers(_ more: String) -> HTTPFields {
        var cookies = more
        if let session { cookies = "keng_session=\(session); " + cookies }
        return cookies.isEmpty ? [:] : [.cookie: cookies]
    }
}

extension City {
    /// Signs in (or not) and lets a test browse.
    func browse(
        as name: String?, _ body: @Sendable (Browser) async throws -> Void
    ) async throws {
        var session: String?
        if let name {
            let token = try await accounts.newLink(for: name)
            session = try await accounts.signInLink(token: token)?.session
        }
        let known = session
        try await Application(router: web.router()).test(.router) { client in
            try await body(Browser(client: client, session: known))
        }
    }

    /// A campaign of the city's author, as a draft.
    func draft(
        area: Area.ID = Place.city, isUnmarked: Bool = false,
        messageClass: MessageClass = .awareness
    ) async throws -> Campaign.ID {
        guard let author = try await accounts.account(named: "author") else {
            throw Accounts.Problem.noSuchAccount
        }
        let brief = CampaignBrief(
            name: "Khói \"và\" lửa", lesson: try Slug("smoke-is-the-killer"),
            messageClass: messageClass, manner: .oneByOne, isUnmarked: isUnmarked,
            audience: Audience(
                areas: [area], languages: [.vietnamese, .chinese], isUntrainedOnly: false),
            schedule: try Schedule(
                starts: City.start + .seconds(3600), ends: City.start + .seconds(36_000)),
            route: ["sandbox"], budgetSegments: 0)
        return try await desk.create(brief, by: author)
    }
}
