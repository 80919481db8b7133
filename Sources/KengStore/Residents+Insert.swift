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

/// What became of one row of a list.
package enum InsertionOutcome: Hashable, Sendable {
    case added
    /// Stored before this insertion began.
    case known
    /// Added by this insertion, from an earlier row.
    case duplicate
}
