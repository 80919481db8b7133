import ArgumentParser
import Foundation
import KengDomain
import KengEngine
import KengStore

/// What all imports are told, and how they all run.
struct ImportOptions: ParsableArguments {
    @Option(
        name: .customLong("database"),
        help: "The database file. Without it: KENG_DATABASE, keng.conf, else keng.sqlite.")
    var databaseOption: String?

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
        var database = databaseOption ?? Setting.database.standard
        do {
            database = try Settings.load().value(.database, option: databaseOption).text
            let settings = try settings(language: language, jurisdiction: jurisdiction)
            try BadRowsPlace(path: badRows ?? BadRowFile.path(besides: file))
                .check(table: file, database: database)
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw CSVProblem.cannotRead(
                    path: file, why: "it does not exist or is closed to us")
            }
            // Areas come first, so that their import begins a city's database.
            let store = try Database(path: database, creates: noun == "areas")
            let world = Self.world()
            let work = Work(
                file: file, areas: AreaImport(database: store, world: world, settings: settings),
                people: PeopleImport(database: store, world: world, settings: settings))
            let bar = ImportBar()
            let report: ImportReport
            do {
                report = try await perform(work) { bar.show($0) }
                bar.clear()
            } catch {
                bar.clear()
                throw error
            }
            try answer(json ? report.json : report.sentences(noun))
            guard report.rows == 0 || report.badCount < report.rows else {
                throw Complaint(
                    .badData, "No row of \(file) could be taken.",
                    "All \(report.rows) rows are bad; the reasons are in \(report.badRows ?? "").",
                    "Correct the rows and run: keng import \(noun) --database \(database) \(file)")
            }
        } catch {
            let complaint = Complaint(importing: noun, error, file: file, database: database)
            StandardStreams.say(complaint.lines.utf8)
            throw complaint.status.code
        }
    }

    private func settings(language: String?, jurisdiction: String?) throws -> ImportSettings {
        var settings = ImportSettings()
        settings.system = system
        settings.badRows = badRows
        settings.isDryRun = dryRun
        if let language {
            guard let known = Language(tag: language) else {
                throw Complaint(
                    .usage, "The language \(language) is unknown.",
                    "Keng teaches in vi, id and zh-Hans.", "keng import residents --language vi …")
            }
            settings.language = known
        }
        if let jurisdiction {
            do {
                settings.jurisdiction = try Jurisdiction(jurisdiction)
            } catch {
                throw Complaint(
                    .usage, "\(jurisdiction) is no country code.",
                    "A jurisdiction has two capital letters.",
                    "keng import areas --jurisdiction VN …")
            }
        }
        return settings
    }

    /// Two programs at work on one database must not make the same names: each has its own node.
    private static func world() -> World {
        let node = Int64(ProcessInfo.processInfo.processIdentifier) & 0x1FF
        return .real(node: node) { Station.machineTime() }
    }
}
