package import KengDomain

/// A field of a campaign that cannot be used: what was found in it and what is expected.
package struct BriefFault: Error, Hashable, Sendable {
    package let field: Field
    /// As it was written, cut so that a line of any screen holds it.
    package let found: String
    /// What was found in a field that is a moment.
    package let moment: Instant?
    package let expected: Expectation

    package enum Field: String, Hashable, Sendable, CaseIterable {
        case name
        case lesson
        case quiz
        case starts
        case ends
        case waves
        case every
        case budget
        case money
    }

    package enum Expectation: Hashable, Sendable {
        case characters(ClosedRange<Int>)
        case whole(ClosedRange<Int>)
        case oneOf([String])
        /// One of these; none is published when there are no names.
        case lesson([String])
        /// A moment that is still to come.
        case after(Instant)
        case within(ClosedRange<Instant>)
        /// A price of segments, which no gateway has.
        case price
    }

    init(_ field: Field, _ found: String, _ expected: Expectation) {
        self.field = field
        self.found = found.count > 40 ? String(found.prefix(40)) + "…" : found
        moment = nil
        self.expected = expected
    }

    init(_ field: Field, _ moment: Instant, _ expected: Expectation) {
        self.field = field
        found = ""
        self.moment = moment
        self.expected = expected
    }
}

/// The limits of a campaign's fields, and how they are read from what people type.
package enum BriefField {
    package static let name = 1...120
    package static let budget = 0...1_000_000_000
    package static let waves = 1...366
    package static let every = 0...366
    /// The words of the three manners of a quiz where people write them.
    package static let manners = ["one", "all", "none"]

    /// A year back, so that a window that is open already can be written down, and two ahead.
    package static func window(at now: Instant) -> ClosedRange<Instant> {
        let year = Duration.seconds(366 * 86_400)
        return now - year...now + year + year
    }

    /// Reads a whole number with or without marks between its thousands, also in full-width digits.
    ///
    /// - Throws: the fault when it is no number or not within the field's limits.
    package static func whole(
        _ typed: String, _ field: BriefFault.Field, in range: ClosedRange<Int>
    ) throws(BriefFault) -> Int {
        guard let number = number(typed), range.contains(number) else {
            throw BriefFault(field, typed, .whole(range))
        }
        return number
    }

    private static func number(_ typed: String) -> Int? {
        var groups = [""]
        for scalar in typed.unicodeScalars {
            switch scalar {
            case "0"..."9": groups[groups.count - 1].unicodeScalars.append(scalar)
            case "\u{FF10}"..."\u{FF19}":
                groups[groups.count - 1] += String(scalar.value - 0xFF10)
            case ".", ",", " ", "\u{A0}", "\u{202F}", "\u{FF0C}": groups.append("")
            default: return nil
            }
        }
        let isGrouped =
            (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
        guard groups.count == 1 || isGrouped else { return nil }
        return Int(groups.joined())
    }

    /// - Throws: the fault when it is none of the words.
    package static func manner(
        _ typed: String
    ) throws(BriefFault) -> QuizSession.Manner? {
        switch typed {
        case "one": return .oneByOne
        case "all": return .allInOne
        case "none": return nil
        default: throw BriefFault(.quiz, typed, .oneOf(manners))
        }
    }
}
