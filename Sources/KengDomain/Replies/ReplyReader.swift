/// Reads what residents write back; what could mean two things is unreadable, never guessed.
///
/// Order of deciding: emergency, opt-out, opt-in, help, language, answer to the open question.
package struct ReplyReader: Sendable {
    /// The order in which keywords win over each other, and all of them over answers.
    private static let order: [Keywords.Topic] = [
        .fire, .gas, Keywords.Topic(.optOut), Keywords.Topic(.optIn), Keywords.Topic(.help),
        Keywords.Topic(.language),
    ]

    struct Rule: Sendable {
        let fit: Keywords.Fit
        let scope: Keywords.Scope
        let asks: Language?
        let home: Language?
    }

    /// What a phrase does beside an answer letter.
    enum Meaning: Sendable {
        case role(Keywords.Role, home: Language?)
        case option(Choice)
        case numeral(Int)
    }

    private let decompose: @Sendable (String) -> String
    private var rules: [Keywords.Topic: Lexicon<Rule>] = [:]
    private var context: [Keywords.Topic: Lexicon<Void>] = [:]
    private var except: [Keywords.Topic: Lexicon<Void>] = [:]
    /// Texts of punctuation alone that mean something, such as a lone question mark.
    private var bare: [Keywords.Topic: [Set<Unicode.Scalar>]] = [:]
    private var meanings = Lexicon<Meaning>()
    private var neverRows: Set<String> = []

    /// - Parameter decompose: brings a text to NFKD.
    package init(_ tables: [Keywords], decompose: @escaping @Sendable (String) -> String) {
        self.decompose = decompose
        for table in tables { add(table) }
    }

    private mutating func add(_ table: Keywords) {
        for entry in table.entries {
            let say = decompose(entry.say)
            let text = ReplyText(decomposed: say)
            if text.words.isEmpty {
                bare[entry.topic, default: []].append(Set(text.allMarks))
            }
            rules[entry.topic, default: Lexicon()].add(
                say,
                Rule(
                    fit: entry.fit, scope: entry.scope, asks: entry.asks, home: table.language))
        }
        for (topic, phrases) in table.context {
            for phrase in phrases { context[topic, default: Lexicon()].add(decompose(phrase), ()) }
        }
        for (topic, phrases) in table.except {
            for phrase in phrases { except[topic, default: Lexicon()].add(decompose(phrase), ()) }
        }
        for role in Keywords.Role.allCases {
            for phrase in table.roles[role] ?? [] {
                meanings.add(decompose(phrase), .role(role, home: table.language))
            }
        }
        for choice in Choice.allCases {
            for phrase in table.options[choice] ?? [] {
                meanings.add(decompose(phrase), .option(choice))
            }
        }
        for (offset, word) in table.numerals.enumerated() {
            meanings.add(decompose(word), .numeral(offset + 1))
        }
        for word in table.neverRows { neverRows.insert(decompose(word)) }
    }

    package func read(_ typed: String, in known: ReplyContext) -> Reply {
        let text = ReplyText(decomposed: decompose(typed))
        let answers = AnswerReader(
            text: text, meanings: meanings, neverRows: neverRows, context: known)
        let repeated = known.isOpen ? repeatedOption(in: text, of: known) : nil
        // Three words or more, word for word those of an option, are nobody's own cry or wish.
        if let repeated, text.words.count >= 3 {
            return Reply(intent: .answer, answers: [repeated], language: known.language)
        }
        let quoted = known.isOpen ? repeated ?? answers.quotedOption() : nil
        for topic in Self.order {
            guard let rule = rule(for: topic, in: text, known: known, isQuote: quoted != nil)
            else { continue }
            return Reply(
                intent: topic.intent, language: rule.asks ?? known.language ?? rule.home,
                danger: topic.danger)
        }
        if known.isOpen, !beginsWithStopWord(text),
            let choices = answers.choices() ?? quoted.map({ [$0] })
        {
            return Reply(intent: .answer, answers: choices, language: known.language)
        }
        return Reply(intent: .unreadable, language: known.language)
    }

    /// The choice whose own words the text repeats in full, with its letter before them or without.
    private func repeatedOption(in text: ReplyText, of known: ReplyContext) -> Choice? {
        guard known.expected == 1, known.options.count == Choice.allCases.count else { return nil }
        let typed = text.words
        let repeated = zip(Choice.allCases, known.options).filter { choice, option in
            let words = ReplyText(decomposed: decompose(option)).words
            guard !words.isEmpty else { return false }
            let start = typed.count == words.count + 1 && typed[0].choices == [choice] ? 1 : 0
            return typed.count - start == words.count
                && zip(typed[start...], words).allSatisfy { $0.says($1, exactly: false) }
        }
        return repeated.count == 1 ? repeated[0].0 : nil
    }

    /// Whether the text could have been meant as a stop: unmarked `dung` is dừng as well as đúng.
    private func beginsWithStopWord(_ text: ReplyText) -> Bool {
        guard !text.words.isEmpty, let lexicon = rules[Keywords.Topic(.optOut)],
            !masked(Keywords.Topic(.optOut), in: text)[0]
        else { return false }
        return lexicon.matches(at: 0, in: text).contains { match in
            switch match.meaning.fit {
            case .with, .start, .first: true
            case .only, .whole, .anywhere, .topic: false
            }
        }
    }

    /// The first rule of `topic` that the text fits.
    private func rule(
        for topic: Keywords.Topic, in text: ReplyText, known: ReplyContext, isQuote: Bool
    ) -> Rule? {
        guard !text.words.isEmpty else {
            let marks = Set(text.allMarks)
            guard !marks.isEmpty, bare[topic]?.contains(marks) == true else { return nil }
            return Rule(fit: .only, scope: .all, asks: nil, home: nil)
        }
        guard let lexicon = rules[topic] else { return nil }
        let masked = masked(topic, in: text)
        let starts = starts(for: topic.intent, in: text, known: known)
        for index in text.words.indices {
            for (end, rule) in lexicon.matches(at: index, in: text)
            where !masked[index..<end].contains(true) {
                switch rule.scope {
                case .all: break
                case .own where known.language == nil || known.language == rule.home: break
                case .known where known.language == rule.home: break
                case .own, .known: continue
                }
                let rest = Rest(text: text, known: known, topic: topic, rule: rule)
                let fits =
                    switch rule.fit {
                    case .only: index == 0 && end == text.words.count
                    case .start: index == 0
                    case .first: starts[index]
                    case .anywhere: true
                    case .topic: !isQuote
                    case .whole: starts[index] && covers(rest, from: end, withContext: false)
                    case .with: starts[index] && covers(rest, from: end, withContext: true)
                    }
                if fits { return rule }
            }
        }
        return nil
    }

    /// The places that belong to a phrase in which the topic's words mean something else.
    private func masked(_ topic: Keywords.Topic, in text: ReplyText) -> [Bool] {
        var masked = Array(repeating: false, count: text.words.count)
        guard let lexicon = except[topic] else { return masked }
        for index in text.words.indices {
            for (end, _) in lexicon.matches(at: index, in: text) {
                for place in index..<end { masked[place] = true }
            }
        }
        return masked
    }

    private struct Rest {
        let text: ReplyText
        let known: ReplyContext
        let topic: Keywords.Topic
        let rule: Rule
    }

    /// Whether everything from `start` is polite words, the keyword again and, if asked, the intent's context.
    private func covers(_ rest: Rest, from start: Int, withContext: Bool) -> Bool {
        let lexicon = rules[rest.topic]
        let around = withContext ? context[rest.topic] : nil
        let reached = reach(start, in: rest.text, known: rest.known) { role in
            switch role {
            case .safe, .title, .header, .leadIn: true
            case .announce, .loose, .question, .reason, .negation, .doubt: false
            }
        } extra: { index in
            let again = lexicon?.matches(at: index, in: rest.text) ?? []
            let same = again.filter { $0.meaning.asks == rest.rule.asks }.map(\.end)
            return same + (around?.matches(at: index, in: rest.text).map(\.end) ?? [])
        }
        return reached[rest.text.words.count]
    }

    /// The places where a first word may stand; what is said about a language may stand before it too.
    private func starts(
        for intent: ReplyIntent, in text: ReplyText, known: ReplyContext
    ) -> [Bool] {
        let around = intent == .language ? context[Keywords.Topic(intent)] : nil
        return reach(0, in: text, known: known) { role in
            role == .leadIn || role == .header
        } extra: { index in
            around?.matches(at: index, in: text).map(\.end) ?? []
        }
    }

    /// The places that can be reached from `start` over phrases of the wanted roles.
    private func reach(
        _ start: Int, in text: ReplyText, known: ReplyContext,
        over wanted: (Keywords.Role) -> Bool, extra: (Int) -> [Int] = { _ in [] }
    ) -> [Bool] {
        var reached = Array(repeating: false, count: text.words.count + 1)
        reached[start] = true
        for index in start..<text.words.count where reached[index] {
            if text.words[index].kind == .picture { reached[index + 1] = true }
            if text.mayBePoliteParticle(index, in: known.language) { reached[index + 1] = true }
            for (end, meaning) in meanings.matches(at: index, in: text) {
                guard case .role(let role, _) = meaning, wanted(role) else { continue }
                reached[end] = true
                // The number of a course belongs to its keyword: KENG 2.
                if role == .header, end < text.words.count, text.words[end].kind == .digits {
                    reached[end + 1] = true
                }
            }
            for end in extra(index) { reached[end] = true }
        }
        return reached
    }
}

extension ReplyText {
    /// Whether the word may be Vietnamese `ạ` with its mark lost: an `a` after another word, in no higher case than it.
    func mayBePoliteParticle(_ index: Int, in language: Language?) -> Bool {
        guard index > 0, language == .vietnamese || language == nil else { return false }
        let word = words[index]
        return word.plain == "a" && !word.hasMarks && !hasMark(before: index)
            && (!word.isUpper || words[index - 1].isUpper)
    }
}
