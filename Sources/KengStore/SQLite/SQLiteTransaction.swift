import GRDB
import GRDBSQLite

/// SQLite behind the `Transaction` surface.
///
/// GRDB opens, shares and prepares; values are bound and rows read here, since its generic ways take ten
/// times as long as the statement itself, and an import runs seven million of them.
struct SQLiteTransaction: Transaction {
    let connection: GRDB.Database

    func run(_ sql: String, _ values: [Value], each: (any Row) throws -> Void) throws -> Int {
        let statement = try prepare(sql)
        try step(statement, values, each: each)
        return statement.isReadonly ? 0 : connection.changesCount
    }

    func runMany(_ sql: String, _ rows: [[Value]]) throws -> [Int] {
        guard !rows.isEmpty else { return [] }
        let statement = try prepare(sql)
        return try rows.map { values in
            try step(statement, values) { _ in }
            return connection.changesCount
        }
    }

    /// A statement that is kept costs little here.
    func runTogether(_ sql: String, _ rows: [[Value]]) throws -> Int {
        try runMany(sql, rows).reduce(0, +)
    }

    func add(_ rows: [[Value]], to table: String, _ columns: [String]) throws {
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let names = columns.joined(separator: ", ")
        _ = try runMany("INSERT INTO \(table) (\(names)) VALUES (\(places))", rows)
    }

    private func prepare(_ sql: String) throws -> Statement {
        do {
            let kept = try connection.cachedStatement(sql: sql)
            // A statement asked for inside its own answer: the outer one goes on undisturbed.
            let isBusy = unsafe sqlite3_stmt_busy(kept.sqliteStatement) != 0
            return isBusy ? try connection.makeStatement(sql: sql) : kept
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    private func step(
        _ statement: Statement, _ values: [Value], each: (any Row) throws -> Void
    ) throws {
        let handle = unsafe statement.sqliteStatement
        defer { unsafe sqlite3_reset(handle) }
        for place in 0..<(unsafe sqlite3_bind_parameter_count(handle)) {
            let number = unsafe Self.number(ofPlaceholder: place + 1, in: handle)
            guard values.indices.contains(number - 1) else {
                throw StoreProblem.failed(
                    code: Int(SQLITE_RANGE), "\(values.count) values, none for $\(number)")
            }
            let code = unsafe values[number - 1].bind(to: handle, at: place + 1)
            guard code == SQLITE_OK else { throw problem(code) }
        }
        let row = unsafe SQLiteRow(handle: handle)
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: try each(row)
            case SQLITE_DONE: return
            case let code: throw problem(code)
            }
        }
    }

    /// `$1` is a name to SQLite, counted in the order it is first met; to PostgreSQL and us it is a number.
    private static func number(ofPlaceholder place: Int32, in handle: SQLiteStatement) -> Int {
        // Without a name it is SQLite's own `?`.
        guard var name = unsafe sqlite3_bind_parameter_name(handle, place) else {
            return Int(place)
        }
        var number = 0
        while true {
            unsafe name += 1
            let digit = unsafe Int(name.pointee) - 0x30
            guard (0...9).contains(digit) else { return number }
            number = number * 10 + digit
        }
    }

    private func problem(_ code: Int32) -> StoreProblem {
        let message = unsafe sqlite3_errmsg(connection.sqliteConnection)
        return StoreProblem(
            code: code, unsafe message.map { unsafe String(cString: $0) } ?? "")
    }
}

extension SQLiteTransaction: TableStore {
    func script(_ sql: String) throws {
        try connection.execute(sql: Dialect.sqlite(sql))
    }

    func columns(of table: String) throws -> [String] {
        try all("SELECT name FROM pragma_table_info($1) ORDER BY cid", [.text(table)]) {
            try $0.text(0)
        }
    }

    func tables() throws -> [String] {
        try all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
            try $0.text(0)
        }
    }
}

@safe
private struct SQLiteRow: Row {
    let handle: SQLiteStatement

    func value(_ column: Int) -> Value {
        switch unsafe sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_NULL: .null
        case SQLITE_BLOB: optionalBytes(column).map { .bytes($0) } ?? .null
        case SQLITE_TEXT: .optional(optionalText(column))
        default: .optional(optionalInteger(column))
        }
    }

    func optionalInteger(_ column: Int) -> Int64? {
        guard unsafe sqlite3_column_type(handle, Int32(column)) != SQLITE_NULL else { return nil }
        return unsafe sqlite3_column_int64(handle, Int32(column))
    }

    func optionalText(_ column: Int) -> String? {
        guard let text = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
        let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
        let bytes = unsafe UnsafeBufferPointer(start: text, count: count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    func optionalBytes(_ column: Int) -> [UInt8]? {
        guard unsafe sqlite3_column_type(handle, Int32(column)) != SQLITE_NULL else { return nil }
        let blob = unsafe sqlite3_column_blob(handle, Int32(column))
        let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: blob, count: count))
    }
}

extension Value {
    /// The bytes are copied by SQLite, so that they need not outlive the call.
    fileprivate func bind(to handle: SQLiteStatement, at place: Int32) -> Int32 {
        let copy = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch self {
        case .integer(let value):
            return unsafe sqlite3_bind_int64(handle, place, value)
        case .text(var value):
            return value.withUTF8 { bytes in
                // An empty buffer may have no address, which would be null to SQLite.
                unsafe bytes.withMemoryRebound(to: CChar.self) { text in
                    guard let address = text.baseAddress else {
                        return unsafe sqlite3_bind_text(handle, place, "", 0, copy)
                    }
                    return unsafe sqlite3_bind_text(
                        handle, place, address, Int32(text.count), copy)
                }
            }
        case .bytes(let value):
            return unsafe value.withUnsafeBytes { bytes in
                guard let address = bytes.baseAddress else {
                    return unsafe sqlite3_bind_zeroblob(handle, place, 0)
                }
                return unsafe sqlite3_bind_blob(handle, place, address, Int32(bytes.count), copy)
            }
        case .null:
            return unsafe sqlite3_bind_null(handle, place)
        }
    }
}

extension StoreProblem {
    /// What SQLite's result code means to us; the text of the failed statement is never repeated.
    init(_ error: DatabaseError) {
        self.init(code: error.extendedResultCode.rawValue, error.message ?? "")
    }

    fileprivate init(code: Int32, _ message: String) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(message)
        case SQLITE_CONSTRAINT: self = .unique(message)
        default: self = .failed(code: Int(code & 0xFF), message)
        }
    }
}
