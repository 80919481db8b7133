package import KengDomain

/// That a person was trained, and how we know.
package struct AttendanceRow: Hashable, Sendable {
    package let id: Int64
    package let resident: Resident.ID
    package let household: Household.ID
    package let area: Area.ID
    package let lesson: Slug
    /// The calendar year where the person lives.
    package let period: Int
    package let edition: Edition.ID
    package let kind: String
    package let points: Int
    package let asked: Int
    package let at: Instant
    package let session: Int64?
    package let message: Message.ID?
    package let inbound: Int64?

    package init(
        id: Int64, resident: Resident.ID, household: Household.ID, area: Area.ID, lesson: Slug,
        period: Int, edition: Edition.ID, kind: String, points: Int, asked: Int, at: Instant,
        session: Int64?, message: Message.ID?, inbound: Int64?
    ) {
        self.id = id
        self.resident = resident
        self.household = household
        self.area = area
        self.lesson = lesson
        self.period = period
        self.edition = edition
        self.kind = kind
        self.points = points
        self.asked = asked
        self.at = at
        self.session = session
        self.message = message
        self.inbound = inbound
    }
}

/// What recording an attendance did.
package struct AttendanceResult: Hashable, Sendable {
    /// False: this resident had attended this lesson in this period before.
    package let isNew: Bool
    /// The household had no trained member until now.
    package let covers: Bool
}

extension Transaction {
    /// Records an attendance; the second for the same resident, lesson and period changes nothing.
    ///
    /// The first of a household covers it, and the counters of its area and all ancestors rise with it.
    package func record(_ attendance: AttendanceRow) throws -> AttendanceResult {
        let isKnown = try first(
            "SELECT id FROM attendance WHERE resident_id = $1 AND slug = $2 AND period = $3",
            [
                .integer(attendance.resident.rawValue), .text(attendance.lesson.text),
                .integer(attendance.period),
            ], { try $0.integer(0) })
        guard isKnown == nil else { return AttendanceResult(isNew: false, covers: false) }
        let covers =
            try execute(
                "UPDATE household SET covered_at = $1 WHERE id = $2 AND covered_at IS NULL",
                [
                    .integer(attendance.at.milliseconds),
                    .integer(attendance.household.rawValue),
                ]) > 0
        let row: [Value] = [
            .integer(attendance.id), .integer(attendance.resident.rawValue),
            .integer(attendance.household.rawValue), .integer(attendance.area.rawValue),
            .text(attendance.lesson.text), .integer(attendance.period),
            .integer(attendance.edition.rawValue), .text(attendance.kind),
            .integer(attendance.points), .integer(attendance.asked),
            .integer(attendance.at.milliseconds), .optional(attendance.session),
            .optional(attendance.message?.rawValue), .optional(attendance.inbound),
            .flag(covers),
        ]
        let made = try link(.attendance, id: attendance.id, row)
        try execute(
            """
            INSERT INTO attendance (id, resident_id, household_id, area_id, slug, period,
                edition_id, kind, points, asked, at, session_id, message_id, inbound_id, covers,
                link, after_id, seal)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18)
            """, row + [.integer(made.link), .optional(made.after), .text(made.seal)])
        try count(.attendances, in: attendance.area, by: 1)
        if covers { try count(.coveredHouseholds, in: attendance.area, by: 1) }
        return AttendanceResult(isNew: true, covers: covers)
    }
}
