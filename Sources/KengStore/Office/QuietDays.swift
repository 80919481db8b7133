package import KengDomain

/// A day on which campaigns that can wait do, in an area and everywhere below it.
package struct QuietDay: Hashable, Sendable {
    package let area: Area.ID
    package let day: LocalDay
    package let reason: String
    package let addedAt: Instant

    package init(area: Area.ID, day: LocalDay, reason: String, addedAt: Instant) {
        self.area = area
        self.day = day
        self.reason = reason
        self.addedAt = addedAt
    }
}

extension Transaction {
    /// Adds a day; the second time changes nothing.
    ///
    /// - Returns: whether it is new.
    package func add(_ quiet: QuietDay) throws -> Bool {
        try execute(
            """
            INSERT INTO quiet_day (area_id, day, reason, added_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (area_id, day) DO NOTHING
            """,
            [
                .integer(quiet.area.rawValue), .integer(quiet.day.number), .text(quiet.reason),
                .integer(quiet.addedAt.milliseconds),
            ]) > 0
    }

    /// - Returns: whether there was one.
    package func removeQuietDay(_ day: LocalDay, in area: Area.ID) throws -> Bool {
        try execute(
            "DELETE FROM quiet_day WHERE area_id = $1 AND day = $2",
            [.integer(area.rawValue), .integer(day.number)]) > 0
    }

    /// In the order of the days, from `day` on.
    package func quietDays(from day: LocalDay) throws -> [QuietDay] {
        try all(
            """
            SELECT area_id, day, reason, added_at FROM quiet_day
            WHERE day >= $1
            ORDER BY day, area_id
            """, [.integer(day.number)]
        ) { row in
            QuietDay(
                area: Area.ID(rawValue: try row.integer(0)),
                day: LocalDay(number: Int(try row.integer(1))), reason: try row.text(2),
                addedAt: Instant(milliseconds: try row.integer(3)))
        }
    }
}
