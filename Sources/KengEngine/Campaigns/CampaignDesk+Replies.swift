import KengContent
import KengDomain
import KengStore

extension CampaignDesk {
    /// Composes what answers bring back, with the functions that answer residents.
    func replies(
        of edition: Edition, form: Int, _ manner: QuizSession.Manner, _ values: Placeholders
    ) throws -> CheckReplies? {
        guard let bank = edition.text.quiz else { return nil }
        let language = edition.key.language
        let asked = bank.form(form).enumerated().map {
            Composer.Placed(place: $0, question: bank.questions[$1])
        }
        let count = asked.count
        func ending(isPassed: Bool, wrong: [Composer.Placed]) throws -> SentBody {
            composer.body(
                try composer.ending(
                    isPassed: isPassed, right: count - wrong.count, of: count, wrong: wrong,
                    language, values), language: language)
        }
        var most = 0
        if manner == .oneByOne {
            for (one, next) in zip(asked, asked.dropFirst()) {
                most +=
                    try Choice.allCases.map { choice in
                        let text = try composer.reply(
                            to: choice, on: one.question, then: next, of: count, language, values)
                        return composer.body(text, language: language).segments
                    }.max() ?? 0
            }
        }
        most +=
            try Self.endings(asked).map { wrong in
                let failed = try ending(isPassed: false, wrong: wrong).segments
                guard count - wrong.count >= bank.rule.right else { return failed }
                return max(failed, try ending(isPassed: true, wrong: wrong).segments)
            }.max() ?? 0
        return CheckReplies(
            questions: try asked.map { one in
                try answered(one.question, manner, language, values)
            }, passed: try ending(isPassed: true, wrong: []),
            failed: try ending(isPassed: false, wrong: asked),
            help: composer.body(
                composer.answerHelp(manner, count: count, language), language: language),
            mostSegments: most)
    }

    private func answered(
        _ question: Question, _ manner: QuizSession.Manner, _ language: Language,
        _ values: Placeholders
    ) throws -> CheckReplies.Answered {
        var feedback: [String] = []
        if manner == .oneByOne {
            feedback = try Choice.allCases.map {
                try composer.feedback(on: $0, to: question, language, values)
            }
        }
        return CheckReplies.Answered(
            id: question.id, ask: try composer.resolve(question.ask, values),
            options: try question.options.map { try composer.resolve($0, values) },
            feedback: feedback, reason: try composer.resolve(question.right, values))
    }

    /// All right, one wrong, and each pair of wrong ones that is explained: no ending says more.
    private static func endings(_ asked: [Composer.Placed]) -> [[Composer.Placed]] {
        var endings: [[Composer.Placed]] = [[]]
        for (offset, one) in asked.enumerated() {
            endings.append([one])
            for other in asked.dropFirst(offset + 1) { endings.append([one, other]) }
        }
        return endings
    }
}

extension CampaignBrief {
    /// The same campaign with Vietnamese marks where it has none, and the other way round.
    var withOtherMarks: CampaignBrief {
        var other = self
        other.isUnmarked.toggle()
        return other
    }
}
