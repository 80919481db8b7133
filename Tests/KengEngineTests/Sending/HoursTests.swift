import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 3.
struct HoursTests {
    static let evening = TestCity.Setup.eight + .seconds(15 * 3600)

    /// Each area at a moment of its own, so that not everybody answers at once.
    @Test func aNightCampaignLeavesInTheFirstTenLawfulMinutes() async throws {
        let city = try await TestCity(.init(households: 42, start: Self.evening))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(12 * 3600))
        let seven = Self.evening + .seconds(8 * 3600)
        #expect(
            city.watch.handovers.allSatisfy { $0.at >= seven && $0.at < seven + .seconds(605) })
        #expect(!city.watch.handovers.isEmpty)
        let moments = try await city.lines(
            """
            SELECT resident.area_id, MIN(message.handoff_at), MAX(message.handoff_at)
            FROM message
            JOIN resident ON resident.id = message.resident_id
            WHERE message.wave_id IS NOT NULL
            GROUP BY resident.area_id
            """, columns: 3
        ).map { $0.split(separator: "|").compactMap { Int64($0) } }
        // All of an area at once, and no two areas.
        #expect(moments.allSatisfy { $0[2] - $0[1] < 5000 })
        #expect(moments.count > 1 && Set(moments.map { $0[1] }).count == moments.count)
    }

    /// Eight in the morning comes to the eastern zone two hours before it comes to the western.
    @Test func eachZoneOpensByItsOwnClock() async throws {
        let city = try await TestCity(.init(households: 21, start: Self.evening))
        try await city.approve(try city.brief(["31"]))
        try await city.run(for: .seconds(12 * 3600))
        let eight = Self.evening + .seconds(9 * 3600)
        for (offset, earlier) in [(420, 0), (480, 1), (540, 2)] {
            let opening = eight - .seconds(earlier * 3600)
            let first = try #require(try await city.firstHandoff(offset: offset))
            #expect(first >= opening && first < opening + .seconds(605))
        }
    }

    /// Whatever the start, the pauses, the refusals and the clock do.
    @Test(arguments: UInt64(1)...4)
    func nothingLeavesInAForbiddenMinute(seed: UInt64) async throws {
        var chance = SeededGenerator(seed: seed)
        let start = TestCity.Setup.eight + .seconds(Int(chance.next() % 86_400))
        let city = try await TestCity(
            .init(
                seed: seed, households: 28, segmentsPerSecond: 25, network: SimulationScript.cruel,
                start: start))
        let id = try await city.approve(try city.brief())
        var stepsBack = 3
        try await city.run(for: .seconds(60 * 3600), tick: .seconds(5)) { now in
            let word = try await city.state(of: id)
            switch chance.next() % 40 {
            case 0 where word == .running: try await city.desk.pause(id, by: city.author)
            case 0...2 where stepsBack > 0 && word == .running:
                stepsBack -= 1
                city.clock.set(now - .seconds(3600))
            default: break
            }
            if try await city.state(of: id) == .paused {
                city.clock.advance(by: .seconds(Int(chance.next() % (12 * 3600))))
                try await city.desk.resume(id, by: city.author)
            }
            return true
        }
        #expect(!city.watch.handovers.isEmpty)
        try await city.expectLawfulHours()
        #expect(try await city.violations().isEmpty)
    }

    @Test func aPauseOverNightWaitsForTheMorning() async throws {
        let city = try await TestCity(
            .init(
                households: 20, segmentsPerSecond: 24,
                start: TestCity.Setup.eight + .seconds(13 * 3600 + 29 * 60 + 57)))
        let id = try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(2), tick: .milliseconds(100))
        try await city.desk.pause(id, by: city.author)
        let before = city.watch.handovers.count
        #expect(before > 0)
        city.clock.advance(by: .seconds(3600))
        try await city.desk.resume(id, by: city.author)
        try await city.run(for: .seconds(20 * 3600))
        #expect(city.watch.handovers.count > before)
        try await city.expectLawfulHours()
    }
}

extension TestCity {
    func firstHandoff(offset: Int) async throws -> Instant? {
        try await numbers("SELECT MIN(handoff_at) FROM message WHERE utc_offset = \(offset)")
            .first.map { Instant(milliseconds: $0) }
    }

    /// Looks at what the gateway was offered, not at what the rows say.
    func expectLawfulHours() async throws {
        for handover in watch.handovers {
            let row = try await database.read { transaction in
                try transaction.first(
                    """
                    SELECT area.jurisdiction, message.utc_offset, message.class
                    FROM message
                    JOIN resident ON resident.id = message.resident_id
                    JOIN area ON area.id = resident.area_id
                    WHERE message.id = $1 AND message.wave_id IS NOT NULL
                    """, [.integer(handover.text.message)]
                ) { (try $0.text(0), Int(try $0.integer(1))) }
            }
            guard let (code, minutes) = row else { continue }
            let rules = try #require(
                try Shelf.library.get().jurisdictions[try Jurisdiction(code)])
            let offset = try UTCOffset(minutes: minutes)
            #expect(
                rules.hours.awareness.allows(handover.at, at: offset),
                "\(code) at \(offset.minuteOfDay(at: handover.at))")
        }
    }
}
