import Foundation

/// Moves a whole city from one database to another, whatever holds them.
package enum DatabaseMove {
    /// How many rows of a table came over.
    package struct Count: Hashable, Sendable {
        package let table: String
        package let rows: Int
    }

    package enum Problem: Error, Hashable {
        /// There is something in the database that should receive.
        case notEmpty(table: String)
        /// A table has other columns there, or another number of rows came to it.
        case differs(table: String)
    }

    private static let batch = 2_000

    /// Copies everything that `source` holds at this moment into `target`, which holds no city yet.
    ///
    /// All of it comes over or nothing; both may be in use meanwhile, though what is written to `source`
    /// after the start stays behind.
    package static func move(from source: Database, to target: Database) async throws -> [Count] {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result {
                        var counts: [Count] = []
                        try source.readHere { reading in
                            try target.writeHere { counts = try copy(from: reading, to: $0) }
                        }
                        return counts
                    })
            }.start()
        }
    }

    static func copy(
        from source: any TableStore, to target: any TableStore
    ) throws -> [Count] {
        // What the migrations themselves wrote comes again from the source.
        let filled: Set = ["chain", "migration"]
        let tables = try source.tables().filter { !$0.hasPrefix("sqlite_") }
        for table in tables where !filled.contains(table) {
            if try target.first("SELECT 1 FROM \(table) LIMIT 1", [], { _ in true }) ?? false {
                throw Problem.notEmpty(table: table)
            }
        }
        return try tables.map { table in
            if filled.contains(table) { try target.execute("DELETE FROM \(table)") }
            return try copy(table, from: source, to: target)
        }
    }

    private static func copy(
        _ table: String, from source: any TableStore, to target: any TableStore
    ) throws -> Count {
        let columns = try source.columns(of: table)
        guard Set(columns) == Set(try target.columns(of: table)) else {
            throw Problem.differs(table: table)
        }
        var rows: [[Value]] = []
        var count = 0
        try source.run("SELECT \(columns.joined(separator: ", ")) FROM \(table)", []) { row in
            rows.append(columns.indices.map { row.value($0) })
            count += 1
            guard rows.count == batch else { return }
            try target.add(rows, to: table, columns)
            rows.removeAll(keepingCapacity: true)
        }
        try target.add(rows, to: table, columns)
        let arrived = try target.first("SELECT COUNT(*) FROM \(table)") { try $0.integer(0) }
        guard arrived == Int64(count) else { throw Problem.differs(table: table) }
        return Count(table: table, rows: count)
    }
}
