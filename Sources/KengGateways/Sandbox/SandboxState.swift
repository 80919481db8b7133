import KengDomain

/// All that the practice network knows; changed by events, and the same after the same events.
struct SandboxState {
    /// What was taken for one message: how often, and for whom.
    struct Taken {
        let phone: PhoneNumber
        let segments: Int
        var copies: Int
    }

    /// A message that is known but was not taken yet.
    private struct Attempts {
        let turn: Int
        var count = 0
    }

    private struct Subject: Hashable {
        let phone: PhoneNumber
        let textHash: UInt64
    }

    let settings: SandboxSettings
    private(set) var taken: [Int64: Taken] = [:]
    private(set) var handsets: [PhoneNumber: Handset] = [:]
    private(set) var overspeed = 0
    var queue = EventQueue()
    private var attempts: [Int64: Attempts] = [:]
    private var turns: [Subject: Int] = [:]
    private var lost: Set<Int64> = []
    private var gate: SandboxGate
    /// One copy of each text, however many phones show it.
    private var texts: [UInt64: String] = [:]
    /// Answers a resident would send by itself, dropped when a person takes the phone over.
    private var ownAnswers: [PhoneNumber: [(id: InboundEvent.ID, at: Instant)]] = [:]

    init(_ settings: SandboxSettings) {
        self.settings = settings
        gate = SandboxGate(segmentsPerSecond: settings.segmentsPerSecond)
    }

    var doubled: [Int64: Int] {
        taken.filter { $0.value.copies > 1 }.mapValues(\.copies)
    }

    /// What the provider answers; `line` must be on disk before the answer counts.
    mutating func decide(
        _ text: OutboundText, at now: Instant
    ) -> (outcome: SubmitOutcome, line: SandboxJournal.Line?) {
        if let pause = gate.pause(segments: text.segments, at: now) {
            overspeed += 1
            return (.throttled(after: pause), nil)
        }
        let turn = turn(of: text)
        if let known = taken[text.message] {
            return (
                .accepted(references: references(text.message, known.segments, known.copies)),
                .taken(text, turn: turn, at: now)
            )
        }
        let fate = Fate(
            settings, phone: text.phone, textHash: stableHash(text.text), turn: turn)
        let attempt = attempts[text.message]?.count ?? 0
        attempts[text.message]?.count += 1
        if attempt < fate.throttles { return (.throttled(after: .seconds(1)), nil) }
        if attempt < fate.throttles + fate.temporaries {
            return (.temporary(code: "SYSTEM_BUSY", after: settings.network.busyPause), nil)
        }
        switch fate.verdict {
        case .rejected(let code):
            return (.rejected(code: code), nil)
        case .lost where !lost.contains(text.message):
            return (.unknown, .lost(message: text.message))
        case .answerLost:
            return (.unknown, .taken(text, turn: turn, at: now))
        case .accepted, .lost:
            return (
                .accepted(references: references(text.message, text.segments, 0)),
                .taken(text, turn: turn, at: now)
            )
        }
    }

    /// Lets happen what a line says, now or on a new start.
    mutating func apply(_ line: SandboxJournal.Line) {
        switch line {
        case .taken(let text, let turn, let at):
            if let turn { know(text, turn: turn) }
            take(text, at: at)
        case .lost(let message): lost.insert(message)
        case .acknowledged(let id): queue.remove(id)
        case .typed(let phone, let text, let at): type(text, from: phone, at: at)
        }
    }

    func references(of message: Int64) -> [String]? {
        taken[message].map { references(message, $0.segments, 0) }
    }

    private func references(_ message: Int64, _ segments: Int, _ copy: Int) -> [String] {
        (0..<max(1, segments)).map { "\(message).\($0 + 1)" + (copy == 0 ? "" : "x\(copy)") }
    }

    /// How many other messages with the same words went to the same phone before this one.
    private mutating func turn(of text: OutboundText) -> Int {
        if let known = attempts[text.message] { return known.turn }
        let subject = Subject(phone: text.phone, textHash: stableHash(text.text))
        let turn = turns[subject, default: 0]
        turns[subject] = turn + 1
        attempts[text.message] = Attempts(turn: turn)
        return turn
    }

    /// On a new start: what else was offered before and not taken is in no journal.
    private mutating func know(_ text: OutboundText, turn: Int) {
        guard attempts[text.message] == nil else { return }
        let subject = Subject(phone: text.phone, textHash: stableHash(text.text))
        turns[subject] = max(turns[subject, default: 0], turn + 1)
        attempts[text.message] = Attempts(turn: turn)
    }

    private mutating func take(_ text: OutboundText, at now: Instant) {
        let turn = turn(of: text)
        let copy = taken[text.message]?.copies ?? 0
        taken[text.message, default: Taken(phone: text.phone, segments: text.segments, copies: 0)]
            .copies += 1
        let delivery = Delivery(
            settings, text, textHash: stableHash(text.text), turn: turn, copy: copy, taken: now)
        let references = references(text.message, text.segments, copy)
        for (number, receipt) in delivery.receipts.enumerated() {
            let reference = references[receipt.segment]
            queue.add(
                InboundEvent(
                    id: "r/\(reference)/\(number)", at: receipt.at,
                    content: .receipt(
                        reference: reference, of: text.phone, status: receipt.status,
                        code: receipt.code)))
        }
        guard let arrives = delivery.arrives else { return }
        read(text, turn: turn, copy: copy, at: arrives)
    }

    /// The text is on the handset: its owner may answer.
    private mutating func read(_ text: OutboundText, turn: Int, copy: Int, at arrives: Instant) {
        var handset = handsets[text.phone] ?? Handset()
        defer { handsets[text.phone] = handset }
        handset.add(HandsetLine(at: arrives, direction: .received, text: shared(text.text)))
        // The same text twice is read once.
        guard handset.takenOver == nil, !handset.hasStopped, copy == 0,
            let right = settings.solve(text), !right.isEmpty
        else { return }
        let resident = Resident(settings, phone: text.phone)
        guard
            let reply = ResidentReply(
                resident, to: text, asking: right, answered: handset.answered,
                switched: handset.hasSwitched, turn: turn, settings: settings)
        else { return }
        switch reply.kind {
        case .answer: handset.answered += 1
        case .stop: handset.hasStopped = true
        case .language: handset.hasSwitched = true
        case .nonsense: break
        }
        let at = arrives + reply.after
        let event = InboundEvent(
            id: "t/\(text.message)", at: at, content: .text(from: text.phone, text: reply.text))
        queue.add(event)
        ownAnswers[text.phone, default: []].append((event.id, at))
        handset.add(HandsetLine(at: at, direction: .sent, text: reply.text))
    }

    private mutating func shared(_ text: String) -> String {
        let hash = stableHash(text)
        if let known = texts[hash], known == text { return known }
        texts[hash] = text
        return text
    }

    private mutating func type(_ text: String, from phone: PhoneNumber, at now: Instant) {
        var handset = handsets[phone] ?? Handset()
        defer { handsets[phone] = handset }
        handset.takenOver = handset.takenOver ?? now
        // What the resident would have written later is never written.
        for event in ownAnswers.removeValue(forKey: phone) ?? [] where event.at > now {
            queue.remove(event.id)
        }
        handset.lines.removeAll { $0.direction == .sent && $0.at > now }
        handset.typed += 1
        queue.add(
            InboundEvent(
                id: "p/\(phone.digits)/\(handset.typed)", at: now,
                content: .text(from: phone, text: text)))
        handset.add(HandsetLine(at: now, direction: .sent, text: text))
    }
}
