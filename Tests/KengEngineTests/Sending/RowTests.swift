import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

struct RowTests {
    /// Promises 1 and 2: everybody of the audience has one row, and every row ends somewhere.
    @Test(arguments: UInt64(1)...3)
    func everyRecipientHasOneRowAndEveryRowSettles(seed: UInt64) async throws {
        let city = try await TestCity(
            .init(
                seed: seed, households: 42, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        let id = try await city.approve(try city.brief())
        try await city.run(for: .seconds(80 * 3600), tick: .seconds(20))
        #expect(try await city.state(of: id) == .finished)

        let audience = try await city.numbers(
            "SELECT id FROM resident WHERE is_holder = 1 ORDER BY id")
        let rows = try await city.numbers(
            "SELECT resident_id FROM message WHERE wave_id IS NOT NULL ORDER BY resident_id")
        #expect(rows == audience)
        let settled = try await city.number(
            "SELECT SUM(messages) FROM wave_count WHERE state IN (3, 4, 5, 6, 7, 8, 9, 10)")
        #expect(settled == audience.count)
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state IN (1, 2)") == 0)
        #expect(city.sandbox.doubled.isEmpty)
        #expect(try await city.violations().isEmpty)
    }

    @Test func planningTwiceAddsNoRow() async throws {
        let city = try await TestCity()
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(5))
        let before = try await city.number("SELECT COUNT(*) FROM message")
        try await city.change(
            "UPDATE wave SET planned_at = NULL, cursor_area = 0, cursor_resident = 0")
        let state = try await city.number("SELECT state FROM campaign")
        try await city.change("UPDATE campaign SET state = 4")
        try await city.run(for: .seconds(60))
        #expect(try await city.number("SELECT COUNT(*) FROM message") == before)
        // The audit chain does not know of the edit above, and verify would say so.
        try await city.change("UPDATE campaign SET state = \(state)")
        #expect(city.sandbox.doubled.isEmpty)
        #expect(try await city.violations().isEmpty)
    }
}

/// Planning a wave a few rows at a time, as a city of millions is planned.
struct PlannerBatchTests {
    @Test(arguments: [1, 3, 7, 1000])
    func smallBatchesMissNobodyAndStartNothingTwice(batch: Int) async throws {
        let city = try await TestCity(.init(households: 42))
        try await city.approve(try city.brief())
        let scheduler = Scheduler(desk: city.desk)
        for _ in 0..<2 { _ = try await scheduler.step(at: city.clock.now) }
        var rounds = 0
        var isBusy = true
        while isBusy, rounds < 500 {
            // A new planner each time: what it has not written down is forgotten.
            let planner = Planner(
                desk: city.desk, editions: EditionShelf(database: city.database), batch: batch)
            isBusy = try await planner.step(at: city.clock.now)
            rounds += 1
        }
        #expect(!isBusy)
        let audience = try await city.numbers(
            "SELECT id FROM resident WHERE is_holder = 1 ORDER BY id")
        #expect(
            try await city.numbers("SELECT resident_id FROM message ORDER BY resident_id")
                == audience)
        #expect(audience.count > 40 && rounds >= audience.count / batch)
        #expect(try await city.violations().isEmpty)
    }
}
