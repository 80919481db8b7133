package import KengDomain

/// Which areas a coverage list holds; the page and its CSV take the same one.
package struct CoverageFilter: Hashable, Sendable {
    /// Only areas under this one, itself excluded.
    package let under: Area.ID
    package let depth: Int
    /// Folded words that the name must hold; empty for all.
    package let folded: String
    /// Only areas with a share below this many hundredths of a percent; 10,002 takes all.
    package let belowShare: Int

    package init(under: Area.ID, depth: Int, folded: String, belowShare: Int) {
        self.under = under
        self.depth = depth
        self.folded = folded
        self.belowShare = belowShare
    }

    /// The share of an area without households: it sorts after every other.
    package static let noShare = 10_001
    package static let everyShare = 10_002
}

/// Where the next page of a coverage list starts.
package struct CoverageKey: Hashable, Sendable {
    package let share: Int
    package let area: Area.ID

    package init(share: Int, area: Area.ID) {
        self.share = share
        self.area = area
    }

    package static let start = CoverageKey(share: -1, area: Area.ID(rawValue: 0))
}

package struct CoverageTotals: Hashable, Sendable {
    package let areas: Int
    package let households: Int
    package let covered: Int
}

/// One level of the tree below an area, named by the kinds that stand on it.
package struct AreaLevel: Hashable, Sendable {
    package let depth: Int
    package let kinds: [String]
    package let areas: Int
}

extension Transaction {
    /// Areas of the filter, the worst first, those without households last.
    package func coverage(
        _ filter: CoverageFilter, after key: CoverageKey, limit: Int
    ) throws -> [AreaLine] {
        try all(
            """
            SELECT \(AreaLine.columns)
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.area_id
            \(AreaLine.joins)
            WHERE \(coverageWhere)
                AND (\(shareColumn) > $5 OR (\(shareColumn) = $5 AND area.id > $6))
            ORDER BY \(shareColumn), area.id
            LIMIT $7
            """,
            filter.values + [
                .integer(key.share), .integer(key.area.rawValue), .integer(limit),
            ], AreaLine.init(row:))
    }

    package func coverageTotals(_ filter: CoverageFilter) throws -> CoverageTotals {
        try first(
            """
            SELECT COUNT(*), COALESCE(SUM(all_count.total), 0),
                COALESCE(SUM(covered_count.total), 0)
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.area_id
            \(AreaLine.joins)
            WHERE \(coverageWhere)
            """, filter.values
        ) { row in
            CoverageTotals(
                areas: Int(try row.integer(0)), households: Int(try row.integer(1)),
                covered: Int(try row.integer(2)))
        } ?? CoverageTotals(areas: 0, households: 0, covered: 0)
    }

    /// The levels below `scope`, nearest first.
    package func areaLevels(under scope: Area.ID) throws -> [AreaLevel] {
        let kinds = try all(
            """
            SELECT area.depth, area.kind, COUNT(*)
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.area_id
            WHERE area_ancestor.ancestor_id = $1 AND area.id <> $1
            GROUP BY area.depth, area.kind
            ORDER BY area.depth, COUNT(*) DESC, area.kind
            """, [.integer(scope.rawValue)]
        ) { (Int(try $0.integer(0)), try $0.text(1), Int(try $0.integer(2))) }
        var levels: [AreaLevel] = []
        for (depth, kind, count) in kinds {
            if let last = levels.last, last.depth == depth {
                levels[levels.count - 1] = AreaLevel(
                    depth: depth, kinds: last.kinds + [kind], areas: last.areas + count)
            } else {
                levels.append(AreaLevel(depth: depth, kinds: [kind], areas: count))
            }
        }
        return levels
    }
}

extension CoverageFilter {
    fileprivate var values: [Value] {
        [
            .integer(under.rawValue), .integer(depth), .text(likePattern(folded)),
            .integer(belowShare),
        ]
    }
}

extension AreaLine {
    /// Covered households of all, in hundredths of a percent, cut and never rounded up.
    package var share: Int {
        households == 0 ? CoverageFilter.noShare : covered * 10_000 / households
    }
}

private let shareColumn = """
    CASE WHEN COALESCE(all_count.total, 0) = 0 THEN 10001
        ELSE COALESCE(covered_count.total, 0) * 10000 / all_count.total END
    """

private let coverageWhere = """
    area_ancestor.ancestor_id = $1 AND area.id <> $1 AND area.depth = $2
        AND area.folded LIKE $3 ESCAPE '\\' AND \(shareColumn) < $4
    """
