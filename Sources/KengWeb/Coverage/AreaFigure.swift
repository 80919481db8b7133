import KengDomain
import KengStore
import KengText
import Mustache

/// One area in a map, a table or a list: the same numbers everywhere.
struct AreaFigure: Sendable {
    let name: String
    let code: String
    let kind: String
    let parent: String
    let address: String
    let households: String
    let covered: String
    let missing: String
    let percent: String
    let exactPercent: String
    let coveredShare: String
    /// The step of the colour ramp: `s1` to `s5`, or `none` without households.
    let step: String
    /// The width of its bar, 0 to 100.
    let width: Int

    init(_ area: AreaLine, _ words: Words, address prefix: String = "/areas") {
        name = area.name
        code = area.code
        kind = area.kind
        parent = area.parentName ?? ""
        address =
            "\(prefix)/\(FormValues.encoded(area.system))/\(FormValues.encoded(area.code))"
        households = words.number(area.households)
        covered = words.number(area.covered)
        missing = words.number(area.households - area.covered)
        percent =
            area.households == 0
            ? words.text("coverage.none") : words.percent(area.covered, of: area.households)
        exactPercent =
            area.households == 0
            ? words.text("coverage.none") : words.exactPercent(area.covered, of: area.households)
        coveredShare = words.aside(covered, exactPercent)
        step = area.households == 0 ? "none" : "s\(Ramp.step(area.share) + 1)"
        width = area.households == 0 ? 0 : min(100, area.share / 100)
    }
}

/// The five steps of the coverage ramp.
enum Ramp {
    /// 0 to 4, for a share in hundredths of a percent.
    static func step(_ share: Int) -> Int {
        min(4, max(0, share / 2000))
    }

    struct Key: Sendable {
        let step: String
        let words: String
    }

    static func legend(_ words: Words) -> [Key] {
        (0..<5).map { step in
            Key(step: "s\(step + 1)", words: "\(step * 20)–\(step * 20 + (step == 4 ? 20 : 19))%")
        } + [Key(step: "none", words: words.text("coverage.none"))]
    }
}

/// Areas as tiles, grouped by the area above them when they lie two levels below.
struct TileMap: Sendable {
    let finding: String
    let groups: [Group]
    let legend: [Ramp.Key]
    let tableRows: [AreaFigure]
    let csv: String
    let hasCSV: Bool

    struct Group: Sendable {
        let name: String
        let hasName: Bool
        let address: String
        let percent: String
        let tiles: [AreaFigure]
    }

    /// Nil when there is nothing below the area.
    init?(
        children: [AreaLine], grandchildren: [AreaLine], csv: String, _ words: Words,
        address prefix: String = "/areas"
    ) {
        guard !children.isEmpty else { return nil }
        let tiles = grandchildren.isEmpty ? children : grandchildren
        if grandchildren.isEmpty {
            groups = [
                Group(
                    name: "", hasName: false, address: "", percent: "",
                    tiles: children.map { AreaFigure($0, words, address: prefix) })
            ]
        } else {
            let byParent = Dictionary(grouping: grandchildren, by: \.parent)
            groups = children.map { child in
                let figure = AreaFigure(child, words, address: prefix)
                return Group(
                    name: child.name, hasName: true, address: figure.address,
                    percent: figure.percent,
                    tiles: (byParent[child.id] ?? []).map {
                        AreaFigure($0, words, address: prefix)
                    })
            }
        }
        let counted = tiles.filter { $0.households > 0 }
        let low = counted.count { $0.share < 2000 }
        finding =
            counted.isEmpty
            ? words.text("map.empty")
            : words.text("map.finding", ["low": .number(low), "areas": .number(counted.count)])
        legend = Ramp.legend(words)
        tableRows = tiles.map { AreaFigure($0, words, address: prefix) }
        self.csv = csv
        hasCSV = !csv.isEmpty
    }
}

/// The sentence that answers "are we on plan?".
struct PlanSentence: Sendable {
    let text: String
    let source: String?

    init(_ area: AreaLine, _ target: TargetLine?, _ words: Words) {
        guard area.households > 0 else {
            text = words.text("plan.noHouseholds", ["area": .text(area.name)])
            source = nil
            return
        }
        var values: [String: MessageValue] = [
            "area": .text(area.name), "covered": .number(area.covered),
            "households": .number(area.households),
            "percent": .text(words.exactPercent(area.covered, of: area.households)),
        ]
        if let target {
            values["target"] = .text(words.figures.percent(target.percent, of: 100))
            values["day"] = .day(target.day)
            text = words.text("plan.withTarget", values)
        } else {
            text = words.text("plan.noTarget", values)
        }
        source = target?.source
    }
}

/// A map has hundreds of these; naming the members spares the template a search by reflection for each.
extension AreaFigure: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "code": code
        case "kind": kind
        case "parent": parent
        case "address": address
        case "households": households
        case "covered": covered
        case "missing": missing
        case "percent": percent
        case "exactPercent": exactPercent
        case "coveredShare": coveredShare
        case "step": step
        case "width": width
        default: nil
        }
    }
}
