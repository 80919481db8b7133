package import KengDomain

/// One recount: what it read and which rows disagree.
package struct Check: Sendable {
    package struct Fault: Sendable {
        package let row: String
        package let found: String
        package let expected: String
    }

    package let name: String
    package let promise: Int
    package let rows: Int
    package let faults: [Fault]
}

/// A hand-over as the check of hours needs it.
package struct HandoffRow: Sendable {
    package let id: Int64
    /// Nil where the row holds none; its seal is then wrong, too.
    package let messageClass: MessageClass?
    package let purpose: Int64
    package let at: Instant
    package let offset: UTCOffset?
    package let jurisdiction: String?
    package let area: Area.ID?
    package let lane: Lane?
}

/// Recounts for `keng verify`. They read whole tables: that is their job, and nothing else may.
extension Transaction {
    func check(
        _ name: String, promise: Int, rows: String, faults: String
    ) throws -> Check {
        let count = try first(rows, []) { Int(try $0.integer(0)) } ?? 0
        let found = try all(faults + "\nLIMIT 200", []) { row in
            Check.Fault(
                row: try row.text(0), found: row.optionalText(1) ?? "nothing",
                expected: row.optionalText(2) ?? "nothing")
        }
        return Check(name: name, promise: promise, rows: count, faults: found)
    }

    package func checkWaveCounts() throws -> Check {
        try check(
            "wave counters", promise: 2, rows: "SELECT COUNT(*) FROM message",
            faults: """
                SELECT 'wave_count/' || wave_id || '/' || state || '/' || reason,
                    CAST(SUM(counted) AS TEXT) || ' messages, ' || CAST(SUM(cost) AS TEXT)
                        || ' segments',
                    CAST(SUM(real) AS TEXT) || ' messages, ' || CAST(SUM(real_cost) AS TEXT)
                        || ' segments'
                FROM (
                    SELECT wave_id, state, reason, messages AS counted, segments AS cost,
                        0 AS real, 0 AS real_cost
                    FROM wave_count
                    UNION ALL
                    SELECT wave_id, state, CASE WHEN state = 9 THEN reason ELSE 0 END, 0, 0,
                        COUNT(*), SUM(segments)
                    FROM message
                    WHERE wave_id IS NOT NULL
                    GROUP BY 1, 2, 3
                ) AS both_counts
                GROUP BY wave_id, state, reason
                HAVING SUM(counted) <> SUM(real) OR SUM(cost) <> SUM(real_cost)
                ORDER BY 1
                """)
    }

    /// Households, residents and attendances of every area and all its ancestors.
    package func checkAreaCounts() throws -> Check {
        try check(
            "area counters", promise: 8, rows: "SELECT COUNT(*) FROM household",
            faults: """
                SELECT 'area_count/' || area_id || '/' || kind,
                    CAST(SUM(counted) AS TEXT), CAST(SUM(real) AS TEXT)
                FROM (
                    SELECT area_id, kind, total AS counted, 0 AS real FROM area_count
                    UNION ALL
                    SELECT area_ancestor.ancestor_id, own.kind, 0, own.total
                    FROM (
                        SELECT area_id, 1 AS kind, COUNT(*) AS total FROM household
                        GROUP BY area_id
                        UNION ALL
                        SELECT area_id, 2, COUNT(*) FROM household
                        WHERE covered_at IS NOT NULL GROUP BY area_id
                        UNION ALL
                        SELECT area_id, 3, COUNT(*) FROM resident GROUP BY area_id
                        UNION ALL
                        SELECT area_id, 4, COUNT(*) FROM attendance GROUP BY area_id
                    ) AS own
                    JOIN area_ancestor ON area_ancestor.area_id = own.area_id
                ) AS both_counts
                GROUP BY area_id, kind
                HAVING SUM(counted) <> SUM(real)
                ORDER BY 1
                """)
    }

