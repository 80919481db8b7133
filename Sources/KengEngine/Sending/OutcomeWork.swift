import KengDomain
import KengGateways
import KengStore

/// What a provider answered to one batch, written in one go.
struct OutcomeWork: Sendable {
    let gateway: String
    /// Its receipts name no phone.
    private let isFoundByReference: Bool
    private(set) var doubtful: [DueMessage] = []
    /// Waves of which the provider takes nothing until a person has put something right.
    private(set) var barredWaves: Set<Wave.ID> = []
    private(set) var answered = 0
    private(set) var throttled = 0
    /// Refused for now, barred, or never answered.
    private(set) var failed = 0
    /// Of these, refused for what the account or the settings are.
    private(set) var barred = 0
    /// The longest that the provider asked to wait for.
    private(set) var pause = Duration.zero
    private var taken: [TakenMessage] = []
    private var ends: [(message: Message.ID, state: MessageState, reason: Int64)] = []
    private var requeues: [(message: Message.ID, due: Instant, wasAttempt: Bool)] = []
    private var events: [(message: Message.ID, gateway: String, what: String, code: String)] = []
    private var tally = WaveTally()

    /// Another way works, so that what this one bars need not wait.
    private let hasAnother: Bool

    init(gateway: any Gateway, hasAnother: Bool = false) {
        self.hasAnother = hasAnother
        self.gateway = gateway.name
        isFoundByReference = !gateway.receiptsNamePhones
    }

    mutating func add(_ outcome: SubmitOutcome, of message: DueMessage, at now: Instant) {
        answered += 1
        switch outcome {
        case .accepted(let references):
            accept(message, references)
        case .rejected(let code):
            note(message, "rejected", code)
            end(message, .rejected)
        case .temporary(let code, let after):
            failed += 1
            note(message, "temporary", code)
            guard message.attempts + 1 < Dispatcher.attempts else {
                note(message, "gave_up", code)
                end(message, .rejected)
                return
            }
            let factor = 1 << min(message.attempts, 6)
            let due = now + .milliseconds(after.milliseconds * Int64(factor))
            guard due < message.facts.expires else {
                end(message, .expired)
                return
            }
            requeue(message, due: due, wasAttempt: true)
        case .throttled(let after):
            throttled += 1
            pause = max(pause, after)
            requeue(message, due: now + after, wasAttempt: false)
        case .barred(let code):
            failed += 1
            barred += 1
            note(message, "barred", code)
            if let wave = message.wave { barredWaves.insert(wave) }
            requeue(
                message, due: hasAnother ? now : now + Self.barredPause, wasAttempt: false)
        case .unknown:
            failed += 1
            doubtful.append(message)
        }
    }

    /// A reply that the account may not send is tried again so seldom.
    private static let barredPause = Duration.seconds(60)

    mutating func resolve(_ message: DueMessage, _ answer: LookUp, at now: Instant) {
        switch answer {
        case .taken(let references):
            note(message, "found", "")
            accept(message, references)
        case .neverSeen:
            note(message, "never_seen", "")
            requeue(message, due: now, wasAttempt: true)
        case .cannotTell:
            note(message, "no_answer", "")
            end(message, .unknown)
        }
    }

    /// It was handed over and never left.
    mutating func stayed(_ message: DueMessage, at now: Instant) {
        note(message, "never_seen", "")
        requeue(message, due: now, wasAttempt: false)
    }

    private mutating func accept(_ message: DueMessage, _ references: [String]) {
        taken.append(
            TakenMessage(
                message: message.id, gateway: gateway, references: references,
                isFoundByReference: isFoundByReference,
                isWhole: references.count == 1 && message.segments > 1))
        end(message, .accepted)
    }

    private mutating func end(_ message: DueMessage, _ state: MessageState) {
        ends.append((message.id, state, message.facts.purpose.rawValue))
        tally.move(message.wave, from: .handoff, to: state, segments: message.segments)
    }

    private mutating func requeue(_ message: DueMessage, due: Instant, wasAttempt: Bool) {
        requeues.append((message.id, due, wasAttempt))
        tally.move(message.wave, from: .handoff, to: .planned, segments: message.segments)
    }

    private mutating func note(_ message: DueMessage, _ what: String, _ code: String) {
        events.append((message.id, gateway, what, code))
    }

    func apply(
        to transaction: any Transaction, at now: Instant, newID: () -> Int64
    ) throws {
        try transaction.settle(ends, at: now)
        try transaction.requeue(requeues)
        try transaction.recordTaken(taken, at: now)
        try transaction.note(events, at: now, newID: newID)
        try transaction.apply(tally)
        let early = try transaction.takeEarlyReceipts(of: taken)
        try transaction.merge(early)
    }
}
