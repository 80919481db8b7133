import Foundation
import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengTestSupport
import KengText
import Testing

/// Promise 13: `keng verify` names the row, whichever column of the record was edited.
struct TamperTests {
    /// Every column of every table is edited in turn and found, or explained in `TamperExceptions`.
    @Test func everyEditedColumnIsFound() async throws {
        let city = try await Self.lived()
        #expect(try await city.violations() == [])
        var tried = 0
        for table in try await city.tables() where TamperExceptions.tables[table] == nil {
            let row =
                Self.rows[table] ?? "\(Self.place) = (SELECT MIN(\(Self.place)) FROM \(table))"
            for (column, isText) in try await city.columns(of: table) {
                let place = "\(table).\(column)"
                guard TamperExceptions.columns[place] == nil else { continue }
                let edit =
                    isText ? "COALESCE(\(column), '') || 'x'" : "COALESCE(\(column), 0) + 1000003"
                tried += 1
                try await city.undoing(table) {
                    let sql = "UPDATE \(table) SET \(column) = \(edit) WHERE \(row)"
                    #expect(try await city.changed(sql) == 1, "\(place)")
                    let found = try await city.violations()
                    let names = [table] + (Self.witnesses[place] ?? Self.witnesses[table] ?? [])
                    #expect(
                        found.contains { fault in names.contains { fault.row.hasPrefix($0 + "/") }
                        },
                        "\(place): \(found.prefix(3))")
                }
            }
        }
        #expect(tried > 120)
        #expect(try await city.violations() == [])
    }

    /// What an edit with a purpose looks like, and the row it must be found by.
    static let harms: [(table: String, sql: String, row: String)] = [
        ("message", "UPDATE message SET phone = phone + 1 WHERE wave_id > 0", "message/"),
        (
            "message",
            "UPDATE message SET body_id = (SELECT MAX(id) FROM body) WHERE wave_id > 0",
            "message/"
        ),
        ("message", "UPDATE message SET handoff_at = handoff_at + 1", "message/"),
        ("message", "UPDATE message SET handoff_at = NULL WHERE state = 4", "message/"),
        ("message", "UPDATE message SET seal = NULL", "message/"),
        ("message", "DELETE FROM message WHERE wave_id IS NULL", "message/"),
        ("message", "DELETE FROM message WHERE wave_id > 0", "wave/"),
        ("part", "UPDATE part SET status = 3 WHERE status = 5", "part/"),
        ("attendance", "UPDATE attendance SET points = points - 1", "attendance/"),
        ("attendance", "UPDATE attendance SET slug = 'smoke-is-the-killer'", "attendance/"),
        ("attendance", "UPDATE attendance SET at = at - 86400000", "attendance/"),
        ("attendance", "DELETE FROM attendance", "attendance/"),
        ("phone", "UPDATE phone SET opted_out_at = NULL", "phone/"),
        ("phone", "UPDATE phone SET opted_out_at = opted_out_at + 1", "phone/"),
        (
            "phone",
            "UPDATE phone SET opted_out_at = 1 WHERE number = (SELECT MIN(number) FROM phone)",
            "phone/"
        ),
        ("consent", "UPDATE consent SET act = 'opt_in'", "consent/"),
        ("consent", "DELETE FROM consent WHERE act = 'opt_in'", "consent/"),
        ("consent", "UPDATE consent SET seal = NULL", "consent/"),
        ("inbound", "UPDATE inbound SET text = 'B'", "inbound/"),
        (
            "inbound",
            "DELETE FROM inbound WHERE id = (SELECT inbound_id FROM attendance)", "inbound/"
        ),
        ("inbound", "DELETE FROM inbound WHERE id = (SELECT MAX(id) FROM inbound)", "inbound/"),
        ("session", "UPDATE session SET answers = 'AAA'", "session/"),
        ("session", "DELETE FROM session", "attendance/"),
        ("campaign", "UPDATE campaign SET untrained_only = 1", "campaign/"),
        ("campaign", "UPDATE campaign SET slug = 'smoke-is-the-killer'", "campaign/"),
        ("campaign", "UPDATE campaign SET ends_at = ends_at + 3600000", "campaign/"),
        ("campaign", "UPDATE campaign SET budget_segments = 9", "campaign/"),
        ("campaign", "UPDATE campaign SET digest = 'abc', texts = NULL", "campaign/"),
        ("campaign", "UPDATE campaign SET texts = NULL", "campaign/"),
        ("campaign", "UPDATE campaign SET state = 6", "campaign/"),
        ("campaign", "DELETE FROM campaign", "campaign/"),
        ("campaign_area", "DELETE FROM campaign_area WHERE area_id > 0", "campaign/"),
        ("wave", "DELETE FROM wave", "wave/"),
        ("edition", "DELETE FROM edition WHERE id = (SELECT MAX(id) FROM edition)", "edition/"),
        ("account", "UPDATE account SET role = 'approver'", "account/"),
        ("audit", "DELETE FROM audit WHERE number > 9", "audit/10"),
        ("audit", "DELETE FROM audit", "audit/1"),
        ("chain", "DELETE FROM chain WHERE name = 'audit'", "chain/audit"),
    ]

    @Test func everyHarmIsNamed() async throws {
        let city = try await Self.lived()
        for harm in Self.harms {
            try await city.undoing(harm.table) {
                #expect(try await city.changed(harm.sql) > 0, "\(harm.sql)")
                let found = try await city.violations()
                #expect(
                    found.contains { $0.row.hasPrefix(harm.row) },
                    "\(harm.sql): \(found.prefix(3))")
            }
        }
        #expect(try await city.violations() == [])
    }

    /// Who can write everywhere can make everything again; only what is written down elsewhere tells.
    @Test func aHeadWrittenDownIsAskedAbout() async throws {
        let city = try await Self.lived()
        let report = try await city.verifier.run()
        let quoted = report.heads.map(\.text).compactMap { QuotedHead($0) }
        #expect(Set(quoted.map(\.chain)) == Set(QuotedHead.chains))
        try await city.desk.pause(try await city.onlyCampaign(), by: city.author)
        #expect(try await city.verifier.run(quoted: quoted).violations == [])
        try await city.change("DELETE FROM audit WHERE number > 9")
        try await city.change(
            """
            UPDATE chain SET links = 9, last_id = 9,
                seal = (SELECT hash FROM audit WHERE number = 9)
            WHERE name = 'audit'
            """)
        let end = try #require(quoted.first { $0.chain == "audit" })
        let found = try await city.verifier.run(quoted: quoted).violations
        #expect(found.contains { $0.row == "audit/\(end.link)" && $0.found == "missing" })
    }

    @Test(arguments: ["audit", "audit/x/y", "phone/1/a", "audit/-1/a", "audit/1/a/b", ""])
    func whatIsNoHeadIsRefused(text: String) {
        #expect(QuotedHead(text) == nil)
    }

    /// The page for people who rely on it names each exception.
    @Test func theExceptionsAreInTheManual() throws {
        let page = try String(
            contentsOf: Shelf.root.appending(path: "docs/verify-and-recover.md"), encoding: .utf8)
        for name in Array(TamperExceptions.tables.keys) + Array(TamperExceptions.columns.keys)
        where name != "migration" {
            #expect(page.contains("`\(name)`"), "\(name)")
        }
    }

    @Test func theExceptionsAreInTheTables() async throws {
        let city = try await TestCity(.init(households: 7))
        let tables = try await city.tables()
        for name in TamperExceptions.tables.keys { #expect(tables.contains(name), "\(name)") }
        for name in TamperExceptions.columns.keys {
            let parts = name.split(separator: ".").map(String.init)
            let columns = try await city.columns(of: parts[0])
            #expect(columns.contains { $0.name == parts[1] }, "\(name)")
        }
    }

    /// What each engine calls the place of a row.
    private static let place = TestDatabase.isFile ? "rowid" : "ctid"

    /// The row that is edited, where not any will do.
    private static let rows = [
        "message": "id = (SELECT MIN(id) FROM message WHERE state = 4 AND wave_id > 0)",
        "body": "id = (SELECT body_id FROM message WHERE state = 4 LIMIT 1)",
        "part": "message_id = (SELECT MIN(message_id) FROM part WHERE status = 5) AND number = 1",
        "household": "id = (SELECT household_id FROM attendance LIMIT 1)",
        "phone": "number = (SELECT phone FROM consent WHERE act = 'opt_out' LIMIT 1)",
        "resident": "id = (SELECT resident_id FROM attendance LIMIT 1)",
        "chain": "name = 'inbound'",
        "wave_count": "\(place) = (SELECT MIN(\(place)) FROM wave_count WHERE messages > 0)",
    ]

    /// Rows of other tables, or of no column's own, that an edit is found by.
    private static let witnesses = [
        "campaign_area": ["campaign"], "campaign_edition": ["campaign"],
        "household.id": ["resident"], "household.area_id": ["resident", "area_count"],
        "resident.id": ["phone"], "resident.phone": ["phone"], "resident.is_holder": ["phone"],
        "resident.area_id": ["resident"], "body.id": ["message"],
    ]

    /// A city in which somebody passed, somebody stopped and came back, and the network was not calm.
    private static func lived() async throws -> TestCity {
        var network = SandboxSettings.Network.calm
        network.rejected = 0.1
        network.temporary = 0.2
        network.undelivered = 0.1
        let city = try await TestCity(.init(households: 42, network: network))
        try await city.approve(try city.brief(hours: 30 * 24, everyDays: 40, waves: 2))
        try await city.run(for: .seconds(3 * 3600))
        _ = try await city.desk.addQuietDay(
            try LocalDay("2027-01-02"), in: try city.area("V").id, reason: "mourning",
            by: city.approver)
        let phones = try city.readers()
        let (passing, stopping, doubting) = (phones[0], phones[1], phones[2])
        try await city.type(String(try city.rightLetters(for: passing)), from: passing)
        try await city.type("STOP", from: doubting)
        try await city.type("DK", from: doubting)
        try await city.type("STOP", from: stopping)
        try await city.type("what", from: passing)
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 1)
        #expect(try await city.number("SELECT COUNT(*) FROM consent") == 3)
        #expect(try await city.number("SELECT COUNT(*) FROM message_event") > 0)
        return city
    }
}

