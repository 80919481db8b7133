import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Logging
import Synchronization

/// Several programs on one database, each with its own way to the same provider.
struct TestTeam: Sendable {
    /// One of them.
    struct Member: Sendable {
        let engine: Engine
        let sandbox: SandboxGateway
        let watch: WatchedGateway
    }

    let city: TestCity
    private(set) var members: [Member] = []
    private let provider = TeamProvider()

    /// The city's own program makes way.
    init(_ setup: TestCity.Setup, programs: Int) async throws {
        city = try await TestCity(setup)
        try await city.engine.stop(at: city.clock.now)
        for _ in 0..<programs { try await join() }
    }

    /// Another program starts.
    mutating func join() async throws {
        let (clock, number) = (city.clock, members.count)
        let seat = try await city.database.write { try $0.takeSeat(at: clock.now) }
        let world = World.seeded(city.setup.seed &+ UInt64(number), node: seat.node) { clock.now }
        let desk = CampaignDesk(
            database: city.database, world: world, tree: city.tree,
            rulebook: Rulebook(Array(city.shelf.library.jurisdictions.values)),
            composer: Composer(
                phrases: Phrasebook(city.shelf.catalogues), route: city.setup.route),
            segmentsPerSecond: city.setup.segmentsPerSecond)
        let solver = city.shelf.solver
        var settings = SandboxSettings(
            seed: city.setup.seed &+ UInt64(number),
            segmentsPerSecond: city.setup.segmentsPerSecond,
            solve: { solver.letters(for: $0.text, in: $0.language) })
        settings.network = city.setup.network
        settings.people = city.setup.people
        let journal = city.folder.path("journal\(number)")
        let sandbox = try SandboxGateway(settings, journal: journal)
        provider.ways.withLock { $0.append(sandbox) }
        let watch = WatchedGateway(
            sandbox, database: city.database, journal: journal, folder: city.folder, clock: clock
        ) { [provider] in await provider.lookUp($0, after: $1) }
        let engine = Engine(
            desk: desk, gateway: watch,
            reader: ReplyReader(city.shelf.keywords),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, worker: seat.worker,
            isAlone: false)
        try await engine.start(at: clock.now)
        members.append(Member(engine: engine, sandbox: sandbox, watch: watch))
    }

    /// All of them but the dead work for so long, in turn.
    func run(
        for duration: Duration, tick: Duration = .milliseconds(50), dead: Set<Int> = [],
        each: (Int) async throws -> Bool = { _ in true }
    ) async throws {
        let end = city.clock.now + duration
        while city.clock.now < end {
            for (number, member) in members.enumerated() where !dead.contains(number) {
                _ = try await member.engine.step(at: city.clock.now)
                guard try await each(number) else { return }
            }
            city.clock.advance(by: tick)
        }
    }

    /// What all of them handed over, in the order of time.
    var handovers: [WatchedGateway.Handover] {
        members.flatMap(\.watch.handovers).sorted { $0.at < $1.at }
    }

    func acceptedCount(_ message: Int64) -> Int {
        members.reduce(0) { $0 + $1.sandbox.acceptedCount(message) }
    }

    /// The most segments that left in any second.
    var busiestSecond: Int { handovers.busiestSecond }
}

/// All ways to the one provider, which has all texts, whichever way they came.
final class TeamProvider: Sendable {
    let ways = Mutex<[SandboxGateway]>([])

    /// What it can tell, also of texts that came another way than `own`.
    func lookUp(_ messages: [Int64], after own: [LookUp]) async -> [LookUp] {
        var found = own
        for way in ways.withLock({ $0 }) {
            for (place, answer) in await way.lookUp(messages).enumerated() {
                if case .taken = answer { found[place] = answer }
            }
        }
        return found
    }
}
