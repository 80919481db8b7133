package import KengDomain

package struct HouseholdLine: Hashable, Sendable, Identifiable {
    package let id: Household.ID
    package let area: Area.ID
    package let areaName: String
    package let code: String
    package let address: String
    package let coveredAt: Instant?
}

/// A member of a household as its page shows them; the phone is masked there.
package struct ResidentLine: Hashable, Sendable, Identifiable {
    package let id: Resident.ID
    package let household: Household.ID
    package let area: Area.ID
    package let areaName: String
    package let name: String?
    package let phone: PhoneNumber
    package let language: Language
    package let isHolder: Bool
    package let optedOutAt: Instant?
}

extension HouseholdLine {
    fileprivate static let select = """
        SELECT household.id, household.area_id, area.name, household.code, household.address,
            household.covered_at
        FROM household
        JOIN area ON area.id = household.area_id
        """

    fileprivate init(row: any Row) throws {
        self.init(
            id: Household.ID(rawValue: try row.integer(0)),
            area: Area.ID(rawValue: try row.integer(1)), areaName: try row.text(2),
            code: try row.text(3), address: try row.text(4),
            coveredAt: row.optionalInteger(5).map { Instant(milliseconds: $0) })
    }
}

extension ResidentLine {
    fileprivate static let select = """
        SELECT resident.id, resident.household_id, resident.area_id, area.name, resident.name,
            resident.phone, COALESCE(phone.language, resident.language), resident.is_holder,
            phone.opted_out_at
        FROM resident
        JOIN area ON area.id = resident.area_id
        LEFT JOIN phone ON phone.number = resident.phone
        """

    fileprivate init(row: any Row) throws {
        guard let language = Language(code: try row.integer(6)) else {
            throw StoreProblem.wrongShape(column: 6)
        }
        self.init(
            id: Resident.ID(rawValue: try row.integer(0)),
            household: Household.ID(rawValue: try row.integer(1)),
            area: Area.ID(rawValue: try row.integer(2)), areaName: try row.text(3),
            name: row.optionalText(4),
            phone: try PhoneNumber(international: try row.integer(5)), language: language,
            isHolder: try row.flag(7),
            optedOutAt: row.optionalInteger(8).map { Instant(milliseconds: $0) })
    }
}

extension Transaction {
    package func householdLine(_ id: Household.ID) throws -> HouseholdLine? {
        try first(
            "\(HouseholdLine.select) WHERE household.id = $1", [.integer(id.rawValue)],
            HouseholdLine.init(row:))
    }

    /// Households in scope with exactly this code.
    package func householdLines(
        code: String, under scope: Area.ID, limit: Int
    ) throws -> [HouseholdLine] {
        try all(
            """
            SELECT household.id, household.area_id, area.name, household.code,
                household.address, household.covered_at
            FROM area_ancestor
            JOIN household ON household.area_id = area_ancestor.area_id AND household.code = $1
            JOIN area ON area.id = household.area_id
            WHERE area_ancestor.ancestor_id = $2
            ORDER BY household.id
            LIMIT $3
            """, [.text(code), .integer(scope.rawValue), .integer(limit)],
            HouseholdLine.init(row:))
    }

    /// Households in scope in which someone has this phone.
    package func householdLines(
        phone: PhoneNumber, under scope: Area.ID, limit: Int
    ) throws -> [HouseholdLine] {
        try all(
            """
            SELECT household.id, household.area_id, area.name, household.code,
                household.address, household.covered_at
            FROM resident
            JOIN household ON household.id = resident.household_id
            JOIN area_ancestor ON area_ancestor.ancestor_id = $1
                AND area_ancestor.area_id = household.area_id
            JOIN area ON area.id = household.area_id
            WHERE resident.phone = $2
            ORDER BY household.id
            LIMIT $3
            """, [.integer(scope.rawValue), .integer(phone.number), .integer(limit)],
            HouseholdLine.init(row:))
    }

    /// Households of one area in the order of their codes.
    package func householdLines(
        in area: Area.ID, afterCode code: String, limit: Int
    ) throws -> [HouseholdLine] {
        try all(
            """
            \(HouseholdLine.select)
            WHERE household.area_id = $1 AND household.code > $2
            ORDER BY household.code
            LIMIT $3
            """, [.integer(area.rawValue), .text(code), .integer(limit)],
            HouseholdLine.init(row:))
    }

    package func residentLine(_ id: Resident.ID) throws -> ResidentLine? {
        try first(
            "\(ResidentLine.select) WHERE resident.id = $1", [.integer(id.rawValue)],
            ResidentLine.init(row:))
    }

    package func residentLines(of household: Household.ID) throws -> [ResidentLine] {
        try all(
            "\(ResidentLine.select) WHERE resident.household_id = $1 ORDER BY resident.id",
            [.integer(household.rawValue)], ResidentLine.init(row:))
    }

    /// Residents who got a text lately, newest first; looks at the newest 400 texts and no further.
    package func residentsTextedLately(
        under scope: Area.ID, limit: Int
    ) throws -> [ResidentLine] {
        let ids = try all(
            """
            SELECT recent.resident_id
            FROM (SELECT id, resident_id FROM message ORDER BY id DESC LIMIT 400) AS recent
            JOIN resident ON resident.id = recent.resident_id
            JOIN area_ancestor ON area_ancestor.ancestor_id = $1
                AND area_ancestor.area_id = resident.area_id
            GROUP BY recent.resident_id
            ORDER BY MAX(recent.id) DESC
            LIMIT $2
            """, [.integer(scope.rawValue), .integer(limit)]
        ) { Resident.ID(rawValue: try $0.integer(0)) }
        return try ids.compactMap(residentLine)
    }
}
