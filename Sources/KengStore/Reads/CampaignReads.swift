package import KengDomain

/// A campaign as lists show it.
package struct CampaignLine: Hashable, Sendable, Identifiable {
    package let id: Campaign.ID
    package let name: String
    package let lesson: String
    package let state: CampaignWord
    package let starts: Instant
    package let ends: Instant
    package let author: Account.ID
    package let authorName: String
    /// The first area by code, and how many there are.
    package let areaName: String
    package let areas: Int
    package let offset: UTCOffset
    /// Messages planned so far, and those of them that wait no longer.
    package let planned: Int
    package let gone: Int
    package let delivered: Int
}

/// Campaigns in one state, and whose.
package struct CampaignFilter: Hashable, Sendable {
    package enum Authors: Hashable, Sendable {
        case all
        case only(Account.ID)
        /// Neither made by this one nor, of two who must approve, approved already.
        case allBut(Account.ID)
    }

    package let state: CampaignWord
    package let authors: Authors

    package init(state: CampaignWord, authors: Authors = .all) {
        self.state = state
        self.authors = authors
    }

    fileprivate static let condition = """
        campaign.state = $1 AND ($2 = 0 OR campaign.author_id = $2)
            AND ($3 = 0 OR (campaign.author_id <> $3
                AND COALESCE(campaign.first_approver_id, 0) <> $3))
            AND \(CampaignLine.isInScope("$4"))
        """

    fileprivate func values(under scope: Area.ID) -> [Value] {
        var only: Int64 = 0
        var but: Int64 = 0
        switch authors {
        case .all: break
        case .only(let author): only = author.rawValue
        case .allBut(let author): but = author.rawValue
        }
        return [
            .integer(state.rawValue), .integer(only), .integer(but), .integer(scope.rawValue),
        ]
    }
}

/// How many messages of a wave stand where.
package struct WaveCount: Hashable, Sendable {
    package let wave: Int
    package let state: MessageState
    /// A `Suppression` when suppressed, else 0.
    package let reason: Int64
    package let messages: Int
    package let segments: Int
}

extension CampaignLine {
    fileprivate static let select = """
        SELECT campaign.id, campaign.name, campaign.slug, campaign.state, campaign.starts_at,
            campaign.ends_at, campaign.author_id, COALESCE(account.name, ''),
            COALESCE((
                SELECT area.name FROM campaign_area
                JOIN area ON area.id = campaign_area.area_id
                WHERE campaign_area.campaign_id = campaign.id
                ORDER BY area.code LIMIT 1), ''),
            (SELECT COUNT(*) FROM campaign_area WHERE campaign_area.campaign_id = campaign.id),
            COALESCE((
                SELECT area.utc_offset FROM campaign_area
                JOIN area ON area.id = campaign_area.area_id
                WHERE campaign_area.campaign_id = campaign.id
                ORDER BY area.code LIMIT 1), 0),
            COALESCE((\(sum("1 = 1"))), 0),
            COALESCE((\(sum("wave_count.state > 1"))), 0),
            COALESCE((\(sum("wave_count.state = 4"))), 0)
        FROM campaign
        LEFT JOIN account ON account.id = campaign.author_id
        """

    private static func sum(_ condition: String) -> String {
        """
        SELECT SUM(wave_count.messages) FROM wave
        JOIN wave_count ON wave_count.wave_id = wave.id
        WHERE wave.campaign_id = campaign.id AND \(condition)
        """
    }

    /// True of campaigns all of whose areas are in the scope bound to `place`.
    fileprivate static func isInScope(_ place: String) -> String {
        """
        EXISTS (SELECT 1 FROM campaign_area WHERE campaign_area.campaign_id = campaign.id)
        AND NOT EXISTS (
            SELECT 1 FROM campaign_area
            LEFT JOIN area_ancestor ON area_ancestor.ancestor_id = \(place)
                AND area_ancestor.area_id = campaign_area.area_id
            WHERE campaign_area.campaign_id = campaign.id AND area_ancestor.area_id IS NULL)
        """
    }

    fileprivate init(row: any Row) throws {
        guard let state = CampaignWord(rawValue: try row.integer(3)) else {
            throw StoreProblem.wrongShape(column: 3)
        }
        self.init(
            id: Campaign.ID(rawValue: try row.integer(0)), name: try row.text(1),
            lesson: try row.text(2), state: state,
            starts: Instant(milliseconds: try row.integer(4)),
            ends: Instant(milliseconds: try row.integer(5)),
            author: Account.ID(rawValue: try row.integer(6)), authorName: try row.text(7),
            areaName: try row.text(8), areas: Int(try row.integer(9)),
            offset: try UTCOffset(minutes: Int(try row.integer(10))),
            planned: Int(try row.integer(11)), gone: Int(try row.integer(12)),
            delivered: Int(try row.integer(13)))
    }
}

