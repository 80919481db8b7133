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
        let needs: [HomeNeeds.Need]
        let hasNeeds: Bool
        let running: [CampaignRow]
        let hasRunning: Bool
        /// How many of all are shown, when not all are.
        let runningShown: String?
        let mayWrite: Bool
    }

    /// The most of one kind that stand on the page, and the most texts that are counted for it.
    static let most = 20
    static let mostEmergencies = 3
    static let mostCounted = 1000

    private func home(_ ask: Ask, _ member: Member) async throws -> Response {
        let scope = member.area.id
        let today = LocalDay(of: ask.now, at: member.area.offset)
        let found = try await ask.site.database.read { transaction in
            (
                target: try transaction.target(of: scope, on: today),
                children: try transaction.areaLines(below: scope),
                grandchildren: try transaction.areaLines(twoBelow: scope),
                needs: try HomeNeeds.Found(transaction, member)
            )
        }
        let words = ask.words
        let sentence = PlanSentence(member.area, found.target, words)
        let needs = HomeNeeds(found.needs, member, words).list
        let running = found.needs.running
        let view = View(
            heading: sentence.text, source: sentence.source,
            map: TileMap(
                children: found.children, grandchildren: found.grandchildren,
                csv: "/coverage.csv", words),
            needs: needs, hasNeeds: !needs.isEmpty,
            running: running.lines.map { CampaignRow($0, words) },
            hasRunning: !running.lines.isEmpty,
            runningShown: running.isCut
                ? words.text(
                    "home.runningShown",
                    ["shown": .number(running.lines.count), "count": .number(running.count)])
                : nil,
            mayWrite: member.mayWrite)
        return ask.page("home", title: words.text("menu.home"), view)
    }
}
