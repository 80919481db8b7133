import Foundation
import GRDB
import Synchronization

/// A SQLite file: many readers, one writer, and small writes that share one commit.
package final class Database: Sendable {
    private let pool: DatabasePool
    private let waiting = Mutex<[PendingWrite]>([])
    private let committed = Atomic<Int>(0)
    package let path: String

    /// Opens the file and brings its tables up to date.
    ///
    /// - Parameter creates: makes the file when it is missing; else that is `StoreProblem.missing`.
    package init(path: String, creates: Bool = true, readers: Int = 4) throws(StoreProblem) {
        self.path = path
        try Self.look(at: path, creates: creates)
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(10)
        configuration.label = "keng"
        configuration.prepareDatabase { connection in
            if !connection.configuration.readonly {
                try connection.execute(sql: "PRAGMA synchronous = FULL")
            }
            try connection.execute(sql: "PRAGMA foreign_keys = OFF")
            try connection.execute(sql: "PRAGMA cache_size = -32768")
            try connection.execute(sql: "PRAGMA mmap_size = 268435456")
            try connection.execute(sql: "PRAGMA temp_store = FILE")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")
                try Migration.apply(to: connection)
            }
            try pool.read { try Migration.missTables(in: $0) }
        } catch let problem as StoreProblem {
            throw problem
        } catch let error as DatabaseError {
            throw Self.problem(error, path)
        } catch {
            throw .cannotOpen(path: path, why: "\(error)")
        }
    }

    /// Looks before anything is written: a file that is not ours stays as it is.
    ///
    /// Only SQLite may open the file: to close it by any other way gives up the locks of all connections of
    /// this process, and the next program that ends would delete the journal under them.
    private static func look(at path: String, creates: Bool) throws(StoreProblem) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else {
            if errno == ENOENT, creates { return }
            if errno == ENOENT { throw .missing(path: path) }
            throw .cannotOpen(path: path, why: unsafe String(cString: strerror(errno)))
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, why: "It is no file, as a folder is none.")
        }
        guard facts.st_size > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let isOurs = try queue.read { connection in
                let names = try String.fetchAll(
                    connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
                return names.isEmpty || names.contains("migration")
            }
            try queue.close()
            guard isOurs else { throw StoreProblem.notOurs(path: path) }
        } catch let problem as StoreProblem {
            throw problem
        } catch let error as DatabaseError {
            throw problem(error, path)
        } catch {
            throw .cannotOpen(path: path, why: "\(error)")
        }
    }

    private static func problem(_ error: DatabaseError, _ path: String) -> StoreProblem {
        switch error.resultCode {
        case .SQLITE_NOTADB: .notOurs(path: path)
        case .SQLITE_CANTOPEN: .cannotOpen(path: path, why: error.message ?? "it cannot be opened")
        default: StoreProblem(error)
        }
    }

    /// Reads a steady picture of the whole database.
    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.read { try body(SQLiteTransaction(connection: $0)) }
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    /// Writes all or nothing; returns after it is on disk.
    ///
    /// Writes that arrive together share one commit, each behind a savepoint of its own, so that one that
    /// throws undoes only itself.
    package func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let box = AnswerBox<Answer>()
            let pending = PendingWrite(
                perform: { transaction in
                    box.fill(Result(catching: { try body(transaction) }))
                },
                settle: { failure in
                    continuation.resume(with: box.take(orFailWith: failure))
                })
            let isFirst = waiting.withLock { list in
                list.append(pending)
                return list.count == 1
            }
            guard isFirst else { return }
            pool.asyncWriteWithoutTransaction { self.drain($0) }
        }
    }

    /// How often something went to disk since the opening; many writes may share one.
    package var commits: Int { committed.load(ordering: .relaxed) }

    /// Commits everything that waits, until nothing does.
    private func drain(_ connection: GRDB.Database) {
        while true {
            let batch = waiting.withLock { Array($0.prefix(512)) }
            guard !batch.isEmpty else { return }
            var failure: (any Error)?
            do {
                try connection.inTransaction(.immediate) {
                    let transaction = SQLiteTransaction(connection: connection)
                    for write in batch {
                        try connection.execute(sql: "SAVEPOINT one")
                        let undo = write.perform(transaction)
                        if undo { try connection.execute(sql: "ROLLBACK TO one") }
                        try connection.execute(sql: "RELEASE one")
                    }
                    return .commit
                }
                committed.add(1, ordering: .relaxed)
            } catch let error as DatabaseError {
                failure = StoreProblem(error)
            } catch {
                failure = error
            }
            // Removed only now: a write that arrives meanwhile sees a list that is not empty and starts no drain.
            let isDone = waiting.withLock { list in
                list.removeFirst(batch.count)
                return list.isEmpty
            }
            for write in batch { write.settle(failure) }
            if isDone { return }
        }
    }

    /// Copies the live database to `path` while others write.
    package func backUp(to path: String) throws(StoreProblem) {
        do {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw Self.problem(error, path)
        } catch {
            throw .cannotOpen(path: path, why: "\(error)")
        }
    }

    package func close() throws {
        try pool.close()
    }
}

/// A write that waits for its turn.
private struct PendingWrite: Sendable {
    /// Says whether it failed and must be undone.
    let perform: @Sendable (any Transaction) -> Bool
    let settle: @Sendable ((any Error)?) -> Void
}

/// Holds what a write returned until its commit is on disk.
private final class AnswerBox<Answer: Sendable>: Sendable {
    private let result = Mutex<Result<Answer, any Error>?>(nil)

    /// - Returns: whether the write failed.
    func fill(_ new: Result<Answer, any Error>) -> Bool {
        result.withLock { $0 = new }
        switch new {
        case .success: return false
        case .failure: return true
        }
    }

    func take(orFailWith failure: (any Error)?) -> Result<Answer, any Error> {
        let filled = result.withLock { $0 }
        if case .failure(let error as DatabaseError) = filled {
            return .failure(StoreProblem(error))
        }
        if case .failure(let error) = filled { return .failure(error) }
        if let failure { return .failure(failure) }
        return filled ?? .failure(StoreProblem.failed(code: 0, "the write was never performed"))
    }
}
