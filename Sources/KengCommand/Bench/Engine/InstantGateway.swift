import KengDomain
import KengGateways
import KengSimulation
import Synchronization

/// A provider that takes everything at once: what is left to measure is ours.
///
/// Texts can be put into it as if residents had written them; it knows how long each waited for its reply.
final class InstantGateway: Gateway {
    let name = "instant"
    let channel = Channel.sms
    let segmentsPerSecond = 1_000_000
    let canLookUp = false
    let receiptsNamePhones = true
    let bell = Bell()

    private struct State {
        var answers: [SubmitAnswer] = []
        var taken = 0
        var messages: [Int64] = []
        var inbound: [InboundEvent] = []
        var written: [PhoneNumber: ContinuousClock.Instant] = [:]
        var waits = LatencyTally()
    }

    private let room: Int
    private let state = Mutex(State())

    private let remembers: Bool

    /// - Parameter room: texts it takes of one round.
    /// - Parameter remembers: keeps the number of each message that it took.
    init(room: Int, remembers: Bool = false) {
        self.room = room
        self.remembers = remembers
    }

    /// The messages it took, in order; empty unless it remembers them.
    var messages: [Int64] { state.withLock { $0.messages } }

    var taken: Int { state.withLock { $0.taken } }

    /// How long texts waited for the first reply to their phone.
    var waits: LatencyTally { state.withLock { $0.waits } }

    /// A resident writes.
    func write(_ text: String, from phone: PhoneNumber, at now: Instant) {
        state.withLock { state in
            state.inbound.append(
                InboundEvent(
                    id: "t/\(phone.digits)", at: now, content: .text(from: phone, text: text)))
            state.written[phone] = ContinuousClock.now
        }
        bell.ring()
    }

    func room(at now: Instant) async -> Int { room }

    func submit(_ batch: [OutboundText], at now: Instant) async {
        state.withLock { state in
            for text in batch {
                let references = (1...text.segments).map { "\(text.message).\($0)" }
                state.answers.append(
                    SubmitAnswer(
                        message: text.message, outcome: .accepted(references: references)))
                guard text.lane == .reply, let since = state.written.removeValue(forKey: text.phone)
                else { continue }
                state.waits.add(ContinuousClock.now - since)
            }
            state.taken += batch.count
            if remembers { state.messages += batch.map(\.message) }
        }
        bell.ring()
    }

    func outcomes(at now: Instant) async -> [SubmitAnswer] {
        state.withLock { state in
            defer { state.answers = [] }
            return state.answers
        }
    }

    func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        state.withLock { Array($0.inbound.prefix(limit)) }
    }

    func acknowledge(_ events: [InboundEvent.ID]) async {
        let gone = Set(events)
        state.withLock { state in state.inbound.removeAll { gone.contains($0.id) } }
    }

    func lookUp(_ messages: [Int64]) async -> [LookUp] { messages.map { _ in .cannotTell } }
    func nextEvent(after now: Instant) async -> Instant? {
        state.withLock { $0.inbound.isEmpty ? nil : now }
    }
}
