import Crypto
import HTTPTypes
import Hummingbird
import KengDomain
import KengEngine
import KengStore

extension Machines {
    func addCampaigns<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        let one = "/v1/campaigns/:id"
        routes.on(
            .get, "/v1/campaigns", query: ["state", "limit", "cursor"],
            keyed { try await campaigns($0) })
        routes.on(.post, "/v1/campaigns", keyed { try await newCampaign($0) })
        routes.on(.get, one, keyed { try await campaign($0) })
        routes.on(.get, one + "/check", keyed { try await checkSheet($0) })
        routes.on(
            .post, one + "/submit",
            keyed { try await act($0) { try await desk.submit($0, by: $1) } })
        routes.on(.post, one + "/approve", keyed { try await approve($0) })
        routes.on(
            .post, one + "/pause", keyed { try await act($0) { try await desk.pause($0, by: $1) } })
        routes.on(
            .post, one + "/resume",
            keyed { try await act($0) { try await desk.resume($0, by: $1) } })
        routes.on(
            .post, one + "/stop", keyed { try await act($0) { try await desk.stop($0, by: $1) } })
        routes.on(
            .post, one + "/send-again",
            keyed { try await act($0) { try await desk.sendAgain($0, by: $1) } })
    }

    /// Newest first; the cursor is the id after which the next page starts.
    private func campaigns(_ keyed: KeyedAsk) async throws -> Response {
        var state: CampaignWord?
        if let word = keyed.ask.query["state"] {
            state = CampaignWord.allCases.first { $0.text == word }
            guard state != nil else { throw MachineProblem.parameter("state") }
        }
        var before: Campaign.ID?
        if let cursor = keyed.ask.query["cursor"] {
            guard let number = Int64(cursor) else { throw MachineProblem.parameter("cursor") }
            before = Campaign.ID(rawValue: number)
        }
        let limit = try keyed.limit()
        let area = keyed.account.area
        let lines = try await database.read { [state, before] in
            try $0.campaignLines(in: state, under: area, before: before, limit: limit + 1)
        }
        return Answers.json(CampaignListAnswer(lines, limit: limit))
    }

    private func campaign(_ keyed: KeyedAsk) async throws -> Response {
        let id = try await seen(keyed)
        return Answers.json(try await answer(of: id))
    }

    /// Makes a draft, once for each `Idempotency-Key` of an account.
    private func newCampaign(_ keyed: KeyedAsk) async throws -> Response {
        guard let key = keyed.ask.request.headers[.idempotencyKey]?.trimmed,
            (1...255).contains(key.utf8.count)
        else { throw MachineProblem.idempotencyKeyNeeded }
        let body = try await keyed.body()
        let value = try JSONValue(bytes: body)
        let area = keyed.account.area
        let (brief, areas) = try await database.read { [route] transaction in
            try CampaignRequest.read(value, route: route) {
                let line = try transaction.areaLine(system: $0, code: $1)
                return try line.flatMap {
                    try transaction.isArea($0.id, under: area) ? $0 : nil
                }
            }
        }
        let name = keyed.account.name
        let taken = try await desk.createOnce(
            brief, by: keyed.account,
            request: RequestKey(text: key, bodyHash: SHA256.hash(data: body).hexadecimal)
        ) { campaign in
            let answer = CampaignAnswer(
                campaign, areas: areas, author: name, counts: [], learned: [:])
            return String(decoding: Answers.encode(answer), as: UTF8.self)
        }
        switch taken {
        case .otherBody: throw MachineProblem.idempotencyKeyUsed
        case .done(let id, let answer):
            var response = Answers.json(bytes: Array(answer.utf8), status: .created)
            response.headers[.location] = "/v1/campaigns/\(id)"
            return response
        }
    }

    private func checkSheet(_ keyed: KeyedAsk) async throws -> Response {
        Answers.json(CheckAnswer(try await desk.check(try await seen(keyed))))
    }

    private func approve(_ keyed: KeyedAsk) async throws -> Response {
        let id = try await seen(keyed)
        var reader = FieldReader(try JSONValue(bytes: try await keyed.body()))
        let digest = reader.text("digest", isNeeded: true)
        try reader.finish()
        try await desk.approve(id, digest: digest ?? "", by: keyed.account)
        return Answers.json(try await answer(of: id))
    }

    private func act(
        _ keyed: KeyedAsk, _ act: (Campaign.ID, Account) async throws -> Void
    ) async throws -> Response {
        let id = try await seen(keyed)
        try await act(id, keyed.account)
        return Answers.json(try await answer(of: id))
    }

    /// The campaign of the address, when the account's area holds all of its areas; else there is none.
    private func seen(_ keyed: KeyedAsk) async throws -> Campaign.ID {
        let id = try keyed.id("id", Campaign.self)
        let area = keyed.account.area
        guard try await database.read({ try $0.campaignLine(id, under: area) }) != nil else {
            throw MachineProblem.notFound
        }
        return id
    }

    private func answer(of id: Campaign.ID) async throws -> CampaignAnswer {
        try await database.read { transaction in
            guard let campaign = try transaction.campaign(id) else {
                throw MachineProblem.notFound
            }
            return CampaignAnswer(
                campaign,
                areas: try campaign.brief.audience.areas.compactMap {
                    try transaction.areaLine($0)
                },
                author: try transaction.account(campaign.author)?.name,
                counts: try transaction.waveCounts(of: id),
                learned: try transaction.campaignCounts(of: id))
        }
    }
}

extension HTTPField.Name {
    /// draft-ietf-httpapi-idempotency-key-header.
    static var idempotencyKey: HTTPField.Name {
        guard let name = HTTPField.Name("Idempotency-Key") else {
            preconditionFailure("letters and a dash are a field name")
        }
        return name
    }
}
