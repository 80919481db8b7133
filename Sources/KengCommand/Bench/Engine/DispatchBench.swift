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
    @OptionGroup var city: BenchCity

    func validate() throws {
        guard (1...10_000_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 10000000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            try await city.open(people: count) { station in
                let wave = try await BenchWave(station: station, most: count).plan()
                let gateway = InstantGateway(room: 2000)
                let engine = try city.engine(station.desk, gateway)
                try await engine.start(at: station.world.now())
                let commits = station.database.commits
                let (rounds, measure) = try await BenchMeasure.measure {
                    var rounds = 0
                    while try await engine.step(at: station.world.now()).isBusy { rounds += 1 }
                    return rounds
                }
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
                            "commits": used, "rounds": rounds, "updates_per_second": bare,
                            "server": city.server == nil ? 0 : 1,
                        ], json: json))
            }
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
                    _ = try transaction.runMany(
                        "UPDATE message SET state = 2, worker = 7, handoff_at = $1 WHERE id = $2",
                        some.map { [.integer(1), .integer($0)] })
                }
                try await station.database.write { transaction in
                    try transaction.runMany(
                        "UPDATE message SET state = 3, settled_at = $1 WHERE id = $2",
                        some.map { [.integer(1), .integer($0)] })
                    try transaction.runMany(
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
