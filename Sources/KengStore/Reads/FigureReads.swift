package import KengDomain

/// What a machine watches: counts over everything, without a person or an area.
package struct StoreFigures: Hashable, Sendable {
    package var messages: [MessageState: Int] = [:]
    package var campaigns: [CampaignWord: Int] = [:]
    package var areas: [AreaCount: Int] = [:]
}

extension Transaction {
    /// Reads kept counters and the short list of campaigns, never the messages themselves.
    package func figures() throws -> StoreFigures {
        var figures = StoreFigures()
        try run("SELECT state, SUM(messages) FROM wave_count GROUP BY state", []) { row in
            guard let state = MessageState(rawValue: try row.integer(0)) else { return }
            figures.messages[state] = Int(try row.integer(1))
        }
        try run("SELECT state, COUNT(*) FROM campaign GROUP BY state", []) { row in
            guard let state = CampaignWord(rawValue: try row.integer(0)) else { return }
            figures.campaigns[state] = Int(try row.integer(1))
        }
        try run(
            """
            SELECT area_count.kind, SUM(area_count.total)
            FROM area
            JOIN area_count ON area_count.area_id = area.id
            WHERE area.parent_id IS NULL
            GROUP BY area_count.kind
            """, []
        ) { row in
            guard let kind = AreaCount(rawValue: try row.integer(0)) else { return }
            figures.areas[kind] = Int(try row.integer(1))
        }
        return figures
    }

    /// When the last act was written into the audit chain; nil before the first.
    package func lastAct() throws -> Instant? {
        try first("SELECT at FROM audit ORDER BY number DESC LIMIT 1", []) {
            Instant(milliseconds: try $0.integer(0))
        }
    }
}
