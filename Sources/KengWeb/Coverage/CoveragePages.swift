import Foundation
import Hummingbird
import KengDomain
import KengStore
import KengText

/// The list of areas, worst first, and the page of one area.
struct CoveragePages: Sendable {
    func add(to routes: inout Routes) {
        routes.get("/coverage") { try await list($0, $1) }
        routes.get("/coverage.csv") { try await file($0, $1) }
        routes.get("/areas/:system/:code") { try await area($0, $1) }
    }

    static let pageSize = 50

    private struct View: Sendable {
        let heading: String
        let counts: String
        let choice: CoverageChoice
        let rows: [AreaFigure]
        let hasRows: Bool
        let csv: String
        let next: String?
        let first: String?
        let filter: String?
        let shown: String
        let updated: String
    }

    private func list(_ ask: Ask, _ member: Member) async throws -> Response {
        let key = Self.key(ask.query["after"])
        let found = try await ask.site.database.read { transaction in
            let choice = try CoverageChoice(ask, member, transaction)
            return (
                choice,
                lines: try transaction.coverage(
                    choice.filter, after: key, limit: Self.pageSize + 1),
                totals: try transaction.coverageTotals(choice.filter)
            )
        }
        let (choice, lines, totals) = found
        let words = ask.words
        let shown = lines.prefix(Self.pageSize)
        let plain = ask.query.without(["after", "lang"])
        let next = lines.count > Self.pageSize ? shown.last : nil
        let view = View(
            heading: words.text("coverage.heading", ["area": .text(choice.underName)]),
            counts: words.text(
                "coverage.counts",
                [
                    "areas": .number(totals.areas), "households": .number(totals.households),
                    "covered": .number(totals.covered),
                    "percent": .text(
                        words.exactPercent(totals.covered, of: totals.households)),
                ]),
            choice: choice, rows: shown.map { AreaFigure($0, words) }, hasRows: !shown.isEmpty,
            csv: plain.address("/coverage.csv"),
            next: next.map {
                plain.setting("after", "\($0.share)-\($0.id)").address("/coverage")
            },
            first: ask.query["after"] == nil ? nil : plain.address("/coverage"),
            filter: choice.isFiltered
                ? words.text("coverage.filter", ["filter": .text(choice.description(words))])
                : nil,
            shown: words.text(
                shown.count == totals.areas ? "coverage.whole" : "coverage.shown",
                ["shown": .number(shown.count), "areas": .number(totals.areas)]),
            updated: words.text(
                "updated.day", ["when": .text(words.moment(ask.now, member.area.offset))]))
        return ask.page("coverage", title: words.text("menu.coverage"), view)
    }

    private func file(_ ask: Ask, _ member: Member) async throws -> Response {
        let lines = try await ask.site.database.read { transaction in
            let choice = try CoverageChoice(ask, member, transaction)
            return try transaction.coverage(choice.filter, after: .start, limit: 100_000)
        }
        let words = ask.words
        let columns = [
            "system", "code", "area", "kind", "parent", "households", "covered", "percent",
        ].map { words.text("column.\($0)") }
        let rows = lines.map { line in
            [
                line.system, line.code, line.name, line.kind, line.parentName ?? "",
                String(line.households), String(line.covered),
                line.households == 0
                    ? "" : words.exactPercent(line.covered, of: line.households),
            ]
        }
        return ask.csv("coverage", columns, rows)
    }

    private static func key(_ text: String?) -> CoverageKey {
        let parts = text?.split(separator: "-").compactMap { Int64($0) } ?? []
        guard parts.count == 2 else { return .start }
        return CoverageKey(share: Int(clamping: parts[0]), area: Area.ID(rawValue: parts[1]))
    }
}

extension CoveragePages {
    private struct AreaView: Sendable {
        let above: [AreaFigure]
        let figure: AreaFigure
        let heading: String
        let source: String?
        let map: TileMap?
        let worst: String?
        let kin: [Kin]
        let hasKin: Bool
        let campaigns: [CampaignRow]
        let hasCampaigns: Bool
        let households: String
        let publicAddress: String
    }

    private struct Kin: Sendable {
        let sentence: String
        let address: String
    }

    private func area(_ ask: Ask, _ member: Member) async throws -> Response {
        let scope = member.area.id
        let system = try ask.text("system")
        let code = try ask.text("code")
        let now = ask.now
        let found = try await ask.site.database.read { transaction in
            guard let area = try transaction.areaLine(system: system, code: code),
                try transaction.isArea(area.id, under: scope)
            else { throw PageProblem.notFound }
            return (
                area: area,
                above: try transaction.areaLines(above: area.id).filter {
                    try transaction.isArea($0.id, under: scope)
                },
                target: try transaction.target(
                    of: area.id, on: LocalDay(of: now, at: area.offset)),
                children: try transaction.areaLines(below: area.id),
                grandchildren: try transaction.areaLines(twoBelow: area.id),
                kin: try transaction.areaKin(of: area.id),
                campaigns: try transaction.campaignLines(
                    touching: area.id, under: scope, limit: 20)
            )
        }
        let words = ask.words
        let sentence = PlanSentence(found.area, found.target, words)
        let figure = AreaFigure(found.area, words)
        let ofArea = FormValues([.init(name: "area", value: "\(found.area.id)")])
        let view = AreaView(
            above: found.above.map { AreaFigure($0, words) }, figure: figure,
            heading: sentence.text, source: sentence.source,
            map: TileMap(
                children: found.children, grandchildren: found.grandchildren,
                csv: ofArea.address("/coverage.csv"), words),
            worst: found.children.isEmpty ? nil : ofArea.address("/coverage"),
            kin: found.kin.map { kin in
                Kin(
                    sentence: words.text(
                        kin.isOlder ? "area.older" : "area.newer",
                        ["area": .text(kin.name), "system": .text(kin.system)]),
                    address: "/areas/\(kin.system)/\(kin.code)")
            }, hasKin: !found.kin.isEmpty,
            campaigns: found.campaigns.map { CampaignRow($0, words) },
            hasCampaigns: !found.campaigns.isEmpty,
            households: ofArea.address("/households"),
            publicAddress: "/p/\(found.area.system)/\(found.area.code)")
        return ask.page("area", title: found.area.name, view)
    }
}

extension Ask {
    /// A word in the path.
    func text(_ name: String) throws(PageProblem) -> String {
        guard let text = parameters.get(name), text.utf8.count <= 100 else { throw .notFound }
        return text.removingPercentEncoding ?? text
    }
}
