package import KengDomain

/// A running program's place among those that share a database.
package struct WorkerSeat: Hashable, Sendable {
    /// Under this number rows are handed over.
    package let worker: Int64
    /// In every name it makes, so that no two programs make the same.
    package let node: Int64
}

/// A worker as others see it.
package struct WorkerSign: Hashable, Sendable {
    package let worker: Int64
    package let gateway: String
    /// Grows while it lives.
    package let beats: Int64

    package init(worker: Int64, gateway: String, beats: Int64) {
        self.worker = worker
        self.gateway = gateway
        self.beats = beats
    }
}

/// This worker was counted among the dead, and others took over what it had handed over.
package struct WorkerIsEnded: Error, Hashable {
    package init() {}
}

extension Transaction {
    /// Takes a node that no living worker has.
    ///
    /// - Throws: `StoreProblem.busy` when there are as many workers as there are nodes.
    package func takeSeat(at now: Instant) throws -> WorkerSeat {
        let taken = Set(
            try all("SELECT node FROM worker WHERE ended_at IS NULL") { try $0.integer(0) })
        // Those below are for commands.
        guard
            let node = (16..<(1 << IdentifierSource.nodeBits)).first(where: { !taken.contains($0) })
        else { throw StoreProblem.busy }
        let newest = try first("SELECT COALESCE(MAX(id), 0) FROM worker") { try $0.integer(0) }
        var names = IdentifierSource(node: node, after: newest ?? 0)
        let seat = WorkerSeat(worker: names.next(at: now), node: node)
        try execute(
            "INSERT INTO worker (id, started_at, seen_at, node) VALUES ($1, $2, $2, $3)",
            [.integer(seat.worker), .integer(now.milliseconds), .integer(node)])
        return seat
    }

    /// A worker begins with `gateway`; it may have a seat already.
    package func startWorker(_ id: Int64, gateway: String = "", at now: Instant) throws {
        try execute(
            """
            INSERT INTO worker (id, started_at, seen_at, gateway) VALUES ($1, $2, $2, $3)
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, gateway = excluded.gateway
            """, [.integer(id), .integer(now.milliseconds), .text(gateway)])
    }

    /// The gateway's last worker may have sent something after `moment`: it ended later, or nobody saw its end.
    package func lastWorkerMayHaveSent(by gateway: String, after moment: Instant) throws -> Bool {
        let found = try first(
            """
            SELECT COALESCE(ended_at, $1) FROM worker
            WHERE gateway IN ($2, '')
            ORDER BY started_at DESC, id DESC
            LIMIT 1
            """, [.integer(Int64.max), .text(gateway)]
        ) { try $0.integer(0) }
        return found.map { $0 > moment.milliseconds } ?? false
    }

    /// The gateways by which programs have sent, by name.
    package func gatewayNames() throws -> [String] {
        try all("SELECT DISTINCT gateway FROM worker WHERE gateway <> '' ORDER BY 1") {
            try $0.text(0)
        }
    }

    /// Shows that a worker lives.
    ///
    /// - Throws: `WorkerIsEnded` when others do not believe that any more.
    package func beat(_ id: Int64, at now: Instant) throws {
        let isLiving =
            try execute(
                """
                UPDATE worker SET beats = beats + 1, seen_at = $1
                WHERE id = $2 AND ended_at IS NULL
                """, [.integer(now.milliseconds), .integer(id)]) > 0
        guard isLiving else { throw WorkerIsEnded() }
    }

    /// All that nobody has seen the end of, in the order of their numbers.
    package func livingWorkers() throws -> [WorkerSign] {
        try all("SELECT id, gateway, beats FROM worker WHERE ended_at IS NULL ORDER BY id") {
            WorkerSign(
                worker: try $0.integer(0), gateway: try $0.text(1), beats: try $0.integer(2))
        }
    }

    /// The workers that send through `gateway`, or did in the last two seconds, in the order of their numbers.
    package func sharers(of gateway: String, at now: Instant) throws -> [Int64] {
        try all(
            """
            SELECT id FROM worker WHERE ended_at IS NULL AND gateway = $1
            UNION ALL
            SELECT id FROM worker
            WHERE ended_at IS NOT NULL AND ended_at > $2 AND gateway = $1
            ORDER BY 1
            """, [.text(gateway), .integer((now - .seconds(2)).milliseconds)]
        ) { try $0.integer(0) }
    }

    package func endWorker(_ id: Int64, at now: Instant) throws {
        try execute(
            "UPDATE worker SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL",
            [.integer(now.milliseconds), .integer(id)])
    }

    /// For a program that knows to be the only one: all before it are gone.
    package func endWorkers(but own: [Int64], at now: Instant) throws {
        for worker in try livingWorkers() where !own.contains(worker.worker) {
            try endWorker(worker.worker, at: now)
        }
    }

    /// All workers that handed over something nobody has settled yet.
    package func workersWithRows() throws -> [Int64] {
        try all("SELECT DISTINCT worker FROM message WHERE state = 2 ORDER BY 1") {
            try $0.integer(0)
        }
    }

    /// Ended workers that had handed over something nobody has settled yet; an old one names no gateway.
    package func endedWorkersWithRows() throws -> [(worker: Int64, gateway: String)] {
        try all(
            """
            SELECT DISTINCT message.worker, COALESCE(worker.gateway, '') FROM message
            LEFT JOIN worker ON worker.id = message.worker
            WHERE message.state = 2 AND (worker.id IS NULL OR worker.ended_at IS NOT NULL)
            ORDER BY 1
            """
        ) { (try $0.integer(0), try $0.text(1)) }
    }

    /// Takes over rows that another worker had handed over.
    ///
    /// - Returns: how many there were.
    package func adoptHandedOver(of dead: Int64, by worker: Int64, limit: Int) throws -> Int {
        try execute(
            """
            UPDATE message SET worker = $1
            WHERE id IN (
                SELECT id FROM message WHERE state = 2 AND worker = $2 AND worker <> $1
                ORDER BY id
                LIMIT $3)
            """, [.integer(worker), .integer(dead), .integer(limit)])
    }
}
