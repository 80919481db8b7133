import KengDomain
import KengStore
import KengText

/// Puts rows, whose parents may come later, and what is stored already together into trees.
struct AreaPlacement {
    struct Key: Hashable {
        let system: String
        let code: String
    }

    /// Not stored before; parents first.
    private(set) var added: [StoredArea] = []
    private(set) var updated: [StoredArea] = []
    private(set) var known = 0
    private(set) var problems: [ImportProblem.BadRow] = []

    private let stored: [Key: StoredArea]
    private let codes: [Area.ID: String]
    private let jurisdiction: Jurisdiction?
    private let newID: () -> Area.ID
    private var rows: [Key: AreaRow] = [:]
    private var placed: [Key: StoredArea] = [:]
    /// Rows that cannot be placed, by themselves or because of an ancestor.
    private var refused: Set<Key> = []

    init(
        rows list: [AreaRow], stored: [StoredArea], jurisdiction: Jurisdiction?,
        newID: @escaping () -> Area.ID
    ) {
        self.stored = Dictionary(uniqueKeysWithValues: stored.map { (Self.key($0.area), $0) })
        codes = Dictionary(uniqueKeysWithValues: stored.map { ($0.area.id, $0.area.code) })
        self.jurisdiction = jurisdiction
        self.newID = newID
        for row in list {
            let key = Key(system: row.system, code: row.code)
            if let first = rows[key] {
                refuse(row, .duplicateArea(firstRow: first.number))
            } else {
                rows[key] = row
            }
        }
        for row in list { place(row) }
        problems.sort { $0.number < $1.number }
    }

    private static func key(_ area: Area) -> Key { Key(system: area.system, code: area.code) }

    private mutating func refuse(_ row: AreaRow, _ problem: RowProblem) {
        problems.append(ImportProblem.BadRow(number: row.number, problem: problem))
    }

    /// Places a row after its ancestors, from the highest that is not placed yet.
    private mutating func place(_ row: AreaRow) {
        var path: [AreaRow] = []
        var seen: Set<Key> = []
        var next: AreaRow? = row
        while let current = next {
            let key = Key(system: current.system, code: current.code)
            guard placed[key] == nil, !refused.contains(key) else { break }
            guard seen.insert(key).inserted else {
                refuseCycle(path, from: key)
                break
            }
            path.append(current)
            next = current.parent.flatMap { rows[Key(system: current.system, code: $0)] }
        }
        for row in path.reversed() {
            let key = Key(system: row.system, code: row.code)
            guard !refused.contains(key) else { continue }
            if !settle(row, key) { refused.insert(key) }
        }
    }

    private mutating func refuseCycle(_ path: [AreaRow], from key: Key) {
        let start = path.firstIndex { $0.system == key.system && $0.code == key.code } ?? 0
        let ring = path[start...]
        let codes = ring.map(\.code) + [key.code]
        for row in ring {
            refused.insert(Key(system: row.system, code: row.code))
            refuse(row, .cycle(codes))
        }
    }

    /// - Returns: false when the row or its parent is refused.
    private mutating func settle(_ row: AreaRow, _ key: Key) -> Bool {
        var parent: StoredArea?
        if let code = row.parent {
            let parentKey = Key(system: row.system, code: code)
            if refused.contains(parentKey) { return false }
            parent = placed[parentKey] ?? stored[parentKey]
            guard parent != nil else {
                refuse(row, .unknownParent(RowText.cut(code)))
                return false
            }
        }
        let old = stored[key]
        if let old, old.area.parent != parent?.area.id {
            let from = old.area.parent.flatMap { codes[$0] } ?? "no area"
            refuse(row, .movedArea(from: from, to: row.parent ?? "no area"))
            return false
        }
        let place = row.jurisdiction ?? parent?.area.jurisdiction ?? old?.area.jurisdiction
        guard let rules = place ?? jurisdiction ?? Self.jurisdiction(of: row.system) else {
            refuse(row, .missingJurisdiction)
            return false
        }
        let zone = row.offset ?? parent?.area.offset ?? old?.area.offset
        guard let offset = zone ?? Self.offset(in: rules) else {
            refuse(row, .missingOffset)
            return false
        }
        let area = Area(
            id: old?.area.id ?? newID(), system: row.system, code: row.code, name: row.name,
            kind: row.kind, parent: parent?.area.id, depth: parent.map { $0.area.depth + 1 } ?? 0,
            jurisdiction: rules, offset: offset)
        let settled = StoredArea(
            area: area, folded: row.name.folded, validFrom: row.validFrom, validTo: row.validTo)
        placed[key] = settled
        if old == nil {
            added.append(settled)
        } else if old == settled {
            known += 1
        } else {
            updated.append(settled)
        }
        return true
    }

    /// Systems are named for their country: `vn-2025`.
    private static func jurisdiction(of system: String) -> Jurisdiction? {
        let country = system.prefix { $0 != "-" }
        guard country.count < system.count else { return nil }
        return [Jurisdiction.vietnam, .indonesia, .china].first {
            $0.code == country.uppercased()
        }
    }

    /// Countries with one zone; Indonesia has three.
    private static func offset(in jurisdiction: Jurisdiction) -> UTCOffset? {
        switch jurisdiction {
        case .vietnam: .hanoi
        // `try?`: eight hours are in range.
        case .china: try? UTCOffset(minutes: 480)
        default: nil
        }
    }
}
