import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 13, and that `keng verify` names the row that is wrong.
struct VerifierTests {
    /// One statement that does harm, with the table and promise it must be found by.
    struct Harm: Sendable, CustomTestStringConvertible {
        let sql: String
        let row: String
        let promise: Int
        var testDescription: String { sql }
    }

    static let harms = [
        Harm(
            sql: "UPDATE audit SET actor = 'nobody' WHERE number = 4", row: "audit/4",
            promise: 13),
        Harm(sql: "UPDATE audit SET at = at + 1 WHERE number = 5", row: "audit/5", promise: 13),
        Harm(sql: "DELETE FROM audit WHERE number = 5", row: "audit/5", promise: 13),
        Harm(
            sql: "UPDATE audit SET detail = 'x' WHERE number = (SELECT MAX(number) FROM audit)",
            row: "audit/", promise: 13),
        Harm(
            sql: "UPDATE wave_count SET messages = messages + 1 WHERE state = 4",
            row: "wave_count/", promise: 2),
        Harm(
            sql: "DELETE FROM message WHERE id = (SELECT MIN(id) FROM message)",
            row: "wave_count/", promise: 2),
        Harm(
            sql: """
                UPDATE household SET covered_at = NULL
                WHERE id = (SELECT household_id FROM attendance LIMIT 1)
                """, row: "household/", promise: 8),
        Harm(
            sql: """
                UPDATE household SET covered_at = 1
                WHERE id = (SELECT id FROM household WHERE covered_at IS NULL LIMIT 1)
                """, row: "household/", promise: 8),
        Harm(
            sql: "UPDATE area_count SET total = total - 1 WHERE kind = 3", row: "area_count/",
            promise: 8),
        Harm(
            sql: "UPDATE attendance SET session_id = NULL", row: "attendance/", promise: 8),
        Harm(
            sql: "UPDATE attendance SET resident_id = resident_id + 1", row: "attendance/",
            promise: 8),
        Harm(sql: "DELETE FROM attendance", row: "household/", promise: 8),
        Harm(sql: "UPDATE session SET state = 3", row: "attendance/", promise: 8),
        Harm(
            sql: "UPDATE campaign_count SET total = total + 1 WHERE kind = 2",
            row: "campaign_count/", promise: 8),
        Harm(sql: "DELETE FROM campaign_count", row: "campaign_count/", promise: 8),
        Harm(sql: "UPDATE edition SET text = text || ' '", row: "edition/", promise: 12),
        Harm(sql: "UPDATE body SET text = text || '!'", row: "body/", promise: 11),
        Harm(sql: "DELETE FROM part WHERE number = 1", row: "message/", promise: 11),
        Harm(
            sql: "UPDATE message SET handoff_at = handoff_at - 28800000 WHERE wave_id > 0",
            row: "message/", promise: 3),
        Harm(
            sql: "UPDATE phone SET opted_out_at = 1 WHERE holder_id > 0", row: "message/",
            promise: 4),
        Harm(
            sql: "UPDATE campaign SET approver_id = author_id", row: "campaign/", promise: 12),
        Harm(
            sql: "UPDATE resident SET household_id = 1 WHERE id = (SELECT MIN(id) FROM resident)",
            row: "resident/", promise: 0),
    ]

    @Test func aCleanRunHasNoViolation() async throws {
        let city = try await Self.lived()
        let report = try await city.verifier.run()
        #expect(report.violations.isEmpty)
        #expect(report.checked.count >= 12)
        // Nobody opted out, and the network refused nothing.
        let empty: Set = [
            "opt-outs", "consents", "chain of consent", "sealed message_event",
            "quiet days in the audit chain",
        ]
        #expect(Set(report.checked.filter { $0.rows == 0 }.map(\.check)) == empty)
    }

    @Test(arguments: harms)
    func harmIsNamed(harm: Harm) async throws {
        let city = try await Self.lived()
        try await city.change(harm.sql)
        let found = try await city.violations()
        #expect(
            found.contains { $0.row.hasPrefix(harm.row) && $0.promise == harm.promise },
            "\(found.prefix(3))")
    }

    /// A city in which somebody passed.
    private static func lived() async throws -> TestCity {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(3 * 3600))
        let phone = try city.reader()
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 1)
        return city
    }
}
