import ArgumentParser
import KengDomain
import KengEngine
import KengSimulation
import KengStore

/// Lets residents write while a blast runs as fast as it can, and measures how long each waits for a reply.
struct ReplyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply",
        abstract:
            "Answer texts while a blast runs flat out: from the text's arrival to its reply leaving.",
        discussion: """
            The provider takes everything at once, so that nothing but us limits the blast; each text and its \
            reply, each hand-off and each outcome is on disk.
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages the blast has.") var count = 300_000
    @Option(help: "How many texts a second.") var rate = 200
    @OptionGroup var city: BenchCity

    func validate() throws {
        guard (1000...10_000_000).contains(count) else {
            throw ValidationError("--count is \(count); 1000 to 10000000 are possible.")
        }
        guard (1...5000).contains(rate) else {
            throw ValidationError("--rate is \(rate); 1 to 5000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            try await city.open(people: count) { station in
                let wave = try await BenchWave(station: station, most: count).plan()
                let gateway = InstantGateway(room: 2000)
                let engine = try city.engine(station.desk, gateway)
                try await engine.start(at: station.world.now())
                let phones = try await station.database.read { transaction in
                    try transaction.all(
                        "SELECT number FROM phone ORDER BY holder_id LIMIT $1",
                        [.integer(min(count, 100_000))]
                    ) { try PhoneNumber(international: try $0.integer(0)) }
                }
                let (written, measure) = try await BenchMeasure.measure {
                    try await blast(station, engine, gateway, wave, phones)
                }
                let waits = gateway.waits
                try answer(
                    measure.line(
                        "reply", count: waits.count,
                        more: [
                            "blast_per_second": Int(
                                Double(gateway.taken - waits.count) / measure.seconds),
                            "texts": written, "rate": rate, "server": city.server == nil ? 0 : 1,
                        ],
                        times: [
                            "p50_ms": waits.percentile(0.5) ?? -1,
                            "p99_ms": waits.percentile(0.99) ?? -1,
                            "most_ms": waits.percentile(1) ?? -1,
                        ], json: json))
            }
        }
    }

    /// - Returns: how many texts were written while the blast ran.
    private func blast(
        _ station: Station, _ engine: Engine, _ gateway: InstantGateway, _ wave: Wave.ID,
        _ phones: [PhoneNumber]
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.work() }
            var written = 0
            let start = ContinuousClock.now
            while written < phones.count, gateway.taken - gateway.waits.count < count {
                gateway.write("HD", from: phones[written], at: station.world.now())
                written += 1
                let next = start + .microseconds(1_000_000 * written / rate)
                try await Task.sleep(until: next, clock: .continuous)
            }
            // The last ones are still being answered.
            for _ in 0..<200 where gateway.waits.count < written {
                try await Task.sleep(for: .milliseconds(50))
            }
            group.cancelAll()
            return written
        }
    }
}
