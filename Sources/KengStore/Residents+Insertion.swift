import KengDomain

/// Adds households and residents batch by batch inside one transaction, and counts them per area at its end.
///
/// What is stored already stays as it is: a second time adds nothing. Rows go in by dozens; only where
/// one of them met something stored are they looked at one by one.
package struct ResidentInsertion {
    package private(set) var householdsAdded = 0
    package private(set) var residentsAdded = 0
    /// Residents added on a phone that somebody else has, too.
    package private(set) var sharedPhones = 0

    private let newID: @Sendable () -> Int64
    /// Ids below were made before this insertion.
    private let firstID: Int64
    private var households: [Area.ID: Int] = [:]
    private var residents: [Area.ID: Int] = [:]

    private struct Placed {
        let id: Int64
        let outcome: InsertionOutcome
    }

    package init(newID: @escaping @Sendable () -> Int64) {
        self.newID = newID
        firstID = newID()
    }

    /// One answer for each household, in order.
    package mutating func insert(
        households: [NewHousehold], in transaction: any Transaction
    ) throws -> [InsertionOutcome] {
        var outcomes: [InsertionOutcome] = []
        outcomes.reserveCapacity(households.count)
        for start in stride(from: 0, to: households.count, by: ManyRows.size) {
            let some = households[start..<min(start + ManyRows.size, households.count)]
            outcomes += try place(some, in: transaction).map(\.outcome)
        }
        return outcomes
    }

    /// One answer for each resident, in order; creates the households they name.
    package mutating func insert(
        residents: [NewResident], in transaction: any Transaction
    ) throws -> [InsertionOutcome] {
        var outcomes: [InsertionOutcome] = []
        outcomes.reserveCapacity(residents.count)
        for start in stride(from: 0, to: residents.count, by: ManyRows.size) {
            let some = residents[start..<min(start + ManyRows.size, residents.count)]
            outcomes += try insert(some, in: transaction)
        }
        return outcomes
    }

    /// Adds what was counted to the areas and all their ancestors; call once, last.
    package mutating func finish(in transaction: any Transaction) throws {
        for (area, count) in households.sorted(by: { $0.key < $1.key }) {
            try transaction.count(.households, in: area, by: count)
        }
        for (area, count) in residents.sorted(by: { $0.key < $1.key }) {
            try transaction.count(.residents, in: area, by: count)
        }
        households = [:]
        residents = [:]
    }

    private mutating func place(
        _ some: ArraySlice<NewHousehold>, in transaction: any Transaction
    ) throws -> [Placed] {
        let ids = some.map { _ in newID() }
        var values: [Value] = []
        values.reserveCapacity(some.count * 4)
        for (household, id) in zip(some, ids) {
            values.append(.integer(id))
            values.append(.integer(household.area.rawValue))
            values.append(.text(household.code))
            values.append(.text(household.address))
        }
        let added = try transaction.execute(
            Self.householdRows.sql(some.count, for: transaction), values)
        var placed: [Placed] = []
        placed.reserveCapacity(some.count)
        for (household, id) in zip(some, ids) {
            let stored = added == some.count ? id : try self.id(of: household, in: transaction)
            if stored == id {
                householdsAdded += 1
                households[household.area, default: 0] += 1
            }
            placed.append(Placed(id: stored, outcome: outcome(stored, fresh: id)))
        }
        return placed
    }

    private func id(of household: NewHousehold, in transaction: any Transaction) throws -> Int64 {
        let known = try transaction.first(
            "SELECT id FROM household WHERE area_id = $1 AND code = $2",
            [.integer(household.area.rawValue), .text(household.code)]
        ) { try $0.integer(0) }
        guard let known else { throw StoreProblem.wrongShape(column: 0) }
        return known
    }

    private func outcome(_ stored: Int64, fresh: Int64) -> InsertionOutcome {
        stored == fresh ? .added : stored < firstID ? .known : .duplicate
    }

    private mutating func insert(
        _ some: ArraySlice<NewResident>, in transaction: any Transaction
    ) throws -> [InsertionOutcome] {
        let homes = try homes(of: some, in: transaction)
        let ids = some.map { _ in newID() }
        let holds = try hold(some, ids, in: transaction)
        var values: [Value] = []
        values.reserveCapacity(some.count * 7)
        for (offset, resident) in some.enumerated() {
            values.append(.integer(ids[offset]))
            values.append(.integer(homes[offset]))
            values.append(.integer(resident.household.area.rawValue))
            values.append(.integer(resident.phone.number))
            values.append(.integer(resident.language.code))
            values.append(.optional(resident.name))
            values.append(.flag(holds[offset]))
        }
        let added = try transaction.execute(
            Self.residentRows.sql(some.count, for: transaction), values)
        var outcomes: [InsertionOutcome] = []
        outcomes.reserveCapacity(some.count)
        for (offset, resident) in some.enumerated() {
            let fresh = ids[offset]
            let stored =
                added == some.count
                ? fresh : try id(of: resident.phone, at: homes[offset], in: transaction)
            outcomes.append(outcome(stored, fresh: fresh))
            guard stored == fresh else { continue }
            residentsAdded += 1
            residents[resident.household.area, default: 0] += 1
            if !holds[offset] { try share(resident.phone, with: fresh, in: transaction) }
        }
        return outcomes
    }

    /// The household of each resident; neighbours in the list are mostly of one.
    private mutating func homes(
        of some: ArraySlice<NewResident>, in transaction: any Transaction
    ) throws -> [Int64] {
        var distinct: [NewHousehold] = []
        var places: [Int] = []
        for resident in some {
            let home = resident.household
            if distinct.last?.code != home.code || distinct.last?.area != home.area {
                distinct.append(home)
            }
            places.append(distinct.count - 1)
        }
        let placed = try place(distinct[...], in: transaction)
        return places.map { placed[$0].id }
    }

    /// Whether each resident is the first on their phone.
    private func hold(
        _ some: ArraySlice<NewResident>, _ ids: [Int64], in transaction: any Transaction
    ) throws -> [Bool] {
        var values: [Value] = []
        values.reserveCapacity(some.count * 2)
        for (resident, id) in zip(some, ids) {
            values.append(.integer(resident.phone.number))
            values.append(.integer(id))
        }
        let added = try transaction.execute(
            Self.phoneRows.sql(some.count, for: transaction), values)
        guard added < some.count else { return ids.map { _ in true } }
        return try zip(some, ids).map { resident, id in
            let holder = try transaction.first(
                "SELECT holder_id FROM phone WHERE number = $1",
                [.integer(resident.phone.number)]
            ) { $0.optionalInteger(0) }
            return holder == .some(id)
        }
    }

    private func id(
        of phone: PhoneNumber, at household: Int64, in transaction: any Transaction
    ) throws -> Int64 {
        let known = try transaction.first(
            "SELECT id FROM resident WHERE phone = $1 AND household_id = $2",
            [.integer(phone.number), .integer(household)]
        ) { try $0.integer(0) }
        guard let known else { throw StoreProblem.wrongShape(column: 0) }
        return known
    }

    /// A phone that wrote to us before anybody listed it has no holder yet; any other is shared now.
    private mutating func share(
        _ phone: PhoneNumber, with resident: Int64, in transaction: any Transaction
    ) throws {
        let taken = try transaction.execute(
            "UPDATE phone SET holder_id = $1 WHERE number = $2 AND holder_id IS NULL",
            [.integer(resident), .integer(phone.number)])
        guard taken > 0 else {
            sharedPhones += 1
            return
        }
        try transaction.execute(
            "UPDATE resident SET is_holder = 1 WHERE id = $1", [.integer(resident)])
    }
}

extension ResidentInsertion {
    private static let householdRows = ManyRows("household", ["id", "area_id", "code", "address"])
    private static let phoneRows = ManyRows("phone", ["number", "holder_id"])
    private static let residentRows = ManyRows(
        "resident", ["id", "household_id", "area_id", "phone", "language", "name", "is_holder"])
}
