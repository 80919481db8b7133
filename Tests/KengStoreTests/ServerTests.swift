import KengDomain
import KengTestSupport
import Testing

@testable import KengStore

/// What only a server does: links that end, several programs at once, answers read while others are asked for.
@Suite(.enabled(if: !TestDatabase.isFile, "it is about servers; scripts/test runs it on one"))
struct ServerTests {
    /// A statement within the answer of another neither loses nor mixes rows.
    @Test func statementsMayBeNested() async throws {
        let store = try StoreFixture()
        try await store.database.write { transaction -> Void in
            for number in 0..<500 { try transaction.set("\(number)", to: "\(number * 2)") }
        }
        let pairs = try await store.database.read { transaction in
            try transaction.all("SELECT name FROM setting ORDER BY name") { row in
                let name = try row.text(0)
                return (name, try transaction.setting(name))
            }
        }
        #expect(pairs.count == 500)
        #expect(pairs.allSatisfy { Int($0.1 ?? "") == Int($0.0).map { $0 * 2 } })
    }

    @Test func anAnswerThatNobodyFinishesLeavesTheLinkClean() async throws {
        struct Enough: Error {}
        let store = try StoreFixture()
        try await store.database.write { transaction -> Void in
            for number in 0..<500 { try transaction.set("\(number)", to: "x") }
            do {
                try transaction.run("SELECT name FROM setting", []) { _ in throw Enough() }
            } catch is Enough {}
            try transaction.set("after", to: "all")
        }
        #expect(try await store.database.read { try $0.setting("after") } == "all")
    }

    /// A hundred thousand rows that a statement within them takes off the wire are given out one by one.
    @Test func aLongAnswerMayBeInterrupted() async throws {
        let store = try StoreFixture()
        let sum = try await store.database.read { transaction in
            var (sum, inner): (Int64, Int64?) = (0, nil)
            try transaction.run("SELECT generate_series(1, $1)", [.integer(100_000)]) { row in
                sum += try row.integer(0)
                if inner == nil { inner = try transaction.first("SELECT 7") { try $0.integer(0) } }
            }
            return sum + (inner ?? 0)
        }
        #expect(sum == 5_000_050_000 + 7)
    }

    /// The server drops every link: what was under way fails and is undone, and the next just works.
    @Test func aLostLinkIsMadeAgain() async throws {
        let store = try StoreFixture()
        try await store.database.write { try $0.set("kept", to: "1") }
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction -> Void in
                try transaction.set("lost", to: "1")
                try transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                try transaction.set("lost", to: "2")
            }
        }
        #expect(try await store.database.read { try $0.setting("lost") } == nil)
        try await store.database.write { try $0.set("kept", to: "2") }
        #expect(try await store.database.read { try $0.setting("kept") } == "2")
    }

    @Test func aLinkThatDiedWhileNobodyUsedItIsNotNoticed() async throws {
        let store = try StoreFixture()
        let pid = try await store.database.write { transaction in
            try transaction.first("SELECT pg_backend_pid()") { try $0.integer(0) }
        }
        let other = try store.reopened()
        let isDead = try await other.write { transaction in
            try transaction.first("SELECT pg_terminate_backend($1::int)", [.optional(pid)]) {
                try $0.flag(0)
            }
        }
        #expect(isDead == true)
        try await store.database.write { try $0.set("kept", to: "2") }
        #expect(try await store.database.read { try $0.setting("kept") } == "2")
    }

    /// Who writes reads first what it builds on; two programs take turns.
    @Test func programsThatCountTogetherMissNothing() async throws {
        let store = try StoreFixture()
        let programs = [store.database, try store.reopened(), try store.reopened()]
        try await store.database.write { try $0.set("count", to: "0") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for program in programs {
                group.addTask {
                    for _ in 0..<100 {
                        try await program.write { transaction -> Void in
                            let count = try transaction.setting("count").flatMap { Int($0) } ?? 0
                            try transaction.set("count", to: "\(count + 1)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.database.read { try $0.setting("count") } == "300")
    }

    /// A failed statement undoes the write even where its error is swallowed: nothing is half-done.
    @Test func aWriteWithAFailedStatementIsUndone() async throws {
        let store = try StoreFixture()
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction -> Void in
                try transaction.set("half", to: "done")
                do { try transaction.execute("SELECT nothing FROM nowhere") } catch is StoreProblem
                {}
            }
        }
        #expect(try await store.database.read { try $0.setting("half") } == nil)
    }
}
