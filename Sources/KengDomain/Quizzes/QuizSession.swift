/// One resident's walk through one form of one quiz; knows no clock, store or text.
package struct QuizSession: Hashable, Sendable {
    /// How the questions are put.
    package enum Manner: Int64, Hashable, Sendable {
        /// Each answer brings the next question.
        case oneByOne = 1
        /// All questions in one text, answered by one reply such as `ABCAB`.
        case allInOne = 2
    }

    package enum State: Hashable, Sendable {
        case asking
        case passed
        case failed
        case expired
    }

    /// What the caller must do; every answer has exactly one.
    package enum Action: Hashable, Sendable {
        /// Say what was right or wrong about `question`, then ask the next one.
        case feedbackAndAsk(question: Int, choice: Choice, next: Int)
        /// The quiz is over: say the result, with what was wrong.
        case finish(Result)
        /// Say once how to answer; the reply could not be used.
        case help
        case ignore
    }

    package struct Result: Hashable, Sendable {
        package let isPassed: Bool
        package let right: Int
        package let asked: Int
        /// Places in the form that were answered wrongly, critical ones first.
        package let wrong: [Int]
    }

    /// What the session needs to know of a question.
    package struct Item: Hashable, Sendable {
        package let key: Choice
        package let isCritical: Bool

        package init(key: Choice, isCritical: Bool) {
            self.key = key
            self.isCritical = isCritical
        }
    }

    package let manner: Manner
    package let items: [Item]
    package let rule: PassRule
    package let deadline: Instant
    package private(set) var state: State
    package private(set) var answers: [Choice]
    /// Unreadable replies so far; one is helped, the rest meet silence.
    package private(set) var unreadable: Int

    package init(
        manner: Manner, items: [Item], rule: PassRule, deadline: Instant,
        state: State = .asking, answers: [Choice] = [], unreadable: Int = 0
    ) {
        self.manner = manner
        self.items = items
        self.rule = rule
        self.deadline = deadline
        self.state = state
        self.answers = answers
        self.unreadable = unreadable
    }

    /// The question that waits for an answer.
    package var question: Int { answers.count }

    package mutating func receive(_ choices: [Choice], at now: Instant) -> Action {
        switch state {
        case .passed, .failed, .expired:
            return .ignore
        case .asking where now >= deadline:
            state = .expired
            return .ignore
        case .asking:
            break
        }
        switch manner {
        case .allInOne:
            guard choices.count == items.count else { return unreadableReply() }
            answers = choices
            return finish()
        case .oneByOne:
            // A whole row of letters is read as the answers that are still open.
            guard choices.count == 1 || choices.count == items.count - answers.count,
                let first = choices.first
            else { return unreadableReply() }
            guard choices.count == 1 else {
                answers += choices
                return finish()
            }
            let asked = question
            answers.append(first)
            unreadable = 0
            guard answers.count < items.count else { return finish() }
            return .feedbackAndAsk(question: asked, choice: first, next: question)
        }
    }

    package mutating func receiveUnreadable(at now: Instant) -> Action {
        switch state {
        case .passed, .failed, .expired: return .ignore
        case .asking where now >= deadline:
            state = .expired
            return .ignore
        case .asking: return unreadableReply()
        }
    }

    private mutating func unreadableReply() -> Action {
        unreadable += 1
        return unreadable == 1 ? .help : .ignore
    }

    private mutating func finish() -> Action {
        let wrong = items.indices.filter { items[$0].key != answers[$0] }
        let right = items.count - wrong.count
        let missedCritical = wrong.contains { items[$0].isCritical }
        let isPassed = right >= rule.right && !missedCritical
        state = isPassed ? .passed : .failed
        let ordered = wrong.filter { items[$0].isCritical } + wrong.filter { !items[$0].isCritical }
        return .finish(
            Result(isPassed: isPassed, right: right, asked: items.count, wrong: ordered))
    }
}
