import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 8.
struct AttendanceTests {
    @Test(arguments: UInt64(1)...2)
    func coverageIsARecountAtEveryMoment(seed: UInt64) async throws {
        let city = try await TestCity(
            .init(
                seed: seed, households: 28, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        try await city.approve(try city.brief(hours: 40, everyDays: 2, waves: 2))
        var rounds = 0
        var looks = 0
        try await city.run(for: .seconds(5 * 86_400), tick: .seconds(60)) { _ in
            rounds += 1
            guard rounds % 25 == 0 else { return true }
            looks += 1
            let found = try await city.violations()
            #expect(found.isEmpty, "\(found)")
            return found.isEmpty
        }
        #expect(looks > 3)
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") > 3)
        #expect(
            try await city.number(
                "SELECT COUNT(*) FROM attendance GROUP BY resident_id, slug, period "
                    + "ORDER BY 1 DESC LIMIT 1") == 1)
    }

    /// Two campaigns of one lesson, both passed: the second pass changes nothing that is counted.
    @Test func aSecondPassOfOneYearCountsNothing() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], hours: 40, everyDays: 2, waves: 2))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        let before = try await city.areaCounts()
        try await city.run(for: .seconds(2 * 86_400), tick: .seconds(60))
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(try await city.sessions(of: phone) == [.passed, .passed])
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 1)
        #expect(try await city.areaCounts() == before)
        #expect(try await city.violations().isEmpty)
    }

    /// A pass counts in the year of the place where the person lives.
    @Test func theNextYearCountsAnew() async throws {
        let december = TestCity.Setup.eight + .seconds(37 * 86_400)
        let city = try await TestCity(.init(households: 7, start: december))
        try await city.approve(try city.brief(["V"], hours: 40, everyDays: 3, waves: 2))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        try await city.run(for: .seconds(3 * 86_400), tick: .seconds(60))
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(
            try await city.numbers("SELECT period FROM attendance ORDER BY id") == [2026, 2027])
        #expect(
            try await city.number("SELECT COUNT(*) FROM household WHERE covered_at > 0") == 1)
        #expect(try await city.violations().isEmpty)
    }
}

extension TestCity {
    func areaCounts() async throws -> [String] {
        try await lines(
            """
            SELECT CAST(area_id AS TEXT), CAST(kind AS TEXT), CAST(total AS TEXT)
            FROM area_count
            ORDER BY area_id, kind
            """, columns: 3)
    }
}
