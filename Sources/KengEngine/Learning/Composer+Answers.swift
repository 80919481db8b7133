import KengContent
import KengDomain

/// What an answer brings back: a check shows these texts, and a conversation sends them.
extension Composer {
    /// A question that was answered, and its place in the form it was asked in.
    struct Placed {
        let place: Int
        let question: Question
    }

    func feedback(
        on choice: Choice, to asked: Question, _ language: Language, _ values: Placeholders
    ) throws -> String {
        say(
            language, choice == asked.key ? "sms.right" : "sms.wrong",
            ["reason": try resolve(asked.feedback(on: choice), values)])
    }

    /// The feedback on an answer, and the question that comes after it.
    func reply(
        to choice: Choice, on asked: Question, then next: Placed, of count: Int,
        _ language: Language, _ values: Placeholders
    ) throws -> String {
        try feedback(on: choice, to: asked, language, values) + "\n"
            + ask(next.question, number: next.place + 1, of: count, language, values)
    }

    /// How many wrong answers are explained when a quiz ends.
    package static let mostReasons = 2

    /// What the last answer brings back.
    func ending(
        isPassed: Bool, right: Int, of count: Int, wrong: [Placed], _ language: Language,
        _ values: Placeholders
    ) throws -> String {
        let reasons = try wrong.prefix(Self.mostReasons).map { wrong in
            say(
                language, "sms.reason",
                [
                    "number": String(wrong.place + 1),
                    "reason": try resolve(wrong.question.right, values),
                ])
        }
        return say(
            language, isPassed ? "sms.passed" : "sms.failed",
            [
                "right": String(right), "count": String(count),
                "reasons": reasons.joined(separator: " "),
            ])
    }

    /// What an answer that nobody can read brings back, once for each question.
    func answerHelp(_ manner: QuizSession.Manner, count: Int, _ language: Language) -> String {
        say(
            language, manner == .oneByOne ? "sms.answer_help_one" : "sms.answer_help_all",
            ["count": String(count), "example": Self.example(count)])
    }
}
