import ArgumentParser
import Foundation
import KengDomain
import KengEngine
import KengStore

/// What all imports are told, and how they all run.
struct ImportOptions: ParsableArguments {
    @Option(help: "The database file. Without it, KENG_DATABASE.")
    var database: String?

    @Option(help: "The area system of tables that name none, such as vn-2025.")
    var system: String?

    @Option(help: "Where rows that were not taken go. Without it, beside the table.")
    var badRows: String?

    @Flag(help: "Do everything but the last step: nothing is stored.")
    var dryRun = false

    @Flag(help: "Answer in JSON on one line.")
    var json = false

    @Argument(help: "The table, a CSV file.")
    var file: String

    struct Work: Sendable {
        let file: String
        let areas: AreaImport
        let people: PeopleImport
    }

    func run(
        _ noun: String, language: String? = nil, jurisdiction: String? = nil,
        _ perform: (Work, @escaping @Sendable (ImportProgress) -> Void) async throws -> ImportReport
    ) async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let path = database ?? environment["KENG_DATABASE"], !path.isEmpty else {
            throw fail(
                ImportComplaint(
                    .usage, "No database was named.",
                    "Neither --database nor KENG_DATABASE is set.",
                    "keng import \(noun) --database keng.db \(file)"))
        }
        do {
            let settings = try settings(language: language, jurisdiction: jurisdiction)
            let database = try Database(path: path)
            let world = Self.world()
            let work = Work(
                file: file, areas: AreaImport(database: database, world: world, settings: settings),
                people: PeopleImport(database: database, world: world, settings: settings))
            let bar = ImportBar()
            let report: ImportReport
            do {
                report = try await perform(work) { bar.show($0) }
                bar.clear()
            } catch {
                bar.clear()
                throw error
            }
            try StandardStreams.write(
                Array((json ? report.json : report.sentences(noun)).utf8) + [0x0A])
            guard report.rows == 0 || report.badCount < report.rows else {
                throw ImportComplaint(
                    .badData, "No row of \(file) could be taken.",
                    "All \(report.rows) rows are bad; the reasons are in \(report.badRows ?? "").",
                    "Correct the rows and run: keng import \(noun) --database \(path) \(file)")
            }
        } catch {
            throw fail(ImportComplaint(error, noun: noun, file: file, database: path))
        }
    }

    private func settings(language: String?, jurisdiction: String?) throws -> ImportSettings {
        var settings = ImportSettings()
        settings.system = system
        settings.badRows = badRows
        settings.isDryRun = dryRun
        if let language {
            guard let known = Language(tag: language) else {
                throw ImportComplaint(
                    .usage, "The language \(language) is unknown.",
                    "Keng teaches in vi, id and zh-Hans.", "keng import residents --language vi …")
            }
            settings.language = known
        }
        if let jurisdiction {
            do {
                settings.jurisdiction = try Jurisdiction(jurisdiction)
            } catch {
                throw ImportComplaint(
                    .usage, "\(jurisdiction) is no country code.",
                    "A jurisdiction has two capital letters.",
                    "keng import areas --jurisdiction VN …")
            }
        }
        return settings
    }

    private func fail(_ complaint: ImportComplaint) -> ExitCode {
        StandardStreams.say(complaint.lines.utf8)
        return complaint.status.code
    }

    /// Two programs at work on one database must not make the same names: each has its own node.
    private static func world() -> World {
        let node = Int64(ProcessInfo.processInfo.processIdentifier) & 0x1FF
        return .real(node: node) {
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
    }
}
