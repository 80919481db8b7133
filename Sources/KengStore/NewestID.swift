/// Tables whose rows are named by the program.
package enum NamedTables {
    package static let all = [
        "account", "area", "attendance", "body", "campaign", "consent", "edition", "household",
        "inbound", "message", "message_event", "plan", "resident", "session", "wave", "worker",
    ]
}

extension Transaction {
    /// The newest id that any table holds; 0 in an empty database.
    package func newestID() throws -> Int64 {
        try NamedTables.all.reduce(0) { newest, table in
            let own = try first("SELECT COALESCE(MAX(id), 0) FROM \(table)") { try $0.integer(0) }
            return max(newest, own ?? 0)
        }
    }
}
