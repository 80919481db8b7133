import KengDomain
import KengStore

/// What may still leave at one moment.
struct HandoffRoom: Sendable {
    /// Segments left of this second.
    var free: Int
    /// Segments of a whole second: a longer text has no way out at all.
    let most: Int
    /// Segments left of the campaign's ceiling.
    var budget = Int.max
    /// Segments of the first row that waits for the rate.
    private(set) var waiting: Int?
    /// A row would have gone above the ceiling.
    private(set) var isOverBudget = false

    init(free: Int, most: Int) {
        self.free = free
        self.most = most
    }

    enum Answer {
        case take
        case wait
        case never
    }

    mutating func ask(for segments: Int) -> Answer {
        guard segments <= most else { return .never }
        guard segments <= budget else {
            isOverBudget = true
            return .wait
        }
        guard segments <= free else {
            // Too long for what is left of this second: it and all behind it wait for the next.
            waiting = waiting ?? segments
            free = 0
            return .wait
        }
        free -= segments
        budget -= segments
        return .take
    }

    /// For the next campaign, with what is left of the second.
    mutating func turn(toBudget budget: Int) {
        self.budget = budget
        isOverBudget = false
    }
}

/// The decisions on one batch of due rows, written in one go.
struct HandoffWork: Sendable {
    private(set) var sends: [DueMessage] = []
    private var holds: [(message: Message.ID, until: Instant)] = []
    private var ends: [(message: Message.ID, state: MessageState, reason: Int64)] = []
    private var tally = WaveTally()

    var held: Int { holds.count }
    var ended: Int { ends.count }

    mutating func decide(
        _ message: DueMessage, _ rule: HandoffRule?, at now: Instant, room: inout HandoffRoom
    ) {
        guard let rule else {
            end(message, .suppressed, reason: Suppression.noRoute.rawValue)
            return
        }
        switch rule.decide(message.facts, at: now) {
        case .send:
            switch room.ask(for: message.segments) {
            case .wait: return
            case .never: end(message, .suppressed, reason: Suppression.noRoute.rawValue)
            case .take:
                sends.append(message)
                tally.move(
                    message.wave, from: .planned, to: .handoff, segments: message.segments)
            }
        case .hold(let until):
            holds.append((message.id, until))
        case .suppress(let why):
            end(message, .suppressed, reason: why.rawValue)
        case .expire:
            end(message, .expired, reason: 0)
        }
    }

    private mutating func end(_ message: DueMessage, _ state: MessageState, reason: Int64) {
        ends.append((message.id, state, reason))
        tally.move(
            message.wave, from: .planned, to: state, newReason: reason,
            segments: message.segments)
    }

    func apply(to transaction: any Transaction, worker: Int64, at now: Instant) throws {
        try transaction.handOff(sends, worker: worker, at: now)
        try transaction.hold(holds)
        try transaction.settle(ends, at: now)
        try transaction.apply(tally)
    }
}
