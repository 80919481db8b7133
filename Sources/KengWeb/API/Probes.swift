import Hummingbird
import KengDomain
import KengStore

extension Machines {
    func addProbes<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        routes.on(.get, "/livez") { _, _ in Self.plain("ok\n") }
        routes.on(.get, "/readyz") { _, _ in try await readiness() }
        routes.on(.get, "/metrics") { _, _ in try await figures() }
    }

    /// Ready when the database answers and the engine has settled what an earlier run left behind.
    private func readiness() async throws -> Response {
        guard isStarted() else { throw MachineProblem.notReady }
        do {
            _ = try await database.read { try $0.figures() }
        } catch is StoreProblem {
            throw MachineProblem.notReady
        }
        return Self.plain("ready\n")
    }

    /// Prometheus text, version 0.0.4; counts only, no person and no area.
    private func figures() async throws -> Response {
        let figures = try await database.read { try $0.figures() }
        var page = FigurePage()
        page.add(
            "keng_messages", "Messages of all campaigns by state.", "gauge",
            MessageState.allCases.map { (["state": $0.word], figures.messages[$0] ?? 0) })
        page.add(
            "keng_campaigns", "Campaigns by state.", "gauge",
            CampaignWord.allCases.map { (["state": $0.text], figures.campaigns[$0] ?? 0) })
        for (count, name, help) in [
            (AreaCount.households, "keng_households", "Households known."),
            (.coveredHouseholds, "keng_households_covered", "Households with a trained member."),
            (.residents, "keng_residents", "Residents known."),
            (.attendances, "keng_attendances", "Attendances on record."),
        ] {
            page.add(name, help, "gauge", [([:], figures.areas[count] ?? 0)])
        }
        page.add(
            "keng_program_answers_total", "Answers given to programs since the start.", "counter",
            traffic.byClass.map { (["class": $0.name], $0.answers) })
        return Self.plain(page.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func plain(
        _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// Figures as Prometheus reads them; labels are our own words and need no escaping.
private struct FigurePage {
    private(set) var text = ""

    mutating func add(
        _ name: String, _ help: String, _ kind: String, _ values: [([String: String], Int)]
    ) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
        for (labels, value) in values {
            let inside = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
            text += name + (inside.isEmpty ? "" : "{\(inside.joined(separator: ","))}")
            text += " \(value)\n"
        }
    }
}
