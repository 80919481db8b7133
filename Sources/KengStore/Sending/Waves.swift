package import KengDomain

/// A wave that still has recipients to plan, with where planning stands.
package struct WavePlanning: Hashable, Sendable {
    package let wave: Wave
    package let area: Area.ID
    package let resident: Resident.ID
    /// The sum of the seals of the messages planned so far.
    package let seal: Int64
}

/// One person an audience query found.
package struct Recipient: Hashable, Sendable {
    package let resident: Resident.ID
    package let phone: PhoneNumber
    package let language: Language
    package let isOptedOut: Bool

    /// True of a resident whom one message of the campaign bound to `$5` missed, and none reached or still may.
    fileprivate static let isMissed = """
        AND \(has("5, 6, 7, 8"))
        AND NOT \(has("1, 2, 3, 4"))
        """

    private static func has(_ states: String) -> String {
        """
        EXISTS (
            SELECT 1 FROM wave
            JOIN message ON message.wave_id = wave.id AND message.resident_id = resident.id
            WHERE wave.campaign_id = $5 AND message.state IN (\(states)))
        """
    }
}

/// Phone holders of one area, language and form of the first wave.
package struct AudiencePart: Hashable, Sendable {
    package let area: Area.ID
    package let language: Language
    package let optedOut: Bool
    package let form: Int
    package let recipients: Int
}

extension Transaction {
    /// Adds a wave; the second time for the same campaign and number changes nothing.
    ///
    /// - Returns: whether it is new.
    @discardableResult
    package func addWave(_ wave: Wave) throws -> Bool {
        try execute(
            """
            INSERT INTO wave (id, campaign_id, number, starts_at, ends_at, cursor_area,
                cursor_resident)
            VALUES ($1, $2, $3, $4, $5, 0, 0)
            ON CONFLICT (campaign_id, number) DO NOTHING
            """,
            [
                .integer(wave.id.rawValue), .integer(wave.campaign.rawValue),
                .integer(wave.number), .integer(wave.starts.milliseconds),
                .integer(wave.ends.milliseconds),
            ]) > 0
    }

    package func lastWaveNumber(of campaign: Campaign.ID) throws -> Int {
        try first(
            "SELECT COALESCE(MAX(number), 0) FROM wave WHERE campaign_id = $1",
            [.integer(campaign.rawValue)]
        ) { Int(try $0.integer(0)) } ?? 0
    }

    package func waves(of campaign: Campaign.ID) throws -> [Wave] {
        try all(
            """
            SELECT id, campaign_id, number, starts_at, ends_at FROM wave
            WHERE campaign_id = $1
            ORDER BY number
            """, [.integer(campaign.rawValue)], Wave.init(row:))
    }

    /// Waves of running campaigns that have not planned their last recipient.
    package func wavesToPlan() throws -> [WavePlanning] {
        try all(
            """
            SELECT wave.id, wave.campaign_id, wave.number, wave.starts_at, wave.ends_at,
                wave.cursor_area, wave.cursor_resident, wave.seal
            FROM wave
            JOIN campaign ON campaign.id = wave.campaign_id
            WHERE wave.planned_at IS NULL AND campaign.state = 4
            ORDER BY wave.starts_at, wave.id
            """
        ) {
            WavePlanning(
                wave: try Wave(row: $0), area: Area.ID(rawValue: try $0.integer(5)),
                resident: Resident.ID(rawValue: try $0.integer(6)), seal: try $0.integer(7))
        }
    }

    /// Waves of campaigns in `state` that are not finished, in the order they started.
    package func openWaves(campaignState: CampaignWord) throws -> [Wave] {
        try all(
            """
            SELECT wave.id, wave.campaign_id, wave.number, wave.starts_at, wave.ends_at
            FROM wave
            JOIN campaign ON campaign.id = wave.campaign_id
            WHERE wave.finished_at IS NULL AND campaign.state = $1
            ORDER BY wave.starts_at, wave.id
            """, [.integer(campaignState.rawValue)], Wave.init(row:))
    }

    /// Whether planning is still where it was read.
    package func stands(_ planning: WavePlanning) throws -> Bool {
        try first(
            """
            SELECT 1 FROM wave
            WHERE id = $1 AND cursor_area = $2 AND cursor_resident = $3 AND planned_at IS NULL
            """,
            [
                .integer(planning.wave.id.rawValue), .integer(planning.area.rawValue),
                .integer(planning.resident.rawValue),
            ]
        ) { _ in true } ?? false
    }

    package func moveCursor(
        of wave: Wave.ID, to area: Area.ID, _ resident: Resident.ID, seal: Int64
    ) throws {
        try execute(
            "UPDATE wave SET cursor_area = $1, cursor_resident = $2, seal = $3 WHERE id = $4",
            [
                .integer(area.rawValue), .integer(resident.rawValue), .integer(seal),
                .integer(wave.rawValue),
            ])
    }

    /// Nothing more will be planned; the second time changes nothing.
    ///
    /// The audit chain keeps the sum of the seals of what was.
    package func markPlanned(_ wave: Wave.ID, at now: Instant) throws {
        let isNew =
            try execute(
                "UPDATE wave SET planned_at = $1 WHERE id = $2 AND planned_at IS NULL",
                [.integer(now.milliseconds), .integer(wave.rawValue)]) > 0
        guard isNew else { return }
        let seal = try first("SELECT seal FROM wave WHERE id = $1", [.integer(wave.rawValue)]) {
            try $0.integer(0)
        }
        try audit(
            "wave.planned", by: "keng", subject: "wave/\(wave)", detail: "\(seal ?? 0)", at: now)
    }

