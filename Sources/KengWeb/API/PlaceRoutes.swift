import Hummingbird
import KengDomain
import KengStore

extension Machines {
    func addPlaces<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        routes.on(.get, "/v1/areas/:system/:code", keyed { try await area($0) })
        routes.on(
            .get, "/v1/coverage", query: ["parent", "plan", "limit", "cursor"],
            keyed { try await coverage($0) })
    }

    private func area(_ keyed: KeyedAsk) async throws -> Response {
        let system = keyed.ask.parameters["system"] ?? ""
        let code = keyed.ask.parameters["code"] ?? ""
        let scope = keyed.account.area
        let now = world.now()
        let answer = try await database.read { transaction in
            guard let line = try transaction.areaLine(system: system, code: code),
                try transaction.isArea(line.id, under: scope)
            else { throw MachineProblem.notFound }
            return AreaAnswer(
                line, above: try transaction.areaLines(above: line.id),
                kin: try transaction.areaKin(of: line.id), at: now)
        }
        return Answers.json(answer)
    }

    /// The areas right below one, the worst first, each with the target that holds for it.
    private func coverage(_ keyed: KeyedAsk) async throws -> Response {
        let limit = try keyed.limit()
        let key = try CoverageCursor.read(keyed.ask.query["cursor"])
        let scope = keyed.account.area
        let parentName = keyed.ask.query["parent"]
        let planName = keyed.ask.query["plan"]
        let now = world.now()
        let answer = try await database.read { transaction in
            let parent = try Self.parent(parentName, scope, transaction)
            let plan = try planName.map { name in
                guard let plan = try transaction.plans().first(where: { $0.slug.text == name })
                else { throw MachineProblem.parameter("plan") }
                return plan
            }
            let filter = CoverageFilter(
                under: parent.id, depth: parent.depth + 1, folded: "",
                belowShare: CoverageFilter.everyShare)
            let lines = try transaction.coverage(filter, after: key, limit: limit + 1)
            let above = try transaction.areaLines(above: parent.id) + [parent]
            return CoverageAnswer(
                parent: parent, above: above.map(\.id), lines: lines, limit: limit, plan: plan,
                at: now)
        }
        return Answers.json(answer)
    }

    /// `vn-2023/01`; without it, the account's own area.
    private static func parent(
        _ name: String?, _ scope: Area.ID, _ transaction: any Transaction
    ) throws -> AreaLine {
        guard let name else {
            guard let own = try transaction.areaLine(scope) else { throw MachineProblem.notFound }
            return own
        }
        let halves = name.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2,
            let line = try transaction.areaLine(
                system: String(halves[0]), code: String(halves[1])),
            try transaction.isArea(line.id, under: scope)
        else { throw MachineProblem.parameter("parent") }
        return line
    }
}

/// Where the next page of a coverage list starts, as `share.area`.
enum CoverageCursor {
    static func text(_ line: AreaLine) -> String {
        "\(line.share).\(line.id)"
    }

    static func read(_ text: String?) throws(MachineProblem) -> CoverageKey {
        guard let text else { return .start }
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, let share = Int(halves[0]), let area = Int64(halves[1]) else {
            throw .parameter("cursor")
        }
        return CoverageKey(share: share, area: Area.ID(rawValue: area))
    }
}
