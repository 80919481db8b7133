import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

struct SameSeedTests {
    static let tables = [
        (
            "message",
            "id, wave_id, resident_id, phone, lane, state, reason, body_id, due_at, attempts, "
                + "handoff_at, settled_at"
        ),
        ("part", "message_id, number, reference, status, code, at"),
        ("session", "id, phone, message_id, form, state, answers, unreadable, ended_at"),
        ("attendance", "id, resident_id, household_id, points, at, session_id, inbound_id"),
        ("inbound", "id, provider_id, phone, text, at, received_at, intent, reply_id"),
        ("body", "id, hash"), ("wave_count", "wave_id, state, reason, messages"),
        ("audit", "number, hash"), ("message_event", "id, message_id, what, code"),
    ]

    @Test func theSameSeedGivesTheSameRows() async throws {
        let first = try await Self.dump(seed: 7)
        let second = try await Self.dump(seed: 7)
        #expect(first.count > 200)
        for (one, other) in zip(first, second) where one != other {
            Issue.record("\(one) is \(other)")
            break
        }
        #expect(first == second)
        #expect(try await Self.dump(seed: 8) != first)
    }

    private static func dump(seed: UInt64) async throws -> [String] {
        let city = try await TestCity(
            .init(
                seed: seed, households: 28, segmentsPerSecond: 60, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        try await city.approve(try city.brief(manner: .oneByOne))
        try await city.run(for: .seconds(12 * 3600), tick: .seconds(5))
        var lines: [String] = []
        for (table, columns) in tables {
            let found = try await city.lines(
                "SELECT \(columns) FROM \(table)",
                columns: columns.split(separator: ", ").count)
            lines += found.sorted().map { "\(table) \($0)" }
        }
        return lines
    }
}
