package import KengDomain

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
}
