package import KengDomain

/// An area as it is stored, with the days it holds and its name as search sees it.
package struct StoredArea: Hashable, Sendable {
    package let area: Area
    /// The name without marks and case.
    package let folded: String
    package let validFrom: LocalDay?
    package let validTo: LocalDay?

    package init(area: Area, folded: String, validFrom: LocalDay?, validTo: LocalDay?) {
        self.area = area
        self.folded = folded
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

extension Transaction {
    /// The systems that have at least one area, in order.
    package func areaSystems() throws -> [String] {
        try all("SELECT DISTINCT system FROM area ORDER BY system") { try $0.text(0) }
    }

    /// All areas of a system in the order of their codes.
    package func areas(in system: String) throws -> [StoredArea] {
        try all(
            """
            SELECT id, system, code, name, folded, kind, parent_id, depth, valid_from, valid_to,
                jurisdiction, utc_offset
            FROM area
            WHERE system = $1
            ORDER BY code
            """, [.text(system)], StoredArea.init(row:))
    }

    /// Adds areas whose parents are stored or come earlier in `areas`, each with its line of ancestors.
    package func insert(_ areas: [StoredArea]) throws {
        try runMany(
            """
            INSERT INTO area (id, system, code, name, folded, kind, parent_id, depth, valid_from,
                valid_to, jurisdiction, utc_offset)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, areas.map(\.values))
        try runMany(
            """
            INSERT INTO area_ancestor (ancestor_id, area_id)
            SELECT ancestor_id, $1 FROM area_ancestor WHERE area_id = $2
            UNION ALL
            SELECT $1, $1
            """,
            areas.map {
                [.integer($0.area.id.rawValue), .optional($0.area.parent?.rawValue)]
            })
    }

    /// Brings names, kinds, days and rules of stored areas up to date; their places in the tree stay.
    package func update(_ areas: [StoredArea]) throws {
        try runMany(
            """
            UPDATE area
            SET name = $1, folded = $2, kind = $3, valid_from = $4, valid_to = $5,
                jurisdiction = $6, utc_offset = $7
            WHERE id = $8
            """,
            areas.map {
                [
                    .text($0.area.name), .text($0.folded), .text($0.area.kind),
                    .optional($0.validFrom.map { Int64($0.number) }),
                    .optional($0.validTo.map { Int64($0.number) }),
                    .text($0.area.jurisdiction.code), .integer($0.area.offset.minutes),
                    .integer($0.area.id.rawValue),
                ]
            })
    }
}

extension StoredArea {
    fileprivate init(row: any Row) throws {
        guard let jurisdiction = try? Jurisdiction(row.text(10)),
            let offset = try? UTCOffset(minutes: Int(row.integer(11)))
        else { throw StoreProblem.wrongShape(column: 10) }
        area = Area(
            id: Area.ID(rawValue: try row.integer(0)), system: try row.text(1),
            code: try row.text(2), name: try row.text(3), kind: try row.text(5),
            parent: row.optionalInteger(6).map { Area.ID(rawValue: $0) },
            depth: Int(try row.integer(7)), jurisdiction: jurisdiction, offset: offset)
        folded = try row.text(4)
        validFrom = row.optionalInteger(8).map { LocalDay(number: Int($0)) }
        validTo = row.optionalInteger(9).map { LocalDay(number: Int($0)) }
    }

    fileprivate var values: [Value] {
        [
            .integer(area.id.rawValue), .text(area.system), .text(area.code), .text(area.name),
            .text(folded), .text(area.kind), .optional(area.parent?.rawValue),
            .integer(area.depth), .optional(validFrom.map { Int64($0.number) }),
            .optional(validTo.map { Int64($0.number) }), .text(area.jurisdiction.code),
            .integer(area.offset.minutes),
        ]
    }
}
