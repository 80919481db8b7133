/// What a resident wants with a text; raw values are the words of `keng reply`.
package enum ReplyIntent: String, Hashable, Sendable, CaseIterable {
    case emergency
    case optOut = "optout"
    case optIn = "optin"
    case help
    case language
    case answer
    /// Also everything that could mean two things: nothing is guessed.
    case unreadable
}

/// What a cry for help is about, since what saves from one harms in the other.
package enum Danger: String, Hashable, Sendable, CaseIterable {
    case fire
    /// Gas that does not burn yet: no switch, no flame, no telephone indoors.
    case gas
}

/// What is known about the sender before the text is read.
package struct ReplyContext: Hashable, Sendable {
    package let language: Language?
    /// Whether a question waits for this sender's answer; without one no letter is an answer.
    package let isOpen: Bool
    /// How many answers the open question takes: 1, or all of a quiz in one text.
    package let expected: Int
    /// The texts of A, B and C of the one open question; a reply that repeats one is that choice.
    package let options: [String]

    package init(
        language: Language?, isOpen: Bool, expected: Int = 1, options: [String] = []
    ) {
        self.language = language
        self.isOpen = isOpen
        self.expected = max(1, expected)
        self.options = options
    }
}

/// A text as it was understood.
package struct Reply: Hashable, Sendable {
    package let intent: ReplyIntent
    /// One choice, or a whole row in the order of the questions; empty unless `intent` is `answer`.
    package let answers: [Choice]
    /// The language to answer in: what was asked for, else what was known, else the word's own.
    package let language: Language?
    /// Nil unless `intent` is `emergency`.
    package let danger: Danger?

    package init(
        intent: ReplyIntent, answers: [Choice] = [], language: Language?, danger: Danger? = nil
    ) {
        self.intent = intent
        self.answers = answers
        self.language = language
        self.danger = danger
    }
}
