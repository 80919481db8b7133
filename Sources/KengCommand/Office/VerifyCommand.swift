import ArgumentParser
import KengEngine
import KengStore

/// Recounts a live database.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recount everything and check the promises; names each row that is wrong.",
        usage: """
            keng verify --database keng.sqlite
            keng verify --database keng.sqlite --head audit/412/9f3a…
            """,
        discussion: """
            Ends with 1 when something is not as promised. Write the heads it prints down where nobody who \
            can write to the database can change them; given back, they must still be there.
            """)

    @Flag(help: "Answer in JSON.") var json = false
    @Option(
        name: .customLong("head"),
        help: "A head that an earlier run printed; it may be given several times.")
    var heads: [String] = []
    @OptionGroup var options: StationOptions

    func validate() throws {
        for head in heads where QuotedHead(head) == nil {
            throw ValidationError(
                "--head is \(head); the name, number and seal that keng verify printed are "
                    + "possible, like audit/412/9f3a.")
        }
    }

    func run() async throws {
        try await reporting {
            let station = try await Station.open(options, node: 3)
            let report = try await station.verifier.run(
                quoted: heads.compactMap { QuotedHead($0) })
            let ends = report.heads.filter { QuotedHead.chains.contains($0.name) }
            if json {
                let violations = report.violations.map {
                    "{\"promise\":\($0.promise),\"row\":\(quoted($0.row)),"
                        + "\"found\":\(quoted($0.found)),\"expected\":\(quoted($0.expected))}"
                }
                let checked = report.checked.map { "\(quoted($0.check)):\($0.rows)" }
                try answer(
                    "{\"checked\":{\(checked.joined(separator: ","))},"
                        + "\"heads\":[\(ends.map { quoted($0.text) }.joined(separator: ","))],"
                        + "\"violations\":[\(violations.joined(separator: ","))]}")
            } else {
                for (check, rows) in report.checked { try answer("\(check): \(rows) rows") }
                for head in ends { try answer("head: \(head.text)") }
                for violation in report.violations { try answer("\(violation)") }
                try answer(
                    report.violations.isEmpty
                        ? "Everything is as promised."
                        : "\(report.violations.count) rows are not as promised.")
            }
            guard report.violations.isEmpty else { throw ExitStatus.failed.code }
        }
    }

    private func quoted(_ text: String) -> String {
        JSONText.quote(text)
    }
}

/// Copies a live database.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database to a file while it is in use.",
        usage: "keng backup --database keng.sqlite copy.sqlite")

    @Argument(help: "The file to write; it must not exist.") var copy: String
    @Flag(help: "Answer in JSON: file.") var json = false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            guard !Files.exists(copy) else {
                throw Complaint(
                    .usage, "\(copy) exists.", "A backup never overwrites.",
                    "Choose another name.")
            }
            let station = try await Station.open(options, node: 3)
            var isWhole = false
            // Half a copy could be taken for a whole one.
            defer { if !isWhole { Files.removeDatabase(copy) } }
            do {
                try station.database.backUp(to: copy)
                isWhole = true
            } catch StoreProblem.cannotOpen(_, let why) {
                throw Complaint(
                    .cannotCreate, "\(copy) cannot be written.", "SQLite says: \(why).",
                    "Name a file in a folder you may write to.")
            }
            try answer(json ? "{\"file\":\(JSONText.quote(copy))}" : copy)
        }
    }
}