    /// A household is covered exactly when somebody in it attended, since the first who did.
    package func checkCoverage() throws -> Check {
        try check(
            "covered households", promise: 8, rows: "SELECT COUNT(*) FROM household",
            faults: """
                SELECT 'household/' || household.id,
                    CASE WHEN household.covered_at IS NULL THEN 'not covered'
                        ELSE 'covered at ' || household.covered_at END,
                    CASE WHEN attended.household_id IS NULL THEN 'not covered, nobody attended'
                        WHEN attended.covering <> 1 THEN 'one attendance that covers it'
                        ELSE 'covered at ' || attended.at END
                FROM household
                LEFT JOIN (
                    SELECT household_id, SUM(covers) AS covering,
                        MIN(CASE WHEN covers = 1 THEN at ELSE NULL END) AS at
                    FROM attendance
                    GROUP BY household_id
                ) AS attended ON attended.household_id = household.id
                WHERE (household.covered_at IS NOT NULL OR attended.household_id IS NOT NULL)
                    AND (COALESCE(household.covered_at, -1) <> COALESCE(attended.at, -2)
                        OR attended.covering <> 1)
                ORDER BY 1
                """)
    }

    /// An attendance by quiz rests on a passed session of the same resident.
    package func checkAttendances() throws -> Check {
        try check(
            "attendances", promise: 8, rows: "SELECT COUNT(*) FROM attendance",
            faults: """
                SELECT 'attendance/' || attendance.id,
                    CASE WHEN session.id IS NULL THEN 'no session'
                        WHEN session.state <> 2 THEN 'a session that was not passed'
                        ELSE 'a session of another resident' END,
                    'a passed session of this resident'
                FROM attendance
                LEFT JOIN session ON session.id = attendance.session_id
                WHERE attendance.kind = 'sms_quiz' AND (session.id IS NULL
                    OR session.state <> 2 OR session.resident_id <> attendance.resident_id)
                ORDER BY 1
                """)
    }

    /// What a campaign's page says people answered, passed and covered.
    package func checkLearned() throws -> Check {
        try check(
            "results of campaigns", promise: 8, rows: "SELECT COUNT(*) FROM session",
            faults: """
                SELECT 'campaign_count/' || campaign_id || '/' || kind,
                    CAST(SUM(counted) AS TEXT), CAST(SUM(real) AS TEXT)
                FROM (
                    SELECT campaign_id, kind, total AS counted, 0 AS real FROM campaign_count
                    UNION ALL
                    SELECT campaign_id, 1, 0, COUNT(*) FROM session GROUP BY campaign_id
                    UNION ALL
                    SELECT campaign_id, 2, 0, COUNT(*) FROM session
                    WHERE state = 2 GROUP BY campaign_id
                    UNION ALL
                    SELECT session.campaign_id, 3, 0, COUNT(*)
                    FROM attendance
                    JOIN session ON session.id = attendance.session_id
                    WHERE attendance.covers = 1 GROUP BY session.campaign_id
                ) AS both_counts
                GROUP BY campaign_id, kind
                HAVING SUM(counted) <> SUM(real)
                ORDER BY 1
                """)
    }

    /// Nothing ordinary is handed to a phone after it opted out.
    package func checkOptOuts() throws -> Check {
        try check(
            "opt-outs", promise: 4,
            rows: "SELECT COUNT(*) FROM phone WHERE opted_out_at IS NOT NULL",
            faults: """
                SELECT 'message/' || message.id, 'handed over after the opt-out', 'none'
                FROM phone
                JOIN message ON message.phone = phone.number
                WHERE phone.opted_out_at IS NOT NULL
                    AND message.handoff_at > phone.opted_out_at AND message.reason = 0
                    AND message.state IN (2, 3, 4, 5, 8)
                ORDER BY 1
                """)
    }

    /// Every text that was kept was also read.
    package func checkInbound() throws -> Check {
        try check(
            "texts received", promise: 7, rows: "SELECT COUNT(*) FROM inbound",
            faults: """
                SELECT 'inbound/' || id, 'kept and not read', 'an intent'
                FROM inbound
                WHERE intent = ''
                ORDER BY 1
                """)
    }

    /// What the provider took has a reference for every segment, or one for the whole, which is part 0.
    package func checkParts() throws -> Check {
        try check(
            "segments", promise: 11, rows: "SELECT COUNT(*) FROM part",
            faults: """
                SELECT 'message/' || message.id,
                    CAST(COUNT(part.number) AS TEXT) || ' references',
                    CAST(message.segments AS TEXT) || ', one for each segment'
                FROM message
                LEFT JOIN part ON part.message_id = message.id
                WHERE message.state IN (3, 4, 5)
                GROUP BY message.id, message.segments
                HAVING COUNT(part.number)
                    <> CASE WHEN MIN(part.number) = 0 THEN 1 ELSE message.segments END
                ORDER BY 1
                """)
    }

