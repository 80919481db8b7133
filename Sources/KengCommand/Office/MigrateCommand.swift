import ArgumentParser
import KengStore

/// Moves a city from one kind of database to another.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move a whole city to another database, all of it or nothing.",
        usage: "keng migrate --from sqlite://keng.sqlite --to postgres://keng@localhost/keng",
        discussion: """
            Stop keng serve first: what it wrote meanwhile would stay behind. The old database is read and, \
            as by every command, brought up to date. \
            Files beside it, the key of the packs above all, are copied by hand: docs/postgresql.md.
            """)

    @Option(help: "The database that is moved: a file, sqlite://… or postgres://…") var from: String
    @Option(help: "The database it becomes; nothing may be in it yet.") var to: String
    @Flag(help: "Answer in JSON: rows, and tables with the rows of each.") var json = false

    func run() async throws {
        try await reporting {
            let (old, new) = (DatabaseLocation(from), DatabaseLocation(to))
            guard old != new else {
                throw Complaint(
                    .usage, "Both are \(old).", "A city moves from one database to another.",
                    "Name another with --to.")
            }
            let source = try Database(old, creates: false)
            let lock = try old.isServer ? nil : FileLock(old.filesPrefix + ".lock")
            let counts = try await move(source, to: new, source: old)
            // Held until here.
            _ = consume lock
            try tell(counts, new)
        }
    }

    private func move(
        _ source: Database, to new: DatabaseLocation, source old: DatabaseLocation
    ) async throws -> [DatabaseMove.Count] {
        let isFresh = !new.isServer && !Files.exists(new.filesPrefix)
        let target = try Database(new)
        var isMoved = false
        defer { if isFresh, !isMoved { Files.removeDatabase(new.filesPrefix) } }
        do {
            let counts = try await DatabaseMove.move(from: source, to: target)
            isMoved = true
            return counts
        } catch DatabaseMove.Problem.notEmpty(let table) {
            throw Complaint(
                .usage, "There is something in \(new) already: the table \(table) has rows.",
                "A city is moved into an empty database, so that none is mixed with another.",
                "Name another with --to, or empty that one.")
        } catch DatabaseMove.Problem.differs(let table) {
            throw Complaint(
                .badData, "The table \(table) of \(new) is not that of \(old).",
                "Nothing was moved.", "Empty that database, or name another with --to.")
        }
    }

    private func tell(_ counts: [DatabaseMove.Count], _ new: DatabaseLocation) throws {
        let sum = counts.reduce(0) { $0 + $1.rows }
        guard !json else {
            let tables = counts.map { "\(JSONText.quote($0.table)):\($0.rows)" }
            return try answer("{\"rows\":\(sum),\"tables\":{\(tables.joined(separator: ","))}}")
        }
        for count in counts { try answer("\(count.table)\t\(count.rows)") }
        try answer("\(sum) rows moved, counted on both sides.")
        let check = NextCommand.line(["verify", "--database", "\(new)"])
        StandardStreams.say("Now: \(check)\n".utf8)
    }
}
