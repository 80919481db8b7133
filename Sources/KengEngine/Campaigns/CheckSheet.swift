package import KengDomain
package import KengStore
package import KengText

/// What an approver sees before anything leaves.
package struct CheckSheet: Sendable {
    package let campaign: Campaign
    package let digest: String
    /// Every text of the first wave; together they are all of its recipients and segments.
    package let texts: [CheckText]
    package let unsendable: [(reason: Suppression, recipients: Int)]
    /// Nil when nobody can be reached.
    package let firstLeaves: Instant?
    package let lastLeaves: Instant?
    package let crossesQuietHours: Bool

    package var recipients: Int { texts.reduce(0) { $0 + $1.recipients } }
    package var segments: Int { texts.reduce(0) { $0 + $1.segments } }
    /// What answers can bring on top, if everybody answers every question.
    package var mostReplySegments: Int {
        texts.reduce(0) { $0 + $1.recipients * ($1.replies?.mostSegments ?? 0) }
    }

    /// The texts by language and place.
    package var languages: [CheckLanguage] {
        let keys = Set(texts.map(\.place)).sorted()
        return keys.map { key in
            CheckLanguage(
                language: key.language, jurisdiction: key.jurisdiction,
                texts: texts.filter { $0.place == key })
        }
    }
}

/// The texts of one language in one place; never empty.
package struct CheckLanguage: Sendable {
    package let language: Language
    package let jurisdiction: Jurisdiction
    package let texts: [CheckText]

    package var recipients: Int { texts.reduce(0) { $0 + $1.recipients } }
}

/// One text of a campaign as the handset gets it.
package struct CheckText: Sendable {
    package let language: Language
    package let jurisdiction: Jurisdiction
    /// Which of the forms of the quiz it asks.
    package let form: Int
    package let body: SentBody
    /// What the route's table replaced in it, so that it costs less.
    package let replaced: [ReplacementReport.Use]
    package let recipients: Int
    /// Vietnamese only: the same text with marks when it leaves without, and the other way round.
    package let otherMarks: SentBody?
    /// Nil without a quiz.
    package let replies: CheckReplies?

    /// Of all its recipients together.
    package var segments: Int { body.segments * recipients }

    struct Place: Hashable, Comparable {
        let language: Language
        let jurisdiction: Jurisdiction

        static func < (one: Place, other: Place) -> Bool {
            (one.language, one.jurisdiction) < (other.language, other.jurisdiction)
        }
    }

    var place: Place { Place(language: language, jurisdiction: jurisdiction) }

    func adding(_ count: Int) -> CheckText {
        CheckText(
            language: language, jurisdiction: jurisdiction, form: form, body: body,
            replaced: replaced, recipients: recipients + count, otherMarks: otherMarks,
            replies: replies)
    }
}

/// What one form of a quiz can bring back to those who answer it.
package struct CheckReplies: Sendable {
    /// One question and what is said about each of its options.
    package struct Answered: Hashable, Sendable {
        package let id: String
        package let ask: String
        /// The texts of A, B and C.
        package let options: [String]
        /// In the same order what each brings; empty with all questions in one text.
        package let feedback: [String]
        /// Said at the end when it was answered wrongly.
        package let reason: String
    }

    package let questions: [Answered]
    /// When every answer is right, when every one is wrong, and when nobody can read it.
    package let passed: SentBody
    package let failed: SentBody
    package let help: SentBody
    /// The most that answering every question once can cost; help is not in it.
    package let mostSegments: Int
}
