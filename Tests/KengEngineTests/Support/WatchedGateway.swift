import Foundation
import KengContent
import KengDomain
import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Synchronization

/// Stands between the engine and the practice network: remembers every hand-over, and can die at any call.
///
/// To die means that the files are copied as they are at that moment, and that nothing after it counts.
final class WatchedGateway: Gateway {
    struct Handover: Sendable {
        let at: Instant
        let text: OutboundText
        let outcome: SubmitOutcome
    }

    /// Where a program can be torn away from its provider.
    enum Place: Int, CaseIterable, Sendable {
        case beforeSubmit, halfwaySubmit, afterSubmit, beforeAcknowledge, afterAcknowledge
    }

    /// What is on disk after a death.
    struct Remains: Sendable {
        let database: String
        let journal: String
    }

    private struct Memory {
        var handovers: [Handover] = []
        var notKept: [String] = []
        var isStopped = false
        var answers: [SubmitAnswer] = []
        var death: (place: Place, calls: Int)?
        var remains: Remains?
    }

    private let inner: SandboxGateway
    private let database: Database
    private let journal: String
    private let folder: TestFolder
    private let provider: TeamProvider?
    private let memory = Mutex(Memory())

    init(
        _ inner: SandboxGateway, database: Database, journal: String, folder: TestFolder,
        provider: TeamProvider? = nil
    ) {
        self.inner = inner
        self.database = database
        self.journal = journal
        self.folder = folder
        self.provider = provider
    }

    var name: String { inner.name }
    var channel: Channel { inner.channel }
    var segmentsPerSecond: Int { inner.segmentsPerSecond }
    var canLookUp: Bool { inner.canLookUp }
    var receiptsNamePhones: Bool { inner.receiptsNamePhones }
    var bell: Bell { inner.bell }

    /// Every text that was offered, in order.
    var handovers: [Handover] { memory.withLock { $0.handovers } }
    /// Texts that were acknowledged before they were in the database.
    var notKept: [String] { memory.withLock { $0.notKept } }
    var remains: Remains? { memory.withLock { $0.remains } }
    var isDead: Bool { remains != nil }

    /// Dies at the `calls`-th time that the program comes to `place`.
    func die(at place: Place, after calls: Int) {
        memory.withLock { $0.death = (place, calls) }
    }

    func room(at now: Instant) async -> Int { await inner.room(at: now) }

    func outcomes(at now: Instant) async -> [SubmitAnswer] {
        memory.withLock { memory in
            defer { memory.answers = [] }
            return memory.answers
        }
    }

    func submit(_ batch: [OutboundText], at now: Instant) async {
        var taken = batch[...]
        if await comesTo(.beforeSubmit) { taken = [] }
        if await comesTo(.halfwaySubmit, dying: false) { taken = batch[..<(batch.count / 2)] }
        let outcomes = isDead ? [] : inner.handOver(Array(taken), at: now)
        if taken.count < batch.count { await die() }
        _ = await comesTo(.afterSubmit)
        memory.withLock { memory in
            for (text, outcome) in zip(taken, outcomes) {
                memory.handovers.append(Handover(at: now, text: text, outcome: outcome))
            }
        }
        let rest = SubmitOutcome.temporary(code: "DEAD", after: .seconds(60))
        let all = outcomes + Array(repeating: rest, count: batch.count - outcomes.count)
        memory.withLock { memory in
            memory.answers += zip(batch, all).map {
                SubmitAnswer(message: $0.message, outcome: $1)
            }
        }
    }

    func receive(limit: Int, at now: Instant) async -> [InboundEvent] {
        isDead ? [] : await inner.receive(limit: limit, at: now)
    }

    func acknowledge(_ events: [InboundEvent.ID]) async {
        await noteWhatIsNotKept(events)
        if await comesTo(.beforeAcknowledge) { return }
        guard !isDead else { return }
        await inner.acknowledge(events)
        _ = await comesTo(.afterAcknowledge)
    }

    func lookUp(_ messages: [Int64]) async -> [LookUp] {
        let own = await inner.lookUp(messages)
        return await provider?.lookUp(messages, after: own) ?? own
    }

    func stop() async { memory.withLock { $0.isStopped = true } }

    var isStopped: Bool { memory.withLock { $0.isStopped } }

    func nextEvent(after now: Instant) async -> Instant? { await inner.nextEvent(after: now) }

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
