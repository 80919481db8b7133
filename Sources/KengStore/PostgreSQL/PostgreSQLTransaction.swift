/// PostgreSQL behind the `Transaction` surface.
struct PostgreSQLTransaction: Transaction {
    let connection: PostgreSQLConnection

    func run(_ sql: String, _ values: [Value], each: (any Row) throws -> Void) throws -> Int {
        try connection.run(sql, values, each: each)
    }

    func runMany(_ sql: String, _ rows: [[Value]]) throws -> [Int] {
        try connection.runMany(sql, rows)
    }

    func runTogether(_ sql: String, _ rows: [[Value]]) throws -> Int {
        guard rows.count > 1 else { return try runMany(sql, rows).reduce(0, +) }
        let arrays = stride(from: 0, to: rows.count, by: ArrayStatement.size).map { start in
            ArrayStatement.arrays(
                of: rows[start..<min(start + ArrayStatement.size, rows.count)], in: rows)
        }
        return try connection.runMany(ArrayStatement(sql, for: rows).sql, arrays).reduce(0, +)
    }

    func add(_ rows: [[Value]], to table: String, _ columns: [String]) throws {
        try connection.copy(into: table, columns, rows)
    }
}

extension PostgreSQLTransaction: TableStore {
    func script(_ sql: String) throws {
        try connection.script(Dialect.postgreSQL(sql))
    }

    func columns(of table: String) throws -> [String] {
        try all(
            """
            SELECT attname FROM pg_catalog.pg_attribute
            WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
            ORDER BY attnum
            """, [.text(table)]
        ) { try $0.text(0) }
    }

    func tables() throws -> [String] {
        try all(
            """
            SELECT tablename FROM pg_catalog.pg_tables
            WHERE schemaname = current_schema()
            ORDER BY tablename
            """
        ) { try $0.text(0) }
    }
}
