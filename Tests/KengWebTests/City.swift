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
import Logging
import Synchronization
import Testing

@testable import KengWeb

/// A small city on a real file: one city, two districts, four wards, a few households, the real lessons.
final class City: Sendable {
    static let root = #filePath.before("/Tests/KengWebTests/")
    /// 2026-11-23 09:00 in Hanoi, a Monday.
    static let start = Instant(milliseconds: 1_795_399_200_000)

    let database: Database
    let world: World
    let accounts: Accounts
    let desk: CampaignDesk
    let typed: TypedTexts
    let web: WebApplication
    private let path: String
    private let place: TestDatabase

    enum Place {
        static let city = Area.ID(rawValue: 2)
        static let district = Area.ID(rawValue: 3)
        static let otherDistrict = Area.ID(rawValue: 4)
        static let ward = Area.ID(rawValue: 5)
        static let otherWard = Area.ID(rawValue: 8)
    }

    static let scriptName = "<script>alert(\"1\")</script>"

    init(
        price: String? = "450 VND", packs: String? = nil,
        route: RouteText = .usual
    ) async throws {
        path = NSTemporaryDirectory() + "keng-web-\(UInt64.random(in: 0 ... .max)).sqlite"
        place = try TestDatabase(file: path)
        database = try place.open()
        world = World.seeded(7) { City.start }
        accounts = Accounts(database: database, world: world)
        let library = try Library(folder: Self.root + "/Content")
        let catalogues = try Catalogues(in: Self.root + "/Locales")
        let map = AreaMap(database: database)
        let rulebook = Rulebook(Array(library.jurisdictions.values))
        let phrases = Phrasebook { language, key, values in
            (try? catalogues[language].text(key, values.mapValues { .text($0) })) ?? key
        }
        desk = CampaignDesk(
            database: database, world: world, tree: map, rulebook: rulebook,
            composer: Composer(phrases: phrases, route: route), segmentsPerSecond: 100,
            price: try price.map { try SegmentPrice($0) })
        let typed = TypedTexts()
        self.typed = typed
        web = try WebApplication(
            database: database, world: world, accounts: accounts, desk: desk,
            rulebook: rulebook, catalogues: catalogues,
            settings: WebSettings(
                isPractice: true, isSecure: false, senderNames: ["KENG"], route: ["sandbox"],
                routeText: route,
                packs: packs),
            phones: PracticePhones(
                lines: { _ in [.init(text: "Đáp án?", at: City.start, isTyped: false)] },
                type: { _, text, _ in typed.add(text) }), logger: Logger(label: "test"))
        try await Self.fill(database, world, library)
        try await map.reload()
        for (name, role, area) in [
            ("author", Account.Role.author, Place.city), ("chief", .approver, Place.city),
            ("deputy", .approver, Place.city), ("viewer", .viewer, Place.city),
            ("ward", .author, Place.ward),
        ] {
            _ = try await accounts.add(name: name, role: role, area: area, language: "vi")
        }
    }

    deinit {
        for end in ["", "-wal", "-shm"] {
            // A file that is gone already needs no removing.
            try? FileManager.default.removeItem(atPath: path + end)
        }
    }

    private static func fill(
        _ database: Database, _ world: World, _ library: Library
    ) async throws {
        let drafts = library.drafts().compactMap { try? $0.get() }
        _ = try await Publisher(database: database, world: world).publish(drafts, by: "test")
        let newID = world.newID
        try await database.write { transaction in
            try transaction.insert(try areas())
            try transaction.save(
                PlanRow(
                    id: 1, slug: try Slug("plan"), title: "vi\tKế hoạch", indicator: "households",
                    area: Place.city, source: "53/KH-UBND",
                    targets: [
                        PlanTarget(
                            area: Place.city,
                            day: try LocalDay("2026-12-31"), percent: 100)
                    ]))
            var insertion = ResidentInsertion(newID: newID)
            var list: [NewResident] = []
            for ward in 5...8 {
                for number in 1...(ward * 2) {
                    list.append(
                        NewResident(
                            household: NewHousehold(
                                area: Area.ID(rawValue: Int64(ward)),
                                code: "H\(ward)-\(number)", address: "Số \(number) & \"ngõ\""),
                            name: number == 1 ? scriptName : "Người \(number)",
                            phone: try PhoneNumber(
                                international: 84_912_000_000 + Int64(ward * 100 + number)),
                            language: number % 5 == 0 ? .chinese : .vietnamese))
                }
            }
            _ = try insertion.insert(residents: list, in: transaction)
            try insertion.finish(in: transaction)
            try cover(transaction, newID)
        }
    }

    private static func areas() throws -> [StoredArea] {
        let rows: [(Int64, String, String, String, Int64?, Int)] = [
            (1, "VN", "Việt Nam", "quốc gia", nil, 0),
            (2, "01", "Thành phố Hà Nội", "thành phố", 1, 1),
            (3, "001", "Quận Ba Đình", "quận", 2, 2),
            (4, "006", "Quận Đống Đa", "quận", 2, 2),
            (5, "00001", "Phường Phúc Xá", "phường", 3, 3),
            (6, "00004", "Phường Trúc Bạch", "phường", 3, 3),
            (7, "00178", "Phường Cát Linh", "phường", 4, 3),
            (8, "00181", "Phường Văn Miếu", "phường", 4, 3),
        ]
        return rows.map { id, code, name, kind, parent, depth in
            StoredArea(
                area: Area(
                    id: Area.ID(rawValue: id), system: "t", code: code, name: name, kind: kind,
                    parent: parent.map { Area.ID(rawValue: $0) }, depth: depth,
                    jurisdiction: .vietnam, offset: .hanoi), folded: name.folded,
                validFrom: nil, validTo: nil)
        }
    }

    /// Covers every third household of wards 5 and 7.
    private static func cover(
        _ transaction: any Transaction, _ newID: @Sendable () -> Int64
    ) throws {
        let edition = try transaction.newestEditions()[0]
        for ward in [Int64(5), 7] {
            let lines = try transaction.householdLines(
                in: Area.ID(rawValue: ward), afterCode: "", limit: 100)
            for line in lines.enumerated().filter({ $0.offset.isMultiple(of: 3) }).map(\.element) {
                guard let resident = try transaction.residentLines(of: line.id).first else {
                    continue
                }
                _ = try transaction.record(
                    AttendanceRow(
                        id: newID(), resident: resident.id, household: line.id, area: line.area,
                        lesson: edition.key.slug, period: 2026, edition: edition.id,
                        kind: "quiz", points: 5, asked: 5, at: start, session: nil,
                        message: nil, inbound: nil))
            }
        }
    }
}

/// What people typed on practice phones.
final class TypedTexts: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) {
        texts.withLock { $0.append(text) }
    }
}

extension String {
    fileprivate func before(_ suffix: String) -> String {
        firstRange(of: suffix).map { String(self[..<$0.lowerBound]) } ?? "."
    }
}
