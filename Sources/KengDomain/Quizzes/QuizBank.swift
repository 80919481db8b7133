/// One of the three options of a question.
package enum Choice: UInt8, Hashable, Sendable, CaseIterable {
    case a = 0
    case b
    case c

    package var letter: Character {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        }
    }

    package init?(letter: Character) {
        guard let known = Self.allCases.first(where: { $0.letter == letter }) else { return nil }
        self = known
    }
}

/// One single-choice question in one language.
package struct Question: Hashable, Sendable {
    package let id: String
    package let ask: String
    /// The texts of A, B and C.
    package let options: [String]
    package let key: Choice
    package let isCritical: Bool
    /// Said after the right answer.
    package let right: String
    /// Said after a wrong one; empty at the key's place.
    package let wrong: [String]

    package enum Problem: Error, Hashable {
        case options(Int)
        case feedback(Int)
    }

    package init(
        id: String, ask: String, options: [String], key: Choice, isCritical: Bool,
        right: String, wrong: [String]
    ) throws(Problem) {
        guard options.count == Choice.allCases.count else { throw .options(options.count) }
        guard wrong.count == Choice.allCases.count else { throw .feedback(wrong.count) }
        self.id = id
        self.ask = ask
        self.options = options
        self.key = key
        self.isCritical = isCritical
        self.right = right
        self.wrong = wrong
    }

    package func feedback(on choice: Choice) -> String {
        choice == key ? right : wrong[Int(choice.rawValue)]
    }
}

/// When a quiz is passed: `right` of `ask` questions, and every critical one.
package struct PassRule: Hashable, Sendable {
    package let ask: Int
    package let right: Int

    package enum Problem: Error, Hashable {
        case impossible(ask: Int, right: Int)
        /// Fewer than five questions let guessing through unless all must be right.
        case guessable(ask: Int, right: Int)
    }

    package init(ask: Int, right: Int) throws(Problem) {
        guard (1...9).contains(ask), (1...ask).contains(right) else {
            throw .impossible(ask: ask, right: right)
        }
        guard right == ask || (ask >= 5 && right * 5 >= ask * 4) else {
            throw .guessable(ask: ask, right: right)
        }
        self.ask = ask
        self.right = right
    }
}

/// The questions of a lesson in one language, and when they are passed.
package struct QuizBank: Hashable, Sendable {
    package let rule: PassRule
    package let questions: [Question]

    package enum Problem: Error, Hashable {
        case tooFew(Int, ask: Int)
        case critical(Int, ask: Int)
        case repeated(String)
    }

    package init(rule: PassRule, questions: [Question]) throws(Problem) {
        guard questions.count >= rule.ask else { throw .tooFew(questions.count, ask: rule.ask) }
        let critical = questions.count(where: \.isCritical)
        guard critical <= rule.ask else { throw .critical(critical, ask: rule.ask) }
        var seen: Set<String> = []
        for question in questions where !seen.insert(question.id).inserted {
            throw .repeated(question.id)
        }
        self.rule = rule
        self.questions = questions
    }

    /// How many fixed forms a bank is asked in; neighbours then differ and copying shows.
    package static let forms = 3

    /// The questions of one form, by their place in the bank: every critical one and others in turn.
    ///
    /// The same form of the same bank is the same for ever, so a row only needs the form's number.
    package func form(_ form: Int) -> [Int] {
        let critical = questions.indices.filter { questions[$0].isCritical }
        let others = questions.indices.filter { !questions[$0].isCritical }
        let wanted = rule.ask - critical.count
        guard wanted > 0, !others.isEmpty else { return Array(critical.prefix(rule.ask)) }
        var chosen = (0..<min(wanted, others.count)).map {
            others[(form * wanted + $0) % others.count]
        }
        // The critical ones stand at places that differ from form to form, never both first.
        for (offset, index) in critical.enumerated() {
            let place = (1 + form + offset * 2) % (chosen.count + 1)
            chosen.insert(index, at: place)
        }
        return chosen
    }
}
