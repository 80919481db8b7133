import KengDomain
import NIOCore
import SMPP

/// What was handed over and has no outcome yet: which part leaves next, and what came of each.
///
/// Knows no socket and no clock. Each text that is added ends as exactly one answer.
struct Outbox {
    /// One submit to be sent now.
    struct Departure {
        let token: UInt64
        let message: Int64
        let cut: CutText
        let part: Int
        let reference: UInt16
        let phone: PhoneNumber
        let expires: Instant
    }

    struct Slot {
        /// Answers to what was here before are not for what is here now.
        var generation: UInt32 = 0
        var text: OutboundText
        var cut: CutText
        var reference: UInt16
        var queuedAt: Instant
        var parts: [Part]
        /// The part that leaves next, while nothing went wrong.
        var next = 0
        var inFlight = 0
        /// A part was refused: no more of it leaves before that is settled.
        var isHalted = false
        /// Rounds of trying the rest again after a part was taken.
        var rounds = 0
    }

    /// What came of one part.
    enum Part: Hashable {
        case waiting
        case inFlight(RateWindow.Departure)
        case taken(String)
        case refused(Reaction, code: String)
        /// Nobody knows; until then a late word may still come.
        case doubtful(until: Instant)
    }

    private var slots: [Slot] = []
    private var free: [Int] = []
    private var lanes: [CircularBuffer<Int>] = Lane.allCases.map { _ in CircularBuffer() }
    /// Texts of which a part was taken and another must be tried again.
    private var retries: [(at: Instant, slot: Int)] = []
    /// Texts with a part in doubt of which a late word may come.
    private var doubts = CircularBuffer<(until: Instant, slot: Int, generation: UInt32)>()
    private var answers: [SubmitAnswer] = []
    /// So many of them were given to `freshlyTaken`.
    private var told = 0
    private var rate: RateWindow
    /// How far the clock is ahead of one that nobody sets: the provider's second knows no steps of ours.
    private var ahead = Duration.zero
    private var references: PartReferences
    private var cuts: CutTexts
    /// Parts that have not left for the first time.
    private(set) var queued = 0

    /// How long a text may wait for a way out before the engine gets it back.
    static let patience = Duration.seconds(1)
    /// How long an answer may be late after its deadline.
    static let grace = Duration.seconds(60)
    private static let mostRounds = 20
    /// The longest way to the provider for which its limit is kept to the letter.
    private static let longestWay = Duration.milliseconds(150)

    init(_ settings: SMPPSettings, referencesFrom start: UInt16) {
        rate = RateWindow(segmentsPerSecond: settings.segmentsPerSecond, slack: Self.longestWay)
        references = PartReferences(start: start)
        cuts = CutTexts(settings)
    }

    var hasAnswers: Bool { !answers.isEmpty }

    /// How far `now` is ahead of a clock that nobody sets, until it is told again.
    mutating func clock(isAhead: Duration) { ahead = isAhead }

    /// Submits of the last second.
    mutating func departures(at now: Instant) -> Int { rate.used(at: now - ahead) }

    /// What may leave in one second: all of the route, or this program's part of it.
    var segmentsPerSecond: Int { rate.segmentsPerSecond }

    mutating func limit(to segmentsPerSecond: Int) { rate.limit(to: segmentsPerSecond) }

    mutating func takeAnswers() -> [SubmitAnswer] {
        defer { (answers, told) = ([], 0) }
        return answers
    }

    /// What the provider took since the last call, with its references.
    mutating func freshlyTaken() -> [(message: Int64, references: [String])] {
        defer { told = answers.count }
        return answers[told...].compactMap { answer in
            guard case .accepted(let references) = answer.outcome else { return nil }
            return (answer.message, references)
        }
    }

    // MARK: - In

    mutating func add(_ text: OutboundText, at now: Instant) {
        guard let cut = cuts.cut(text.text), cut.segments == text.segments else {
            // What is sent must be what was shown and counted: it has no way out here.
            return answer(text, .rejected(code: "SEGMENTS"))
        }
        let slot = Slot(
            text: text, cut: cut,
            reference: cut.parts > 1 || cut.segments > 1 ? references.next(for: text.phone) : 0,
            queuedAt: now, parts: Array(repeating: .waiting, count: cut.parts))
        let number: Int
        if let place = free.popLast() {
            let generation = slots[place].generation
            slots[place] = slot
            slots[place].generation = generation
            number = place
        } else {
            number = slots.count
            slots.append(slot)
        }
        queued += cut.parts
        lanes[Int(text.lane.rawValue)].append(number)
    }

