import ArgumentParser
import Foundation
import KengDomain
import KengEngine
import KengSimulation
import KengStore

/// Imports a made-up city's residents into a fresh database.
struct ImportBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import the residents of a made-up Hanoi into a fresh database.")

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many households; one in ten has a second phone.") var count = 2_000_000
    @Option(help: "Where to work. Without it, the system's temporary folder.") var folder: String?
    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    func validate() throws {
        guard (1...10_000_000).contains(count) else {
            throw ValidationError("--count is \(count); 1 to 10000000 are possible.")
        }
    }

    func run() async throws {
        try await reporting {
            let work = (folder ?? NSTemporaryDirectory()) + "/keng-bench-\(getpid())"
            try Files.makeFolder(work)
            // A folder that stays is seen by the person who ran this; the measure is worth more.
            defer { try? Files.remove(work) }
            var options = try StationOptions.parse([])
            options.database = work + "/bench.sqlite"
            options.content = content
            let setup = DemoSetup(
                options: options, households: count, seed: DemoSetup.defaultSeed)
            let station = try await Station.open(options, node: 7, creates: true)
            try await setup.importAreas(station) { _ in }
            let file = work + "/residents.csv"
            try setup.writeResidents(of: station, to: file)
            var settings = ImportSettings()
            settings.system = DemoSetup.areaSystem
            settings.badRows = work + "/bad.csv"
            let importer = PeopleImport(
                database: station.database, world: station.world, settings: settings)
            let (report, measure) = try await BenchMeasure.measure {
                try await importer.residents(from: file) { _ in }
            }
            try answer(
                measure.line(
                    "import", count: report.rows,
                    more: [
                        "added": report.added, "bad": report.badCount,
                        "households": report.householdsAdded,
                    ], json: json))
        }
    }
}
