import KengContent
import KengDomain
import KengStore

/// Decides what a resident's text does and what is said back, all in the transaction that keeps the text.
struct Conversation: Sendable {
    let desk: CampaignDesk
    let reader: ReplyReader
    private let bodies: ReplyBodies

    init(desk: CampaignDesk, reader: ReplyReader) {
        self.desk = desk
        self.reader = reader
        bodies = ReplyBodies(composer: desk.composer)
    }

    /// How long after its text a quiz can be answered.
    static let openFor = Duration.seconds(7 * 86_400)

    /// What is known about the sender when a text is read.
    struct Sender {
        let phone: PhoneNumber
        let holder: PhoneHolder?
        let quiz: AskedQuiz?
        let path: [Area]

        var language: Language? { holder?.language }
    }

    /// A quiz is open of which nobody has decoded the edition yet.
    struct UnreadEdition: Error {
        let edition: Edition.ID
    }

    /// Reads a text, does what it asks and keeps it; one that is kept already changes nothing.
    ///
    /// - Throws: `UnreadEdition`, for the whole transaction to be done again with it.
    func answer(
        _ inbound: InboundText, _ transaction: any Transaction, _ kept: inout InboundLedger,
        shelf: EditionShelf.Picture, at now: Instant
    ) throws {
        guard try !kept.knows(inbound) else { return }
        let holder = try transaction.holder(of: inbound.phone)
        let quiz = try transaction.newestQuiz(
            of: inbound.phone, since: now - Self.openFor)
        let sender = Sender(
            phone: inbound.phone, holder: holder, quiz: quiz,
            path: holder.map { desk.tree.path(of: $0.area) } ?? [])
        let edition = try quiz.flatMap { try shelf.edition($0.edition) }
        let isOpen =
            edition?.text.quiz != nil && (quiz?.session.map { $0.state == .asking } ?? true)
        let expected =
            quiz?.manner == .allInOne ? (edition?.text.quiz?.rule.ask ?? 1) : 1
        let reply = reader.read(
            inbound.text,
            in: ReplyContext(language: sender.language, isOpen: isOpen, expected: expected))
        let language = reply.language ?? sender.language ?? .vietnamese
        var outcome = Outcome()
        switch reply.intent {
        case .emergency:
            outcome = emergency(reply.danger ?? .fire, sender, language)
        case .optOut:
            guard try !transaction.isOptedOut(inbound.phone) else { break }
            try transaction.setOptOut(
                true, of: inbound.phone, evidence: "inbound/\(inbound.id)", at: now,
                entry: desk.world.newID())
            outcome.say("sms.opted_out", language, purpose: .optOutConfirmation)
        case .optIn:
            let isOut = try transaction.isOptedOut(inbound.phone)
            guard holder != nil || isOut else { break }
            if isOut {
                try transaction.setOptOut(
                    false, of: inbound.phone, evidence: "inbound/\(inbound.id)", at: now,
                    entry: desk.world.newID())
            }
            outcome.say("sms.opted_in", language)
        case .help:
            outcome.say("sms.help", language)
        case .language:
            try transaction.setLanguage(language, of: inbound.phone)
            outcome.say("sms.language", language)
        case .answer, .unreadable:
            guard isOpen, let quiz, let edition else {
                outcome = lost(sender, reply.intent, language)
                break
            }
            outcome = try step(
                reply, quiz, edition, sender, inbound, transaction, at: now)
        }
        try remember(outcome, sender, transaction)
        let message = try send(
            outcome, sender, via: inbound.gateway, transaction, at: now)
        try kept.keep(
            inbound, intent: reply.intent.rawValue, session: outcome.session, reply: message)
    }

    /// What a text leads to.
    struct Outcome {
        var text: String?
        var key: (name: String, language: Language, values: [String: String])?
        var language: Language = .vietnamese
        var lane = Lane.reply
        var messageClass = MessageClass.service
        var purpose = HandoffFacts.Purpose.ordinary
        var session: Int64?
        var isUnreadable = false

        mutating func say(
            _ name: String, _ language: Language, _ values: [String: String] = [:],
            purpose: HandoffFacts.Purpose = .ordinary
        ) {
            key = (name, language, values)
            self.language = language
            self.purpose = purpose
        }
    }

    private func emergency(
        _ danger: Danger, _ sender: Sender, _ language: Language
    ) -> Outcome {
        var outcome = Outcome()
        outcome.lane = .emergency
        outcome.messageClass = .emergency
        let text =
            switch danger {
            case .fire: "sms.emergency"
            case .gas: "sms.emergency_gas"
            }
        if let number = desk.values(for: sender.path)[Placeholders.fireNumber] {
            outcome.say(text, language, ["number": number], purpose: .emergencyAnswer)
        } else {
            outcome.say(text + "_unknown", language, purpose: .emergencyAnswer)
        }
        return outcome
    }

    /// No question waits: one help text, then silence, so that two machines never talk to each other.
    private func lost(
        _ sender: Sender, _ intent: ReplyIntent, _ language: Language
    ) -> Outcome {
        var outcome = Outcome()
        outcome.isUnreadable = true
        if let holder = sender.holder, holder.unreadable == 0 {
            outcome.say("sms.lost", language)
        }
        return outcome
    }

    private func remember(
        _ outcome: Outcome, _ sender: Sender, _ transaction: any Transaction
    ) throws {
        guard let holder = sender.holder else { return }
        let count = outcome.isUnreadable ? holder.unreadable + 1 : 0
        if count != holder.unreadable {
            try transaction.setUnreadable(count, of: sender.phone)
        }
    }

    private func send(
        _ outcome: Outcome, _ sender: Sender, via gateway: String,
        _ transaction: any Transaction, at now: Instant
    ) throws -> Message.ID? {
        let text =
            outcome.text
            ?? outcome.key.map { desk.composer.say($0.language, $0.name, $0.values) }
        guard let text, !text.isEmpty else { return nil }
        let (body, hash) = bodies.body(text, language: outcome.language)
        let bodyID = try transaction.bodyID(
            of: body, hash: hash, orNew: desk.world.newID(Body.self))
        let id = desk.world.newID(Message.self)
        _ = try transaction.plan([
            PlannedMessage(
                id: id, wave: nil, resident: sender.holder?.resident, phone: sender.phone,
                channel: .sms, lane: outcome.lane, messageClass: outcome.messageClass,
                state: .planned, reason: outcome.purpose.rawValue, body: bodyID,
                segments: body.segments, offset: sender.path.first?.offset ?? .utc, due: now,
                expires: now + .seconds(86_400), via: gateway)
        ])
        return id
    }
}
