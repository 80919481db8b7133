import ArgumentParser
import Foundation
import KengDomain
import KengSimulation
import KengText

/// Lets bad days happen to a made-up city and checks every promise.
struct CitySimulationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "city",
        abstract:
            "Let days of campaigns, crashes, pauses, opt-outs and clock steps happen at once.",
        usage: """
            keng simulate --seed 7 --days 3 --residents 48
            keng simulate --seed 1 --seeds 200
            """,
        discussion: """
            The real engine on a clock of its own: the same seed gives the same days. What is seen from \
            outside is compared with what the database says, promise by promise. The answer is one JSON \
            line; of a seed that breaks a promise the shortest history that shows it goes to standard error, \
            and the program ends with 1.
            """)

    @Option(help: "Which days.") var seed: UInt64 = 1
    @Option(help: "How many seeds, from --seed on.") var seeds = 1
    @Option(help: "Days in which something happens.") var days = 3
    @Option(help: "About how many people.") var residents = 48
    @Option(help: "How many seeds at once. Without it, one for each processor.") var jobs: Int?
    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.") var content:
        String?
    @Option(help: "The folder of words. Without it: KENG_LOCALES, else ./Locales.") var locales:
        String?
    @Flag(help: "Answer in JSON, as it always does.") var json = false

    func validate() throws {
        for (name, value, most) in [
            ("--seeds", seeds, 1_000_000), ("--days", days, 366),
            ("--residents", residents, 100_000), ("--jobs", jobs ?? 1, 1024),
        ] where !(1...most).contains(value) {
            throw ValidationError("\(name) is \(value); 1 to \(most) are possible.")
        }
        guard seed <= UInt64.max - UInt64(seeds) else {
            throw ValidationError("--seed is \(seed); there are not \(seeds) seeds from there on.")
        }
    }

    func run() async throws {
        try await reporting {
            let shelf = try SimulatedShelf(
                content: Places.find(.content, option: content),
                locales: Places.find(.locales, option: locales))
            let (results, measure) = try await BenchMeasure.measure { try await all(shelf) }
            var failed: [UInt64] = []
            for (seed, result) in results.sorted(by: { $0.0 < $1.0 })
            where !result.violations.isEmpty {
                failed.append(seed)
                // One history tells more than many.
                try await report(seed, result, shelf, shrinks: failed.count == 1)
            }
            func sum(_ number: (SimulationResult) -> Int) -> Int {
                results.reduce(0) { $0 + number($1.1) }
            }
            try answer(
                "{\"scenario\":\"simulate\",\"seed\":\(seed),\"seeds\":\(seeds),"
                    + "\"days\":\(days),\"residents\":\(residents),"
                    + "\"events\":\(sum(\.events)),\"messages\":\(sum(\.messages)),"
                    + "\"rounds\":\(sum(\.rounds)),\"crashes\":\(sum(\.crashes)),"
                    + "\"violations\":\(sum(\.violations.count)),"
                    + "\"failed_seeds\":[\(failed.map(String.init).joined(separator: ","))],"
                    + "\"seconds\":\((measure.seconds * 1000).rounded() / 1000)}")
            guard failed.isEmpty else { throw ExitStatus.failed.code }
        }
    }

    private func script(_ seed: UInt64) -> SimulationScript {
        SimulationScript(seed: seed, days: days, residents: residents)
    }

    private func all(_ shelf: SimulatedShelf) async throws -> [(UInt64, SimulationResult)] {
        let most = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        return try await withThrowingTaskGroup(of: (UInt64, SimulationResult).self) { group in
            var results: [(UInt64, SimulationResult)] = []
            for number in seed..<(seed + UInt64(seeds)) {
                if number - seed >= UInt64(most), let result = try await group.next() {
                    results.append(result)
                }
                group.addTask {
                    (number, try await Simulation(script(number), shelf: shelf).run())
                }
            }
            for try await result in group { results.append(result) }
            return results
        }
    }

    private func report(
        _ seed: UInt64, _ result: SimulationResult, _ shelf: SimulatedShelf, shrinks: Bool
    ) async throws {
        StandardStreams.say("seed \(seed): \(result.violations.count) violations\n".utf8)
        for violation in result.violations.prefix(5) {
            StandardStreams.say("  \(violation)\n".utf8)
        }
        guard shrinks, let promise = result.violations.first?.promise else { return }
        var shrinker = SimulationShrinker(shelf: shelf)
        let short = try await shrinker.shortest(of: script(seed), showing: promise)
        StandardStreams.say(
            """
              the shortest history that shows it, with \(short.households) households\
            \(short.isCruel ? ", a cruel network" : "")\(short.isLively ? ", people who answer" : ""):

            """.utf8)
        for act in short.acts { StandardStreams.say("    \(act)\n".utf8) }
        let again = try await Simulation(short, shelf: shelf).run()
        for violation in again.violations.prefix(5) {
            StandardStreams.say("    → \(violation)\n".utf8)
        }
    }
}
