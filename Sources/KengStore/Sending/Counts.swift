package import KengDomain

/// What is counted of a campaign beside its messages.
package enum CampaignCount: Int64, Hashable, Sendable, CaseIterable {
    /// Texts whose questions somebody began to answer.
    case replied = 1
    /// Of these, the quizzes that were passed.
    case passed = 2
    /// Households in which nobody had been trained before.
    case covered = 3
}

/// Changes to a wave's counters, gathered while a batch is worked on and written once.
package struct WaveTally: Sendable {
    struct Key: Hashable {
        let wave: Int64
        let state: Int64
        let reason: Int64
    }

    private(set) var changes: [Key: (messages: Int, segments: Int)] = [:]

    package init() {}

    package mutating func add(
        _ wave: Wave.ID?, _ state: MessageState, reason: Int64 = 0, segments: Int,
        messages: Int = 1
    ) {
        guard let wave else { return }
        let key = Key(wave: wave.rawValue, state: state.rawValue, reason: reason)
        let old = changes[key] ?? (0, 0)
        changes[key] = (old.messages + messages, old.segments + segments * messages)
    }

    package mutating func move(
        _ wave: Wave.ID?, from old: MessageState, oldReason: Int64 = 0, to new: MessageState,
        newReason: Int64 = 0, segments: Int
    ) {
        add(wave, old, reason: oldReason, segments: segments, messages: -1)
        add(wave, new, reason: newReason, segments: segments)
    }
}

extension Transaction {
    package func apply(_ tally: WaveTally) throws {
        let ordered = tally.changes.sorted {
            ($0.key.wave, $0.key.state, $0.key.reason) < ($1.key.wave, $1.key.state, $1.key.reason)
        }
        try runMany(
            """
            INSERT INTO wave_count (wave_id, state, reason, messages, segments)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (wave_id, state, reason) DO UPDATE SET
                messages = wave_count.messages + excluded.messages,
                segments = wave_count.segments + excluded.segments
            """,
            ordered.filter { $0.value.messages != 0 || $0.value.segments != 0 }.map {
                [
                    .integer($0.key.wave), .integer($0.key.state), .integer($0.key.reason),
                    .integer($0.value.messages), .integer($0.value.segments),
                ]
            })
    }

    /// Adds to an area's counter and to those of all its ancestors.
    package func count(_ kind: AreaCount, in area: Area.ID, by change: Int) throws {
        try execute(
            """
            INSERT INTO area_count (area_id, kind, total)
            SELECT ancestor_id, $1, $2 FROM area_ancestor WHERE area_id = $3
            ON CONFLICT (area_id, kind) DO UPDATE SET total = area_count.total + excluded.total
            """, [.integer(kind.rawValue), .integer(change), .integer(area.rawValue)])
    }

    /// Adds to a campaign's counter, in the transaction that changes what it counts.
    package func count(_ kind: CampaignCount, of campaign: Campaign.ID, by change: Int) throws {
        try execute(
            """
            INSERT INTO campaign_count (campaign_id, kind, total) VALUES ($1, $2, $3)
            ON CONFLICT (campaign_id, kind) DO UPDATE SET
                total = campaign_count.total + excluded.total
            """, [.integer(campaign.rawValue), .integer(kind.rawValue), .integer(change)])
    }

    /// A campaign's counters; what never happened is absent.
    package func campaignCounts(of campaign: Campaign.ID) throws -> [CampaignCount: Int] {
        let rows = try all(
            "SELECT kind, total FROM campaign_count WHERE campaign_id = $1",
            [.integer(campaign.rawValue)]
        ) { (CampaignCount(rawValue: try $0.integer(0)), Int(try $0.integer(1))) }
        return rows.reduce(into: [:]) { counts, row in
            if let kind = row.0 { counts[kind] = row.1 }
        }
    }

    /// Segments a campaign has used or holds planned, over all its waves.
    package func segmentsUsed(by campaign: Campaign.ID) throws -> Int {
        try first(
            """
            SELECT COALESCE(SUM(wave_count.segments), 0)
            FROM wave
            JOIN wave_count ON wave_count.wave_id = wave.id
            WHERE wave.campaign_id = $1 AND wave_count.state IN (2, 3, 4, 5, 6, 8)
            """, [.integer(campaign.rawValue)]
        ) { Int(try $0.integer(0)) } ?? 0
    }
}

extension Transaction {
    /// An area's counters; what was never counted is absent.
    package func areaCounts(of area: Area.ID) throws -> [AreaCount: Int] {
        let rows = try all(
            "SELECT kind, total FROM area_count WHERE area_id = $1", [.integer(area.rawValue)]
        ) { (AreaCount(rawValue: try $0.integer(0)), Int(try $0.integer(1))) }
        return rows.reduce(into: [:]) { counts, row in
            if let kind = row.0 { counts[kind] = row.1 }
        }
    }

    /// A wave's messages by state and reason.
    package func waveCounts(
        of wave: Wave.ID
    ) throws -> [(state: MessageState, reason: Int64, messages: Int, segments: Int)] {
        try all(
            """
            SELECT state, reason, messages, segments FROM wave_count
            WHERE wave_id = $1 AND messages <> 0
            ORDER BY state, reason
            """, [.integer(wave.rawValue)]
        ) { row in
            guard let state = MessageState(rawValue: try row.integer(0)) else {
                throw StoreProblem.wrongShape(column: 0)
            }
            return (
                state, try row.integer(1), Int(try row.integer(2)), Int(try row.integer(3))
            )
        }
    }

    /// Replies and other single texts by state, counted: for measuring, never for a page.
    package func replyCounts() throws -> [MessageState: Int] {
        try all("SELECT state, COUNT(*) FROM message WHERE wave_id IS NULL GROUP BY state") {
            (MessageState(rawValue: try $0.integer(0)), Int(try $0.integer(1)))
        }.reduce(into: [:]) { counts, row in
            if let state = row.0 { counts[state] = row.1 }
        }
    }
}
