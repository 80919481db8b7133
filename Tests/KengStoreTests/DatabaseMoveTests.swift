import Foundation
import KengDomain
import KengTestSupport
import Synchronization
import Testing

@testable import KengStore

/// From a file, and to one: the other side is whatever is under test.
struct DatabaseMoveTests {
    private static let odd = [
        "", " ", "tab\there", "line\nfeed\r\n", "back\\slash \\N \\.", "Khói – “ngạt” 烟雾 🔥",
        "\\x00",
        "e\u{301}", "\u{1}\u{7F}",
    ]

    @Test func everyRowComesOverAsItWas() async throws {
        let store = try StoreFixture()
        let file = try Database(path: store.folder.appending(path: "file.db").path)
        try await file.write { transaction -> Void in
            for (number, text) in Self.odd.enumerated() {
                try transaction.set("\(number)", to: text)
            }
            try transaction.execute(
                """
                INSERT INTO inbound_part (gateway, provider_id, phone, reference, total, number, octets,
                    coding, at)
                VALUES ('g', 'p', $1, -1, 0, 9223372036854775807, $2, 8, 1)
                """, [.integer(Int64.min), .bytes((0...255).map { UInt8($0) })])
        }
        let counts = try await DatabaseMove.move(from: file, to: store.database)
        #expect(counts.first { $0.table == "setting" }?.rows == Self.odd.count)
        let back = try Database(path: store.folder.appending(path: "back.db").path)
        #expect(try await DatabaseMove.move(from: store.database, to: back) == counts)
        for table in counts.map(\.table) {
            #expect(try await Self.rows(table, file) == Self.rows(table, back), "\(table)")
        }
    }

    @Test func aDatabaseThatHoldsSomethingIsLeftAsItIs() async throws {
        let store = try StoreFixture()
        let file = try Database(path: store.folder.appending(path: "file.db").path)
        try await file.write { try $0.set("theirs", to: "1") }
        try await store.database.write { try $0.set("ours", to: "1") }
        await #expect(throws: DatabaseMove.Problem.notEmpty(table: "setting")) {
            try await DatabaseMove.move(from: file, to: store.database)
        }
        #expect(try await store.database.read { try $0.setting("theirs") } == nil)
    }

    /// The last table cannot take its rows: the first have none either.
    @Test func allComesOverOrNothing() async throws {
        let store = try StoreFixture()
        let file = try Database(path: store.folder.appending(path: "file.db").path)
        try await file.write { transaction -> Void in
            try transaction.set("kept", to: "1")
            try transaction.startWorker(7, at: StoreFixture.now)
            try transaction.execute("ALTER TABLE worker ADD COLUMN more BIGINT")
        }
        await #expect(throws: DatabaseMove.Problem.differs(table: "worker")) {
            try await DatabaseMove.move(from: file, to: store.database)
        }
        #expect(try await store.number("SELECT COUNT(*) FROM setting") == 0)
    }

    private static func rows(_ table: String, _ database: Database) async throws -> Set<[Value]> {
        let rows = Mutex<Set<[Value]>>([])
        try database.readHere { transaction in
            let columns = try transaction.columns(of: table)
            try transaction.run("SELECT \(columns.joined(separator: ", ")) FROM \(table)", []) {
                row in
                let values = columns.indices.map { row.value($0) }
                rows.withLock { _ = $0.insert(values) }
            }
        }
        return rows.withLock { $0 }
    }
}
