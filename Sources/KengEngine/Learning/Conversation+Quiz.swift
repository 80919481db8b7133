import KengContent
import KengDomain
import KengStore

extension Conversation {
    /// One step of the open quiz: the answer is kept, the feedback said, a pass becomes attendance.
    func step(
        _ reply: Reply, _ quiz: AskedQuiz, _ edition: Edition, _ sender: Sender,
        _ inbound: InboundText, _ transaction: any Transaction, at now: Instant
    ) throws -> Outcome {
        guard let bank = edition.text.quiz else { return Outcome() }
        let form = bank.form(quiz.form)
        let known = quiz.session
        var session = QuizSession(
            manner: quiz.manner,
            items: form.map {
                QuizSession.Item(
                    key: bank.questions[$0].key, isCritical: bank.questions[$0].isCritical)
            },
            rule: bank.rule, deadline: quiz.handedOverAt + Self.openFor,
            state: known?.state ?? .asking, answers: known?.answers ?? [],
            unreadable: known?.unreadable ?? 0)
        let action =
            reply.intent == .answer
            ? session.receive(reply.answers, at: now) : session.receiveUnreadable(at: now)
        let row = SessionRow(
            id: known?.id ?? desk.world.newID(), phone: sender.phone, resident: quiz.resident,
            message: quiz.message, campaign: quiz.campaign, edition: quiz.edition,
            form: quiz.form, manner: quiz.manner, jurisdiction: edition.key.jurisdiction,
            deadline: session.deadline, startedAt: known?.startedAt ?? now,
            state: session.state, answers: session.answers, unreadable: session.unreadable)
        try transaction.save(row, at: now)
        if known == nil { try transaction.count(.replied, of: quiz.campaign, by: 1) }
        if session.state == .passed, known?.state != .passed {
            try transaction.count(.passed, of: quiz.campaign, by: 1)
        }
        if case .finish(let result) = action, result.isPassed {
            try attend(result, quiz, edition, sender, row, inbound, transaction, at: now)
        }
        var outcome = try say(action, quiz.manner, bank, form, edition, sender)
        outcome.session = row.id
        return outcome
    }

    private func say(
        _ action: QuizSession.Action, _ manner: QuizSession.Manner, _ bank: QuizBank,
        _ form: [Int], _ edition: Edition, _ sender: Sender
    ) throws -> Outcome {
        let language = edition.key.language
        let values = desk.values(for: sender.path)
        let composer = desk.composer
        func placed(_ place: Int) -> Composer.Placed {
            Composer.Placed(place: place, question: bank.questions[form[place]])
        }
        var outcome = Outcome()
        outcome.language = language
        switch action {
        case .ignore:
            outcome.isUnreadable = true
        case .help:
            outcome.isUnreadable = true
            outcome.text = composer.answerHelp(manner, count: form.count, language)
        case .feedbackAndAsk(let place, let choice, let next):
            outcome.text = try composer.reply(
                to: choice, on: placed(place).question, then: placed(next), of: form.count,
                language, values)
        case .finish(let result):
            outcome.text = try composer.ending(
                isPassed: result.isPassed, right: result.right, of: result.asked,
                wrong: result.wrong.map(placed), language, values)
        }
        return outcome
    }

    private func attend(
        _ result: QuizSession.Result, _ quiz: AskedQuiz, _ edition: Edition, _ sender: Sender,
        _ session: SessionRow, _ inbound: InboundText, _ transaction: any Transaction,
        at now: Instant
    ) throws {
        guard let home = try transaction.home(of: quiz.resident) else { return }
        let offset = desk.tree.area(home.area)?.offset ?? .utc
        let recorded = try transaction.record(
            AttendanceRow(
                id: desk.world.newID(), resident: quiz.resident, household: home.household,
                area: home.area, lesson: edition.key.slug,
                period: LocalDay(of: now, at: offset).civil.year, edition: edition.id,
                kind: "sms_quiz", points: result.right, asked: result.asked, at: now,
                session: session.id, message: quiz.message, inbound: inbound.id))
        if recorded.covers { try transaction.count(.covered, of: quiz.campaign, by: 1) }
    }
}
