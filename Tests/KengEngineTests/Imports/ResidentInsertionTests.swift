import KengDomain
import KengStore
import Testing

@testable import KengEngine

struct ResidentInsertionTests {
    /// Few households and phones, so that lists repeat themselves in every way; a plain model says what must come.
    @Test(arguments: UInt64(0)..<12)
    func outcomesAreThoseOfOneRowAtATime(seed: UInt64) async throws {
        let fixture = try ImportFixture(seed: seed)
        _ = try await fixture.importAreas()
        let areas = try await fixture.database.read { try $0.areas(in: "vn-2023").map(\.area.id) }
        var random = SeededGenerator(seed: seed)
        var model = Model()
        for _ in 0..<3 {
            model.begin()
            var list: [NewResident] = []
            for _ in 0..<150 {
                let number = 84_912_000_000 + Int64(random.next() % 60)
                let household = NewHousehold(
                    area: areas[Int(random.next() % 2)], code: "H\(random.next() % 25)",
                    address: "")
                list.append(
                    NewResident(
                        household: household, name: nil,
                        phone: try PhoneNumber(international: number), language: .vietnamese))
            }
            let (residents, newID) = (list, fixture.world.newID)
            let (outcomes, counts) = try await fixture.database.write { transaction in
                var insertion = ResidentInsertion(newID: newID)
                let outcomes = try insertion.insert(residents: residents, in: transaction)
                try insertion.finish(in: transaction)
                return (
                    outcomes,
                    [insertion.residentsAdded, insertion.householdsAdded, insertion.sharedPhones]
                )
            }
            #expect(outcomes == list.map { model.outcome(of: $0) })
            #expect(counts == [model.residents, model.households, model.shared])
        }
        // Every phone has one holder, who knows it.
        let wrong = try await fixture.ask(
            """
            SELECT CAST(phone.number AS TEXT) FROM phone
            WHERE 1 <> (SELECT COUNT(*) FROM resident
                WHERE resident.phone = phone.number AND is_holder = 1)
            OR 1 <> (SELECT COUNT(*) FROM resident WHERE id = holder_id AND is_holder = 1)
            """, columns: 1)
        #expect(wrong.isEmpty)
        let totals = try await fixture.ask(
            """
            SELECT CAST(total AS TEXT) FROM area_count JOIN area ON area.id = area_id
            WHERE area.code = '01' ORDER BY area_count.kind
            """, columns: 1)
        #expect(totals == ["\(model.allHouseholds)", "\(model.allResidents)"])
    }

    private struct Model {
        private struct Pair: Hashable {
            let phone: PhoneNumber
            let area: Area.ID
            let code: String
        }

        private var stored: Set<Pair> = []
        private var fresh: Set<Pair> = []
        private var homes: Set<NewHousehold> = []
        private var phones: Set<PhoneNumber> = []
        private(set) var residents = 0
        private(set) var households = 0
        private(set) var shared = 0

        var allResidents: Int { stored.count + fresh.count }
        var allHouseholds: Int { homes.count }

        mutating func begin() {
            stored.formUnion(fresh)
            fresh = []
            (residents, households, shared) = (0, 0, 0)
        }

        mutating func outcome(of resident: NewResident) -> InsertionOutcome {
            let home = resident.household
            if homes.insert(home).inserted { households += 1 }
            let pair = Pair(phone: resident.phone, area: home.area, code: home.code)
            if stored.contains(pair) { return .known }
            guard fresh.insert(pair).inserted else { return .duplicate }
            residents += 1
            if !phones.insert(resident.phone).inserted { shared += 1 }
            return .added
        }
    }
}
