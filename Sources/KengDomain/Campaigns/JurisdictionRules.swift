/// What holds in one jurisdiction: lawful hours, caps, labels and emergency numbers.
package struct JurisdictionRules: Hashable, Sendable {
    /// At most so many messages to one phone, over all campaigns; nil is no limit.
    package struct Cap: Hashable, Sendable {
        /// In any 24 hours.
        package let perDay: Int?
        /// In any 7 days.
        package let perWeek: Int?

        package static let none = Cap(perDay: nil, perWeek: nil)

        package init(perDay: Int?, perWeek: Int?) {
            self.perDay = perDay
            self.perWeek = perWeek
        }
    }

    /// Where a rule comes from, and how sure that is.
    package struct Source: Hashable, Sendable {
        /// The key of the rule in the file, for example `fire_number`.
        package let about: String
        /// A, B, C of the curriculum, or V2+, V1, M, D of the law page.
        package let mark: String
        package let source: String

        package init(about: String, mark: String, source: String) {
            self.about = about
            self.mark = mark
            self.source = source
        }
    }

    package enum Problem: Error, Hashable {
        case notANumber(String)
        case capBelowOne(Int)
    }

    package let jurisdiction: Jurisdiction
    package let hours: PerClass<SendHours>
    package let caps: PerClass<Cap>
    /// Put before the text; empty where the class needs none.
    package let labels: PerClass<String>
    /// How to refuse, for the end of a message.
    package let optOutFooters: [Language: String]
    /// The fire brigade's number where it is one for the whole jurisdiction; nil where it is not.
    package let nationalFireNumber: String?
    /// Numbers that hold in one area and everything below it, by area code.
    package let fireNumberByArea: [String: String]
    package let policeNumber: String?
    package let ambulanceNumber: String?
    /// Holidays and days of mourning, on which campaigns that can wait do.
    package let quietDays: Set<LocalDay>
    package let sources: [Source]

    package init(
        jurisdiction: Jurisdiction, hours: PerClass<SendHours>, caps: PerClass<Cap>,
        labels: PerClass<String>, optOutFooters: [Language: String],
        nationalFireNumber: String?, fireNumberByArea: [String: String],
        policeNumber: String?, ambulanceNumber: String?, quietDays: Set<LocalDay> = [],
        sources: [Source]
    ) throws(Problem) {
        for number in [nationalFireNumber, policeNumber, ambulanceNumber].compactMap({ $0 })
            + fireNumberByArea.values
        where !Self.isEmergencyNumber(number) {
            throw .notANumber(number)
        }
        for messageClass in MessageClass.allCases {
            let cap = caps[messageClass]
            for limit in [cap.perDay, cap.perWeek].compactMap({ $0 }) where limit < 1 {
                throw .capBelowOne(limit)
            }
        }
        self.jurisdiction = jurisdiction
        self.hours = hours
        self.caps = caps
        self.labels = labels
        self.optOutFooters = optOutFooters
        self.nationalFireNumber = nationalFireNumber
        self.fireNumberByArea = fireNumberByArea
        self.policeNumber = policeNumber
        self.ambulanceNumber = ambulanceNumber
        self.quietDays = quietDays
        self.sources = sources
    }

    /// The number for a place, given its area codes from the leaf to the root; nil is never guessed.
    package func fireNumber(areas codes: some Sequence<String>) -> String? {
        for code in codes {
            if let number = fireNumberByArea[code] { return number }
        }
        return nationalFireNumber
    }

    /// Two to eleven digits, as one dials them.
    private static func isEmergencyNumber(_ text: String) -> Bool {
        (2...11).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
