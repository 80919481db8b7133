import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// Takes in texts from handsets until each is on disk and decided, and each reply accepted.
///
/// The SMSC sends them and measures how long an acknowledgement and a reply take; this measures the rate.
struct InboundBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbound",
        abstract: "Take in texts from handsets over SMPP and answer them, every step on disk.",
        usage: """
            keng simulate smsc --port 2775 --mo-count 20000 &
            keng bench inbound --port 2775 --count 20000 --json
            """)

    @Option(help: "The first of the phones that write; the others follow it.")
    var firstPhone: Int64 = 84_900_000_000
    @OptionGroup var options: SMPPBenchOptions

    func run() async throws {
        try await reporting {
            try await options.open(households: 1000, receipts: false) {
                station, gateway, engine in
                let count = options.count
                try await BenchPeople(station: station, first: firstPhone, count: count).ask()
                try await options.start(engine, station, gateway)
                let ((), measure) = try await BenchMeasure.measure {
                    try await options.run(engine, station) { transaction in
                        let texts = try transaction.checkInbound().rows
                        let replies = try transaction.replyCounts()
                        let open = replies[.planned, default: 0] + replies[.handoff, default: 0]
                        return texts >= count && open == 0
                    }
                }
                try await engine.stop(at: station.world.now())
                let (texts, replies) = try await station.database.read {
                    (try $0.checkInbound().rows, try $0.replyCounts())
                }
                var more: [String: Int] = [:]
                for (state, messages) in replies { more["replies_\(state)"] = messages }
                try answer(
                    measure.line("inbound", count: texts, more: more, json: options.json))
            }
        }
    }
}
