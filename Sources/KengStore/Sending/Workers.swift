package import KengDomain

extension Transaction {
    package func startWorker(_ id: Int64, at now: Instant) throws {
        try execute(
            "INSERT INTO worker (id, started_at, seen_at) VALUES ($1, $2, $2)",
            [.integer(id), .integer(now.milliseconds)])
    }

    /// The worker that started last may have sent something after `moment`: it ended later, or nobody saw its end.
    package func lastWorkerMayHaveSent(after moment: Instant) throws -> Bool {
        let found = try first(
            """
            SELECT COALESCE(ended_at, $1) FROM worker ORDER BY started_at DESC, id DESC LIMIT 1
            """, [.integer(Int64.max)]
        ) { try $0.integer(0) }
        return found.map { $0 > moment.milliseconds } ?? false
    }

    package func endWorker(_ id: Int64, at now: Instant) throws {
        try execute(
            "UPDATE worker SET ended_at = $1 WHERE id = $2",
            [.integer(now.milliseconds), .integer(id)])
    }
}