extension TestCity {
    fileprivate func tables() async throws -> [String] {
        try await lines(
            TestDatabase.isFile
                ? """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                ORDER BY name
                """
                : """
                SELECT tablename FROM pg_catalog.pg_tables
                WHERE schemaname = current_schema()
                ORDER BY tablename
                """, columns: 1)
    }

    fileprivate func columns(of table: String) async throws -> [(name: String, isText: Bool)] {
        try await database.read { transaction in
            try transaction.all(
                TestDatabase.isFile
                    ? "SELECT name, type FROM pragma_table_info('\(table)')"
                    : """
                    SELECT column_name, UPPER(data_type) FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = '\(table)'
                    ORDER BY ordinal_position
                    """
            ) { (try $0.text(0), try $0.text(1) == "TEXT") }
        }
    }

    fileprivate func changed(_ sql: String) async throws -> Int {
        try await database.write { try $0.execute(sql) }
    }

    /// Puts the table back as it was.
    fileprivate func undoing(_ table: String, _ harm: () async throws -> Void) async throws {
        try await change("CREATE TABLE kept AS SELECT * FROM \(table)")
        try await harm()
        try await change("DELETE FROM \(table)")
        try await change("INSERT INTO \(table) SELECT * FROM kept")
        try await change("DROP TABLE kept")
    }

    fileprivate func onlyCampaign() async throws -> Campaign.ID {
        Campaign.ID(rawValue: Int64(try await number("SELECT id FROM campaign")))
    }

    /// Vietnamese phones in the order in which the network took a text for them.
    fileprivate func readers() throws -> [PhoneNumber] {
        var phones: [PhoneNumber] = []
        for handover in watch.handovers where handover.text.language == .vietnamese {
            if !phones.contains(handover.text.phone) { phones.append(handover.text.phone) }
        }
        return phones
    }
}
