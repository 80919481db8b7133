import KengDomain
import KengStore

/// One area with what is counted in it and below it.
struct AreaAnswer: Encodable, Sendable {
    let system: String
    let code: String
    let name: String
    let kind: String
    let jurisdiction: String
    let utcOffsetMinutes: Int
    /// From the root down to its parent.
    let above: [AreaName]
    let households: Int
    let householdsCovered: Int
    let before: [Kin]
    let after: [Kin]
    let asOf: String

    struct Kin: Encodable, Sendable {
        let system: String
        let code: String
        let name: String
    }

    init(_ line: AreaLine, above: [AreaLine], kin: [AreaKin], at now: Instant) {
        system = line.system
        code = line.code
        name = line.name
        kind = line.kind
        jurisdiction = line.jurisdiction.code
        utcOffsetMinutes = line.offset.minutes
        self.above = above.map(AreaName.init)
        households = line.households
        householdsCovered = line.covered
        before = kin.filter(\.isOlder).map {
            Kin(system: $0.system, code: $0.code, name: $0.name)
        }
        after = kin.filter { !$0.isOlder }.map {
            Kin(system: $0.system, code: $0.code, name: $0.name)
        }
        asOf = Timestamp.text(now)
    }
}

/// A page of the areas right below one.
struct CoverageAnswer: Encodable, Sendable {
    let parent: Line
    let areas: [Line]
    let plan: String?
    let asOf: String
    /// Where the next page starts; absent on the last.
    let next: String?

    struct Line: Encodable, Sendable {
        let system: String
        let code: String
        let name: String
        let kind: String
        let households: Int
        let householdsCovered: Int
        /// Without a plan, or where the plan says nothing, there is none.
        let target: Target?
    }

    struct Target: Encodable, Sendable {
        let percent: Int
        let by: String
    }

    /// - Parameter above: the parent's path from the root, itself last.
    init(
        parent: AreaLine, above: [Area.ID], lines: [AreaLine], limit: Int, plan: PlanRow?,
        at now: Instant
    ) {
        let targets = Dictionary(grouping: plan?.targets ?? [], by: \.area)
        func line(_ area: AreaLine, path: [Area.ID]) -> Line {
            let today = LocalDay(of: now, at: area.offset)
            let nearest = path.last { targets[$0] != nil }.flatMap { targets[$0] } ?? []
            let ordered = nearest.sorted { $0.day < $1.day }
            let target = ordered.first { $0.day >= today } ?? ordered.last
            return Line(
                system: area.system, code: area.code, name: area.name, kind: area.kind,
                households: area.households, householdsCovered: area.covered,
                target: target.map { Target(percent: $0.percent, by: $0.day.description) })
        }
        self.parent = line(parent, path: above)
        areas = lines.prefix(limit).map { line($0, path: above + [$0.id]) }
        self.plan = plan?.slug.text
        asOf = Timestamp.text(now)
        next = lines.count > limit ? lines.prefix(limit).last.map(CoverageCursor.text) : nil
    }
}
