import Foundation
import KengDomain
import KengSimulation
import Testing

/// Days of a made-up city, and what becomes of them when the engine breaks a promise.
struct CitySimulationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let shelf = Result {
        try SimulatedShelf(
            content: root.appending(path: "Content").path,
            locales: root.appending(path: "Locales").path)
    }

    private static func script(_ seed: UInt64) -> SimulationScript {
        SimulationScript(seed: seed, days: 2, residents: 32)
    }

    @Test(arguments: UInt64(1)...6)
    func allPromisesAreKept(seed: UInt64) async throws {
        let result = try await Simulation(Self.script(seed), shelf: Self.shelf.get()).run()
        #expect(result.violations == [])
        #expect(result.events > 20 && result.rounds > 20)
    }

    /// Few seeds are enough to find any broken promise.
    @Test(arguments: BrokenEngine.allCases)
    func aBrokenPromiseIsNoticed(by engine: BrokenEngine) async throws {
        let shelf = try Self.shelf.get()
        for seed in UInt64(1)...12 {
            let result = try await Simulation(
                Self.script(seed), shelf: shelf, faults: engine.faults
            ).run()
            let isFound = result.violations.contains {
                $0.promise == engine.promise
                    && $0.place.hasPrefix("verify") == engine.isFoundByVerify
            }
            if isFound { return }
        }
        Issue.record("nobody noticed that the engine \(engine.rawValue)")
    }

    @Test func theSameSeedGivesTheSameDays() async throws {
        let shelf = try Self.shelf.get()
        #expect(Self.script(3) == Self.script(3))
        #expect(Self.script(3) != Self.script(4))
        let one = try await Simulation(Self.script(3), shelf: shelf).run()
        let other = try await Simulation(Self.script(3), shelf: shelf).run()
        #expect(one.events == other.events && one.rounds == other.rounds)
        #expect(one.messages == other.messages && one.crashes == other.crashes)
    }

    /// Of a day with much else in it, what is left tells the story.
    @Test func theShortestHistoryIsShort() async throws {
        let shelf = try Self.shelf.get()
        let faults = BrokenEngine.forgetsOptOuts.faults
        var shrinker = SimulationShrinker(shelf: shelf, faults: faults, most: 60)
        var found: SimulationScript?
        for seed in UInt64(1)...12 where found == nil {
            let script = Self.script(seed)
            let result = try await Simulation(script, shelf: shelf, faults: faults).run()
            if result.violations.contains(where: { $0.promise == 4 }) { found = script }
        }
        let long = try #require(found)
        let short = try await shrinker.shortest(of: long, showing: 4)
        #expect(short.acts.count < long.acts.count && short.acts.count <= 4)
        let again = try await Simulation(short, shelf: shelf, faults: faults).run()
        #expect(again.violations.contains { $0.promise == 4 })
    }
}