    /// Rows that point at nothing.
    package func checkOrphans() throws -> Check {
        try check(
            "references between rows", promise: 0, rows: "SELECT COUNT(*) FROM resident",
            faults: """
                SELECT 'resident/' || resident.id, 'no household', 'a household in its area'
                FROM resident
                LEFT JOIN household ON household.id = resident.household_id
                WHERE household.id IS NULL OR household.area_id <> resident.area_id
                UNION ALL
                SELECT 'phone/' || phone.holder_id, 'a holder with another phone',
                    'a resident with this phone'
                FROM phone
                LEFT JOIN resident ON resident.id = phone.holder_id
                    AND resident.phone = phone.number AND resident.is_holder = 1
                WHERE phone.holder_id IS NOT NULL AND resident.id IS NULL
                UNION ALL
                SELECT 'message/' || message.id, 'no text', 'a body'
                FROM message
                LEFT JOIN body ON body.id = message.body_id
                WHERE body.id IS NULL AND message.state <> 9
                ORDER BY 1
                """)
    }

    /// What runs was approved by somebody else than its author, an alarm by two.
    package func checkApprovals() throws -> Check {
        try check(
            "approvals", promise: 12, rows: "SELECT COUNT(*) FROM campaign",
            faults: """
                SELECT 'campaign/' || id, 'no approval by a second person',
                    'an approver who is not the author'
                FROM campaign
                WHERE state IN (3, 4, 5, 6)
                    AND (approver_id IS NULL OR approver_id = author_id OR digest IS NULL)
                UNION ALL
                SELECT 'campaign/' || id, 'an alarm approved by one',
                    'two approvers, none of them the author'
                FROM campaign
                WHERE state IN (3, 4, 5, 6) AND class = 4
                    AND (first_approver_id IS NULL OR first_approver_id = author_id
                        OR first_approver_id = approver_id)
                ORDER BY 1
                """)
    }

    /// Every recipient of a wave has exactly one row, and every row exactly one state.
    package func checkCampaignSums() throws -> Check {
        try check(
            "settled campaigns", promise: 2, rows: "SELECT COUNT(*) FROM wave",
            faults: """
                SELECT 'wave/' || wave.id,
                    CAST(SUM(wave_count.messages) AS TEXT) || ' messages not settled',
                    'none in a finished wave'
                FROM wave
                JOIN wave_count ON wave_count.wave_id = wave.id
                WHERE wave.finished_at IS NOT NULL AND wave_count.state IN (1, 2)
                GROUP BY wave.id
                HAVING SUM(wave_count.messages) <> 0
                ORDER BY 1
                """)
    }

    package func handoffs(after id: Int64, limit: Int) throws -> [HandoffRow] {
        try all(
            """
            SELECT message.id, message.class, message.reason, message.handoff_at,
                message.utc_offset, area.jurisdiction, area.id, message.lane
            FROM message
            LEFT JOIN resident ON resident.id = message.resident_id
            LEFT JOIN area ON area.id = resident.area_id
            WHERE message.id > $1 AND message.handoff_at IS NOT NULL
            ORDER BY message.id
            LIMIT $2
            """, [.integer(id), .integer(limit)]
        ) { row in
            // `try?`: an offset that is none is found by the row's seal.
            HandoffRow(
                id: try row.integer(0), messageClass: MessageClass(rawValue: try row.integer(1)),
                purpose: try row.integer(2), at: Instant(milliseconds: try row.integer(3)),
                offset: try? UTCOffset(minutes: Int(try row.integer(4))),
                jurisdiction: row.optionalText(5),
                area: row.optionalInteger(6).map { Area.ID(rawValue: $0) },
                lane: Lane(rawValue: try row.integer(7)))
        }
    }

    package func editionIDs() throws -> [Edition.ID] {
        try all("SELECT id FROM edition ORDER BY id") {
            Edition.ID(rawValue: try $0.integer(0))
        }
    }

    /// The body is nil where the row cannot be read.
    package func bodies() throws -> [(id: Body.ID, hash: String, body: SentBody?)] {
        let keys = try all("SELECT id, hash FROM body ORDER BY id") {
            (Body.ID(rawValue: try $0.integer(0)), try $0.text(1))
        }
        // `try?`: what cannot be read is what is looked for.
        return keys.map { id, hash in (id, hash, (try? body(id)) ?? nil) }
    }
}
