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
    @Argument(help: "The content folder.")
    var folder = "Content"

    func files() throws -> ContentFiles {
        do {
            return try ContentFiles(folder: folder)
        } catch {
            complain(
                """
                The folder \(folder) cannot be read.
                Content is a folder with lessons/, scripts/, jurisdictions/ and plans/ in it.
                Name it: keng content check path/to/Content

                """)
            throw ExitStatus.badData.code
        }
    }
}

/// Names each mistake in the content.
struct ContentCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Name each mistake as file:line: rule: sentence; ends with 65 when one is an error.")

    @Flag(help: "Answer in JSON: errors, warnings and findings.")
    var json = false

    @Option(help: "Where vi/collisions.txt is. Without it, Locales beside the content folder.")
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

    func run() throws {
        let library = Library(try content.files())
        let day = try today.map { try LocalDay($0) } ?? currentDay()
        let report = CheckReport(
            Checker(collisions: collisions(), today: day).check(library))
        FileHandle.standardOutput.write(json ? Data(report.json) : Data(report.lines.utf8))
        complain(
            "\(library.lessons.count) lessons, \(library.scripts.count) scripts: "
                + "\(report.errors) errors, \(report.warnings) warnings.\n")
        if report.errors > 0 { throw ExitStatus.badData.code }
    }

    /// The table of words that marks keep apart; its absence is said, since a check is then left out.
    private func collisions() -> Collisions? {
        let path = (locales ?? content.folder + "/../Locales") + "/vi/collisions.txt"
        do {
            return try Collisions(String(contentsOfFile: path, encoding: .utf8))
        } catch {
            complain(
                """
                Unmarked Vietnamese was not checked for ambiguous words.
                \(path) cannot be read as groups of words.
                Name the folder: keng content check --locales path/to/Locales

                """)
            return nil
        }
    }
}

/// Fills the `from:` maps of translations.
struct ContentStampCommand: ParsableCommand {
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

    @OptionGroup var content: ContentFolder

    func run() throws {
        let files = try content.files()
        let outcome = Stamp(Library(files)).rewrites(of: files, renewing: renew)
        for (file, bytes) in outcome.changed.sorted(by: { $0.key < $1.key }) {
            if !dryRun {
                try bytes.write(
                    to: URL(fileURLWithPath: content.folder + "/" + file), options: .atomic)
            }
            FileHandle.standardOutput.write(Data("\(file)\n".utf8))
        }
        for place in outcome.stale {
            complain("\(place.file):\(place.line): a stale hash was kept; see --renew\n")
        }
    }
}

private func complain(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
}

private func currentDay() -> LocalDay {
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    return LocalDay(of: now, at: .hanoi)
}