extension Transaction {
    /// Campaigns in one state, or in any, newest first; all of their areas are in scope.
    package func campaignLines(
        in state: CampaignWord?, under scope: Area.ID, before: Campaign.ID?, limit: Int
    ) throws -> [CampaignLine] {
        try all(
            """
            \(CampaignLine.select)
            WHERE campaign.id < $1 AND ($2 = 0 OR campaign.state = $2)
                AND \(CampaignLine.isInScope("$3"))
            ORDER BY campaign.id DESC
            LIMIT $4
            """,
            [
                .integer(before?.rawValue ?? .max), .integer(state?.rawValue ?? 0),
                .integer(scope.rawValue), .integer(limit),
            ], CampaignLine.init(row:))
    }

    /// The newest of a filter; all of their areas are in scope.
    package func campaignLines(
        _ filter: CampaignFilter, under scope: Area.ID, limit: Int
    ) throws -> [CampaignLine] {
        try all(
            """
            \(CampaignLine.select)
            WHERE \(CampaignFilter.condition)
            ORDER BY campaign.id DESC
            LIMIT $5
            """, filter.values(under: scope) + [.integer(limit)], CampaignLine.init(row:))
    }

    package func campaignCount(_ filter: CampaignFilter, under scope: Area.ID) throws -> Int {
        try first(
            "SELECT COUNT(*) FROM campaign WHERE \(CampaignFilter.condition)",
            filter.values(under: scope)
        ) { Int(try $0.integer(0)) } ?? 0
    }

    /// Nil when there is none, or one of its areas is out of scope.
    package func campaignLine(_ id: Campaign.ID, under scope: Area.ID) throws -> CampaignLine? {
        try first(
            """
            \(CampaignLine.select)
            WHERE campaign.id = $1 AND \(CampaignLine.isInScope("$2"))
            """, [.integer(id.rawValue), .integer(scope.rawValue)], CampaignLine.init(row:))
    }

    /// The newest campaigns that reach into an area: told to it, to one above or to one below.
    package func campaignLines(
        touching area: Area.ID, under scope: Area.ID, limit: Int
    ) throws -> [CampaignLine] {
        try all(
            """
            \(CampaignLine.select)
            WHERE \(CampaignLine.isInScope("$1"))
                AND EXISTS (
                    SELECT 1 FROM campaign_area
                    JOIN area_ancestor ON
                        (area_ancestor.ancestor_id = campaign_area.area_id
                            AND area_ancestor.area_id = $2)
                        OR (area_ancestor.ancestor_id = $2
                            AND area_ancestor.area_id = campaign_area.area_id)
                    WHERE campaign_area.campaign_id = campaign.id)
            ORDER BY campaign.id DESC
            LIMIT $3
            """, [.integer(scope.rawValue), .integer(area.rawValue), .integer(limit)],
            CampaignLine.init(row:))
    }

    /// How many people a campaign has missed at most, from its counters; exact with a single scheduled wave,
    /// but for those who have moved, opted out or been trained since.
    package func mostMissed(by campaign: Campaign) throws -> Int {
        var missed = 0
        for count in try waveCounts(of: campaign.id) {
            let isAgain = campaign.brief.schedule.isAgain(count.wave)
            switch count.state {
            case .undelivered, .expired, .rejected, .unknown:
                if !isAgain { missed += count.messages }
            case .planned, .handoff, .accepted, .delivered:
                if isAgain { missed -= count.messages }
            case .suppressed, .cancelled: continue
            }
        }
        return max(0, missed)
    }

    package func waveCounts(of campaign: Campaign.ID) throws -> [WaveCount] {
        try all(
            """
            SELECT wave.number, wave_count.state, wave_count.reason, wave_count.messages,
                wave_count.segments
            FROM wave
            JOIN wave_count ON wave_count.wave_id = wave.id
            WHERE wave.campaign_id = $1 AND wave_count.messages > 0
            ORDER BY wave.number, wave_count.state, wave_count.reason
            """, [.integer(campaign.rawValue)]
        ) { row in
            guard let state = MessageState(rawValue: try row.integer(1)) else {
                throw StoreProblem.wrongShape(column: 1)
            }
            return WaveCount(
                wave: Int(try row.integer(0)), state: state, reason: try row.integer(2),
                messages: Int(try row.integer(3)), segments: Int(try row.integer(4)))
        }
    }
}
