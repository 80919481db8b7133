import KengDomain
import KengStore
import KengText

/// The filters of a coverage list as its address and its form have them.
struct CoverageChoice: Sendable {
    let filter: CoverageFilter
    let underName: String
    let area: String?
    let search: String
    let levels: [Option]
    let shares: [Option]
    let isFiltered: Bool

    struct Option: Sendable {
        let value: String
        let words: String
        let isChosen: Bool
    }

    private static let shareSteps = [20, 50, 80, 100]

    /// - Throws: `.notFound` when the area asked for is out of the member's scope.
    init(_ ask: Ask, _ member: Member, _ transaction: any Transaction) throws {
        let words = ask.words
        var under = member.area
        if let asked = ask.query["area"] {
            guard let number = Int64(asked),
                let area = try transaction.areaLine(Area.ID(rawValue: number)),
                try transaction.isArea(area.id, under: member.area.id)
            else { throw PageProblem.notFound }
            under = area
        }
        let known = try transaction.areaLevels(under: under.id)
        let askedDepth = ask.query["level"].flatMap { Int($0) }
        let depth =
            known.first { $0.depth == askedDepth }?.depth ?? known.last?.depth ?? under.depth + 1
        let below = ask.query["below"].flatMap { Int($0) }
            .flatMap { Self.shareSteps.contains($0) ? $0 : nil }
        search = ask.query["q"] ?? ""
        filter = CoverageFilter(
            under: under.id, depth: depth, folded: search.folded,
            belowShare: below.map { $0 * 100 } ?? CoverageFilter.everyShare)
        underName = under.name
        area = ask.query["area"]
        levels = known.map { level in
            Option(
                value: "\(level.depth)",
                words: words.text(
                    "coverage.level",
                    [
                        "kinds": .text(words.list(Array(level.kinds.prefix(3)))),
                        "areas": .number(level.areas),
                    ]), isChosen: level.depth == depth)
        }
        shares =
            [Option(value: "", words: words.text("coverage.any"), isChosen: below == nil)]
            + Self.shareSteps.map { step in
                Option(
                    value: "\(step)",
                    words: words.text("coverage.below", ["percent": .text("\(step)%")]),
                    isChosen: below == step)
            }
        isFiltered = below != nil || !search.isEmpty || area != nil
    }

    /// The filters in force, for paper, where the form is not.
    func description(_ words: Words) -> String {
        var parts: [String] = area == nil ? [] : [underName]
        parts += (levels + shares.filter { !$0.value.isEmpty }).filter(\.isChosen).map(\.words)
        if !search.isEmpty { parts.append(search) }
        return words.list(parts)
    }
}
