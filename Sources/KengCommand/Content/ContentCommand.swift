import ArgumentParser
import Foundation
import KengContent
import KengDomain
import KengText

/// What can be done with the folders that lessons are written in.
struct ContentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "content",
        abstract: "Check the lessons and scripts, and stamp their translations.",
        usage: """
            keng content check
            keng content check --json Content
            keng content stamp --dry-run
            """,
        subcommands: [
            ContentCheckCommand.self, ContentPublishCommand.self, ContentStampCommand.self,
        ])
}

/// The content folder, as every subcommand takes it.
struct ContentFolder: ParsableArguments {
    @Argument(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var folder: String?

    func find() throws -> String { try Places.find(.content, option: folder) }
}

/// Names each mistake in the content.
struct ContentCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Name each mistake as file:line: rule: sentence; ends with 65 when one is an error.")

    @Flag(help: "Answer in JSON: errors, warnings and findings.")
    var json = false

    @Option(help: "The folder of words. Without it: KENG_LOCALES, else ./Locales.")
    var locales: String?

    @Option(help: "The day that review dates are held against. Without it, today in Hanoi.")
    var today: String?

    @OptionGroup var content: ContentFolder

    func validate() throws {
        guard let today else { return }
        do {
            _ = try LocalDay(today)
        } catch {
            throw ValidationError("--today is “\(today)”; write a day such as 2026-11-22.")
        }
    }

    func run() async throws {
        try await reporting {
            let library = try Library(folder: content.find())
            let day =
                try today.map { try LocalDay($0) }
                ?? LocalDay(of: Station.machineTime(), at: .hanoi)
            let report = CheckReport(
                Checker(collisions: try collisions(locales: locales), today: day).check(library))
            try StandardStreams.write(json ? report.json : Array(report.lines.utf8))
            StandardStreams.say(
                """
                \(library.lessons.count) lessons, \(library.scripts.count) scripts: \
                \(report.errors) errors, \(report.warnings) warnings.

                """.utf8)
            if report.errors > 0 { throw ExitStatus.badData.code }
        }
    }
}

/// The table of words that marks alone keep apart.
func collisions(locales: String?) throws -> Collisions {
    let path = try Places.find(.locales, option: locales) + "/vi/collisions.txt"
    do {
        return try Collisions(String(contentsOfFile: path, encoding: .utf8))
    } catch {
        throw Complaint(
            .badConfiguration, "\(path) cannot be read as groups of words.",
            "Without it nobody tells which words become ambiguous without marks.",
            "Name the folder that came with keng: --locales DIR")
    }
}

/// Fills the `from:` maps of translations.
struct ContentStampCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp",
        abstract: "Write the hash of the source beside each translated part; change nothing else.",
        discussion: """
            A hash that is stale stays, since only a person knows that the translation was brought up to \
            date; --renew then writes the new one.
            """)

    @Flag(help: "Also renew stale hashes, after the translations were brought up to date.")
    var renew = false

    @Flag(help: "Name the files that would change, and write nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON: changed, and stale, each with file and line.")
    var json = false

    @OptionGroup var content: ContentFolder

    func run() async throws {
        try await reporting {
            let folder = try content.find()
            let files = try ContentFiles(folder: folder)
            let outcome = Stamp(Library(files)).rewrites(of: files, renewing: renew)
            let changed = outcome.changed.sorted { $0.key < $1.key }
            for (file, bytes) in changed where !dryRun {
                try bytes.write(to: URL(fileURLWithPath: folder + "/" + file), options: .atomic)
            }
            guard !json else {
                let files = changed.map { JSONText.quote($0.key) }
                let stale = outcome.stale.map {
                    "{\"file\":\(JSONText.quote($0.file)),\"line\":\($0.line)}"
                }
                return try answer(
                    "{\"changed\":[\(files.joined(separator: ","))],"
                        + "\"stale\":[\(stale.joined(separator: ","))]}")
            }
            for (file, _) in changed { try answer(file) }
            for place in outcome.stale {
                StandardStreams.say(
                    "\(place.file):\(place.line): a stale hash was kept; see --renew\n".utf8)
            }
        }
    }
}