    // MARK: - Out

    /// Gives up to `room` submits to `body`, emergencies first.
    ///
    /// - Returns: how long to wait before asking again, when only the rate or a retry is in the way.
    mutating func take(_ room: Int, at now: Instant, _ body: (Departure) -> Void) -> Duration? {
        var room = min(room, rate.free(at: now - ahead))
        while room > 0, let due = retries.firstIndex(where: { $0.at <= now }) {
            let slot = retries[due].slot
            room -= leave(slot, room, at: now, body)
            if !slots[slot].parts.contains(.waiting) { retries.remove(at: due) }
        }
        for lane in lanes.indices {
            while room > 0, let slot = lanes[lane].first {
                let left = slots[slot].isHalted ? 0 : leave(slot, room, at: now, body)
                room -= left
                queued -= left
                let rest = slots[slot].parts.count - slots[slot].next
                guard rest == 0 || slots[slot].isHalted else { continue }
                lanes[lane].removeFirst()
                queued -= rest
            }
        }
        guard queued > 0 || !retries.isEmpty else { return nil }
        let pause = rate.opens(after: now - ahead) - (now - ahead)
        if pause > .zero { return pause }
        // What is due and did not fit leaves with the next room, whatever is due later.
        guard queued == 0, let due = retries.map({ $0.at }).min(), due > now else { return nil }
        return due - now
    }

    /// Sends waiting parts of one text, in order.
    private mutating func leave(
        _ number: Int, _ room: Int, at now: Instant, _ body: (Departure) -> Void
    ) -> Int {
        var left = 0
        while left < room, slots[number].next < slots[number].parts.count {
            let part = slots[number].next
            slots[number].next += 1
            guard slots[number].parts[part] == .waiting else { continue }
            slots[number].parts[part] = .inFlight(rate.record(segments: 1, at: now - ahead))
            slots[number].inFlight += 1
            left += 1
            let slot = slots[number]
            body(
                Departure(
                    token: Self.token(number, slot.generation, part),
                    message: slot.text.message, cut: slot.cut, part: part,
                    reference: slot.reference, phone: slot.text.phone, expires: slot.text.expires))
        }
        return left
    }

    // MARK: - Answers

    /// The provider's word on one submit, also when it comes after the doubt.
    ///
    /// - Returns: false for a submit that is settled and forgotten.
    @discardableResult
    mutating func answered(
        _ token: UInt64, _ reaction: Reaction, code: String, reference: String, at now: Instant
    ) -> Bool {
        guard let (number, part) = place(of: token) else { return false }
        switch slots[number].parts[part] {
        case .inFlight(let departure):
            rate.heard(departure, at: now - ahead)
            slots[number].inFlight -= 1
        case .doubtful: break
        case .waiting, .taken, .refused: return false
        }
        if case .accepted = reaction {
            slots[number].parts[part] = .taken(reference)
        } else {
            slots[number].parts[part] = .refused(reaction, code: code)
            slots[number].isHalted = true
        }
        settle(number, at: now)
        return true
    }

    /// Nobody knows what became of it.
    ///
    /// - Parameter mayCome: the connection stands, so that a late word is possible.
    mutating func doubtful(_ token: UInt64, mayCome: Bool, at now: Instant) {
        guard let (number, part) = place(of: token),
            case .inFlight = slots[number].parts[part]
        else { return }
        let until = mayCome ? now + Self.grace : now
        slots[number].parts[part] = .doubtful(until: until)
        slots[number].inFlight -= 1
        slots[number].isHalted = true
        if mayCome { doubts.append((until, number, slots[number].generation)) }
        settle(number, at: now)
    }

    /// Ends what has waited too long: texts without a way out go back, doubts become final.
    ///
    /// - Parameter isUp: some link takes texts.
    mutating func sweep(at now: Instant, isUp: Bool) {
        for lane in lanes.indices { sweep(lane, at: now, isUp: isUp) }
        while let doubt = doubts.first, doubt.until <= now {
            doubts.removeFirst()
            if slots[doubt.slot].generation == doubt.generation { settle(doubt.slot, at: now) }
        }
        for retry in retries where slots[retry.slot].text.expires <= now {
            expire(retry.slot, at: now)
        }
    }

