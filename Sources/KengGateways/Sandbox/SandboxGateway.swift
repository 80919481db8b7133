package import KengDomain
import Synchronization

/// The practice network: cruel by the settings, the same for the same seed, and nothing leaves the machine.
///
/// With a journal it is also a witness: what it took is on disk before anybody is told.
package final class SandboxGateway: Gateway {
    package enum Problem: Error, Hashable {
        /// The journal cannot be opened, read or cut; `code` is the system's.
        case journal(path: String, code: Int32)
        /// A line that is not the last is not as it was written.
        case damaged(path: String, line: Int)
    }

    package let name: String
    package let channel: Channel
    package let segmentsPerSecond: Int
    package var canLookUp: Bool { true }
    package var receiptsNamePhones: Bool { true }
    package let bell = Bell()

    /// What it takes in one go.
    private static let most = 500

    private let state: Mutex<SandboxState>
    private let answers = Mutex<[SubmitAnswer]>([])
    private let journal: SandboxJournal?

    /// - Parameter path: the journal; what it holds from an earlier run is taken up again.
    package init(
        _ settings: SandboxSettings, name: String = "sandbox", channel: Channel = .sms,
        journal path: String? = nil
    ) throws(Problem) {
        self.name = name
        self.channel = channel
        segmentsPerSecond = settings.segmentsPerSecond
        var state = SandboxState(settings)
        if let path {
            let (journal, lines) = try SandboxJournal.open(path)
            for line in lines { state.apply(line) }
            self.journal = journal
        } else {
            journal = nil
        }
        self.state = Mutex(state)
    }

    package func room(at now: Instant) async -> Int { Self.most }

    package func submit(_ batch: [OutboundText], at now: Instant) async {
        let outcomes = handOver(batch, at: now)
        answers.withLock { answers in
            for (text, outcome) in zip(batch, outcomes) {
                answers.append(SubmitAnswer(message: text.message, outcome: outcome))
            }
        }
        bell.ring()
    }

    package func outcomes(at now: Instant) async -> [SubmitAnswer] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }

    /// Decides a batch at once; one outcome per message, in the same order.
    package func handOver(_ batch: [OutboundText], at now: Instant) -> [SubmitOutcome] {
        state.withLock { state in
            batch.map { text in
                let (outcome, line) = state.decide(text, at: now)
                guard let line else { return outcome }
                guard journal?.append([line]) ?? true else {
                    return .temporary(code: "SANDBOX_DISK", after: .seconds(5))
                }
                state.apply(line)
                return outcome
            }
        }
    }

    package func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        state.withLock { $0.queue.receive(limit: limit, at: now) }
    }

    package func acknowledge(_ events: [InboundEvent.ID]) async {
        state.withLock { state in
            // What cannot be written down stays unacknowledged and comes again.
            let lines = events.map { SandboxJournal.Line.acknowledged($0) }
            guard journal?.append(lines) ?? true else { return }
            for line in lines { state.apply(line) }
        }
    }

    package func lookUp(_ messages: [Int64]) async -> [LookUp] {
        state.withLock { state in
            messages.map { message in
                state.references(of: message).map { .taken(references: $0) } ?? .neverSeen
            }
        }
    }

    package func nextEvent(after now: Instant) async -> Instant? {
        state.withLock { $0.queue.earliest() }.map { max($0, now) }
    }
}

/// What tests and the console's phone page look at.
extension SandboxGateway {
    /// How often a message was taken: 1 is right, more is a double sending.
    package func acceptedCount(_ message: Int64) -> Int {
        state.withLock { $0.taken[message]?.copies ?? 0 }
    }

    /// How many different messages were taken.
    package var acceptedMessages: Int { state.withLock { $0.taken.count } }

    /// Messages that were taken more than once, and how often.
    package var doubled: [Int64: Int] { state.withLock { $0.doubled } }

    /// Hand-overs above the agreed rate; an obedient sender has none.
    package var overspeed: Int { state.withLock { $0.overspeed } }

    /// What the phone shows by `now`, oldest first.
    package func handset(_ phone: PhoneNumber, at now: Instant) -> [HandsetLine] {
        state.withLock { $0.handsets[phone]?.lines ?? [] }.filter { $0.at <= now }
    }

    /// Phones that have shown or sent something, in order of their numbers.
    package func phones(limit: Int) -> [PhoneNumber] {
        Array(state.withLock { Array($0.handsets.keys) }.sorted().prefix(limit))
    }

    /// A person writes from this phone; its resident writes nothing more by itself.
    ///
    /// - Returns: false when the journal could not take it; then nothing was sent.
    @discardableResult
    package func type(from phone: PhoneNumber, text: String, at now: Instant) -> Bool {
        state.withLock { state in
            let line = SandboxJournal.Line.typed(phone, text: text, at: now)
            guard journal?.append([line]) ?? true else { return false }
            state.apply(line)
            bell.ring()
            return true
        }
    }
}
