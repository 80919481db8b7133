import Foundation
import KengContent
import KengDomain
import KengEngine
import KengStore
import KengText

/// Everything a command works with, opened once: the database, the rules, the words.
struct Station: Sendable {
    let database: Database
    let world: World
    let areas: AreaMap
    let rulebook: Rulebook
    let library: Library
    let catalogues: Catalogues
    let desk: CampaignDesk
    let accounts: Accounts
    let publisher: Publisher
    let verifier: Verifier
    let options: StationOptions
    /// Among the programs that share the database, when it was taken.
    let seat: WorkerSeat?

    /// The setting that shifts the clock of a practice city, in milliseconds.
    static let clockSetting = "practice.clock_offset"
    /// Present when the database is a practice city.
    static let practiceSetting = "practice"

    /// - Parameter creates: makes the database when there is none; a command that only looks must not.
    /// - Parameter shares: takes a seat among the programs that share the database, and its node.
    /// - Parameter way: the way out; without it the one that the settings name.
    static func open(
        _ options: StationOptions, node: Int64, creates: Bool = false, shares: Bool = false,
        way: GatewayWay? = nil,
        segmentsPerSecond: Int? = nil
    ) async throws -> Station {
        let way = try way ?? .configured(options)
        let database = try Database(options.location, creates: creates)
        let offset = try await database.read { try $0.setting(clockSetting) }
        let shift = Duration.milliseconds(offset.flatMap(Int64.init) ?? 0)
        let seat =
            try await shares
            ? database.write { try $0.takeSeat(at: Self.machineTime() + shift) } : nil
        // A clock that was set back while no program ran must not give a name a second time.
        let newest = try await database.read { try $0.newestID() }
        let world = World.real(node: seat?.node ?? node, after: newest) {
            Self.machineTime() + shift
        }
        let library = Library(
            try ContentFiles(folder: try Places.find(.content, option: options.content)))
        let locales = try Places.find(.locales, option: options.locales)
        let catalogues = try Catalogues(in: locales)
        let areas = AreaMap(database: database)
        try await areas.reload()
        let rulebook = Rulebook(Array(library.jurisdictions.values))
        let composer = Composer(phrases: Phrasebook(catalogues), route: way.routeText)
        let desk = CampaignDesk(
            database: database, world: world, tree: areas, rulebook: rulebook,
            composer: composer,
            segmentsPerSecond: segmentsPerSecond ?? way.segmentsPerSecond ?? 100,
            price: way.price)
        return Station(
            database: database, world: world, areas: areas, rulebook: rulebook,
            library: library, catalogues: catalogues, desk: desk,
            accounts: Accounts(database: database, world: world),
            publisher: Publisher(database: database, world: world),
            verifier: Verifier(database: database, tree: areas, rulebook: rulebook),
            options: options, seat: seat)
    }

    /// The machine's own clock, the only place that reads it.
    static func machineTime() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// The account of that name.
    func account(_ name: String) async throws -> Account {
        guard let account = try await accounts.account(named: name) else {
            throw Complaint(
                .usage, "There is no account “\(name)”.",
                "`keng user list` shows the accounts of \(options.database).", adding(name))
        }
        return account
    }

    /// The command that adds an author of the area that was named, else of the largest one.
    private func adding(_ name: String) -> String {
        guard let root = areas.roots.first else { return Complaint.areasFirst() }
        let area = NextCommand.now.value(of: "--area") ?? "\(root.system)/\(root.code)"
        return NextCommand.now.other("user", "add", name, "--role", "author", "--area", area)
    }

    /// The area of `system/code`.
    func area(_ text: String) throws -> Area {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let area = areas.area(system: parts[0], code: parts[1]) else {
            throw Complaint(
                .usage, "There is no area “\(text)”.",
                "An area is written as system/code, for example vn-2023/01 for Hanoi.",
                Complaint.areasFirst("vn-2023"))
        }
        return area
    }
}