    /// Finishes a wave that is planned and has no message left to hand over.
    ///
    /// - Returns: whether it is finished now.
    package func finishIfDone(_ wave: Wave.ID, at now: Instant) throws -> Bool {
        let isDone =
            try execute(
                """
                UPDATE wave SET finished_at = $1
                WHERE id = $2 AND finished_at IS NULL AND planned_at IS NOT NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM message WHERE wave_id = $2 AND state = 1)
                    AND NOT EXISTS (
                        SELECT 1 FROM wave_count WHERE wave_id = $2 AND state = 2 AND messages > 0)
                """, [.integer(now.milliseconds), .integer(wave.rawValue)]) > 0
        if isDone { try audit("wave.finished", by: "keng", subject: "wave/\(wave)", at: now) }
        return isDone
    }

    /// Whether a wave is planned and nothing of it waits or is on its way out.
    package func isDone(_ wave: Wave.ID) throws -> Bool {
        try first(
            """
            SELECT 1 FROM wave
            WHERE id = $1 AND finished_at IS NULL AND planned_at IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM wave_count
                    WHERE wave_id = $1 AND state IN (1, 2) AND messages > 0)
            """, [.integer(wave.rawValue)]
        ) { _ in true } ?? false
    }

    /// Areas at or under `roots` that have residents, in the order of their ids.
    package func inhabitedAreas(under roots: [Area.ID]) throws -> [Area.ID] {
        let found = try roots.flatMap { root in
            try all(
                """
                SELECT area_ancestor.area_id
                FROM area_ancestor
                WHERE area_ancestor.ancestor_id = $1 AND EXISTS (
                    SELECT 1 FROM resident
                    WHERE resident.area_id = area_ancestor.area_id AND resident.is_holder = 1)
                ORDER BY area_ancestor.area_id
                """, [.integer(root.rawValue)]
            ) { Area.ID(rawValue: try $0.integer(0)) }
        }
        return Set(found).sorted()
    }

    /// Up to `limit` phone holders of one area after `resident`, in the order of their ids.
    ///
    /// - Parameter campaign: only those whom one of its messages missed and none reached or still may.
    package func recipients(
        in area: Area.ID, after resident: Resident.ID, untrainedOnly: Bool,
        missedBy campaign: Campaign.ID? = nil, limit: Int
    ) throws -> [Recipient] {
        try all(
            """
            SELECT resident.id, resident.phone, COALESCE(phone.language, resident.language),
                phone.opted_out_at
            FROM resident
            JOIN phone ON phone.number = resident.phone
            WHERE resident.area_id = $1 AND resident.id > $2 AND resident.is_holder = 1
                AND ($3 = 0 OR (
                    SELECT household.covered_at FROM household
                    WHERE household.id = resident.household_id) IS NULL)
                \(campaign == nil ? "" : Recipient.isMissed)
            ORDER BY resident.id
            LIMIT $4
            """,
            [
                .integer(area.rawValue), .integer(resident.rawValue), .flag(untrainedOnly),
                .integer(limit),
            ] + (campaign.map { [.integer($0.rawValue)] } ?? [])
        ) { row in
            guard let language = Language(code: try row.integer(2)) else {
                throw StoreProblem.wrongShape(column: 2)
            }
            return Recipient(
                resident: Resident.ID(rawValue: try row.integer(0)),
                phone: try PhoneNumber(international: try row.integer(1)), language: language,
                isOptedOut: row.optionalInteger(3) != nil)
        }
    }

    /// How many phone holders an audience has, by language; for the check page.
    package func audienceSize(
        areas: [Area.ID], untrainedOnly: Bool, forms: Int = 1
    ) throws -> [AudiencePart] {
        try areas.flatMap { root in
            try all(
                """
                SELECT resident.area_id, COALESCE(phone.language, resident.language),
                    CASE WHEN phone.opted_out_at IS NULL THEN 0 ELSE 1 END,
                    (resident.id + 1) % $3, COUNT(*)
                FROM area_ancestor
                JOIN resident ON resident.area_id = area_ancestor.area_id
                JOIN phone ON phone.number = resident.phone
                JOIN household ON household.id = resident.household_id
                WHERE area_ancestor.ancestor_id = $1 AND resident.is_holder = 1
                    AND ($2 = 0 OR household.covered_at IS NULL)
                GROUP BY 1, 2, 3, 4
                ORDER BY 1, 2, 3, 4
                """, [.integer(root.rawValue), .flag(untrainedOnly), .integer(forms)]
            ) { row in
                guard let language = Language(code: try row.integer(1)) else {
                    throw StoreProblem.wrongShape(column: 1)
                }
                return AudiencePart(
                    area: Area.ID(rawValue: try row.integer(0)), language: language,
                    optedOut: try row.flag(2), form: Int(try row.integer(3)),
                    recipients: Int(try row.integer(4)))
            }
        }
    }
}

extension Wave {
    init(row: any Row) throws {
        self.init(
            id: Wave.ID(rawValue: try row.integer(0)),
            campaign: Campaign.ID(rawValue: try row.integer(1)), number: Int(try row.integer(2)),
            starts: Instant(milliseconds: try row.integer(3)),
            ends: Instant(milliseconds: try row.integer(4)))
    }
}
