/// A PostgreSQL server: several readers, and one writer at a time over all programs that share it.
final class PostgreSQLEngine: StoreEngine {
    private let queue = WriteQueue()
    private let readers: PostgreSQLCrew
    private let writer: PostgreSQLCrew
    private let url: String

    private static let beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    /// One writes at a time, and each statement sees what the one before has committed.
    ///
    /// Who writes reads first what it builds on: the end of a chain, a counter, a wave's cursor.
    private static let beginWriting = """
        BEGIN ISOLATION LEVEL READ COMMITTED;
        SELECT pg_advisory_xact_lock(hashtextextended('keng ' || current_schema(), 0))
        """

    /// Connects and brings the tables up to date.
    ///
    /// - Parameter name: the server without a password, for errors.
    /// - Parameter creates: makes the tables in an empty database; else that is `StoreProblem.missing`.
    init(url: String, name: String, creates: Bool, readers: Int) throws(StoreProblem) {
        do {
            let connection = PostgreSQLConnection(url: url)
            let transaction = PostgreSQLTransaction(connection: connection)
            try connection.begin(Self.beginWriting)
            let tables = try transaction.tables()
            if tables.isEmpty, !creates { throw StoreProblem.missing(path: name) }
            guard tables.isEmpty || tables.contains("migration") else {
                throw StoreProblem.notOurs(path: name)
            }
            try Migration.apply(to: transaction)
            try Migration.missTables(in: transaction)
            try connection.commit()
        } catch StoreProblem.unreachable(let why) {
            throw .cannotOpen(path: name, why: why)
        } catch let problem as StoreProblem {
            throw problem
        } catch {
            throw .cannotOpen(path: name, why: "\(error)")
        }
        self.url = url
        self.readers = PostgreSQLCrew(readers, url: url)
        writer = PostgreSQLCrew(1, url: url)
    }

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = readers.perform { connection in
                continuation.resume(with: Result { try Self.read(body, on: connection) })
            }
            if !isTaken { continuation.resume(throwing: Self.closed) }
        }
    }

    private static func read<Answer>(
        _ body: (any TableStore) throws -> Answer, on connection: PostgreSQLConnection
    ) throws -> Answer {
        try connection.begin(beginReading)
        do {
            let answer = try body(PostgreSQLTransaction(connection: connection))
            try connection.commit()
            return answer
        } catch {
            connection.rollback()
            throw error
        }
    }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await queue.write(body) { [writer, queue] in
            let isTaken = writer.perform { connection in
                queue.drain { try Self.commit($0, on: connection) }
            }
            if !isTaken { queue.drain { _ in throw Self.closed } }
        }
    }

    private static let closed = StoreProblem.failed(code: 0, "The database is closed.")

    var commits: Int { queue.commits }

    private static func commit(
        _ batch: [PendingWrite], on connection: PostgreSQLConnection
    ) throws {
        try connection.begin(beginWriting)
        do {
            let transaction = PostgreSQLTransaction(connection: connection)
            for write in batch {
                // One that is alone is undone with the transaction.
                let isAlone = batch.count == 1
                if !isAlone { try connection.script("SAVEPOINT one") }
                let undo = write.perform(transaction)
                if undo, isAlone { return connection.rollback() }
                if undo { try connection.script("ROLLBACK TO one") }
                if !isAlone { try connection.script("RELEASE one") }
            }
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// The copy is a SQLite file, which any Keng can open.
    func backUp(to path: String) throws(StoreProblem) {
        do {
            let copy = try Database(path: path)
            try readHere { source in
                try copy.writeHere { _ = try DatabaseMove.copy(from: source, to: $0) }
            }
            try copy.close()
        } catch let problem as StoreProblem {
            throw problem
        } catch {
            throw .cannotOpen(path: path, why: "\(error)")
        }
    }

    func readHere(_ body: (any TableStore) throws -> Void) throws {
        try Self.read(
            { try body($0) }, on: PostgreSQLConnection(url: url))
    }

    func writeHere(_ body: (any TableStore) throws -> Void) throws {
        let connection = PostgreSQLConnection(url: url)
        try connection.begin(Self.beginWriting)
        do {
            try body(PostgreSQLTransaction(connection: connection))
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
    }

    func close() throws {
        readers.close()
        writer.close()
    }
}
