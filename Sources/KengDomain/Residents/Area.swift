/// An administrative unit in a dated tree of any depth, keyed by (system, code).
package struct Area: Hashable, Sendable, Identifiable {
    package typealias ID = Identifier<Area>

    package let id: ID
    package let system: String
    package let code: String
    package let name: String
    package let kind: String
    package let parent: ID?
    /// 0 for the root of its system.
    package let depth: Int
    package let jurisdiction: Jurisdiction
    package let offset: UTCOffset

    package init(
        id: ID, system: String, code: String, name: String, kind: String, parent: ID?,
        depth: Int, jurisdiction: Jurisdiction, offset: UTCOffset
    ) {
        self.id = id
        self.system = system
        self.code = code
        self.name = name
        self.kind = kind
        self.parent = parent
        self.depth = depth
        self.jurisdiction = jurisdiction
        self.offset = offset
    }
}

/// What is counted for every area and all its ancestors.
package enum AreaCount: Int64, Hashable, Sendable, CaseIterable {
    case households = 1
    case coveredHouseholds = 2
    case residents = 3
    case attendances = 4
}

/// One address in one area; the unit a plan counts.
package enum Household {
    package typealias ID = Identifier<Household>
}

/// A person with a phone, a language and a household.
package enum Resident {
    package typealias ID = Identifier<Resident>
}

/// One text to one phone.
package enum Message {
    package typealias ID = Identifier<Message>
}

/// A text that is the same for many messages, kept once.
package enum Body {
    package typealias ID = Identifier<Body>
}
