import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// Hands planned rows over to a provider that answers at once, every hand-off and every outcome on disk.
struct DispatchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch",
        abstract: "Hand planned messages over and keep what became of them, every step on disk.",
        discussion: """
            Beside it, in the same run: the bare row updates that this takes, in commits of the same size.
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages of one segment.") var count = 200_000
    @Option(help: "Pause and resume the campaign so often, at random.") var pauses = 0
    @Option(help: "Programs that share the work, each with connections of its own; on a server.")
    var workers = 1
    @OptionGroup var city: BenchCity

    func validate() throws {
        guard (1...16).contains(workers), workers == 1 || (city.server != nil && pauses == 0)
        else {
            throw ValidationError(
                "--workers is \(workers); 1 to 16 are possible, more than one with --server and "
                    + "without --pauses.")
        }
        guard (1...10_000_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 10000000 are possible.")
        }
        guard (0...1000).contains(pauses) else {
            throw ValidationError("--pauses is \(pauses); 0 to 1000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            try await city.open(people: count) { station in
                let wave = try await BenchWave(station: station, most: count).plan()
                let gateway = InstantGateway(room: 2000, remembers: pauses > 0)
                let engine = try city.engine(station.desk, gateway, isAlone: workers == 1)
                try await engine.start(at: station.world.now())
                let others = try await others(beside: wave)
                let commits = station.database.commits
                let (rounds, measure) = try await BenchMeasure.measure {
                    guard !others.isEmpty else { return try await work(station, engine, gateway) }
                    return try await work([(station, engine)] + others, until: wave)
                }
                if pauses > 0 { try await expectExact(station, gateway, wave) }
                let used = station.database.commits - commits
                let counts = try await station.database.read { try $0.waveCounts(of: wave) }
                let accepted = counts.filter { $0.state == .accepted }.reduce(0) {
                    $0 + $1.messages
                }
                let bare = try await updates(station, wave)
                try answer(
                    measure.line(
                        "dispatch", count: accepted,
                        more: [
                            "pauses": pauses, "commits": used, "rounds": rounds,
                            "workers": workers,
                            "updates_per_second": bare,
                            "server": city.server == nil ? 0 : 1,
                        ], json: json))
            }
        }
    }

    private func others(
        beside wave: Wave.ID
    ) async throws -> [(station: Station, engine: Engine)] {
        var others: [(station: Station, engine: Engine)] = []
        for _ in 1..<workers {
            let station = try await city.another()
            let engine = try city.engine(
                station.desk, InstantGateway(room: 2000), worker: station.seat?.worker,
                isAlone: false)
            try await engine.start(at: station.world.now())
            others.append((station, engine))
        }
        return others
    }

    /// All work until nothing of the wave is planned or under way.
    private func work(
        _ programs: [(station: Station, engine: Engine)], until wave: Wave.ID
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for (station, engine) in programs {
                group.addTask {
                    var rounds = 0
                    while true {
                        rounds += 1
                        if try await engine.step(at: station.world.now()).isBusy { continue }
                        let isOver = try await station.database.read { transaction in
                            try !transaction.waveCounts(of: wave).contains {
                                $0.state == .planned || $0.state == .handoff
                            }
                        }
                        if isOver { return rounds }
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
            }
            return try await group.reduce(0, +)
        }
    }

    /// Goes on until nothing is left, through the pauses.
    private func work(
        _ station: Station, _ engine: Engine, _ gateway: InstantGateway
    ) async throws -> Int {
        var chance = SeededGenerator(seed: UInt64(count))
        var stops = (0..<pauses).map { _ in Int(chance.next() % UInt64(max(1, count / 2000))) }
            .sorted()[...]
        var rounds = 0
        while true {
            if let stop = stops.first, rounds >= stop {
                stops.removeFirst()
                try await pause(station, engine, gateway)
            }
            guard try await engine.step(at: station.world.now()).isBusy else { return rounds }
            rounds += 1
        }
    }

    /// A person pauses, nothing leaves, and the person lets it go on.
    private func pause(
        _ station: Station, _ engine: Engine, _ gateway: InstantGateway
    ) async throws {
        let author = try await station.account("lan")
        guard
            let campaign = try await station.database.read({
                try $0.campaigns(in: [.running]).first
            })
        else { return }
        try await station.desk.pause(campaign, by: author)
        let before = gateway.taken
        for _ in 0..<3 { _ = try await engine.step(at: station.world.now()) }
        guard gateway.taken == before else {
            throw Complaint(
                .bug, "\(gateway.taken - before) texts left after a pause.", "", "")
        }
        try await station.desk.resume(campaign, by: author)
    }

    /// Each row left exactly once, and the database says so.
    private func expectExact(
        _ station: Station, _ gateway: InstantGateway, _ wave: Wave.ID
    ) async throws {
        let planned = try await station.database.read { transaction in
            try transaction.all(
                "SELECT id FROM message WHERE wave_id = $1 AND state = 3 ORDER BY id",
                [.integer(wave.rawValue)]
            ) { try $0.integer(0) }
        }
        let violations = try await station.verifier.run().violations
            .filter { $0.row.hasPrefix("wave_count") || $0.row.hasPrefix("message/") }
        guard planned.count == count, gateway.messages.sorted() == planned, violations.isEmpty
        else {
            throw Complaint(
                .bug,
                "\(count) were planned, \(planned.count) are on disk as taken, the provider has "
                    + "\(gateway.messages.count).", violations.first?.description ?? "", "")
        }
    }

    /// The hand-off and the outcome of each row and its part, and nothing else.
    ///
    /// - Returns: messages a second.
    private func updates(_ station: Station, _ wave: Wave.ID) async throws -> Int {
        let ids = try await station.database.write { transaction in
            try transaction.execute("DELETE FROM part")
            try transaction.execute("UPDATE message SET state = 1, worker = NULL")
            return try transaction.all(
                "SELECT id FROM message WHERE wave_id = $1 ORDER BY due_at, id",
                [.integer(wave.rawValue)]
            ) { try $0.integer(0) }
        }
        let ((), measure) = try await BenchMeasure.measure {
            for start in stride(from: 0, to: ids.count, by: 2000) {
                let some = Array(ids[start..<min(start + 2000, ids.count)])
                try await station.database.write { transaction in
                    _ = try transaction.runTogether(
                        """
                        UPDATE message SET state = 2, worker = 7, handoff_at = $1
                        WHERE id = $2
                        """,
                        some.map { [.integer(1), .integer($0)] })
                }
                try await station.database.write { transaction in
                    try transaction.runTogether(
                        """
                        UPDATE message SET state = 3, settled_at = $1
                        WHERE id = $2
                        """,
                        some.map { [.integer(1), .integer($0)] })
                    try transaction.runTogether(
                        """
                        INSERT INTO part (message_id, number, gateway, reference, by_reference,
                            status, at)
                        VALUES ($1, 1, 'bare', 'x', 0, 0, 1)
                        """, some.map { [.integer($0)] })
                }
            }
        }
        return Int(Double(ids.count) / max(measure.seconds, 1e-9))
    }
}
