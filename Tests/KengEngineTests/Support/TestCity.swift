import Foundation
import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengTestSupport
import KengText
import Logging

/// A small made-up country on disk, with the real engine, the real words and a practice network.
struct TestCity: Sendable {
    /// What differs from city to city.
    struct Setup: Sendable {
        var seed: UInt64 = 1
        var households = 24
        var segmentsPerSecond = 400
        var network = SandboxSettings.Network.calm
        var people = Setup.silent
        var start = Setup.eight
        var route = RouteText.usual

        /// Nobody writes by themselves.
        static var silent: SandboxSettings.People {
            var people = SandboxSettings.People()
            people.answering = 0
            people.finishing = 0
            people.stopping = 0
            return people
        }

        /// Most people answer, and soon.
        static var lively: SandboxSettings.People {
            var people = SandboxSettings.People()
            people.answering = 0.9
            people.finishing = 0.7
            people.stopping = 0.1
            people.late = 0
            people.pace = 0.2
            return people
        }

        /// 2026-11-23, eight in the morning in Hanoi.
        static let eight = Instant(milliseconds: 1_795_395_600_000)
    }

    let setup: Setup
    let folder: TestFolder
    let clock: ManualClock
    let world: World
    let database: Database
    private let place: TestDatabase
    let tree: AreaMap
    let desk: CampaignDesk
    let verifier: Verifier
    let sandbox: SandboxGateway
    let watch: WatchedGateway
    let engine: Engine
    let author: Account
    let approver: Account

    var simulator: Simulator { Simulator(clock: clock, engine: engine) }

    init(_ setup: Setup = Setup()) async throws {
        let folder = try TestFolder()
        let clock = ManualClock(setup.start)
        let world = World.seeded(setup.seed, node: 1) { clock.now }
        let place = try TestDatabase(file: folder.path("keng.db"))
        let database = try place.open()
        try await Self.fill(database, world, setup, folder)
        try await self.init(
            setup, folder: folder, clock: clock, world: world, place: place,
            database: database, journal: folder.path("journal"))
    }

    /// Opens what lies in a folder, as a program does that starts again.
    private init(
        _ setup: Setup, folder: TestFolder, clock: ManualClock, world: World,
        place: TestDatabase, database: Database, journal: String
    ) async throws {
        self.setup = setup
        self.folder = folder
        self.clock = clock
        self.world = world
        self.place = place
        self.database = database
        tree = AreaMap(database: database)
        try await tree.reload()
        let rulebook = Rulebook(Array(try Shelf.library.get().jurisdictions.values))
        desk = CampaignDesk(
            database: database, world: world, tree: tree, rulebook: rulebook,
            composer: Composer(
                phrases: Phrasebook(try Shelf.catalogues.get()), route: setup.route),
            segmentsPerSecond: setup.segmentsPerSecond)
        verifier = Verifier(database: database, tree: tree, rulebook: rulebook)
        let solver = try Shelf.solver.get()
        var settings = SandboxSettings(
            seed: setup.seed, segmentsPerSecond: setup.segmentsPerSecond,
            solve: { solver.letters(for: $0.text, in: $0.language) })
        settings.network = setup.network
        settings.people = setup.people
        sandbox = try SandboxGateway(settings, journal: journal)
        watch = WatchedGateway(sandbox, database: database, journal: journal, folder: folder)
        engine = try Self.engine(desk, watch)
        let accounts = Accounts(database: database, world: world)
        author = try await accounts.known("lan", .author, tree)
        approver = try await accounts.known("minh", .approver, tree)
        try await engine.start(at: clock.now)
    }

    /// What a new program finds after this one died where `watch` was told to die.
    func revived() async throws -> TestCity {
        guard let remains = watch.remains else { throw Problem.stillAlive }
        let place = try TestDatabase(file: remains.database)
        let database = try place.open()
        if !TestDatabase.isFile {
            _ = try await DatabaseMove.move(from: Database(path: remains.database), to: database)
        }
        return try await TestCity(
            setup, folder: folder, clock: clock, world: world, place: place, database: database,
            journal: remains.journal)
    }

    /// A new engine over the same store and provider, not started yet.
    func restarted() throws -> Engine { try Self.engine(desk, watch) }

    private static func engine(_ desk: CampaignDesk, _ gateway: WatchedGateway) throws -> Engine {
        Engine(
            desk: desk, gateway: gateway, reader: ReplyReader(try Shelf.keywords.get()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    enum Problem: Error {
        case stillAlive
        case noArea(String)
        case noMessage
    }

    private static func fill(
        _ database: Database, _ world: World, _ setup: Setup, _ folder: TestFolder
    ) async throws {
        let areas = try folder.write(TestPeople.areas, to: "areas.csv")
        _ = try await AreaImport(
            database: database, world: world, settings: ImportSettings()
        ).areas(from: areas)
        let people = try folder.write(TestPeople.rows(setup.households), to: "people.csv")
        _ = try await PeopleImport(
            database: database, world: world, settings: ImportSettings()
        ).residents(from: people) { _ in }
        _ = try await Publisher(database: database, world: world)
            .publish(try Shelf.drafts.get(), by: "test")
    }
}

extension Accounts {
    /// The account of that name over the whole country, made when it is not there.
    fileprivate func known(
        _ name: String, _ role: Account.Role, _ tree: AreaMap
    ) async throws -> Account {
        if let account = try await account(named: name) { return account }
        guard let root = tree.area(system: TestPeople.system, code: "W") else {
            throw TestCity.Problem.noArea("W")
        }
        return try await add(name: name, role: role, area: root.id, language: "vi")
    }
}

/// A folder that is gone when nobody needs it any more.
final class TestFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "keng-city-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }
}
