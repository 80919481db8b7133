/// One statement that inserts several rows: starting and ending a statement costs as much as a row.
struct ManyRows: Sendable {
    /// How many rows a statement takes at most.
    static let size = 32

    private let columns: Int
    private let insert: String
    private let conflict: String
    private let full: String

    init(columns: Int, _ insert: String, _ conflict: String) {
        self.columns = columns
        self.insert = insert
        self.conflict = conflict
        full = Self.sql(insert, Self.size, columns, conflict)
    }

    /// The statement for `count` rows, their values one row after another.
    func sql(_ count: Int) -> String {
        count == Self.size ? full : Self.sql(insert, count, columns, conflict)
    }

    private static func sql(
        _ insert: String, _ count: Int, _ columns: Int, _ conflict: String
    ) -> String {
        let rows = (0..<count).map { row in
            let places = (1...columns).map { "$\(row * columns + $0)" }
            return "(" + places.joined(separator: ", ") + ")"
        }
        return insert + "\nVALUES " + rows.joined(separator: ", ") + "\n" + conflict
    }
}

extension Transaction {
    /// Works on millions of rows with more memory, about 130 MB, and gives it back.
    ///
    /// Keys in no order, like phone numbers, touch every page of an index again and again.
    package func withRoomForMany<Answer>(_ body: () throws -> Answer) throws -> Answer {
        guard self is SQLiteTransaction else { return try body() }
        let before = try first("PRAGMA cache_size") { try $0.integer(0) } ?? -32_768
        try execute("PRAGMA cache_size = -131072")
        defer {
            // `try?`: too large a cache is a smaller evil than to lose what was done.
            _ = try? execute("PRAGMA cache_size = \(before)")
            _ = try? execute("PRAGMA shrink_memory")
        }
        return try body()
    }
}
