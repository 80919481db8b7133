/// One statement that inserts several rows and passes over those that are stored already.
///
/// Starting and ending a statement costs as much as a row. The two engines say it differently: SQLite would
/// keep a copy of every page it touches to undo such a statement half-way, unless it is `OR IGNORE`.
struct ManyRows: Sendable {
    /// How many rows a statement takes at most.
    static let size = 32

    private let table: String
    private let columns: [String]
    private let fullForSQLite: String

    init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
        fullForSQLite = Self.sqlite(table, columns, Self.size)
    }

    /// The statement for `count` rows, their values one row after another.
    func sql(_ count: Int, for transaction: any Transaction) -> String {
        guard transaction is SQLiteTransaction else {
            return Self.postgreSQL(table, columns, count)
        }
        return count == Self.size ? fullForSQLite : Self.sqlite(table, columns, count)
    }

    private static func sqlite(_ table: String, _ columns: [String], _ count: Int) -> String {
        let row = "(" + columns.map { _ in "?" }.joined(separator: ", ") + ")"
        return "INSERT OR IGNORE INTO \(table) (\(columns.joined(separator: ", ")))\nVALUES "
            + Array(repeating: row, count: count).joined(separator: ", ")
    }

    private static func postgreSQL(_ table: String, _ columns: [String], _ count: Int) -> String {
        let rows = (0..<count).map { row in
            let places = columns.indices.map { "$\(row * columns.count + $0 + 1)" }
            return "(" + places.joined(separator: ", ") + ")"
        }
        return "INSERT INTO \(table) (\(columns.joined(separator: ", ")))\nVALUES "
            + rows.joined(separator: ", ") + "\nON CONFLICT DO NOTHING"
    }
}

extension Transaction {
    /// Works on millions of rows with more memory, about 130 MB, and gives it back.
    ///
    /// Keys in no order, like phone numbers, touch every page of an index again and again. The file is not
    /// mapped meanwhile: it would count as memory a second time.
    package func withRoomForMany<Answer>(_ body: () throws -> Answer) throws -> Answer {
        guard self is SQLiteTransaction else { return try body() }
        let cache = try first("PRAGMA cache_size") { try $0.integer(0) } ?? -32_768
        let map = try first("PRAGMA mmap_size") { try $0.integer(0) } ?? 0
        try execute("PRAGMA mmap_size = 0")
        try execute("PRAGMA cache_size = -131072")
        defer {
            // `try?`: other sizes than before are a smaller evil than to lose what was done.
            _ = try? execute("PRAGMA cache_size = \(cache)")
            _ = try? execute("PRAGMA mmap_size = \(map)")
            _ = try? execute("PRAGMA shrink_memory")
        }
        return try body()
    }
}
