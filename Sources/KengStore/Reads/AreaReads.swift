package import KengDomain

/// An area as pages show it, with what is counted in it and below it.
package struct AreaLine: Hashable, Sendable, Identifiable {
    package let id: Area.ID
    package let system: String
    package let code: String
    package let name: String
    package let kind: String
    package let parent: Area.ID?
    package let parentName: String?
    package let depth: Int
    package let offset: UTCOffset
    package let jurisdiction: Jurisdiction
    package let households: Int
    package let covered: Int
}

extension AreaLine {
    static let columns = """
        area.id, area.system, area.code, area.name, area.kind, area.parent_id, parent.name,
            area.depth, area.utc_offset, area.jurisdiction, COALESCE(all_count.total, 0),
            COALESCE(covered_count.total, 0)
        """
    static let joins = """
        LEFT JOIN area AS parent ON parent.id = area.parent_id
        LEFT JOIN area_count AS all_count ON all_count.area_id = area.id AND all_count.kind = 1
        LEFT JOIN area_count AS covered_count
            ON covered_count.area_id = area.id AND covered_count.kind = 2
        """

    init(row: any Row) throws {
        self.init(
            id: Area.ID(rawValue: try row.integer(0)), system: try row.text(1),
            code: try row.text(2), name: try row.text(3), kind: try row.text(4),
            parent: row.optionalInteger(5).map { Area.ID(rawValue: $0) },
            parentName: row.optionalText(6), depth: Int(try row.integer(7)),
            offset: try UTCOffset(minutes: Int(try row.integer(8))),
            jurisdiction: try Jurisdiction(try row.text(9)),
            households: Int(try row.integer(10)), covered: Int(try row.integer(11)))
    }
}

/// An area before or after a reform that took it from or gave it to another.
package struct AreaKin: Hashable, Sendable {
    package let system: String
    package let code: String
    package let name: String
    package let isOlder: Bool
}

extension Transaction {
    package func areaLine(_ id: Area.ID) throws -> AreaLine? {
        try first(
            "SELECT \(AreaLine.columns) FROM area \(AreaLine.joins) WHERE area.id = $1",
            [.integer(id.rawValue)], AreaLine.init(row:))
    }

    package func areaLine(system: String, code: String) throws -> AreaLine? {
        try first(
            """
            SELECT \(AreaLine.columns) FROM area \(AreaLine.joins)
            WHERE area.system = $1 AND area.code = $2
            """, [.text(system), .text(code)], AreaLine.init(row:))
    }

    /// The areas above `id`, the root first, without itself.
    package func areaLines(above id: Area.ID) throws -> [AreaLine] {
        try all(
            """
            SELECT \(AreaLine.columns)
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.ancestor_id
            \(AreaLine.joins)
            WHERE area_ancestor.area_id = $1 AND area_ancestor.ancestor_id <> $1
            ORDER BY area.depth
            """, [.integer(id.rawValue)], AreaLine.init(row:))
    }

    /// Children in the order of their codes.
    package func areaLines(below id: Area.ID) throws -> [AreaLine] {
        try all(
            """
            SELECT \(AreaLine.columns) FROM area \(AreaLine.joins)
            WHERE area.parent_id = $1
            ORDER BY area.code
            """, [.integer(id.rawValue)], AreaLine.init(row:))
    }

    /// Children of the children, in the order of their parents' codes and their own.
    package func areaLines(twoBelow id: Area.ID) throws -> [AreaLine] {
        try all(
            """
            SELECT \(AreaLine.columns)
            FROM area AS middle
            JOIN area ON area.parent_id = middle.id
            \(AreaLine.joins)
            WHERE middle.parent_id = $1
            ORDER BY middle.code, area.code
            """, [.integer(id.rawValue)], AreaLine.init(row:))
    }

    package func isArea(_ id: Area.ID, under scope: Area.ID) throws -> Bool {
        try first(
            "SELECT 1 FROM area_ancestor WHERE ancestor_id = $1 AND area_id = $2",
            [.integer(scope.rawValue), .integer(id.rawValue)], { try $0.integer(0) }) != nil
    }

    /// Areas in scope whose folded name holds `folded`, or whose code it is; larger areas first.
    package func searchAreas(
        _ folded: String, under scope: Area.ID, limit: Int
    ) throws -> [AreaLine] {
        try all(
            """
            SELECT \(AreaLine.columns)
            FROM area_ancestor
            JOIN area ON area.id = area_ancestor.area_id
            \(AreaLine.joins)
            WHERE area_ancestor.ancestor_id = $1
                AND (area.folded LIKE $2 ESCAPE '\\' OR area.code = $3)
            ORDER BY area.depth, area.code
            LIMIT $4
            """,
            [
                .integer(scope.rawValue), .text(likePattern(folded)), .text(folded),
                .integer(limit),
            ], AreaLine.init(row:))
    }

    /// What this area was before a reform and became after it.
    package func areaKin(of id: Area.ID) throws -> [AreaKin] {
        let older = try all(
            """
            SELECT area.system, area.code, area.name
            FROM area_lineage
            JOIN area ON area.id = area_lineage.old_area_id
            WHERE area_lineage.new_area_id = $1
            ORDER BY area.code
            """, [.integer(id.rawValue)]
        ) { row in
            AreaKin(
                system: try row.text(0), code: try row.text(1), name: try row.text(2),
                isOlder: true)
        }
        let newer = try all(
            """
            SELECT area.system, area.code, area.name
            FROM area_lineage
            JOIN area ON area.id = area_lineage.new_area_id
            WHERE area_lineage.old_area_id = $1
            ORDER BY area.code
            """, [.integer(id.rawValue)]
        ) { row in
            AreaKin(
                system: try row.text(0), code: try row.text(1), name: try row.text(2),
                isOlder: false)
        }
        return older + newer
    }
}

/// `text` anywhere, with SQL's own wildcards taken literally.
func likePattern(_ text: String) -> String {
    var pattern = "%"
    for scalar in text.unicodeScalars {
        if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.append("\\") }
        pattern.unicodeScalars.append(scalar)
    }
    return pattern + "%"
}
