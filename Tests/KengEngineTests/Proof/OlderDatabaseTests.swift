import KengDomain
@testable import KengEngine
import KengSimulation
import KengStore
import Testing

/// A database from before there were seals: nobody is accused of what no program had written yet.
struct OlderDatabaseTests {
    /// How far the campaign is when the old program makes way for the new one.
    @Test(arguments: [1, 20, 3600, 72 * 3600])
    func anUpgradeAccusesNobody(seconds: Int) async throws {
        let city = try await TestCity(
            .init(
                households: 35, segmentsPerSecond: 4, network: SimulationScript.cruel,
                people: TestCity.Setup.lively))
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(seconds))
        let planned = try await city.number("SELECT COUNT(*) FROM message")
        #expect(planned > 0)
        try await city.makeOlder()
        #expect(try await city.violations() == [])

        try await city.run(for: .seconds(80 * 3600))
        #expect(try await city.violations() == [])
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(80 * 3600))
        #expect(try await city.violations() == [])
        // What was written since is sealed as ever.
        try await city.change(
            "DELETE FROM message WHERE id = (SELECT MAX(id) FROM message WHERE wave_id > 0)")
        #expect(try await city.violations().contains { $0.row.hasPrefix("wave/") })
    }
}

extension TestCity {
    /// Takes from the tables what the step “seals” and those after it gave them, and opens them again with this program.
    fileprivate func makeOlder() async throws {
        try await rechain()
        var sql = [
            "DROP INDEX worker_live", "DROP INDEX worker_ended",
            "DELETE FROM migration WHERE name = 'several workers'",
        ]
        sql += [
            "ALTER TABLE campaign DROP COLUMN first_approver_id",
            "DELETE FROM migration WHERE name = 'two approvals'",
            "ALTER TABLE campaign DROP COLUMN budget_money",
            "DELETE FROM migration WHERE name = 'budgets in money'",
            "ALTER TABLE message DROP COLUMN via",
            "DELETE FROM migration WHERE name = 'ways of replies'",
            "DROP TABLE quiet_day", "DELETE FROM migration WHERE name = 'quiet days'",
        ]
        sql += ["node", "gateway", "beats"].map { "ALTER TABLE worker DROP COLUMN \($0)" }
        sql += ["DROP TABLE chain", "DELETE FROM migration WHERE name = 'seals'"]
        for table in ["inbound", "consent", "attendance"] {
            for column in ["link", "after_id", "seal"] {
                sql.append("ALTER TABLE \(table) DROP COLUMN \(column)")
            }
        }
        for place in [
            "session/seal", "message/seal", "message/handoff_seal", "part/seal",
            "message_event/seal", "wave/seal", "campaign/texts",
        ] {
            let parts = place.split(separator: "/")
            sql.append("ALTER TABLE \(parts[0]) DROP COLUMN \(parts[1])")
        }
        for statement in sql { try await change(statement) }
        _ = try Database(database.location)
    }

    /// Older programs wrote nothing of waves into the chain.
    private func rechain() async throws {
        try await database.write { transaction in
            let told = try transaction.auditEntries(after: 0, limit: 10_000)
            _ = try transaction.execute("DELETE FROM audit")
            for entry in told where !entry.act.hasPrefix("wave.") {
                try transaction.audit(
                    entry.act, by: entry.actor, subject: entry.subject, detail: entry.detail,
                    at: entry.at)
            }
        }
    }
}
