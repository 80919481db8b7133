import Foundation
import KengContent
package import KengDomain
package import KengEngine
package import KengGateways
package import KengStore
package import KengText
import Logging

/// A small made-up country on disk, with the real engine, the real words and a practice network.
package struct SimulatedCity: Sendable {
    /// What differs from city to city.
    package struct Setup: Sendable {
        package var seed: UInt64 = 1
        package var households = 24
        package var segmentsPerSecond = 400
        package var network = SandboxSettings.Network.calm
        package var people = Setup.silent
        package var start = Setup.eight
        package var route = RouteText.usual
        package var faults = Faults()

        package init(
            seed: UInt64 = 1, households: Int = 24, segmentsPerSecond: Int = 400,
            network: SandboxSettings.Network = .calm,
            people: SandboxSettings.People = Setup.silent, start: Instant = Setup.eight,
            route: RouteText = .usual, faults: Faults = Faults()
        ) {
            self.seed = seed
            self.households = households
            self.segmentsPerSecond = segmentsPerSecond
            self.network = network
            self.people = people
            self.start = start
            self.route = route
            self.faults = faults
        }

        /// Nobody writes by themselves.
        package static var silent: SandboxSettings.People {
            var people = SandboxSettings.People()
            people.answering = 0
            people.finishing = 0
            people.stopping = 0
            return people
        }

        /// Most people answer, and soon.
        package static var lively: SandboxSettings.People {
            var people = SandboxSettings.People()
            people.answering = 0.9
            people.finishing = 0.7
            people.stopping = 0.1
            people.late = 0
            people.pace = 0.2
            return people
        }

        /// 2026-11-23, eight in the morning in Hanoi.
        package static let eight = Instant(milliseconds: 1_795_395_600_000)
    }

    /// Where an engine can be broken on purpose, to see that its judge notices.
    package struct Faults: Sendable {
        /// The rules the engine believes in.
        package var rules: @Sendable ([JurisdictionRules]) throws -> [JurisdictionRules] = { $0 }
        /// Stands between the engine and its way out.
        package var gateway: @Sendable (WatchedGateway) -> any Gateway = { $0 }
        /// Statements that are run once, in a filled database before anything is sent.
        package var statements: [String] = []

        package init() {}
    }

    package let setup: Setup
    package let shelf: SimulatedShelf
    package let folder: SimulatedFolder
    package let clock: ManualClock
    package let world: World
    package let database: Database
    private let place: any SimulatedPlace
    private let places: SimulatedPlaces
    package let tree: AreaMap
    package let desk: CampaignDesk
    package let verifier: Verifier
    package let sandbox: SandboxGateway
    package let watch: WatchedGateway
    package private(set) var engine: Engine
    package let author: Account
    package let approver: Account
    package let secondApprover: Account

    package var simulator: Simulator { Simulator(clock: clock, engine: engine) }

    package init(_ setup: Setup, shelf: SimulatedShelf, places: SimulatedPlaces = .files)
        async throws
    {
        let folder = try SimulatedFolder()
        let clock = ManualClock(setup.start)
        let world = World.seeded(setup.seed, node: 1, steady: { clock.steady }) { clock.now }
        let place = try places.place(folder.path("keng.db"))
        let database = try place.open()
        try await Self.fill(database, world, setup, shelf, folder)
        try await self.init(
            setup, shelf: shelf, folder: folder, clock: clock, world: world, place: place,
            places: places, database: database, journal: folder.path("journal"))
    }

    /// Opens what lies in a folder, as a program does that starts again.
    private init(
        _ setup: Setup, shelf: SimulatedShelf, folder: SimulatedFolder, clock: ManualClock,
        world: World, place: any SimulatedPlace, places: SimulatedPlaces, database: Database,
        journal: String
    ) async throws {
        self.setup = setup
        self.shelf = shelf
        self.folder = folder
        self.clock = clock
        self.world = world
        self.place = place
        self.places = places
        self.database = database
        tree = AreaMap(database: database)
        try await tree.reload()
        let rules = Array(shelf.library.jurisdictions.values)
        desk = CampaignDesk(
            database: database, world: world, tree: tree,
            rulebook: Rulebook(try setup.faults.rules(rules)),
            composer: Composer(phrases: Phrasebook(shelf.catalogues), route: setup.route),
            segmentsPerSecond: setup.segmentsPerSecond)
        verifier = Verifier(database: database, tree: tree, rulebook: Rulebook(rules))
        let solver = shelf.solver
        var settings = SandboxSettings(
            seed: setup.seed, segmentsPerSecond: setup.segmentsPerSecond,
            solve: { solver.letters(for: $0.text, in: $0.language) })
        settings.network = setup.network
        settings.people = setup.people
        sandbox = try SandboxGateway(settings, journal: journal)
        watch = WatchedGateway(
            sandbox, database: database, journal: journal, folder: folder, clock: clock)
        engine = Self.engine(desk, setup.faults.gateway(watch), shelf)
        let accounts = Accounts(database: database, world: world)
        author = try await accounts.known("lan", .author, tree)
        approver = try await accounts.known("minh", .approver, tree)
        secondApprover = try await accounts.known("hoa", .approver, tree)
        try await engine.start(at: clock.now)
    }

    /// What a new program finds after this one died where `watch` was told to die.
    package func revived() async throws -> SimulatedCity {
        guard let remains = watch.remains else { throw Problem.stillAlive }
        let place = try places.place(remains.database)
        let database = try place.open()
        if !place.isFile {
            _ = try await DatabaseMove.move(from: Database(path: remains.database), to: database)
        }
        let newest = try await database.read { try $0.newestID() }
        return try await SimulatedCity(
            setup, shelf: shelf, folder: folder, clock: clock,
            world: World.seeded(
                world.random(), node: 1, after: newest, steady: { [clock] in clock.steady }
            ) { [clock] in clock.now },
            place: place,
            places: places, database: database, journal: remains.journal)
    }

    /// The program ends in good order and starts again.
    package mutating func restart() async throws {
        try await engine.stop(at: clock.now)
        engine = restarted()
        try await engine.start(at: clock.now)
    }

    /// A new engine over the same store and provider, not started yet.
    package func restarted() -> Engine {
        Self.engine(desk, setup.faults.gateway(watch), shelf)
    }

    private static func engine(
        _ desk: CampaignDesk, _ gateway: any Gateway, _ shelf: SimulatedShelf
    ) -> Engine {
        Engine(
            desk: desk, gateway: gateway, reader: ReplyReader(shelf.keywords),
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() })
    }

    package enum Problem: Error {
        case stillAlive
        case noArea(String)
        case noMessage
    }

    private static func fill(
        _ database: Database, _ world: World, _ setup: Setup, _ shelf: SimulatedShelf,
        _ folder: SimulatedFolder
    ) async throws {
        let areas = try folder.write(SimulatedPeople.areas, to: "areas.csv")
        _ = try await AreaImport(
            database: database, world: world, settings: ImportSettings()
        ).areas(from: areas)
        let people = try folder.write(SimulatedPeople.rows(setup.households), to: "people.csv")
        _ = try await PeopleImport(
            database: database, world: world, settings: ImportSettings()
        ).residents(from: people) { _ in }
        _ = try await Publisher(database: database, world: world)
            .publish(shelf.drafts, by: "test")
        for statement in setup.faults.statements {
            _ = try await database.write { try $0.execute(statement) }
        }
    }
}

