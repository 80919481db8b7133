import ArgumentParser
import Foundation
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengStore
import KengText
import Logging

/// Where a bench works: a folder that is gone afterwards, or an empty database of a server.
struct BenchCity: ParsableArguments {
    @Option(help: "Where to work. Without it, the system's temporary folder.") var folder: String?
    @Option(help: "An empty database on PostgreSQL, postgres://…; without it a SQLite file.")
    var server: String?
    @Option(help: "The content folder. Without it: KENG_CONTENT, else ./Content.")
    var content: String?

    /// A practice city of so many households.
    ///
    /// - Parameter body: is given a folder for what lies beside the database, too.
    func open(
        households: Int, segmentsPerSecond: Int? = nil,
        _ body: (Station, _ folder: String) async throws -> Void
    ) async throws {
        let work = (folder ?? NSTemporaryDirectory()) + "/keng-bench-\(getpid())"
        try Files.makeFolder(work)
        defer { try? Files.remove(work) }  // As in the import: the measure is worth more.
        var options = try StationOptions.parse([])
        options.database = server ?? work + "/bench.sqlite"
        options.content = content
        try await DemoSetup(options: options, households: households, seed: DemoSetup.defaultSeed)
            .prepare { _ in }
        let station = try await Station.open(
            options, node: 7, segmentsPerSecond: segmentsPerSecond)
        try await body(station, work)
    }

    /// Its tree and lessons, with `people` phone holders spread over all wards of Hanoi.
    func open(people: Int, _ body: (Station) async throws -> Void) async throws {
        try await open(households: 1, segmentsPerSecond: 1_000_000) { station, _ in
            try await fill(station, people)
            try await body(station)
        }
    }

    /// Another program on the same server, with connections of its own.
    func another() async throws -> Station {
        var options = try StationOptions.parse([])
        options.database = server ?? ""
        options.content = content
        return try await Station.open(
            options, node: 7, shares: true, segmentsPerSecond: 1_000_000)
    }

    /// - Parameter isAlone: no other program shares the database.
    func engine(
        _ desk: CampaignDesk, _ gateway: any Gateway, worker: Int64? = nil, isAlone: Bool = true
    ) throws -> Engine {
        Engine(
            desk: desk, gateway: gateway,
            reader: ReplyReader(
                try KeywordFile.load(locales: Places.find(.locales, option: nil))),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, worker: worker,
            isAlone: isAlone)
    }

    /// Lets the engine work as in `keng serve`, and looks now and then whether `isDone`.
    func run(
        _ engine: Engine, _ station: Station, within limit: Duration,
        until isDone: @Sendable @escaping (any Transaction) throws -> Bool
    ) async throws {
        let deadline = station.world.now() + limit
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await engine.work() }
            defer { group.cancelAll() }
            while try await !station.database.read(isDone), station.world.now() < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// One holder a household; phones come in no order, as in life.
    private func fill(_ station: Station, _ people: Int) async throws {
        guard
            let root = station.areas.area(
                system: DemoSetup.areaSystem, code: DemoSetup.cityCode)
        else { throw Complaint(.bug, "The bench has no city.", "", "") }
        let leaves = station.areas.leaves(under: root.id).map(\.id)
        let batch = 20_000
        for start in stride(from: 0, to: people, by: batch) {
            let numbers = Int64(start)..<Int64(min(start + batch, people))
            try await station.database.write { transaction in
                func place(_ number: Int64) -> Value {
                    let leaf = Int(number) * leaves.count / people
                    return .integer(leaves[leaf].rawValue)
                }
                func phone(_ number: Int64) -> Value {
                    // A prime below 10^8 and a factor prime to it: each number once.
                    .integer(84_800_000_000 + number * 48_271 % 99_999_989)
                }
                func id(_ number: Int64) -> Value { .integer(1_000_000_000_000 + number) }
                try transaction.add(
                    numbers.map { [id($0), place($0), .text("B\($0)"), .text("")] },
                    to: "household", ["id", "area_id", "code", "address"])
                try transaction.add(
                    numbers.map { [phone($0), id($0)] }, to: "phone", ["number", "holder_id"])
                try transaction.add(
                    numbers.map {
                        [
                            id($0), id($0), place($0), phone($0),
                            .integer(Language.vietnamese.code), .integer(1),
                        ]
                    },
                    to: "resident",
                    ["id", "household_id", "area_id", "phone", "language", "is_holder"])
            }
        }
    }
}
