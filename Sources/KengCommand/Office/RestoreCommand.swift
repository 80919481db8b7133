import ArgumentParser
import Foundation
import KengEngine
import KengStore

/// Makes a database of a backup again.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Check a backup, and make a database of it where there is none.",
        usage: """
            keng restore --check /backup/keng-2026-11-30.sqlite
            keng restore --database keng.sqlite /backup/keng-2026-11-30.sqlite
            """,
        discussion: """
            The backup is copied first and never touched. Everything in the copy is recounted; a copy that \
            does not hold what Keng promises becomes no database.
            """)

    @Argument(help: "The file that keng backup wrote.") var copy: String
    @Flag(help: "Only check it: no database is made.") var check = false
    @Flag(help: "Answer in JSON: rows, and the database unless it was only checked.") var json =
        false
    @OptionGroup var options: StationOptions

    func run() async throws {
        try await reporting {
            guard Files.exists(copy), !Files.isFolder(copy) else {
                throw Complaint(
                    .noInput, "There is no backup at \(copy).",
                    "A backup is the file that keng backup wrote.", "Name that file.")
            }
            guard !Files.exists(copy + "-wal") else {
                throw Complaint(
                    .usage, "\(copy) is a database in use, not a backup.",
                    "\(copy)-wal lies beside it, with what the file alone does not have.",
                    NextCommand.line(["backup", "--database", copy, "copy.sqlite"]))
            }
            let target = options.location
            if !check, case .file(let path) = target { try checkFree(path) }
            let trial = try place()
            defer { Files.removeDatabase(trial) }
            try copyFile(to: trial)
            let rows = try await examine(trial)
            guard !check else { return try tell(rows, nil) }
            switch target {
            case .file(let path):
                try FileManager.default.moveItem(atPath: trial, toPath: path)
            case .server:
                let source = try Database(path: trial, creates: false)
                do {
                    _ = try await DatabaseMove.move(from: source, to: try Database(target))
                } catch DatabaseMove.Problem.notEmpty(let table) {
                    throw Complaint(
                        .usage, "\(target) is not empty: the table \(table) has rows.",
                        "A backup becomes a database of its own.", "Name an empty one.")
                }
                try source.close()
            }
            try tell(rows, target)
        }
    }

    /// Beside the new database, so that the last step is a change of name; for a server, and for a mere check,
    /// where there is room for passing things.
    private func place() throws -> String {
        if !check, case .file(let path) = options.location { return path + ".restoring" }
        return NSTemporaryDirectory() + "keng-restore-\(UUID().uuidString).sqlite"
    }

    private func checkFree(_ path: String) throws(Complaint) {
        for name in ["", "-wal", "-shm", ".restoring"] where Files.exists(path + name) {
            throw Complaint(
                .usage, "\(path)\(name) exists.", "A restore never overwrites.",
                "Move it away, or name another file with --database.")
        }
    }

    private func copyFile(to trial: String) throws {
        do {
            try FileManager.default.copyItem(atPath: copy, toPath: trial)
        } catch let error as CocoaError where error.isAboutFile {
            throw Complaint(
                .cannotCreate, "\(copy) could not be copied to \(trial).",
                "There must be room for a second one, and a folder that can be written.",
                "See: df -h \(URL(fileURLWithPath: trial).deletingLastPathComponent().path)")
        }
    }

    /// - Returns: how many rows were checked.
    private func examine(_ trial: String) async throws -> Int {
        var trialOptions = options
        trialOptions.database = trial
        let station = try await Station.open(trialOptions, node: 3)
        let report = try await station.verifier.run()
        try station.database.close()
        guard report.violations.isEmpty else {
            for violation in report.violations.prefix(20) {
                StandardStreams.say("\(violation)\n".utf8)
            }
            throw Complaint(
                .badData, "\(report.violations.count) rows of \(copy) are not as promised.",
                "The first are listed above.", "Take an older backup.")
        }
        return report.checked.reduce(0) { $0 + $1.rows }
    }

    private func tell(_ rows: Int, _ target: DatabaseLocation?) throws {
        guard !json else {
            let place = target.map { ",\"database\":\(JSONText.quote("\($0)"))" } ?? ""
            return try answer("{\"rows\":\(rows)\(place)}")
        }
        try answer("\(rows) rows checked: everything is as promised.")
        if let target { try answer("\(target) is ready.") }
    }
}
