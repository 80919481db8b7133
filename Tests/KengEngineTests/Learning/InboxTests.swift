import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 7.
struct InboxTests {
    @Test(arguments: UInt64(1)...2)
    func nothingIsAcknowledgedBeforeItIsKept(seed: UInt64) async throws {
        let city = try await TestCity(
            .init(
                seed: seed, households: 28, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        try await city.approve(try city.brief(manner: .oneByOne))
        try await city.run(for: .seconds(30 * 3600), tick: .seconds(30))
        #expect(city.watch.notKept.isEmpty)
        #expect(try await city.number("SELECT COUNT(*) FROM inbound") > 10)
        #expect(await city.sandbox.receive(limit: 10, at: city.clock.now).isEmpty)
    }

    /// The provider sends an event again because our acknowledgement was lost.
    @Test func theSameTextTwiceChangesNothing() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        let letters = String(try city.rightLetters(for: phone))
        city.sandbox.type(from: phone, text: letters, at: city.clock.now)
        let watch = city.watch
        watch.die(at: .beforeAcknowledge, after: 1)
        try await city.run(for: .seconds(60)) { _ in !watch.isDead }
        #expect(watch.isDead)
        let again = try await city.revived()
        #expect(try await again.number("SELECT COUNT(*) FROM inbound") == 1)
        #expect(try await again.number("SELECT COUNT(*) FROM attendance") == 1)
        let known = try await again.counts()
        #expect(!(await again.sandbox.receive(limit: 10, at: again.clock.now).isEmpty))
        try await again.run(for: .seconds(60))
        #expect(try await again.counts() == known)
        #expect(try await again.violations().isEmpty)
    }
}

extension TestCity {
    func counts() async throws -> [Int] {
        var counts: [Int] = []
        for table in ["inbound", "session", "attendance", "message", "consent"] {
            counts.append(try await number("SELECT COUNT(*) FROM \(table)"))
        }
        return counts
    }
}
