import Foundation
import Testing

@testable import KengStore

struct GroupCommitTests {
    struct Refused: Error {}

    /// While one write holds the writer, the others gather and go to disk together.
    @Test func writesThatArriveTogetherShareACommit() async throws {
        let store = try StoreFixture()
        let before = store.database.commits
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await store.database.write { _ in Thread.sleep(forTimeInterval: 0.3) }
            }
            for number in 1...400 {
                group.addTask {
                    try await store.database.write { try $0.set("\(number)", to: "1") }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.number("SELECT COUNT(*) FROM setting") == 400)
        #expect(store.database.commits - before < 40)
    }

    @Test func oneThatFailsUndoesOnlyItself() async throws {
        let store = try StoreFixture()
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        try await store.database.write { transaction in
                            try transaction.set("\(number)", to: "1")
                            if number % 3 == 0 { throw Refused() }
                        }
                        return true
                    } catch is Refused {
                        return false
                    }
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 133)
        #expect(try await store.number("SELECT COUNT(*) FROM setting") == 133)
        #expect(
            try await store.number("SELECT COUNT(*) FROM setting WHERE name IN ('0', '3', '198')")
                == 0)
    }

    @Test func aWriteIsOnDiskWhenItReturns() async throws {
        let store = try StoreFixture()
        try await store.database.write { try $0.set("kept", to: "yes") }
        let other = try store.reopened()
        #expect(try await other.read { try $0.setting("kept") } == "yes")
    }

    @Test func aBrokenRuleOfATableIsNamedAndUndone() async throws {
        let store = try StoreFixture()
        await #expect(throws: StoreProblem.self) {
            try await store.database.write { transaction in
                try transaction.set("half", to: "done")
                try transaction.execute("INSERT INTO setting (name, value) VALUES ('x', NULL)")
            }
        }
        #expect(try await store.number("SELECT COUNT(*) FROM setting") == 0)
    }

    @Test func aCopyHoldsWhatWasCommitted() async throws {
        let store = try StoreFixture()
        try await store.database.write { try $0.set("kept", to: "yes") }
        let path = store.folder.appending(path: "copy.db").path
        try store.database.backUp(to: path)
        #expect(try await Database(path: path).read { try $0.setting("kept") } == "yes")
    }
}
