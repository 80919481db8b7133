import Hummingbird
import KengDomain
import KengEngine
import KengStore
import KengText

/// The check before sending, and the acts on a campaign.
struct CampaignActPages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/campaigns/:id/check") { try await check($0, $1) }
        routes.get("/campaigns/:id/stop", .writers) { try await confirmStop($0, $1) }
        routes.get("/campaigns/:id/send-again", .writers) { try await confirmSendAgain($0, $1) }
        routes.post("/campaigns/:id/submit") { ask, member in
            try await act(ask, member, then: "/check") {
                try await ask.site.desk.submit($0, by: member.account)
            }
        }
        routes.post("/campaigns/:id/approve") { ask, member in
            let digest = ask.form["digest"] ?? ""
            return try await act(ask, member) {
                let isApproved = try await ask.site.desk.approve(
                    $0, digest: digest, by: member.account)
                return isApproved ? "" : "/check"
            }
        }
        routes.post("/campaigns/:id/send-back") { ask, member in
            try await act(ask, member, then: "/check") {
                try await ask.site.desk.sendBack($0, by: member.account)
            }
        }
        routes.post("/campaigns/:id/pause") { ask, member in
            try await act(ask, member, then: "") {
                try await ask.site.desk.pause($0, by: member.account)
            }
        }
        routes.post("/campaigns/:id/resume") { ask, member in
            try await act(ask, member, then: "") {
                try await ask.site.desk.resume($0, by: member.account)
            }
        }
        routes.post("/campaigns/:id/stop") { ask, member in
            try await act(ask, member, then: "") {
                try await ask.site.desk.stop($0, by: member.account)
            }
        }
        routes.post("/campaigns/:id/send-again") { ask, member in
            try await act(ask, member, then: "") {
                try await ask.site.desk.sendAgain($0, by: member.account)
            }
        }
    }

    private func act(
        _ ask: Ask, _ member: Member, then page: String,
        _ perform: (Campaign.ID) async throws -> Void
    ) async throws -> Response {
        try await act(ask, member) {
            try await perform($0)
            return page
        }
    }

    /// - Parameter perform: does it and says which of the campaign's pages comes next.
    private func act(
        _ ask: Ask, _ member: Member, _ perform: (Campaign.ID) async throws -> String
    ) async throws -> Response {
        let id = try ask.id("id", Campaign.self)
        try await ask.requireCampaign(id, member)
        let page: String
        do {
            page = try await perform(id)
        } catch {
            guard let refusal = Refusal(error) else { throw error }
            return refusal.page(ask, back: "/campaigns/\(id)/check")
        }
        return ask.redirect("/campaigns/\(id)\(page)")
    }

    private struct StopView: Sendable {
        let name: String
        let address: String
        let sentence: String
        let button: String
    }

    /// Says how many are gone and how many remain, once, before the campaign ends.
    private func confirmStop(_ ask: Ask, _ member: Member) async throws -> Response {
        let id = try ask.id("id", Campaign.self)
        let line = try await ask.site.database.read {
            try $0.campaignLine(id, under: member.area.id)
        }
        guard let line else { throw PageProblem.notFound }
        switch line.state {
        case .draft, .submitted, .approved, .running, .paused: break
        case .finished, .cancelled:
            return Refusal(over: line.state).page(ask, back: "/campaigns/\(id)")
        }
        let words = ask.words
        let remain = line.planned - line.gone
        let view = StopView(
            name: line.name, address: "/campaigns/\(id)",
            sentence: words.text(
                "stop.sentence", ["gone": .number(line.gone), "remain": .number(remain)]),
            button: words.text("stop.button", ["remain": .number(remain)]))
        return ask.page("campaign-stop", title: words.text("stop.heading"), view)
    }

    private struct SendAgainView: Sendable {
        let name: String
        let address: String
        let sentence: String
        /// Nil when it is known of all messages what became of them.
        let unknown: String?
    }

    /// Says how many were missed, and of how many nobody knows, before a second text goes to them.
    private func confirmSendAgain(_ ask: Ask, _ member: Member) async throws -> Response {
        let id = try ask.id("id", Campaign.self)
        let line = try await ask.site.database.read {
            try $0.campaignLine(id, under: member.area.id)
        }
        guard let line else { throw PageProblem.notFound }
        let (missed, unknown) = try await ask.site.desk.missed(by: id)
        guard line.state == .finished, missed > 0 else {
            let why: any Error =
                line.state == .finished
                ? DeskProblem.nobodyMissed : CampaignState.Refusal.wrongState(line.state)
            guard let refusal = Refusal(why) else { throw why }
            return refusal.page(ask, back: "/campaigns/\(id)")
        }
        let words = ask.words
        let until = ask.now + (line.ends - line.starts)
        let view = SendAgainView(
            name: line.name, address: "/campaigns/\(id)",
            sentence: words.text(
                "sendAgain.sentence",
                ["missed": .number(missed), "until": .text(words.moment(until, line.offset))]),
            unknown: unknown == 0
                ? nil : words.text("sendAgain.unknown", ["unknown": .number(unknown)]))
        return ask.page("campaign-send-again", title: words.text("sendAgain.heading"), view)
    }

    private func check(_ ask: Ask, _ member: Member) async throws -> Response {
        let id = try ask.id("id", Campaign.self)
        let found = try await ask.site.database.read { transaction in
            guard let line = try transaction.campaignLine(id, under: member.area.id),
                let campaign = try transaction.campaign(id)
            else { throw PageProblem.notFound }
            var first: Account?
            if case .submitted(_, let id?) = campaign.state { first = try transaction.account(id) }
            return (
                line, campaign, first: first,
                areas: try campaign.brief.audience.areas.compactMap(
                    transaction.areaLine)
            )
        }
        var sheet: CheckSheet?
        var refusal: Refusal?
        do {
            sheet = try await ask.site.desk.check(id)
        } catch {
            refusal = Refusal(error)
            guard refusal != nil else { throw error }
        }
        let view = CampaignCheckView(
            line: found.0, campaign: found.1, areas: found.areas, sheet: sheet,
            refusal: refusal, firstApprover: found.first, lessons: try await ask.lessonNames(), ask,
            member)
        return ask.page("campaign-check", title: view.heading, view)
    }
}
