import KengDomain
import KengStore

/// The areas of one system by code, forgiving of spreadsheets that ate leading zeros.
struct AreaIndex: Sendable {
    struct Found: Hashable, Sendable {
        let area: Area.ID
        let jurisdiction: Jurisdiction
        let isRepaired: Bool
    }

    private struct Entry: Sendable {
        let id: Area.ID
        let jurisdiction: Jurisdiction
        let isLeaf: Bool
    }

    private var exact: [String: Entry] = [:]
    private var stripped: [Substring: [String]] = [:]

    init(_ areas: [StoredArea]) {
        let parents = Set(areas.compactMap(\.area.parent))
        for stored in areas {
            let area = stored.area
            exact[area.code] = Entry(
                id: area.id, jurisdiction: area.jurisdiction, isLeaf: !parents.contains(area.id))
            stripped[Self.stripped(area.code), default: []].append(area.code)
        }
    }

    /// Finds a code as written, or, where only one area can be meant, with its leading zeros put back.
    ///
    /// "70" is a province in one column and the commune 00070 without its zeros in another: that is refused.
    func find(_ code: String) throws(RowProblem) -> Found {
        let similar = stripped[Self.stripped(code)] ?? []
        if let entry = exact[code] {
            let isDoubtful =
                !entry.isLeaf && !code.hasPrefix("0")
                && similar.contains { exact[$0]?.isLeaf == true && $0.count > code.count }
            guard !isDoubtful else { throw .ambiguousArea(code, candidates: similar.sorted()) }
            return Found(area: entry.id, jurisdiction: entry.jurisdiction, isRepaired: false)
        }
        // More zeros than any code has were typed, not eaten.
        let candidates = similar.filter { $0.count > code.count && $0.hasSuffix(code) }
        guard let only = candidates.first, let entry = exact[only], Self.isNumber(code) else {
            throw .unknownArea(RowText.cut(code))
        }
        guard candidates.count == 1 else {
            throw .ambiguousArea(code, candidates: candidates.sorted())
        }
        return Found(area: entry.id, jurisdiction: entry.jurisdiction, isRepaired: true)
    }

    private static func stripped(_ code: String) -> Substring {
        isNumber(code) ? code.drop { $0 == "0" } : code[...]
    }

    private static func isNumber(_ code: String) -> Bool {
        !code.isEmpty && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