    /// Those behind came later than the one before them, and only the first can be half sent.
    private mutating func sweep(_ lane: Int, at now: Instant, isUp: Bool) {
        if let first = lanes[lane].first, slots[first].next > 0 {
            if slots[first].text.expires <= now { expire(first, at: now) }
        }
        while let place = firstWhole(in: lane) {
            let number = lanes[lane][place]
            guard !isUp || slots[number].queuedAt + Self.patience <= now else { return }
            lanes[lane].remove(at: place)
            queued -= slots[number].parts.count
            finish(number, .throttled(after: Self.patience))
        }
    }

    private func firstWhole(in lane: Int) -> CircularBuffer<Int>.Index? {
        guard let first = lanes[lane].first else { return nil }
        let place = lanes[lane].startIndex
        guard slots[first].next > 0 else { return place }
        guard lanes[lane].count > 1 else { return nil }
        return lanes[lane].index(after: place)
    }

    /// What has not left of a text that is half sent never will.
    private mutating func expire(_ number: Int, at now: Instant) {
        for part in slots[number].parts.indices where slots[number].parts[part] == .waiting {
            slots[number].parts[part] = .refused(.permanent, code: "EXPIRED")
        }
        slots[number].isHalted = true
        settle(number, at: now)
    }

    // MARK: - Ends

    /// Decides on a text once nothing of it is under way.
    private mutating func settle(_ number: Int, at now: Instant) {
        let slot = slots[number]
        guard slot.inFlight == 0 else { return }
        guard slot.isHalted || !slot.parts.contains(.waiting) else { return }
        let view = PartsView(slot.parts)
        if let until = view.doubtUntil, until > now, view.refusal == nil { return }
        unqueue(number)
        if let refusal = view.refusal {
            finish(number, .rejected(code: view.named(refusal)))
        } else if view.doubtUntil != nil {
            finish(number, .unknown)
        } else if view.references.count == slot.parts.count {
            finish(number, .accepted(references: view.references))
        } else if view.references.isEmpty {
            finish(number, view.whole(attempt: slot.text.attempt))
        } else {
            again(number, view, at: now)
        }
    }

    /// Some parts were taken, so that the rest must follow from here.
    private mutating func again(_ number: Int, _ view: PartsView, at now: Instant) {
        let pause = view.pause
        let due = now + pause
        slots[number].rounds += view.isThrottled ? 0 : 1
        guard slots[number].rounds < Self.mostRounds, due < slots[number].text.expires else {
            return finish(number, .rejected(code: view.named(view.trouble ?? (0, "EXPIRED"))))
        }
        for part in slots[number].parts.indices {
            if case .refused = slots[number].parts[part] { slots[number].parts[part] = .waiting }
        }
        slots[number].next = 0
        slots[number].isHalted = false
        retries.append((due, number))
    }

    /// Takes a half-sent text off its lane, and one that is tried again off that list.
    private mutating func unqueue(_ number: Int) {
        if !retries.isEmpty { retries.removeAll { $0.slot == number } }
        guard slots[number].rounds == 0, slots[number].next < slots[number].parts.count else {
            return
        }
        let lane = Int(slots[number].text.lane.rawValue)
        guard lanes[lane].first == number else { return }
        lanes[lane].removeFirst()
        queued -= slots[number].parts.count - slots[number].next
    }

    private mutating func finish(_ number: Int, _ outcome: SubmitOutcome) {
        answer(slots[number].text, outcome)
        slots[number].generation &+= 1
        slots[number].parts = []
        free.append(number)
    }

    private mutating func answer(_ text: OutboundText, _ outcome: SubmitOutcome) {
        answers.append(SubmitAnswer(message: text.message, outcome: outcome))
    }

    // MARK: - Tokens

    private static func token(_ slot: Int, _ generation: UInt32, _ part: Int) -> UInt64 {
        UInt64(generation) << 32 | UInt64(slot) << 8 | UInt64(part)
    }

    private func place(of token: UInt64) -> (slot: Int, part: Int)? {
        let number = Int(token >> 8 & 0xFF_FFFF)
        let part = Int(token & 0xFF)
        guard number < slots.count, slots[number].generation == UInt32(token >> 32),
            part < slots[number].parts.count
        else { return nil }
        return (number, part)
    }
}
