import Foundation
import GRDB

/// SQLite behind the `Transaction` surface, through GRDB's connection.
struct SQLiteTransaction: Transaction {
    let connection: GRDB.Database

    func run(_ sql: String, _ values: [Value], each: (any Row) throws -> Void) throws -> Int {
        do {
            let statement = try connection.cachedStatement(sql: sql.numbered)
            statement.setUncheckedArguments(values.arguments)
            guard statement.columnCount > 0 else {
                try statement.execute()
                return connection.changesCount
            }
            let cursor = try GRDB.Row.fetchCursor(statement)
            while let row = try cursor.next() {
                try each(SQLiteRow(row: row))
            }
            return statement.isReadonly ? 0 : connection.changesCount
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }

    func runMany(_ sql: String, _ rows: [[Value]]) throws {
        guard !rows.isEmpty else { return }
        do {
            let statement = try connection.cachedStatement(sql: sql.numbered)
            for values in rows {
                statement.setUncheckedArguments(values.arguments)
                try statement.execute()
            }
        } catch let error as DatabaseError {
            throw StoreProblem(error)
        }
    }
}

extension String {
    /// `$1` is a name to SQLite, counted in the order it is first met; `?1` is a number, as PostgreSQL counts.
    fileprivate var numbered: String {
        String(
            decoding: utf8.map { $0 == UInt8(ascii: "$") ? UInt8(ascii: "?") : $0 },
            as: UTF8.self)
    }
}

private struct SQLiteRow: Row {
    let row: GRDB.Row

    func optionalInteger(_ column: Int) -> Int64? { row[column] }
    func optionalText(_ column: Int) -> String? { row[column] }

    func optionalBytes(_ column: Int) -> [UInt8]? {
        let data: Data? = row[column]
        return data.map { [UInt8]($0) }
    }
}

extension [Value] {
    fileprivate var arguments: StatementArguments {
        StatementArguments(map { $0.databaseValue })
    }
}

extension Value {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        case .null: .null
        }
    }
}

extension StoreProblem {
    /// What SQLite's result code means to us; the text of the failed statement is never repeated.
    init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(error.message ?? "")
        case .SQLITE_CONSTRAINT: self = .unique(error.message ?? "")
        default: self = .failed(code: Int(error.resultCode.rawValue), error.message ?? "")
        }
    }
}
