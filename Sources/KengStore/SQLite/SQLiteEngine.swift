import Foundation
import GRDB

/// A SQLite file: many readers, one writer, and small writes that share one commit.
final class SQLiteEngine: StoreEngine {
    private let pool: DatabasePool
    private let queue = WriteQueue()

    /// Opens the file and brings its tables up to date.
    ///
    /// - Parameter creates: makes the file when it is missing; else that is `StoreProblem.missing`.
    init(path: String, creates: Bool, readers: Int) throws(StoreProblem) {
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
            try connection.execute(sql: "PRAGMA cache_size = -65536")
            // Keys that come in no order touch many pages in each commit: the longer the journal, the fewer
            // times each of them is written to its place. 32 MiB, half of what a journal may keep.
            try connection.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
            try connection.execute(sql: "PRAGMA mmap_size = 268435456")
            try connection.execute(sql: "PRAGMA temp_store = FILE")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA journal_size_limit = 67108864")
                try connection.inTransaction(.immediate) {
                    try Migration.apply(to: SQLiteTransaction(connection: connection))
                    return .commit
                }
            }
            try pool.read {
                try Migration.missTables(in: SQLiteTransaction(connection: $0))
            }
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

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        do {
            return try await pool.read { try body(SQLiteTransaction(connection: $0)) }
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await queue.write(body) { [pool, queue] in
            pool.asyncWriteWithoutTransaction { connection in
                queue.drain { try Self.commit($0, to: connection) }
            }
        }
    }

    var commits: Int { queue.commits }

    private static func commit(
        _ batch: [PendingWrite], to connection: GRDB.Database
    ) throws {
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
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    /// Copies the live database to `path` while others write.
    func backUp(to path: String) throws(StoreProblem) {
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

    func readHere(_ body: (any TableStore) throws -> Void) throws {
        do {
            try pool.read { try body(SQLiteTransaction(connection: $0)) }
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    func writeHere(_ body: (any TableStore) throws -> Void) throws {
        do {
            try pool.writeWithoutTransaction { connection in
                try connection.inTransaction(.immediate) {
                    try body(SQLiteTransaction(connection: connection))
                    return .commit
                }
            }
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    func close() throws {
        try pool.close()
    }
}
