import KengTestSupport
import Testing

@testable import KengStore

/// Many rows in one statement are what they would be one after another.
struct ManyTogetherTests {
    private static let words = [
        "", " ", "NULL", "null", "a,b", "{}", "\"", "\\", "\\\"", "'", "$1", "x\ny", "Cháy", "𠀀",
        "\\x00",
    ]

    private static func rows(_ count: Int) -> [[Value]] {
        (0..<count).map { number in
            [
                .integer(number), .text(words[number % words.count]),
                number % 7 == 0 ? .null : .bytes([UInt8](repeating: UInt8(number % 256), count: 3)),
                .null,
            ]
        }
    }

    private static func table() async throws -> StoreFixture {
        let store = try StoreFixture()
        let octets = TestDatabase.isFile ? "BLOB" : "BYTEA"
        _ = try await store.database.write {
            try $0.execute(
                "CREATE TABLE odd (id BIGINT PRIMARY KEY, word TEXT, raw \(octets), none BIGINT)")
        }
        return store
    }

    private static let insert = """
        INSERT INTO odd (id, word, raw, none)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO NOTHING
        """

    private static func found(_ store: StoreFixture) async throws -> [[Value]] {
        try await store.database.read { transaction in
            try transaction.all("SELECT id, word, raw, none FROM odd ORDER BY id") { row in
                (0..<4).map { row.value($0) }
            }
        }
    }

    @Test(arguments: [0, 1, 2, 99, 100, 101, 250])
    func whatGoesInComesOut(count: Int) async throws {
        let store = try await Self.table()
        let rows = Self.rows(count)
        let new = try await store.database.write { try $0.runTogether(Self.insert, rows) }
        #expect(new == count)
        #expect(try await Self.found(store) == rows)
        // The second time nothing is new, and one more is.
        let again = try await store.database.write {
            try $0.runTogether(Self.insert, Self.rows(count + 1))
        }
        #expect(again == 1)
    }

    @Test func eachRowGetsItsOwnValues() async throws {
        let store = try await Self.table()
        let changed = try await store.database.write { transaction in
            try transaction.runTogether(Self.insert, Self.rows(250))
            return try transaction.runTogether(
                """
                UPDATE odd SET none = $2, word = word || $3
                WHERE id = $1 AND raw IS NOT NULL
                """,
                (0..<300).map { [.integer($0), .integer($0 * 2), .text("\"\($0)")] })
        }
        #expect(changed == 250 - 36)
        for (number, row) in try await Self.found(store).enumerated() {
            guard number % 7 != 0 else { continue }
            #expect(row[3] == .integer(number * 2))
            #expect(row[1] == .text(Self.words[number % Self.words.count] + "\"\(number)"))
        }
    }

    /// A rule that one row breaks undoes the whole write.
    @Test func oneBadRowUndoesAll() async throws {
        let store = try await Self.table()
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction in
                try transaction.runTogether(
                    """
                    INSERT INTO odd (id, word, raw, none)
                    VALUES ($1, $2, $3, $4)
                    """, Self.rows(150) + Self.rows(1))
            }
        }
        #expect(try await Self.found(store) == [])
    }

    @Test func theServersStatementTakesArrays() {
        let statement = ArrayStatement(
            """
            UPDATE message
            SET state = 1, worker = $3, due_at = $1
            WHERE id = $2 AND state = 2
            """, for: [[.integer(5), .integer(6), .null]])
        #expect(
            statement.sql == """
                UPDATE message
                SET state = 1, worker = NULL, due_at = many.v1
                FROM unnest($1::int8[], $2::int8[]) AS many (v1, v2)
                WHERE id = many.v2 AND state = 2
                """)
    }
}
