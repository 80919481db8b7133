import KengDomain
import KengGateways
import KengSimulation
import Synchronization

/// A way out that does one thing wrong.
final class CrookedGateway: Gateway {
    enum Fault: Sendable {
        case sendsTwice
        /// Says that it took what it threw away.
        case dropsSome
        case neverSawAnything
        case hidesReceipts
        case acknowledgesAtOnce
        case knowsNoLimit
        case holdsRepliesBack
        case changesTexts
    }

    private struct Memory {
        var held: [OutboundText] = []
        var oldest: Instant?
        var pending: [SubmitAnswer] = []
    }

    private let inner: WatchedGateway
    private let fault: Fault
    private let memory = Mutex(Memory())

    init(_ inner: WatchedGateway, _ fault: Fault) {
        self.inner = inner
        self.fault = fault
    }

    var name: String { inner.name }
    var channel: Channel { inner.channel }
    var segmentsPerSecond: Int {
        fault == .knowsNoLimit ? inner.segmentsPerSecond * 3 : inner.segmentsPerSecond
    }
    var canLookUp: Bool { inner.canLookUp }
    var receiptsNamePhones: Bool { inner.receiptsNamePhones }
    var bell: Bell { inner.bell }

    func room(at now: Instant) async -> Int { await inner.room(at: now) }

    func submit(_ batch: [OutboundText], at now: Instant) async {
        switch fault {
        case .sendsTwice:
            await inner.submit(batch, at: now)
            let first = await inner.outcomes(at: now)
            await inner.submit(batch, at: now)
            _ = await inner.outcomes(at: now)
            memory.withLock { $0.pending += first }
        case .dropsSome:
            await inner.submit(batch.filter { $0.message % 7 != 0 }, at: now)
            memory.withLock { memory in
                memory.pending += batch.filter { $0.message % 7 == 0 }.map {
                    SubmitAnswer(
                        message: $0.message, outcome: .accepted(references: ["\($0.message).1"]))
                }
            }
        case .holdsRepliesBack:
            memory.withLock { memory in
                memory.held += batch.filter { $0.lane == .reply }
                if !memory.held.isEmpty { memory.oldest = memory.oldest ?? now }
            }
            await inner.submit(batch.filter { $0.lane != .reply }, at: now)
        case .changesTexts:
            await inner.submit(
                batch.map {
                    OutboundText(
                        message: $0.message, phone: $0.phone, text: $0.text + ".",
                        segments: $0.segments, language: $0.language, lane: $0.lane,
                        attempt: $0.attempt, expires: $0.expires)
                }, at: now)
        case .neverSawAnything, .hidesReceipts, .acknowledgesAtOnce, .knowsNoLimit:
            await inner.submit(batch, at: now)
        }
    }

    func outcomes(at now: Instant) async -> [SubmitAnswer] {
        let late = memory.withLock { memory -> [OutboundText] in
            guard let oldest = memory.oldest, now >= oldest + .seconds(4) else { return [] }
            defer { (memory.held, memory.oldest) = ([], nil) }
            return memory.held
        }
        if !late.isEmpty { await inner.submit(late, at: now) }
        let own = memory.withLock { memory in
            defer { memory.pending = [] }
            return memory.pending
        }
        return own + (await inner.outcomes(at: now))
    }

    func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        let events = await inner.receive(limit: limit, at: now)
        switch fault {
        case .acknowledgesAtOnce:
            await inner.acknowledge(events.map(\.id).filter { !$0.hasPrefix("r/") })
            return events
        case .hidesReceipts:
            return events.map { event in
                guard case .receipt(let reference, let phone, .delivered, let code) = event.content,
                    event.at.milliseconds % 3 == 0
                else { return event }
                return InboundEvent(
                    id: event.id, at: event.at,
                    content: .receipt(reference: reference, of: phone, status: .enroute, code: code)
                )
            }
        default: return events
        }
    }

    func acknowledge(_ events: [InboundEvent.ID]) async { await inner.acknowledge(events) }

    func lookUp(_ messages: [Int64]) async -> [LookUp] {
        fault == .neverSawAnything
            ? messages.map { _ in .neverSeen } : await inner.lookUp(messages)
    }

    func stop() async { await inner.stop() }

    func nextEvent(after now: Instant) async -> Instant? {
        let held = memory.withLock { $0.oldest }.map { $0 + .seconds(4) }
        return [held, await inner.nextEvent(after: now)].compactMap(\.self).min()
    }
}
