import Hummingbird
import KengDomain
import KengStore
import KengText

/// The first page: are we on plan, what needs a person, what is running.
struct HomePages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/") { try await home($0, $1) }
    }

    private struct View: Sendable {
        let heading: String
        let source: String?
        let map: TileMap?
        let needs: [Need]
        let hasNeeds: Bool
        let running: [CampaignRow]
        let hasRunning: Bool
        let mayWrite: Bool
    }

    private struct Need: Sendable {
        let sentence: String
        let address: String
        let act: String
    }

    private struct Found: Sendable {
        let target: TargetLine?
        let children: [AreaLine]
        let grandchildren: [AreaLine]
        let submitted: [CampaignLine]
        let paused: [CampaignLine]
        let drafts: [CampaignLine]
        let running: [CampaignLine]
        let urgent: [InboundLine]
    }

    private func home(_ ask: Ask, _ member: Member) async throws -> Response {
        let scope = member.area.id
        let today = LocalDay(of: ask.now, at: member.area.offset)
        let found = try await ask.site.database.read { transaction in
            func campaigns(_ word: CampaignWord) throws -> [CampaignLine] {
                try transaction.campaignLines(in: word, under: scope, before: nil, limit: 20)
            }
            return Found(
                target: try transaction.target(of: scope, on: today),
                children: try transaction.areaLines(below: scope),
                grandchildren: try transaction.areaLines(twoBelow: scope),
                submitted: try campaigns(.submitted), paused: try campaigns(.paused),
                drafts: try campaigns(.draft), running: try campaigns(.running),
                urgent: try transaction.inboundAttention(under: scope, before: nil, limit: 20))
        }
        let words = ask.words
        let sentence = PlanSentence(member.area, found.target, words)
        let needs = needs(found, member, words)
        let view = View(
            heading: sentence.text, source: sentence.source,
            map: TileMap(
                children: found.children, grandchildren: found.grandchildren,
                csv: "/coverage.csv", words),
            needs: needs, hasNeeds: !needs.isEmpty,
            running: found.running.map { CampaignRow($0, words) },
            hasRunning: !found.running.isEmpty, mayWrite: member.mayWrite)
        return ask.page("home", title: words.text("menu.home"), view)
    }

    private func needs(_ found: Found, _ member: Member, _ words: Words) -> [Need] {
        func need(_ key: String, _ line: CampaignLine, check: Bool) -> Need {
            Need(
                sentence: words.text("need.\(key)", ["name": .text(line.name)]),
                address: "/campaigns/\(line.id)" + (check ? "/check" : ""),
                act: words.text("need.\(key).act"))
        }
        var needs = found.urgent.filter { $0.intent == "emergency" }.prefix(3).map { line in
            Need(
                sentence: words.text(
                    "need.emergency",
                    [
                        "phone": .text(line.phone.description),
                        "area": .text(line.areaName ?? ""),
                        "when": .text(words.moment(line.at, line.offset)),
                    ]), address: "/inbox", act: words.text("need.inbox.act"))
        }
        if member.mayApprove {
            needs += found.submitted.filter { $0.author != member.account.id }
                .map { need("approve", $0, check: true) }
        }
        needs += found.paused.map { need("paused", $0, check: false) }
        needs += found.drafts.filter { $0.author == member.account.id }
            .map { need("draft", $0, check: true) }
        let unreadable = found.urgent.count { $0.intent == "unreadable" }
        if unreadable > 0 {
            needs.append(
                Need(
                    sentence: words.text("need.inbox", ["count": .number(unreadable)]),
                    address: "/inbox", act: words.text("need.inbox.act")))
        }
        return needs
    }
}
