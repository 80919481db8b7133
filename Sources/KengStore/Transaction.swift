/// A value bound to a placeholder.
package enum Value: Hashable, Sendable {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case null
}

extension Value {
    package static func integer(_ value: Int) -> Value { .integer(Int64(value)) }
    package static func flag(_ value: Bool) -> Value { .integer(value ? 1 : 0) }
    package static func optional(_ value: Int64?) -> Value { value.map { .integer($0) } ?? .null }
    package static func optional(_ value: String?) -> Value { value.map { .text($0) } ?? .null }
}

/// One row of an answer, valid only inside the closure that receives it.
///
/// Columns count from 0.
package protocol Row {
    func optionalInteger(_ column: Int) -> Int64?
    func optionalText(_ column: Int) -> String?
    func optionalBytes(_ column: Int) -> [UInt8]?
    /// As it is stored, of whatever kind.
    func value(_ column: Int) -> Value
}

extension Row {
    /// - Throws: `StoreProblem.wrongShape` when the column is null or of another kind.
    package func integer(_ column: Int) throws(StoreProblem) -> Int64 {
        guard let value = optionalInteger(column) else { throw .wrongShape(column: column) }
        return value
    }

    package func text(_ column: Int) throws(StoreProblem) -> String {
        guard let value = optionalText(column) else { throw .wrongShape(column: column) }
        return value
    }

    package func flag(_ column: Int) throws(StoreProblem) -> Bool {
        try integer(column) != 0
    }
}

/// The one way to a database: SQL that runs on SQLite and PostgreSQL alike, inside one transaction.
///
/// Valid only inside the closure of `Database.read` or `write`.
package protocol Transaction {
    /// Runs a statement for each row of its answer; returns the number of rows changed.
    @discardableResult
    func run(_ sql: String, _ values: [Value], each: (any Row) throws -> Void) throws -> Int
    /// Runs one statement many times with other values; returns the number of rows each time changed.
    @discardableResult
    func runMany(_ sql: String, _ rows: [[Value]]) throws -> [Int]
    /// Does the same as `runMany` in fewer statements; returns the number of rows changed in all.
    ///
    /// No two rows may be about the same row of the table. Each clause stands on a line of its own.
    @discardableResult
    func runTogether(_ sql: String, _ rows: [[Value]]) throws -> Int
    /// Adds rows that are new; one that breaks a rule of the table is an error.
    func add(_ rows: [[Value]], to table: String, _ columns: [String]) throws
}

extension Transaction {
    @discardableResult
    package func execute(_ sql: String, _ values: [Value] = []) throws -> Int {
        try run(sql, values) { _ in }
    }

    package func all<Element>(
        _ sql: String, _ values: [Value] = [], _ read: (any Row) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try run(sql, values) { elements.append(try read($0)) }
        return elements
    }

    package func first<Element>(
        _ sql: String, _ values: [Value] = [], _ read: (any Row) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try run(sql, values) { row in
            if element == nil { element = try read(row) }
        }
        return element
    }
}

/// What can go wrong between us and the disk.
package enum StoreProblem: Error, Hashable {
    case wrongShape(column: Int)
    case cannotOpen(path: String, why: String)
    /// There is no file, and the caller did not mean to make one.
    case missing(path: String)
    /// The file is no database, or another program's: nothing in it was touched.
    case notOurs(path: String)
    case busy
    /// The server cannot be reached, or the connection ended; what was not committed is undone.
    case unreachable(String)
    case diskFull
    case readOnly
    case damaged(String)
    case unique(String)
    case failed(code: Int, String)
    /// The file was written by a newer Keng, or its list of migrations is another one.
    case otherMigrations(applied: Int, known: Int)
}
