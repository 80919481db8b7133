import KengDomain
import KengStore

/// The quiet days of the office by place: each holds in an area and everywhere below it.
struct QuietCalendar: Sendable {
    private let days: [Area.ID: [QuietDay]]
    private let tree: AreaMap
    private var known: [Area.ID: Set<LocalDay>] = [:]

    init(_ days: [QuietDay], tree: AreaMap) {
        self.days = Dictionary(grouping: days, by: \.area)
        self.tree = tree
    }

    /// The days that hold at an area.
    mutating func days(at area: Area.ID) -> Set<LocalDay> {
        guard !days.isEmpty else { return [] }
        if let found = known[area] { return found }
        let found = Set(tree.path(of: area).flatMap { days[$0.id] ?? [] }.map(\.day))
        known[area] = found
        return found
    }

    /// Whether a day was known to be quiet when something left: what was announced later accuses nobody.
    func wasQuiet(_ day: LocalDay, in area: Area.ID?, at moment: Instant) -> Bool {
        guard let area, !days.isEmpty else { return false }
        return tree.path(of: area).contains { place in
            days[place.id]?.contains { $0.day == day && $0.addedAt < moment } ?? false
        }
    }
}
