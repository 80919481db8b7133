/// The words of one language that replies are read by: plain data, as `Locales/<language>/keywords.yaml` has it.
package struct Keywords: Hashable, Sendable {
    /// Where in a text a word counts.
    package enum Fit: String, Hashable, Sendable, CaseIterable {
        /// The text is this and nothing else.
        case only
        /// The text is this, politely wrapped or repeated.
        case whole
        /// The text begins with this, and all the rest is in the intent's `context`.
        case with
        /// The very first word, whatever follows.
        case start
        /// The first word after "please", "I want to" and the like, whatever follows.
        case first
        /// Anywhere in the text.
        case anywhere
        /// Anywhere, unless the text is a clear answer that quotes its option.
        case topic
    }

    /// For whom a word counts, by the language known of the sender.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        case all
        /// Not for senders known to use another language.
        case own
        /// Only for senders known to use this language.
        case known
    }

    /// What words are about: an intent, and for a cry for help the danger.
    package struct Topic: Hashable, Sendable {
        package let intent: ReplyIntent
        package let danger: Danger?

        package init(_ intent: ReplyIntent, danger: Danger? = nil) {
            self.intent = intent
            self.danger = danger
        }

        package static let fire = Topic(.emergency, danger: .fire)
        package static let gas = Topic(.emergency, danger: .gas)
    }

    package struct Entry: Hashable, Sendable {
        /// A leading `=` means: counts only when written with exactly these marks.
        package let say: String
        package let topic: Topic
        package let fit: Fit
        package let scope: Scope
        /// The language a language word asks for.
        package let asks: Language?

        package init(
            say: String, topic: Topic, fit: Fit, scope: Scope = .all, asks: Language? = nil
        ) {
            self.say = say
            self.topic = topic
            self.fit = fit
            self.scope = scope
            self.asks = asks
        }
    }

    /// What a word does beside an answer letter.
    package enum Role: String, Hashable, Sendable, CaseIterable {
        /// Says that a letter comes: "I choose", "the answer is".
        case announce
        /// Polite words that never make the letter beside them a word or a name.
        case safe
        /// Words that may stand anywhere, but beside a letter could make it something else.
        case loose
        /// "Mr", "aunt": a letter after it is somebody's name.
        case title
        /// "question": a number after it counts questions.
        case question
        /// "because": what follows is not read as an answer.
        case reason
        /// "not", which may open an option's own words but not stand for them.
        case negation
        /// "or", "wrong", "don't know": no text that holds one is an answer.
        case doubt
        /// The service's own keyword, before which and before whose number nothing counts.
        case header
        /// "please", "I want to": skipped before a keyword.
        case leadIn = "lead_in"
    }

    /// Nil for words that belong to every language.
    package let language: Language?
    package var entries: [Entry] = []
    /// Words that may follow a `with` entry of the topic.
    package var context: [Topic: [String]] = [:]
    /// Phrases in which a word of the topic means something else.
    package var except: [Topic: [String]] = [:]
    package var roles: [Role: [String]] = [:]
    /// Phrases that name an option by its place: "the first one".
    package var options: [Choice: [String]] = [:]
    /// Number words, read as 1, 2, 3 in this order, and only after a `question` word.
    package var numerals: [String] = []
    /// Words that are spelt with A, B and C alone and are no row of answers.
    package var neverRows: [String] = []

    package init(language: Language?) {
        self.language = language
    }
}
