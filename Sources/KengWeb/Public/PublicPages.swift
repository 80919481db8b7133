import Hummingbird
import KengDomain
import KengEngine
import KengStore
import KengText

/// What anyone may read: coverage of an area, a lesson, how to stop, and the files pages need.
struct PublicPages: Sendable {
    func add(to routes: inout Routes) {
        routes.open("/p/:system/:code") { try await coverage($0) }
        routes.open("/stop") { stop($0) }
        routes.open("/assets/:name") { try $0.site.assets.response($0.text("name")) }
        routes.open("/l/:slug") { try await LessonPages.publicPage($0) }
    }

    private struct CoverageView: Sendable {
        let heading: String
        let source: String?
        let above: [AreaFigure]
        let map: TileMap?
        let updated: String
    }

    private func coverage(_ ask: Ask) async throws -> Response {
        let system = try ask.text("system")
        let code = try ask.text("code")
        let now = ask.now
        let found = try await ask.site.database.read { transaction in
            guard let area = try transaction.areaLine(system: system, code: code) else {
                throw PageProblem.notFound
            }
            return (
                area: area, above: try transaction.areaLines(above: area.id),
                target: try transaction.target(
                    of: area.id, on: LocalDay(of: now, at: area.offset)),
                children: try transaction.areaLines(below: area.id)
            )
        }
        let words = ask.words
        let sentence = PlanSentence(found.area, found.target, words)
        let view = CoverageView(
            heading: sentence.text, source: sentence.source,
            above: found.above.map { AreaFigure($0, words, address: "/p") },
            map: TileMap(
                children: found.children, grandchildren: [], csv: "", words, address: "/p"),
            updated: words.text(
                "updated.day", ["when": .text(words.moment(now, found.area.offset))]))
        return ask.page("public-coverage", title: found.area.name, view)
    }

    private struct StopView: Sendable {
        let senders: [String]
        let hasSenders: Bool
    }

    private func stop(_ ask: Ask) -> Response {
        let senders = ask.site.settings.senderNames
        return ask.page(
            "stop", title: ask.words.text("stop.title"),
            StopView(senders: senders, hasSenders: !senders.isEmpty))
    }
}
