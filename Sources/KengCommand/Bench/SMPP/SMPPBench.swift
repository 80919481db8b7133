import ArgumentParser
import KengDomain
import KengEngine
import KengStore

/// Sends planned rows to an SMSC until each is accepted, or delivered, on disk.
///
/// What is measured begins when the link is bound and all rows are planned: claim, hand-off on disk, submit_sm,
/// answer, outcome on disk.
struct SMPPBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smpp",
        abstract: "Send planned messages to an SMSC over SMPP, every step on disk.",
        usage: """
            keng simulate smsc --port 2775 &
            keng bench smpp --port 2775 --json
            keng bench smpp --port 2775 --receipts --json
            """)

    @Flag(help: "Wait for a receipt of every message.") var receipts = false
    @OptionGroup var options: SMPPBenchOptions

    func run() async throws {
        try await reporting {
            try await options.open(households: options.count, receipts: receipts) {
                station, gateway, engine in
                let wave = try await BenchWave(station: station, most: options.count).plan()
                try await options.start(engine, station, gateway)
                let isWaiting: @Sendable (MessageState) -> Bool = { [receipts] state in
                    state == .planned || state == .handoff || receipts && state == .accepted
                }
                let ((), measure) = try await BenchMeasure.measure {
                    try await options.run(engine, station) { transaction in
                        try !transaction.waveCounts(of: wave).contains { isWaiting($0.state) }
                    }
                }
                try await engine.stop(at: station.world.now())
                let counts = try await station.database.read { try $0.waveCounts(of: wave) }
                    .reduce(into: [:]) { $0[$1.state, default: 0] += $1.messages }
                let end = receipts ? MessageState.delivered : .accepted
                var more = [
                    "binds": options.binds, "window": options.window,
                    "receipts": receipts ? 1 : 0,
                ]
                for (state, messages) in counts { more["state_\(state)"] = messages }
                try answer(
                    measure.line(
                        "smpp", count: counts[end, default: 0], more: more, json: options.json))
            }
        }
    }
}
