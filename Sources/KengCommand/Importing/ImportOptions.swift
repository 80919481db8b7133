import ArgumentParser
import Foundation
import KengDomain
import KengEngine
import KengStore
import KengText

/// What all imports are told, and how they all run.
struct ImportOptions: ParsableArguments {
    @OptionGroup var place: DatabaseOptions

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
        let database = "\(place.location)"
        do {
            let settings = try settings(language: language, jurisdiction: jurisdiction)
            try BadRowsPlace(path: badRows ?? BadRowFile.path(besides: file))
                .check(table: file, database: database)
            try CSVReader.check(path: file)
            // Areas come first, so that their import begins a city's database; not for a file that is no table.
            let begins = noun == "areas"
            if begins { _ = try CSVReader.open(path: file) }
            let store = try Database(place.location, creates: begins)
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
            try judge(report)
        } catch {
            let complaint = Complaint(importing: error, file: file, database: database)
            StandardStreams.say(complaint.lines.utf8)
            throw complaint.status.code
        }
    }

    /// - Throws: a complaint when nothing was taken.
    private func judge(_ report: ImportReport) throws(Complaint) {
        guard report.rows > 0 else {
            throw Complaint(
                .badData, "\(file) has no rows.", "Nothing follows its header line.",
                "Add the rows, then run: \(NextCommand.now.again())")
        }
        guard report.badCount == report.rows else { return }
        throw Complaint(
            .badData, "No row of \(file) could be taken.",
            "All \(report.rows) rows are bad; the reasons are in \(report.badRows ?? "").",
            "Correct the rows, then run: \(NextCommand.now.again())")
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
                    "Keng teaches in vi, id and zh-Hans.", NextCommand.now.again("--language", "vi")
                )
            }
            settings.language = known
        }
        if let jurisdiction {
            // What is no code is told like a code of no country.
            guard let code = try? Jurisdiction(jurisdiction), PhoneNumberReader.isCountry(code)
            else {
                throw Complaint(
                    .usage, "\(jurisdiction) is no country code.",
                    "A country has two capital letters, such as VN, ID and CN.",
                    NextCommand.now.again("--jurisdiction", "VN"))
            }
            settings.jurisdiction = code
        }
        return settings
    }

    /// Two programs at work on one database must not make the same names: each has its own node.
    private static func world() -> World {
        let node = Int64(ProcessInfo.processInfo.processIdentifier) & 0x1FF
        return .real(node: node) { Station.machineTime() }
    }
}
