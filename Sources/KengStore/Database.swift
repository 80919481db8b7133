/// Where everything is kept: a SQLite file or a PostgreSQL server, the same to all who use it.
package final class Database: Sendable {
    private let engine: any StoreEngine
    package let location: DatabaseLocation

    /// Opens the database and brings its tables up to date.
    ///
    /// - Parameter creates: makes the file when it is missing, or the tables in an empty database of a
    ///   server; else that is `StoreProblem.missing`.
    /// - Parameter readers: connections that only read, beside the one that writes.
    package init(
        _ location: DatabaseLocation, creates: Bool = true, readers: Int = 4
    ) throws(StoreProblem) {
        self.location = location
        switch location {
        case .file(let path):
            engine = try SQLiteEngine(path: path, creates: creates, readers: readers)
        case .server(let url):
            engine = try PostgreSQLEngine(
                url: url, name: "\(location)", creates: creates, readers: readers)
        }
    }

    package convenience init(path: String, creates: Bool = true) throws(StoreProblem) {
        try self.init(.file(path: path), creates: creates)
    }

    /// Reads a steady picture of the whole database.
    package func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await engine.read(body)
    }

    /// Writes all or nothing; returns after it is on disk.
    ///
    /// Writes that arrive together share one commit, each behind a savepoint of its own, so that one that
    /// throws undoes only itself.
    package func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await engine.write(body)
    }

    /// How often something went to disk since the opening; many writes may share one.
    package var commits: Int { engine.commits }

    /// Copies the live database to the file `path` while others write.
    package func backUp(to path: String) throws(StoreProblem) {
        try engine.backUp(to: path)
    }

    /// Writes on the caller's thread, which waits.
    func writeHere(_ body: (any TableStore) throws -> Void) throws {
        try engine.writeHere(body)
    }

    /// Reads on the caller's thread, which waits.
    func readHere(_ body: (any TableStore) throws -> Void) throws {
        try engine.readHere(body)
    }

    package func close() throws {
        try engine.close()
    }
}

/// What SQLite and PostgreSQL do each in their way.
protocol StoreEngine: Sendable {
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer
    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer
    var commits: Int { get }
    func backUp(to path: String) throws(StoreProblem)
    func readHere(_ body: (any TableStore) throws -> Void) throws
    func writeHere(_ body: (any TableStore) throws -> Void) throws
    func close() throws
}
