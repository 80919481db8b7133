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
        Migration(11, "several workers", Schema.workers),
        Migration(12, "two approvals", Schema.approvals),
        Migration(13, "quiet days", Schema.quietDays),
        Migration(14, "ways of replies", Schema.replyWays),
        Migration(15, "budgets in money", Schema.money),
    ]

    /// Runs what is missing inside the caller's transaction; a second run changes nothing.
    ///
    /// - Throws: `StoreProblem.otherMigrations` when the database holds steps this program does not know.
    static func apply(_ list: [Migration] = list, to store: any TableStore) throws {
        try store.script(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
            """)
        let applied = try store.all("SELECT number, name FROM migration ORDER BY number") {
            (number: try $0.integer(0), name: try $0.text(1))
        }
        let known = list.prefix(applied.count)
        let agrees = zip(applied, known).allSatisfy {
            $0.number == Int64($1.number) && $0.name == $1.name
        }
        guard agrees, applied.count <= list.count else {
            throw StoreProblem.otherMigrations(applied: applied.count, known: list.count)
        }
        for step in list.dropFirst(applied.count) {
            try store.script(step.sql)
            try store.execute(
                "INSERT INTO migration (number, name) VALUES ($1, $2)",
                [.integer(step.number), .text(step.name)])
        }
    }

    /// - Throws: `StoreProblem.damaged` naming the first table that the steps made and that is gone.
    static func missTables(in store: any TableStore) throws {
        let found = Set(try store.tables())
        let made = try DatabaseQueue()
        let expected = try made.writeWithoutTransaction { connection in
            let fresh = SQLiteTransaction(connection: connection)
            try apply(to: fresh)
            return try fresh.tables()
        }
        guard let lost = expected.first(where: { !found.contains($0) }) else { return }
        throw StoreProblem.damaged("The table “\(lost)” is gone.")
    }
}

/// A transaction in which tables are made.
protocol TableStore: Transaction {
    /// Runs several statements, written for both engines.
    func script(_ sql: String) throws
    /// The names of a table's columns, in order.
    func columns(of table: String) throws -> [String]
    /// The names of all tables, in order.
    func tables() throws -> [String]
}

/// The only differences between the engines' SQL.
enum Dialect {
    /// In SQLite only `INTEGER PRIMARY KEY` is the row's own number, without a second index; a table whose
    /// last line says `-- clustered` lies in its primary key, which is one tree to write instead of two.
    static func sqlite(_ sql: String) -> String {
        sql.replacing("BIGINT PRIMARY KEY", with: "INTEGER PRIMARY KEY")
            .replacing("); -- clustered", with: ") WITHOUT ROWID;")
    }

    /// Texts compare octet by octet, as in SQLite, whatever language the server speaks.
    static func postgreSQL(_ sql: String) -> String {
        sql.replacing(" TEXT", with: " TEXT COLLATE \"C\"")
    }
}
