import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengContent
import KengDomain
import KengEngine
import KengStore
import KengTestSupport
import KengText
import Synchronization
import Testing

@testable import KengWeb

/// A small city with keys for its people, asked through the door for programs.
final class APIWorld: Sendable {
    /// 2026-11-23 09:00 in Hanoi.
    static let start = Instant(milliseconds: 1_795_399_200_000)

    let database: Database
    let accounts: Accounts
    let machines: Machines
    private let keys = Mutex<[String: String]>([:])
    private let path: String
    private let place: TestDatabase

    init() async throws {
        path = NSTemporaryDirectory() + "keng-api-\(UInt64.random(in: 0 ... .max)).sqlite"
        place = try TestDatabase(file: path)
        database = try place.open()
        let world = World.seeded(7) { APIWorld.start }
        accounts = Accounts(database: database, world: world)
        let library = try Self.library.get()
        let catalogues = try Self.catalogues.get()
        let map = AreaMap(database: database)
        let phrases = Phrasebook { language, key, values in
            (try? catalogues[language].text(key, values.mapValues { .text($0) })) ?? key
        }
        let desk = CampaignDesk(
            database: database, world: world, tree: map,
            rulebook: Rulebook(Array(library.jurisdictions.values)),
            composer: Composer(phrases: phrases), segmentsPerSecond: 100)
        let started = Started()
        machines = try Machines(
            database: database, world: world, accounts: accounts, desk: desk,
            catalogues: catalogues, route: ["sandbox"], packs: "/nowhere",
            isStarted: { started.value.load(ordering: .relaxed) })
        self.started = started
        let drafts = try Self.drafts.get()
        _ = try await Publisher(database: database, world: world).publish(drafts, by: "test")
        try await fill(world)
        try await map.reload()
        for (name, role, area, language) in [
            ("author", Account.Role.author, Int64(1), "vi"), ("chief", .approver, 1, "id"),
            ("ward", .author, 3, "zh-Hans"), ("viewer", .viewer, 1, "en"),
        ] {
            _ = try await accounts.add(
                name: name, role: role, area: Area.ID(rawValue: area), language: language)
            let key = try await accounts.newKey(for: name)
            keys.withLock { $0[name] = key }
        }
    }

    let started: Started

    /// Whether the engine says that it works.
    final class Started: Sendable {
        let value = Atomic<Bool>(true)
    }

    deinit {
        for end in ["", "-wal", "-shm"] {
            // A file that is gone already needs no removing.
            try? FileManager.default.removeItem(atPath: path + end)
        }
    }

    static let lesson = "call-for-help"

    // Read once for all tests.
    private static let library = Result {
        Library(try ContentFiles(folder: PackFolder.root + "/Content"))
    }
    private static let catalogues = Result { try Catalogues(in: PackFolder.root + "/Locales") }
    private static let drafts = library.flatMap { library in
        Result {
            try library.drafts().map { try $0.get() }.filter { $0.key.slug.text == lesson }
        }
    }

    private func fill(_ world: World) async throws {
        let newID = world.newID
        try await database.write { transaction in
            let rows: [(Int64, String, String, Int64?, Int)] = [
                (1, "01", "Hà Nội", nil, 0), (2, "001", "Ba Đình", 1, 1),
                (3, "006", "Đống Đa", 1, 1), (4, "007", "Tây Hồ", 1, 1),
            ]
            try transaction.insert(
                rows.map { id, code, name, parent, depth in
                    StoredArea(
                        area: Area(
                            id: Area.ID(rawValue: id), system: "t", code: code, name: name,
                            kind: "đơn vị", parent: parent.map { Area.ID(rawValue: $0) },
                            depth: depth, jurisdiction: .vietnam, offset: .hanoi),
                        folded: name.folded, validFrom: nil, validTo: nil)
                })
            var insertion = ResidentInsertion(newID: newID)
            var list: [NewResident] = []
            for area in Int64(2)...3 {
                for number in 1...3 {
                    list.append(
                        NewResident(
                            household: NewHousehold(
                                area: Area.ID(rawValue: area), code: "H\(number)",
                                address: "Số \(number)"), name: "Người \(number)",
                            phone: try PhoneNumber(
                                international: 84_912_000_000 + area * 100 + Int64(number)),
                            language: .vietnamese))
                }
            }
            _ = try insertion.insert(residents: list, in: transaction)
            try insertion.finish(in: transaction)
            try transaction.save(
                PlanRow(
                    id: 1, slug: try Slug("plan"), title: "vi\tKế hoạch", indicator: "households",
                    area: Area.ID(rawValue: 1), source: "53/KH-UBND",
                    targets: [
                        PlanTarget(
                            area: Area.ID(rawValue: 1), day: try LocalDay("2026-12-31"),
                            percent: 100),
                        PlanTarget(
                            area: Area.ID(rawValue: 2), day: try LocalDay("2025-12-31"),
                            percent: 40),
                        PlanTarget(
                            area: Area.ID(rawValue: 2), day: try LocalDay("2026-12-31"),
                            percent: 50),
                    ]))
        }
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String
        let json: JSONValue

        subscript(path: String...) -> JSONValue? {
            path.reduce(json as JSONValue?) { value, name in
                switch value {
                case .object(let fields): fields[name]
                case .list(let list): Int(name).flatMap { $0 < list.count ? list[$0] : nil }
                default: nil
                }
            }
        }

        /// The end of the problem's type.
        var problem: String? {
            guard case .text(let type) = self["type"] else { return nil }
            return String(type.dropFirst(MachineWords.typePrefix.count))
        }
    }

    func ask(
        _ method: HTTPRequest.Method, _ address: String, as name: String? = nil,
        body: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Answer {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: machines.door(BasicRequestContext.self))
        var headers = headers
        if let name {
            headers[.authorization] = "Bearer " + (keys.withLock { $0[name] } ?? name)
        }
        return try await Application(router: router).test(.router) { [headers] client in
            try await client.execute(
                uri: address, method: method, headers: headers,
                body: body.map { ByteBuffer(string: $0) }
            ) { response in
                let text = String(buffer: response.body)
                return Answer(
                    status: response.status.code, headers: response.headers, text: text,
                    json: (try? JSONValue(bytes: text.utf8)) ?? .null)
            }
        }
    }

    static let body = """
        {"name": "Gọi 114", "lesson": "\(lesson)", "areas": [{"system": "t", "code": "01"}],
         "languages": ["vi"], "starts_at": "2026-11-24T08:00:00+07:00",
         "ends_at": "2026-11-25T18:00:00+07:00"}
        """

    func create(
        _ key: String = "k1", body: String = APIWorld.body, as name: String = "author"
    ) async throws -> Answer {
        try await ask(
            .post, "/v1/campaigns", as: name, body: body, headers: [.idempotencyKey: key])
    }
}
