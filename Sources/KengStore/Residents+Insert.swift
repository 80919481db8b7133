package import KengDomain

/// A household as a list names it.
package struct NewHousehold: Hashable, Sendable {
    package let area: Area.ID
    package let code: String
    package let address: String

    package init(area: Area.ID, code: String, address: String) {
        self.area = area
        self.code = code
        self.address = address
    }
}

/// A resident as a list names them, with the household it puts them in.
package struct NewResident: Hashable, Sendable {
    package let household: NewHousehold
    package let name: String?
    package let phone: PhoneNumber
    package let language: Language

    package init(
        household: NewHousehold, name: String?, phone: PhoneNumber, language: Language
    ) {
        self.household = household
        self.name = name
        self.phone = phone
        self.language = language
    }
}

/// Adds households and residents batch by batch inside one transaction, and counts them per area at its end.
///
/// What is stored already stays as it is: a second time adds nothing.
package struct ResidentInsertion {
    package enum Outcome: Hashable, Sendable {
        case added
        /// Stored before this insertion began.
        case known
        /// Added by this insertion, from an earlier row.
        case duplicate
    }

    package private(set) var householdsAdded = 0
    package private(set) var residentsAdded = 0
    /// Residents added on a phone that another household has, too.
    package private(set) var sharedPhones = 0

    private let newID: @Sendable () -> Int64
    /// Ids below were made before this insertion.
    private let firstID: Int64
    private var last: (household: NewHousehold, id: Int64)?
    private var households: [Area.ID: Int] = [:]
    private var residents: [Area.ID: Int] = [:]

    package init(newID: @escaping @Sendable () -> Int64) {
        self.newID = newID
        firstID = newID()
    }

    /// One answer for each household, in order.
    package mutating func insert(
        households: [NewHousehold], in transaction: any Transaction
    ) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(households.count)
        for household in households {
            outcomes.append(try place(household, in: transaction).outcome)
        }
        return outcomes
    }

    /// One answer for each resident, in order; creates the households they name.
    package mutating func insert(
        residents: [NewResident], in transaction: any Transaction
    ) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(residents.count)
        for resident in residents {
            outcomes.append(try insert(resident, in: transaction))
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
        _ household: NewHousehold, in transaction: any Transaction
    ) throws -> (id: Int64, outcome: Outcome) {
        let fresh = newID()
        let added = try transaction.execute(
            """
            INSERT INTO household (id, area_id, code, address) VALUES ($1, $2, $3, $4)
            ON CONFLICT (area_id, code) DO NOTHING
            """,
            [
                .integer(fresh), .integer(household.area.rawValue), .text(household.code),
                .text(household.address),
            ])
        guard added == 0 else {
            householdsAdded += 1
            households[household.area, default: 0] += 1
            return (fresh, .added)
        }
        let known = try transaction.first(
            "SELECT id FROM household WHERE area_id = $1 AND code = $2",
            [.integer(household.area.rawValue), .text(household.code)]
        ) { try $0.integer(0) }
        guard let known else { throw StoreProblem.wrongShape(column: 0) }
        return (known, known < firstID ? .known : .duplicate)
    }

    private mutating func insert(
        _ resident: NewResident, in transaction: any Transaction
    ) throws -> Outcome {
        let household: Int64
        if let last, last.household.code == resident.household.code,
            last.household.area == resident.household.area
        {
            household = last.id
        } else {
            household = try place(resident.household, in: transaction).id
            last = (resident.household, household)
        }
        let fresh = newID()
        let phone = Value.integer(resident.phone.number)
        let isNewPhone =
            try transaction.execute(
                """
                INSERT INTO phone (number, holder_id) VALUES ($1, $2)
                ON CONFLICT (number) DO NOTHING
                """, [phone, .integer(fresh)]) > 0
        let added = try transaction.execute(
            """
            INSERT INTO resident (id, household_id, area_id, phone, language, name, is_holder)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (phone, household_id) DO NOTHING
            """,
            [
                .integer(fresh), .integer(household),
                .integer(resident.household.area.rawValue), phone,
                .integer(resident.language.code), .optional(resident.name), .flag(isNewPhone),
            ])
        guard added > 0 else {
            let known = try transaction.first(
                "SELECT id FROM resident WHERE phone = $1 AND household_id = $2",
                [phone, .integer(household)]
            ) { try $0.integer(0) }
            return known.map { $0 < firstID } ?? false ? .known : .duplicate
        }
        residentsAdded += 1
        residents[resident.household.area, default: 0] += 1
        if !isNewPhone { try share(phone, with: fresh, in: transaction) }
        return .added
    }

    /// A phone that wrote to us before anybody listed it has no holder yet; any other is shared now.
    private mutating func share(
        _ phone: Value, with resident: Int64, in transaction: any Transaction
    ) throws {
        let taken = try transaction.execute(
            "UPDATE phone SET holder_id = $1 WHERE number = $2 AND holder_id IS NULL",
            [.integer(resident), phone])
        guard taken > 0 else {
            sharedPhones += 1
            return
        }
        try transaction.execute(
            "UPDATE resident SET is_holder = 1 WHERE id = $1", [.integer(resident)])
    }
}
