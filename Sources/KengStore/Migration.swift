import GRDB

/// One step in the life of the tables.
///
/// A released step is never edited.
struct Migration: Sendable {
    let number: Int
    let name: String
    let sql: String

    init(_ number: Int, _ name: String, _ sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// In the order they run.
    static let list: [Migration] = [
        Migration(1, "areas, households and residents", Schema.people),
        Migration(2, "content", Schema.content),
        Migration(3, "campaigns and messages", Schema.sending),
        Migration(4, "inbox, quizzes and attendance", Schema.learning),
        Migration(5, "users, audit and settings", Schema.office),
        Migration(6, "requests of programs", Schema.requests),
        Migration(7, "receipts by phone", Schema.receiptsByPhone),
        Migration(8, "long texts from handsets", Schema.inboundParts),
        Migration(9, "what campaigns taught", Schema.learned),
        Migration(10, "seals", Schema.seals),
    ]

    /// Runs what is missing, all in one transaction; a second run changes nothing.
    ///
    /// - Throws: `StoreProblem.otherMigrations` when the file holds steps this program does not know.
    static func apply(to connection: GRDB.Database) throws {
        try connection.inTransaction(.immediate) {
            try connection.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS migration (
                        number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)
                    """)
            let applied = try GRDB.Row.fetchAll(
                connection, sql: "SELECT number, name FROM migration ORDER BY number")
            let known = list.prefix(applied.count)
            let agrees = zip(applied, known).allSatisfy {
                $0[0] == Int64($1.number) && $0[1] == $1.name
            }
            guard agrees, applied.count <= list.count else {
                throw StoreProblem.otherMigrations(applied: applied.count, known: list.count)
            }
            for step in list.dropFirst(applied.count) {
                try connection.execute(sql: Dialect.sqlite(step.sql))
                try connection.execute(
                    sql: "INSERT INTO migration (number, name) VALUES (?, ?)",
                    arguments: [step.number, step.name])
            }
            return .commit
        }
    }

    /// - Throws: `StoreProblem.damaged` naming the first table that the steps made and that is gone.
    static func missTables(in connection: GRDB.Database) throws {
        let found = Set(try tables(in: connection))
        let made = try DatabaseQueue()
        try made.writeWithoutTransaction { try apply(to: $0) }
        guard let lost = try made.read({ try tables(in: $0) }).first(where: { !found.contains($0) })
        else { return }
        throw StoreProblem.damaged("The table “\(lost)” is gone.")
    }

    private static func tables(in connection: GRDB.Database) throws -> [String] {
        try String.fetchAll(
            connection, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    }
}

/// The only differences between the engines' SQL.
enum Dialect {
    /// In SQLite only `INTEGER PRIMARY KEY` is the row's own number, without a second index; a table whose
    /// last line says `-- clustered` lies in its primary key, which is one tree to write instead of two.
    static func sqlite(_ sql: String) -> String {
        sql.replacing("BIGINT PRIMARY KEY", with: "INTEGER PRIMARY KEY")
            .replacing("); -- clustered", with: ") WITHOUT ROWID;")
    }
}
