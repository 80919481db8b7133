import Foundation
import GRDB
import KengDomain
import KengTestSupport
import Synchronization
import Testing

@testable import KengStore

struct MigrationTests {
    @Test func aSecondOpeningChangesNothing() async throws {
        let store = try StoreFixture()
        try await store.database.write { try $0.set("kept", to: "yes") }
        let tables = try await store.schema()
        let again = try store.reopened()
        #expect(try await again.read { try $0.setting("kept") } == "yes")
        #expect(try await store.schema() == tables)
        #expect(
            try await store.number("SELECT COUNT(*) FROM migration")
                == Int64(Migration.list.count))
    }

    /// A file of each earlier release comes to the same tables.
    @Test(arguments: 0..<Migration.list.count)
    func anOlderFileIsBroughtUpToDate(steps: Int) async throws {
        let store = try StoreFixture()
        let fresh = try store.brought(from: steps) { _ in }
        #expect(try await fresh.tables() == store.database.tables())
    }

    /// What was answered before campaigns counted it is counted when the file is opened.
    @Test func olderAnswersAreCounted() async throws {
        let store = try StoreFixture()
        let fresh = try store.brought(from: 7) { old in
            // Campaign 9: a pass that covers, a pass that does not, one open; campaign 10: a failure.
            for (id, campaign, state) in [(1, 9, 2), (2, 9, 2), (3, 9, 1), (4, 10, 3)] {
                try old.execute(
                    """
                    INSERT INTO session (id, phone, resident_id, message_id, campaign_id,
                        edition_id, form, manner, state, answers, unreadable, jurisdiction,
                        deadline, started_at)
                    VALUES ($1, 1, $1, $1, $2, 1, 0, 1, $3, '', 0, 'VN', 0, 0)
                    """, [.integer(id), .integer(campaign), .integer(state)])
            }
            for (id, covers) in [(1, 1), (2, 0)] {
                try old.execute(
                    """
                    INSERT INTO attendance (id, resident_id, household_id, area_id, slug,
                        period, edition_id, kind, points, asked, at, session_id, covers)
                    VALUES ($1, $1, 1, 1, 'x', 2026, 1, 'sms_quiz', 5, 5, 0, $1, $2)
                    """, [.integer(id), .integer(covers)])
            }
        }
        let counts = try await fresh.read { transaction in
            try [9, 10].map { try transaction.campaignCounts(of: Campaign.ID(rawValue: $0)) }
        }
        #expect(counts == [[.replied: 3, .passed: 2, .covered: 1], [.replied: 1]])
    }

    @Test(arguments: [
        "INSERT INTO migration (number, name) VALUES (99, 'from the future')",
        "UPDATE migration SET name = 'another' WHERE number = 2",
        "DELETE FROM migration WHERE number = 1",
    ])
    func anotherListIsRefused(sql: String) async throws {
        let store = try StoreFixture()
        try await store.database.write { _ = try $0.execute(sql) }
        #expect(throws: StoreProblem.self) { try store.reopened() }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let store = try StoreFixture()
        let path = store.folder.appending(path: "text.db").path
        try Data(String(repeating: "no database ", count: 100).utf8)
            .write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreProblem.notOurs(path: path)) { try Database(path: path) }
    }

    @Test func aMissingFileIsMadeOnlyWhenThatIsMeant() throws {
        let store = try StoreFixture()
        let path = store.folder.appending(path: "typo.db").path
        #expect(throws: StoreProblem.missing(path: path)) {
            try Database(path: path, creates: false)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try Database(path: path)
        _ = try Database(path: path, creates: false)
    }

    /// Not one byte of it changes, and nothing is left beside it.
    @Test func anotherProgramsDatabaseIsLeftAsItIs() async throws {
        let store = try StoreFixture()
        let path = store.folder.appending(path: "other.db").path
        let other = try DatabaseQueue(path: path)
        try await other.write { try $0.execute(sql: "CREATE TABLE person (name TEXT)") }
        try other.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: StoreProblem.notOurs(path: path)) { try Database(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        let files = try FileManager.default.contentsOfDirectory(atPath: store.folder.path)
        #expect(!files.contains { $0.hasPrefix("other.db-") })
    }

    /// A lock that is lost lets another program's end delete the journal under a running one.
    @Test(.enabled(if: TestDatabase.isFile, "it is about files"))
    func aSecondOpeningLeavesTheFirstItsLock() async throws {
        let store = try StoreFixture()
        try await store.database.write { try $0.set("kept", to: "yes") }
        // Closed only at the end, since closing it gives up the lock that is looked at.
        let file = unsafe open("\(store.database.location)", O_RDONLY)
        defer { close(file) }
        func isLocked() -> Bool {
            // SQLite's shared bytes; a lock of the descriptor's own sees those of the process.
            var lock = flock()
            lock.l_type = Int16(F_WRLCK)
            lock.l_start = 0x4000_0002
            lock.l_len = 510
            let askDescriptor: Int32 = 36  // F_OFD_GETLK
            return unsafe fcntl(file, askDescriptor, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
        }
        #expect(isLocked())
        try store.reopened().close()
        #expect(isLocked())
    }

    @Test func aLostTableIsNamed() async throws {
        let store = try StoreFixture()
        try await store.database.write { _ = try $0.execute("DROP TABLE account") }
        #expect(throws: StoreProblem.damaged("The table “account” is gone.")) {
            try store.reopened()
        }
    }

    /// A table that is left out could give a name a second time.
    @Test(.enabled(if: TestDatabase.isFile, "it reads the schema of a file"))
    func everyNamedTableIsLookedAt() async throws {
        let fixture = try StoreFixture()
        let (named, newest) = try await fixture.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO consent (id, phone, act, basis, evidence, at, link, seal)
                VALUES (77, 84900000001, 'opt_in', 'reply', '', 1, 1, '')
                """)
            return (
                try transaction.all(
                    """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND sql LIKE '% id INTEGER PRIMARY KEY%'
                    ORDER BY name
                    """
                ) { try $0.text(0) },
                try transaction.newestID()
            )
        }
        #expect(named == NamedTables.all)
        #expect(newest == 77)
    }

    @Test func theListIsNumberedInOrder() {
        #expect(Migration.list.map(\.number) == Array(1...Migration.list.count))
    }
}

extension StoreFixture {
    /// A database in which an older program made the first tables and `fill` wrote, opened by this one.
    func brought(from steps: Int, _ fill: (any TableStore) throws -> Void) throws
        -> KengStore.Database
    {
        let place = try TestDatabase(file: folder.appending(path: "old.db").path)
        let list = Array(Migration.list.prefix(steps))
        switch place.location {
        case .file(let path):
            let old = try DatabaseQueue(path: path)
            try old.write { connection in
                let store = SQLiteTransaction(connection: connection)
                try Migration.apply(list, to: store)
                try fill(store)
            }
            try old.close()
        case .server(let url):
            let old = PostgreSQLConnection(url: url)
            let store = PostgreSQLTransaction(connection: old)
            try old.begin("BEGIN")
            try Migration.apply(list, to: store)
            try fill(store)
            try old.commit()
        }
        older.withLock { $0.append(place) }
        return try place.open()
    }

    func schema() async throws -> [String] { try await database.tables() }
}

extension KengStore.Database {
    func tables() async throws -> [String] {
        try await read { transaction in
            guard transaction is SQLiteTransaction else {
                return try transaction.all(
                    """
                    SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable
                        || ' ' || COALESCE(column_default, '')
                    FROM information_schema.columns
                    WHERE table_schema = current_schema()
                    UNION ALL
                    SELECT REPLACE(indexdef, current_schema() || '.', '')
                    FROM pg_catalog.pg_indexes
                    WHERE schemaname = current_schema()
                    ORDER BY 1
                    """
                ) { try $0.text(0) }
            }
            return try transaction.all(
                """
                SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_schema
                WHERE name <> 'migration' AND name NOT LIKE 'sqlite%'
                ORDER BY name
                """
            ) { try $0.text(0) }
        }
    }
}
