import Foundation
package import KengDomain
package import KengGateways
package import KengStore
import Synchronization

/// Stands between the engine and the practice network: remembers every hand-over, and can die at any call.
///
/// To die means that the files are copied as they are at that moment, and that nothing after it counts.
package final class WatchedGateway: Gateway {
    package struct Handover: Sendable {
        /// By the program's clock.
        package let at: Instant
        /// By a clock that never steps.
        package let real: Instant
        package let text: OutboundText
        package let outcome: SubmitOutcome
    }

    /// What passed, in the order in which it did.
    package enum Entry: Sendable {
        case handover(Handover)
        /// The program said that it had kept this.
        case kept(InboundEvent)
    }

    /// Where a program can be torn away from its provider.
    package enum Place: Int, CaseIterable, Sendable {
        case beforeSubmit, halfwaySubmit, afterSubmit, beforeAcknowledge, afterAcknowledge
    }

    /// What is on disk after a death.
    package struct Remains: Sendable {
        package let database: String
        package let journal: String
    }

    private struct Memory {
        var handovers: [Handover] = []
        var log: [Entry] = []
        var shown: [InboundEvent.ID: InboundEvent] = [:]
        var notKept: [String] = []
        var isStopped = false
        var answers: [SubmitAnswer] = []
        var death: (place: Place, calls: Int)?
        var remains: Remains?
        var outageEnds: Instant?
    }

    private let inner: SandboxGateway
    private let database: Database
    private let journal: String
    private let folder: SimulatedFolder
    private let clock: ManualClock
    private let alsoAsk: @Sendable ([Int64], [LookUp]) async -> [LookUp]
    private let memory = Mutex(Memory())

    /// - Parameter alsoAsk: what others know of messages, given what this way knows.
    package init(
        _ inner: SandboxGateway, database: Database, journal: String, folder: SimulatedFolder,
        clock: ManualClock,
        alsoAsk: @escaping @Sendable ([Int64], [LookUp]) async -> [LookUp] = { $1 }
    ) {
        self.inner = inner
        self.database = database
        self.journal = journal
        self.folder = folder
        self.clock = clock
        self.alsoAsk = alsoAsk
    }

    package var name: String { inner.name }
    package var channel: Channel { inner.channel }
    package var segmentsPerSecond: Int { inner.segmentsPerSecond }
    package var canLookUp: Bool { inner.canLookUp }
    package var receiptsNamePhones: Bool { inner.receiptsNamePhones }
    package var bell: Bell { inner.bell }

    /// Every text that was offered, in order.
    package var handovers: [Handover] { memory.withLock { $0.handovers } }
    /// Texts that were acknowledged before they were in the database.
    package var notKept: [String] { memory.withLock { $0.notKept } }
    package var remains: Remains? { memory.withLock { $0.remains } }
    package var isDead: Bool { remains != nil }
    package var isStopped: Bool { memory.withLock { $0.isStopped } }

    /// What passed since the last call.
    package func takeLog() -> [Entry] {
        memory.withLock { memory in
            defer { memory.log = [] }
            return memory.log
        }
    }

    /// Dies at the `calls`-th time that the program comes to `place`.
    package func die(at place: Place, after calls: Int) {
        memory.withLock { $0.death = (place, calls) }
    }

    /// The way to the provider is gone until `end`, a moment of the provider's clock.
    package func goDown(until end: Instant) {
        memory.withLock { $0.outageEnds = max(end, $0.outageEnds ?? end) }
    }

    /// Nobody sets the provider's clock.
    private func real(_ now: Instant) -> Instant { now - clock.ahead }

    package func room(at now: Instant) async -> Int { await inner.room(at: real(now)) }

    package func outcomes(at now: Instant) async -> [SubmitAnswer] {
        memory.withLock { memory in
            defer { memory.answers = [] }
            return memory.answers
        }
    }

    package func submit(_ batch: [OutboundText], at now: Instant) async {
        let real = real(now)
        if let end = memory.withLock({ $0.outageEnds }), real < end {
            let down = SubmitOutcome.temporary(code: "DOWN", after: .seconds(5))
            note(batch, batch.map { _ in down }, at: now)
            return
        }
        var taken = batch[...]
        if await comesTo(.beforeSubmit) { taken = [] }
        if await comesTo(.halfwaySubmit, dying: false) { taken = batch[..<(batch.count / 2)] }
        let outcomes = isDead ? [] : inner.handOver(Array(taken), at: real)
        if taken.count < batch.count { await die() }
        _ = await comesTo(.afterSubmit)
        let rest = SubmitOutcome.temporary(code: "DEAD", after: .seconds(60))
        note(
            batch,
            outcomes + Array(repeating: rest, count: batch.count - outcomes.count), at: now,
            passed: outcomes.count)
    }

    /// - Parameter passed: how many of them came as far as the provider; nil for all.
    private func note(
        _ batch: [OutboundText], _ outcomes: [SubmitOutcome], at now: Instant, passed: Int? = nil
    ) {
        let real = real(now)
        memory.withLock { memory in
            for (text, outcome) in zip(batch, outcomes).prefix(passed ?? batch.count) {
                let handover = Handover(at: now, real: real, text: text, outcome: outcome)
                memory.handovers.append(handover)
                memory.log.append(.handover(handover))
            }
            memory.answers += zip(batch, outcomes).map {
                SubmitAnswer(message: $0.message, outcome: $1)
            }
        }
    }

    package func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        guard !isDead else { return [] }
        let events = await inner.receive(limit: limit, at: real(now))
        memory.withLock { memory in
            for event in events { memory.shown[event.id] = event }
        }
        return events
    }

    package func acknowledge(_ events: [InboundEvent.ID]) async {
        await noteWhatIsNotKept(events)
        if await comesTo(.beforeAcknowledge) { return }
        guard !isDead else { return }
        await inner.acknowledge(events)
        memory.withLock { memory in
            for id in events {
                guard let event = memory.shown.removeValue(forKey: id) else { continue }
                memory.log.append(.kept(event))
            }
        }
        _ = await comesTo(.afterAcknowledge)
    }

    package func lookUp(_ messages: [Int64]) async -> [LookUp] {
        await alsoAsk(messages, await inner.lookUp(messages))
    }

    package func stop() async { memory.withLock { $0.isStopped = true } }

    package func nextEvent(after now: Instant) async -> Instant? {
        await inner.nextEvent(after: real(now)).map { $0 + clock.ahead }
    }

    private func noteWhatIsNotKept(_ events: [InboundEvent.ID]) async {
        let name = name
        let missing = try? await database.read { transaction in
            try events.filter { !$0.hasPrefix("r/") }.filter { id in
                try transaction.first(
                    "SELECT 1 FROM inbound WHERE gateway = $1 AND provider_id = $2",
                    [.text(name), .text(id)], { try $0.integer(0) }) == nil
            }
        }
        memory.withLock { $0.notKept += missing ?? ["unreadable database"] }
    }

    /// - Returns: whether this is where it was told to die.
    private func comesTo(_ place: Place, dying: Bool = true) async -> Bool {
        let isHere = memory.withLock { memory in
            guard let death = memory.death, death.place == place, memory.remains == nil else {
                return false
            }
            memory.death = death.calls > 1 ? (place, death.calls - 1) : nil
            return death.calls <= 1
        }
        if isHere, dying { await die() }
        return isHere
    }

    /// Copies what is on disk at this moment; whatever the old program still writes is lost.
    private func die() async {
        let name = UUID().uuidString
        let remains = Remains(
            database: folder.path("\(name).db"), journal: folder.path("\(name).journal"))
        do {
            try database.backUp(to: remains.database)
            try FileManager.default.copyItem(atPath: journal, toPath: remains.journal)
            memory.withLock { $0.remains = remains }
        } catch {
            memory.withLock { $0.notKept.append("no copy: \(error)") }
        }
    }
}
