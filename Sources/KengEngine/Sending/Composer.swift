package import KengContent
package import KengDomain
package import KengStore
package import KengText

/// Puts together what a handset gets: the lesson, its questions, the feedback.
package struct Composer: Sendable {
    private let phrases: Phrasebook
    /// What the route's provider makes of a text.
    private let route: RouteText

    package init(phrases: Phrasebook, route: RouteText = .usual) {
        self.phrases = phrases
        self.route = route
    }

    package enum Problem: Error, Hashable {
        /// The recipient's area has no certain value for this placeholder.
        case unresolved(String)
        case noQuiz
        case noUnmarkedText
    }

    /// The text a wave sends: the lesson alone, or with the first question, or with all of them.
    ///
    /// Everything a session of this form could say later is resolved here too, so that nobody is asked a
    /// question that cannot be finished.
    package func body(
        of edition: Edition, form: Int, brief: CampaignBrief, values: Placeholders
    ) throws -> SentBody {
        body(
            try text(of: edition, form: form, brief: brief, values: values),
            language: edition.key.language, edition: edition.id,
            form: brief.manner == nil ? nil : form)
    }

    /// The same before the route's table has replaced anything.
    func text(
        of edition: Edition, form: Int, brief: CampaignBrief, values: Placeholders
    ) throws -> String {
        let unmarked = brief.isUnmarked && edition.key.language == .vietnamese
        guard let lesson = unmarked ? edition.text.smsUnmarked : edition.text.sms else {
            throw Problem.noUnmarkedText
        }
        var parts = [try resolve(lesson, values)]
        if let manner = brief.manner {
            guard let quiz = edition.text.quiz else { throw Problem.noQuiz }
            let questions = quiz.form(form).map { quiz.questions[$0] }
            for question in questions {
                for text in [question.ask, question.right] + question.options + question.wrong {
                    _ = try resolve(text, values)
                }
            }
            switch manner {
            case .oneByOne:
                guard let first = questions.first else { throw Problem.noQuiz }
                parts.append(
                    try ask(
                        first, number: 1, of: questions.count, edition.key.language, values))
            case .allInOne:
                let lines = try questions.enumerated().map { offset, question in
                    "\(offset + 1). "
                        + (try resolve(oneLine(question, edition.key.language), values))
                }
                parts.append(lines.joined(separator: "\n"))
                parts.append(
                    phrases.say(
                        edition.key.language, "sms.answer_all",
                        [
                            "count": String(questions.count),
                            "example": Self.example(questions.count),
                        ]))
            }
        }
        let text = parts.joined(separator: "\n")
        return unmarked ? text.unmarked : text
    }

    /// What the route's table replaces in a text.
    func replacements(in text: String) -> [ReplacementReport.Use] {
        route.replaced(text.nfc).uses
    }

    /// One question with its options, and how to answer.
    package func ask(
        _ question: Question, number: Int, of count: Int, _ language: Language,
        _ values: Placeholders
    ) throws -> String {
        let options = zip(Choice.allCases, question.options).map { "\($0.letter) \($1)" }
        let text = try resolve(
            ([question.ask] + options).joined(separator: "\n"), values)
        return phrases.say(
            language, "sms.ask",
            ["number": String(number), "count": String(count), "question": text])
    }

    package func resolve(
        _ text: String, _ values: Placeholders
    ) throws(Problem) -> String {
        do throws(Placeholders.Problem) {
            return try values.resolve(text)
        } catch {
            switch error {
            case .unresolved(let name): throw .unresolved(name)
            }
        }
    }

    package func say(
        _ language: Language, _ key: String, _ values: [String: String] = [:]
    ) -> String {
        phrases.say(language, key, values)
    }

    /// A text as the route sends it, with its cost.
    package func body(
        _ text: String, language: Language, edition: Edition.ID? = nil, form: Int? = nil
    ) -> SentBody {
        let sent = route.replaced(text.nfc).text
        let count = route.count(sent)
        return SentBody(
            text: sent, language: language, encoding: count.encoding.rawValue,
            units: count.units, segments: count.segments, edition: edition, form: form)
    }

    private func oneLine(_ question: Question, _ language: Language) -> String {
        var options: [String: String] = [:]
        for (choice, option) in zip(Choice.allCases, question.options) {
            options[String(choice.letter).lowercased()] = option
        }
        return question.ask + " " + phrases.say(language, "sms.options", options)
    }

    static func example(_ count: Int) -> String {
        String("ABCABCABC".prefix(count))
    }
}
