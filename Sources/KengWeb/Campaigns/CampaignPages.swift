import Hummingbird
import KengDomain
import KengStore
import KengText

/// The list of campaigns and the progress of one.
struct CampaignPages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/campaigns") { try await list($0, $1) }
        routes.get("/campaigns/:id") { try await progress($0, $1) }
        routes.get("/campaigns/:id/progress") { try await fragment($0, $1) }
    }

    static let pageSize = 50

    private struct View: Sendable {
        let rows: [CampaignRow]
        let hasRows: Bool
        let isFiltered: Bool
        let states: [CoverageChoice.Option]
        let next: String?
        let mayWrite: Bool
        let counts: String
    }

    private func list(_ ask: Ask, _ member: Member) async throws -> Response {
        let asked = ask.query["state"]
        let state = CampaignWord.allCases.first { $0.text == asked }
        let before = ask.query["before"].flatMap { Int64($0) }.map(Campaign.ID.init(rawValue:))
        let lines = try await ask.site.database.read { transaction in
            try transaction.campaignLines(
                in: state, under: member.area.id, before: before, limit: Self.pageSize + 1)
        }
        let words = ask.words
        let shown = lines.prefix(Self.pageSize)
        let any = CoverageChoice.Option(
            value: "", words: words.text("campaigns.any"), isChosen: state == nil)
        let view = View(
            rows: shown.map { CampaignRow($0, words) }, hasRows: !shown.isEmpty,
            isFiltered: state != nil || before != nil,
            states: [any]
                + CampaignWord.allCases.map { word in
                    CoverageChoice.Option(
                        value: word.text, words: words.text("state.\(word.text)"),
                        isChosen: word == state)
                },
            next: lines.count > Self.pageSize
                ? shown.last.map {
                    ask.query.without(["lang"]).setting("before", "\($0.id)")
                        .address("/campaigns")
                } : nil,
            mayWrite: member.mayWrite,
            counts: words.text("campaigns.shown", ["count": .number(shown.count)]))
        return ask.page("campaigns", title: words.text("menu.campaigns"), view)
    }

    private func progress(_ ask: Ask, _ member: Member) async throws -> Response {
        let view = try await CampaignProgress.read(ask, member)
        return ask.page("campaign", title: view.name, view)
    }

    /// The numbers alone, for the page that keeps itself fresh.
    private func fragment(_ ask: Ask, _ member: Member) async throws -> Response {
        ask.fragment("campaign-progress", try await CampaignProgress.read(ask, member))
    }
}