extension Accounts {
    /// The account of that name over the whole country, made when it is not there.
    fileprivate func known(
        _ name: String, _ role: Account.Role, _ tree: AreaMap
    ) async throws -> Account {
        if let account = try await account(named: name) { return account }
        guard let root = tree.area(system: SimulatedPeople.system, code: "W") else {
            throw SimulatedCity.Problem.noArea("W")
        }
        return try await add(name: name, role: role, area: root.id, language: "vi")
    }
}

/// What a simulated city keeps its rows in.
package protocol SimulatedPlace: Sendable {
    /// Whether a copy of the file is a copy of all of it.
    var isFile: Bool { get }
    func open() throws(StoreProblem) -> Database
}

/// Gives each city a place of its own.
package struct SimulatedPlaces: Sendable {
    /// Given the path of a file that would do.
    package let place: @Sendable (String) throws -> any SimulatedPlace

    package init(place: @escaping @Sendable (String) throws -> any SimulatedPlace) {
        self.place = place
    }

    package static let files = SimulatedPlaces { SimulatedFile(path: $0) }
}

private struct SimulatedFile: SimulatedPlace {
    let path: String
    var isFile: Bool { true }

    func open() throws(StoreProblem) -> Database { try Database(path: path) }
}

/// A folder that is gone when nobody needs it any more.
package final class SimulatedFolder: Sendable {
    private let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "keng-city-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // `try?`: a folder that stays is the system's to clear.
        try? FileManager.default.removeItem(at: url)
    }

    package func path(_ name: String) -> String { url.appending(path: name).path }

    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }
}
