/// One immutable published version of a lesson or script in one language for one jurisdiction.
///
/// `{fire_number}` and the other placeholders are still in the texts: they are resolved from the
/// recipient's own area, never from the language.
package struct Edition: Hashable, Sendable, Identifiable {
    package typealias ID = Identifier<Edition>

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case lesson
        case script
    }

    /// What an edition is an edition of.
    package struct Key: Hashable, Sendable {
        package let slug: Slug
        package let language: Language
        package let jurisdiction: Jurisdiction

        package init(slug: Slug, language: Language, jurisdiction: Jurisdiction) {
            self.slug = slug
            self.language = language
            self.jurisdiction = jurisdiction
        }
    }

    package let id: ID
    package let kind: Kind
    package let key: Key
    /// 1 for the first edition of its key, then counting up.
    package let number: Int
    /// Lower-case hex SHA-256 of the canonical form that `KengContent` writes.
    package let hash: String
    package let publishedAt: Instant
    package let text: EditionText

    package init(
        id: ID, kind: Kind, key: Key, number: Int, hash: String, publishedAt: Instant,
        text: EditionText
    ) {
        self.id = id
        self.kind = kind
        self.key = key
        self.number = number
        self.hash = hash
        self.publishedAt = publishedAt
        self.text = text
    }
}

/// The words of an edition, in one language for one jurisdiction.
package struct EditionText: Hashable, Sendable {
    package let title: String
    package let summary: String
    /// The lesson as one SMS, with marks; placeholders unresolved.
    package let sms: String
    /// Vietnamese only: the reviewed variant without marks.
    package let smsUnmarked: String?
    package let zalo: String
    package let minutes: Int
    package let audience: [String]
    package let topics: [String]
    package let blocks: [Block]
    package let lines: [SpokenLine]
    package let quiz: QuizBank?
    package let facts: [Fact]
    package let reviewedBy: [String]
    package let reviewDue: LocalDay?

    package init(
        title: String, summary: String, sms: String, smsUnmarked: String?, zalo: String,
        minutes: Int, audience: [String], topics: [String], blocks: [Block],
        lines: [SpokenLine], quiz: QuizBank?, facts: [Fact], reviewedBy: [String],
        reviewDue: LocalDay?
    ) {
        self.title = title
        self.summary = summary
        self.sms = sms
        self.smsUnmarked = smsUnmarked
        self.zalo = zalo
        self.minutes = minutes
        self.audience = audience
        self.topics = topics
        self.blocks = blocks
        self.lines = lines
        self.quiz = quiz
        self.facts = facts
        self.reviewedBy = reviewedBy
        self.reviewDue = reviewDue
    }
}

/// A headed part of a lesson; `markdown` is CommonMark without HTML.
package struct Block: Hashable, Sendable {
    package let id: String
    package let heading: String
    package let markdown: String
    package let isCritical: Bool

    package init(id: String, heading: String, markdown: String, isCritical: Bool) {
        self.id = id
        self.heading = heading
        self.markdown = markdown
        self.isCritical = isCritical
    }
}

/// A line of a script, spoken `at` seconds from the start.
package struct SpokenLine: Hashable, Sendable {
    package let id: String
    package let at: Int
    package let say: String
    package let isCritical: Bool

    package init(id: String, at: Int, say: String, isCritical: Bool) {
        self.id = id
        self.at = at
        self.say = say
        self.isCritical = isCritical
    }
}

/// Something a lesson claims, with where it comes from and how sure that is.
package struct Fact: Hashable, Sendable {
    package enum Grade: String, Hashable, Sendable {
        /// An official body's own page or a law text.
        case official = "A"
        /// A news or law-portal page that reports the official text.
        case reported = "B"
        /// General professional knowledge, to be confirmed by a fire officer.
        case general = "C"
    }

    package let id: String
    package let says: String
    package let grade: Grade
    package let source: String
    package let needsReview: Bool

    package init(id: String, says: String, grade: Grade, source: String, needsReview: Bool) {
        self.id = id
        self.says = says
        self.grade = grade
        self.source = source
        self.needsReview = needsReview
    }
}
