import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 2, through any number of deaths in the middle of a call to the provider.
struct CrashTests {
    @Test(arguments: UInt64(1)...4)
    func nobodyIsMissedAndNobodyDoubled(seed: UInt64) async throws {
        var chance = SeededGenerator(seed: seed)
        var city = try await TestCity(
            .init(
                seed: seed, households: 35, segmentsPerSecond: 40, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        try await city.approve(try city.brief())
        let end = city.clock.now + .seconds(80 * 3600)
        var deaths = 0
        while city.clock.now < end, deaths < 8 {
            let place = WatchedGateway.Place.allCases[Int(chance.next() % 5)]
            city.watch.die(at: place, after: 1 + Int(chance.next() % 4))
            let watch = city.watch
            try await city.run(for: end - city.clock.now, tick: .seconds(20)) { _ in !watch.isDead }
            guard city.watch.isDead else { break }
            deaths += 1
            city.clock.advance(by: .seconds(1))
            city = try await city.revived()
        }
        #expect(deaths > 3)
        try await city.run(for: max(.seconds(1), end - city.clock.now), tick: .seconds(20))

        #expect(city.sandbox.doubled.isEmpty)
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state IN (1, 2)") == 0)
        let reached = try await city.numbers(
            "SELECT id FROM message WHERE state IN (3, 4, 5, 8) OR (state = 6 AND attempts > 0)")
        for id in reached { #expect(city.sandbox.acceptedCount(id) == 1) }
        let never = try await city.numbers("SELECT id FROM message WHERE state IN (7, 9, 10)")
        for id in never { #expect(city.sandbox.acceptedCount(id) == 0) }
        let recipients = try await city.number(
            "SELECT COUNT(DISTINCT resident_id) FROM message WHERE wave_id IS NOT NULL")
        #expect(
            try await city.number("SELECT COUNT(*) FROM resident WHERE is_holder = 1")
                == recipients)
        #expect(try await city.violations().isEmpty)
    }

    /// One death at each place where a program can be torn away.
    @Test(arguments: WatchedGateway.Place.allCases)
    func aDeathAtAnyPlaceLosesNothing(place: WatchedGateway.Place) async throws {
        var city = try await TestCity(.init(households: 14, people: TestCity.Setup.lively))
        try await city.approve(try city.brief(["V"]))
        let watch = city.watch
        watch.die(at: place, after: 1)
        try await city.run(for: .seconds(72 * 3600), tick: .seconds(10)) { _ in !watch.isDead }
        #expect(watch.isDead)
        city.clock.advance(by: .seconds(1))
        city = try await city.revived()
        try await city.run(for: .seconds(72 * 3600), tick: .seconds(10))
        #expect(city.sandbox.doubled.isEmpty)
        let wave = "FROM message WHERE wave_id IS NOT NULL"
        #expect(
            try await city.number("SELECT COUNT(*) \(wave) AND state = 4")
                == city.number("SELECT COUNT(*) \(wave)"))
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state IN (1, 2, 8)") == 0)
        #expect(try await city.violations().isEmpty)
    }

    /// Names are made of the time: with the clock back where names were given, none may be given again.
    @Test func aClockSetBackWhileTheProgramIsDeadRepeatsNoName() async throws {
        var network = SandboxSettings.Network.calm
        network.temporary = 1
        let setup = TestCity.Setup(households: 28, segmentsPerSecond: 24, network: network)
        var city = try await TestCity(setup)
        try await city.approve(try city.brief(["V"]))
        let watch = city.watch
        watch.die(at: .afterSubmit, after: 3)
        try await city.run(for: .seconds(3600), tick: .milliseconds(1)) { _ in !watch.isDead }
        #expect(watch.isDead)
        city.clock.set(TestCity.Setup.eight)
        city = try await city.revived()
        try await city.run(for: .seconds(72 * 3600), tick: .milliseconds(1))
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state <> 4") == 0)
        #expect(try await city.violations().isEmpty)
    }

    /// Promise 9: the provider counts what the dead program sent in the second that runs.
    @Test func aProgramThatStartsAgainWaitsForTheSecondToBeOver() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .milliseconds(100), tick: .milliseconds(10))
        let before = city.watch.handovers.count
        #expect(before > 0)
        let again = city.restarted()
        try await again.start(at: city.clock.now)
        let end = city.clock.now + .milliseconds(999)
        while city.clock.now < end {
            _ = try await again.step(at: city.clock.now)
            city.clock.advance(by: .milliseconds(37))
        }
        let restart = end - .milliseconds(999)
        #expect(
            city.watch.handovers.dropFirst(before).allSatisfy { $0.at >= restart + .seconds(1) })
        city.clock.set(restart + .seconds(1))
        for _ in 0..<3 { _ = try await again.step(at: city.clock.now) }
        #expect(city.watch.handovers.count > before)
    }

    /// The provider took texts, and the disk then refused to note it: no restart is needed to find out.
    @Test func aRoundThatFailsIsMadeGoodByTheNext() async throws {
        let city = try await TestCity(.init(households: 14))
        try await city.approve(try city.brief(["V"]))
        try await city.change("ALTER TABLE part RENAME COLUMN reference TO lost")
        await #expect(throws: StoreProblem.self) { try await city.run(for: .seconds(60)) }
        let waiting = try await city.number("SELECT COUNT(*) FROM message WHERE state = 2")
        #expect(waiting > 0)
        try await city.change("ALTER TABLE part RENAME COLUMN lost TO reference")
        try await city.engine.recover(at: city.clock.now)
        try await city.run(for: .seconds(3600))
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state <> 4") == 0)
        #expect(city.sandbox.doubled.isEmpty)
        #expect(try await city.violations().isEmpty)
    }
}
