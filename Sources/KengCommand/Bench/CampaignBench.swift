import ArgumentParser
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Logging

/// Plans and sends one wave through the whole engine, with outcomes, receipts and replies on disk.
///
/// The city's clock is manual: what is measured is work, never waiting.
struct CampaignBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Send one wave to a made-up Hanoi through the sandbox, replies and all.")

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many households.") var count = 20_000
    @OptionGroup var place: BenchCity

    func validate() throws {
        guard (1...2_200_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 2200000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            try await place.open(households: count) { station, folder in
                try await measure(station, journal: folder + "/journal")
            }
        }
    }

    private func measure(_ city: Station, journal: String) async throws {
        let clock = ManualClock(city.world.now())
        let world = World.seeded(DemoSetup.defaultSeed, node: 8) { clock.now }
        let desk = CampaignDesk(
            database: city.database, world: world, tree: city.areas, rulebook: city.rulebook,
            composer: Composer(phrases: Phrasebook(city.catalogues)),
            segmentsPerSecond: 1_000_000)
        let solver = QuizSolver()
        for row in try await city.database.read({ try $0.newestEditions() }) {
            solver.learn(try Edition(row: row))
        }
        let settings = SandboxSettings(
            seed: DemoSetup.defaultSeed, segmentsPerSecond: 1_000_000
        ) { solver.letters(for: $0.text, in: $0.language) }
        let engine = try place.engine(desk, SandboxGateway(settings, journal: journal))
        try await FirstCampaign(station: city, desk: desk, areas: [DemoSetup.cityCode]).start()
        try await engine.start(at: clock.now)
        let simulator = Simulator(clock: clock, engine: engine)
        let start = clock.now
        let (rounds, measure) = try await BenchMeasure.measure {
            try await simulator.run(
                until: start + .seconds(10 * 86_400), tick: .seconds(1))
        }
        let totals = try await city.database.read { transaction in
            (
                parts: try transaction.checkParts().rows,
                texts: try transaction.checkInbound().rows,
                attendances: try transaction.checkAttendances().rows
            )
        }
        try answer(
            measure.line(
                "campaign", count: totals.parts + totals.texts,
                more: [
                    "attendances": totals.attendances, "households": count, "rounds": rounds,
                    "segments": totals.parts, "texts_received": totals.texts,
                ], json: json))
    }
}
