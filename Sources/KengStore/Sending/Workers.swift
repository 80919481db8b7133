package import KengDomain

/// A row that a program handed over and never heard about.
package struct DoubtfulMessage: Hashable, Sendable {
    package let message: Message.ID
    package let wave: Wave.ID?
    package let segments: Int
    package let gateway: String?
}

extension Transaction {
    package func startWorker(_ id: Int64, at now: Instant) throws {
        try execute(
            "INSERT INTO worker (id, started_at, seen_at) VALUES ($1, $2, $2)",
            [.integer(id), .integer(now.milliseconds)])
    }

    package func endWorker(_ id: Int64, at now: Instant) throws {
        try execute(
            "UPDATE worker SET ended_at = $1 WHERE id = $2",
            [.integer(now.milliseconds), .integer(id)])
    }

    /// Rows in `handoff` that belong to another worker than `id`: at start, those of a dead one.
    package func doubtful(notOf id: Int64, limit: Int) throws -> [DoubtfulMessage] {
        try all(
            """
            SELECT id, wave_id, segments FROM message
            WHERE state = 2 AND (worker IS NULL OR worker < $1 OR worker > $1)
            ORDER BY worker, id
            LIMIT $2
            """, [.integer(id), .integer(limit)]
        ) { row in
            DoubtfulMessage(
                message: Message.ID(rawValue: try row.integer(0)),
                wave: row.optionalInteger(1).map { Wave.ID(rawValue: $0) },
                segments: Int(try row.integer(2)), gateway: nil)
        }
    }
}
