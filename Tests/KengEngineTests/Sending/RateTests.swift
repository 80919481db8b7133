import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promises 9 and 10.
struct RateTests {
    @Test(arguments: [24, 40, 90])
    func everySecondKeepsTheLimit(limit: Int) async throws {
        let city = try await TestCity(
            .init(
                seed: UInt64(limit), households: 42, segmentsPerSecond: limit,
                network: SimulationScript.cruel, people: TestCity.Setup.lively))
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(30 * 3600), tick: .milliseconds(250))
        let log = city.watch.handovers
        #expect(log.count > 30)
        #expect(city.sandbox.overspeed == 0)
        for (place, first) in log.enumerated() {
            let window = log[place...].prefix { $0.at < first.at + .seconds(1) }
            #expect(window.reduce(0) { $0 + $1.text.segments } <= limit)
        }
    }

    /// People slow a gateway down and let it go again while it sends; within a second it does.
    @Test func theRateChangesWhileItSends() async throws {
        let city = try await TestCity(.init(households: 140, segmentsPerSecond: 90))
        try await city.approve(try city.brief(["V"]))
        func segments(in seconds: Int) async throws -> Int {
            let before = city.watch.handovers.count
            try await city.run(for: .seconds(seconds), tick: .milliseconds(50))
            return city.watch.handovers[before...].reduce(0) { $0 + $1.text.segments }
        }
        let fast = try await segments(in: 2)
        try await city.desk.setRate(24, of: "sandbox", by: city.approver)
        _ = try await segments(in: 1)
        let slow = try await segments(in: 4)
        try await city.desk.setRate(0, of: "sandbox", by: city.approver)
        _ = try await segments(in: 1)
        let none = try await segments(in: 5)
        try await city.desk.setRate(nil, of: "sandbox", by: city.approver)
        _ = try await segments(in: 1)
        let again = try await segments(in: 2)
        #expect(fast > 120)
        #expect(slow > 60 && slow <= 4 * 24)
        #expect(none == 0)
        #expect(again > 120)
        await #expect(throws: DeskProblem.approversOnly) {
            try await city.desk.setRate(24, of: "sandbox", by: city.author)
        }
        #expect(try await city.violations().isEmpty)
    }

    /// The provider's second is as long as ever.
    @Test(arguments: [3600, 1, -1, -3600])
    func aClockThatIsSetOpensNoSecondTwice(by seconds: Int) async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"], messageClass: .service))
        try await city.run(for: .milliseconds(2300), tick: .milliseconds(10))
        city.clock.step(by: .seconds(seconds))
        try await city.run(for: .milliseconds(2300), tick: .milliseconds(10))
        let log = city.watch.handovers
        #expect(city.sandbox.overspeed == 0)
        // Set back by an hour, the rest is due in an hour.
        #expect(log.reduce(0) { $0 + $1.text.segments } > (seconds == -3600 ? 48 : 80))
        for (place, first) in log.enumerated() {
            let window = log[place...].prefix { $0.real < first.real + .seconds(1) }
            #expect(window.reduce(0) { $0 + $1.text.segments } <= 24)
        }
    }

    @Test func aReplyGoesBeforeTheRestOfABlast() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(4), tick: .milliseconds(100))
        let phone = try city.reader()
        let before = city.watch.handovers.count
        city.sandbox.type(from: phone, text: "HD", at: city.clock.now)
        try await city.run(for: .milliseconds(1200), tick: .milliseconds(100))
        let next = try #require(city.watch.handovers.dropFirst(before).first)
        #expect(next.text.phone == phone)
        #expect(
            try await city.number(
                "SELECT COUNT(*) FROM message WHERE state = 1 AND wave_id IS NOT NULL") > 0)
    }

    @Test func anEmergencyCampaignGoesBeforeAnOlderBlast() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(3), tick: .milliseconds(100))
        let before = city.watch.handovers.count
        try await city.approve(try city.brief(["V1"], manner: nil, messageClass: .emergency))
        try await city.run(for: .seconds(3), tick: .milliseconds(100))
        var lanes: [Int] = []
        for handover in city.watch.handovers.dropFirst(before) {
            lanes.append(
                try await city.number(
                    "SELECT lane FROM message WHERE id = \(handover.text.message)"))
        }
        let emergency = Int(Lane.emergency.rawValue)
        let first = try #require(lanes.firstIndex(of: emergency))
        let last = try #require(lanes.lastIndex(of: emergency))
        // One text may leave in the round that only starts the campaign.
        #expect(first <= 1 && last > first)
        #expect(lanes[first...last].allSatisfy { $0 == emergency })
    }

    /// A text longer than a second's limit has no way out, and says so instead of blocking the rest.
    @Test func aTextLongerThanTheLimitIsListed() async throws {
        let city = try await TestCity(.init(households: 14, segmentsPerSecond: 3))
        let id = try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(3600))
        #expect(try await city.state(of: id) == .finished)
        #expect(
            try await city.number(
                "SELECT COUNT(*) FROM message WHERE segments > 3 AND (state <> 9 OR reason <> 3)")
                == 0)
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE segments > 3") > 0)
    }

    /// Waiting for the provider's limit costs no rounds.
    @Test func waitingForTheLimitDoesNotSpin() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        var rounds = 0
        try await city.run(for: .seconds(10), tick: .milliseconds(1)) { _ in
            rounds += 1
            return true
        }
        // A receipt for each segment comes by itself; spinning makes a round of each of 10,000 ticks.
        let segments = try await city.number(
            "SELECT SUM(segments) FROM message WHERE handoff_at IS NOT NULL")
        #expect(segments > 50)
        #expect(rounds < 4 * segments)
    }
}
