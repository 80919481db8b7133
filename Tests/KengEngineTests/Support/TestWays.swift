import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Logging
import Synchronization

/// One program with several ways out, each to a provider of its own.
struct TestWays: Sendable {
    struct Setup: Sendable {
        let name: String
        var weight = 1
        var segmentsPerSecond = 400
    }

    let city: TestCity
    private let setups: [Setup]
    let sandboxes: [String: SandboxGateway]
    private(set) var watches: [String: WatchedGateway] = [:]
    private(set) var engine: Engine

    /// The city's own program makes way.
    init(_ setup: TestCity.Setup, _ setups: [Setup]) async throws {
        city = try await TestCity(setup)
        try await city.engine.stop(at: city.clock.now)
        self.setups = setups
        let solver = city.shelf.solver
        var sandboxes: [String: SandboxGateway] = [:]
        for (number, way) in setups.enumerated() {
            var settings = SandboxSettings(
                seed: setup.seed &+ UInt64(number), segmentsPerSecond: way.segmentsPerSecond,
                solve: { solver.letters(for: $0.text, in: $0.language) })
            settings.network = setup.network
            settings.people = setup.people
            sandboxes[way.name] = try SandboxGateway(
                settings, name: way.name, journal: city.folder.path("journal-\(way.name)"))
        }
        self.sandboxes = sandboxes
        engine = city.engine
        try await start(setups.map(\.name))
    }

    /// A program starts with some of the ways; what an earlier one had in memory is gone.
    mutating func start(_ names: [String]) async throws {
        var ways: [WayOut] = []
        for setup in setups where names.contains(setup.name) {
            guard let sandbox = sandboxes[setup.name] else { continue }
            let watch = WatchedGateway(
                sandbox, database: city.database,
                journal: city.folder.path("journal-\(setup.name)"), folder: city.folder,
                clock: city.clock)
            watches[setup.name] = watch
            ways.append(WayOut(watch, worker: city.world.newID(), weight: setup.weight))
        }
        engine = Engine(
            desk: city.desk, ways: ways, reader: ReplyReader(city.shelf.keywords),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await engine.start(at: city.clock.now)
    }

    func run(
        for duration: Duration, tick: Duration = .milliseconds(50),
        each: () async throws -> Bool = { true }
    ) async throws {
        let end = city.clock.now + duration
        while city.clock.now < end {
            _ = try await engine.step(at: city.clock.now)
            guard try await each() else { return }
            city.clock.advance(by: tick)
        }
    }

    func handovers(_ name: String) -> [WatchedGateway.Handover] {
        watches[name]?.handovers ?? []
    }

    /// Texts that were taken, by gateway.
    func accepted(_ messages: [Int64]) -> [String: Int] {
        sandboxes.mapValues { sandbox in
            messages.reduce(0) { $0 + sandbox.acceptedCount($1) }
        }
    }

    /// The most segments that left by a gateway in any second.
    func busiestSecond(_ name: String) -> Int {
        handovers(name).busiestSecond
    }
}
