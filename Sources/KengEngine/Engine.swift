package import KengDomain
package import KengGateways
import KengStore
package import Logging
import ServiceLifecycle
import Synchronization

/// One way out of a program.
package struct WayOut: Sendable {
    package let gateway: any Gateway
    /// The number to hand over under.
    let worker: Int64
    /// Its part of the texts that several may take.
    let weight: Int

    package init(_ gateway: any Gateway, worker: Int64, weight: Int = 1) {
        self.gateway = gateway
        self.worker = worker
        self.weight = weight
    }
}

/// Performs what the domain decided, over the store and the gateways.
///
/// `step` does one round of everything and knows no clock, so that a simulation and the running program
/// are the same code.
package struct Engine: Sendable {
    package let desk: CampaignDesk
    private let scheduler: Scheduler
    private let planner: Planner
    private let ways: [Way]
    /// Rung by every gateway.
    private let bell: Bell
    /// No other program shares the database.
    private let isAlone: Bool
    private let logger: Logger
    private let lookout = Lookout()
    private let company = Company()

    /// What one gateway needs: each hands over under a number of its own, so that its rows are known after a
    /// crash.
    private struct Way: Sendable {
        let gateway: any Gateway
        let worker: Int64
        let dispatcher: Dispatcher
        let inbox: Inbox
        let reconciler: Reconciler
    }

    private var workers: [Int64] { ways.map(\.worker) }

    /// - Parameter worker: the number to hand over under; without it a new one.
    /// - Parameter isAlone: no other program shares the database.
    /// - Parameter departures: what of the dead's hand-overs had begun to leave.
    package init(
        desk: CampaignDesk, gateway: any Gateway, reader: ReplyReader, logger: Logger,
        worker: Int64? = nil, isAlone: Bool = true, departures: DepartureLogs? = nil
    ) {
        self.init(
            desk: desk, ways: [WayOut(gateway, worker: worker ?? desk.world.newID())],
            reader: reader, logger: logger, isAlone: isAlone, departures: departures)
    }

    /// - Parameter ways: at least one; their gateways have different names.
    package init(
        desk: CampaignDesk, ways: [WayOut], reader: ReplyReader, logger: Logger,
        isAlone: Bool = true, departures: DepartureLogs? = nil
    ) {
        precondition(
            !ways.isEmpty && Set(ways.map(\.gateway.name)).count == ways.count,
            "each way out has a name of its own")
        self.desk = desk
        self.logger = logger
        self.isAlone = isAlone
        let editions = EditionShelf(database: desk.database)
        scheduler = Scheduler(desk: desk)
        planner = Planner(desk: desk, editions: editions)
        let balance = SharedBalance(
            Dictionary(uniqueKeysWithValues: ways.map { ($0.gateway.name, $0.weight) }))
        self.ways = ways.enumerated().map { place, way in
            Way(
                gateway: way.gateway, worker: way.worker,
                dispatcher: Dispatcher(
                    desk: desk, gateway: way.gateway, worker: way.worker, balance: balance,
                    isAlone: isAlone, logger: logger),
                inbox: Inbox(
                    desk: desk, gateway: way.gateway,
                    conversation: Conversation(desk: desk, reader: reader), editions: editions,
                    logger: logger),
                reconciler: Reconciler(
                    desk: desk, gateway: way.gateway, worker: way.worker,
                    departures: departures, isFirst: place == 0))
        }
        bell = ways.count == 1 ? ways[0].gateway.bell : Bell()
        if ways.count > 1 { for way in ways { way.gateway.bell.also(ring: bell) } }
    }

    /// Settles what a dead run left in doubt; must end before the first `step`.
    package func start(at now: Instant) async throws {
        let (workers, isAlone) = (workers, isAlone)
        try await desk.tree.reload()
        var inDoubt: [[String]] = []
        for way in ways {
            let name = way.gateway.name
            let (texts, mayHaveSent) = try await desk.database.read {
                (
                    try $0.textsInDoubt(of: name, within: .seconds(10)),
                    try $0.lastWorkerMayHaveSent(by: name, after: now - .seconds(1))
                )
            }
            inDoubt.append(texts)
            if mayHaveSent { await way.dispatcher.holdASecond() }
        }
        let signs = ways.map { ($0.worker, $0.gateway.name) }
        try await desk.database.write { transaction in
            if isAlone { try transaction.endWorkers(but: workers, at: now) }
            for (worker, name) in signs {
                try transaction.startWorker(worker, gateway: name, at: now)
            }
        }
        try await look(at: now)
        try await settle(at: now) { _ in [] }
        for (way, texts) in zip(ways, inDoubt) {
            await way.gateway.recall(texts, at: now)
            try await way.gateway.start()
        }
    }

    /// Asks for everything handed over that nobody answered for.
    private func settle(
        at now: Instant, inHand: (Way) async -> Set<Int64>
    ) async throws {
        for way in ways {
            note(try await way.reconciler.run(at: now, inHand: await inHand(way)))
        }
    }

    /// Says what the gateways have to say to a person.
    private func logNotices() {
        for way in ways {
            for notice in way.gateway.notices() {
                switch notice.weight {
                case .notice: logger.notice("\(notice.text)")
                case .warning: logger.warning("\(notice.text)")
                case .error: logger.error("\(notice.text)")
                }
            }
        }
    }

    /// After a round that failed: what is handed over on disk and unknown to us is asked for, so that nothing
    /// stays on its way for ever.
    package func recover(at now: Instant) async throws {
        try await settle(at: now) { await $0.dispatcher.inHand }
    }

    /// Shows the other programs that this one lives, and does the work of those that do not.
    private func look(at now: Instant) async throws {
        guard !isAlone, company.isDue(at: now) else { return }
        let (workers, names) = (workers, ways.map(\.gateway.name))
        let (living, sharers, left) = try await desk.database.write { transaction in
            for worker in workers { try transaction.beat(worker, at: now) }
            return (
                try transaction.livingWorkers(),
                try names.map { try transaction.sharers(of: $0, at: now) },
                !(try transaction.endedWorkersWithRows()).isEmpty
            )
        }
        let gone = company.look(at: living, but: workers, at: now)
        for (way, sharers) in zip(ways, sharers) { await way.dispatcher.share(among: sharers) }
        guard !gone.isEmpty || left else { return }
        if !gone.isEmpty {
            logger.warning(
                "took over from programs that are gone", metadata: ["count": "\(gone.count)"])
            try await desk.database.write { transaction in
                for other in gone { try transaction.endWorker(other, at: now) }
            }
        }
        try await recover(at: now)
    }

    private func note(_ found: (taken: Int, requeued: Int, unknown: Int)) {
        if found.taken + found.requeued + found.unknown > 0 {
            logger.notice(
                "settled what was left in doubt",
                metadata: [
                    "taken": "\(found.taken)", "requeued": "\(found.requeued)",
                    "unknown": "\(found.unknown)",
                ])
        }
    }

    /// Every way is closed, also when what came by one cannot be kept.
    package func stop(at now: Instant) async throws {
        var failure: (any Error)?
        for way in ways {
            // What has arrived is kept and acknowledged while the way to say so is open.
            do { _ = try await way.inbox.step(at: now) } catch { failure = error }
            await way.gateway.stop()
            do { try await way.dispatcher.settle(at: now) } catch { failure = error }
        }
        logNotices()
        // The workers count as living until another takes over or this program starts again.
        if let failure { throw failure }
        let workers = workers
        try await desk.database.write { transaction in
            for worker in workers { try transaction.endWorker(worker, at: now) }
        }
    }

    /// Closes the ways out and writes nothing more.
    package func abandon() async {
        for way in ways { await way.gateway.stop() }
        logNotices()
    }

    /// What a round did, and when the next one makes sense.
    package struct Round: Sendable, Equatable {
        package let isBusy: Bool
        /// So much came that the next round should not wait for more to gather.
        package let isFull: Bool
        /// Nil: nothing is known to come.
        package let again: Instant?
    }

    package func step(at now: Instant) async throws -> Round {
        var (scheduled, planned) = (false, false)
        try await look(at: now)
        let isLeading = isAlone || company.isLeading
        if isLeading, lookout.isDue(at: now) {
            scheduled = try await scheduler.step(at: now)
            planned = try await planner.step(at: now, isSending: lookout.isSending)
            lookout.looked(at: now, again: planned || scheduled)
        }
        var (received, sent) = (0, 0)
        var moments: [Instant] = []
        for way in ways { received += try await way.inbox.step(at: now) }
        for way in ways {
            let round = try await way.dispatcher.step(at: now)
            sent += round.moved
            if let again = round.again { moments.append(again) }
        }
        lookout.sent(sent)
        let isFull = planned || max(received, sent) >= Self.fullRound
        let isBusy = scheduled || planned || received > 0 || sent > 0
        guard !isBusy else { return Round(isBusy: true, isFull: isFull, again: now) }
        let waits = moments.count == ways.count
        if let start = try await scheduler.nextStart(after: now) { moments.append(start) }
        for way in ways {
            if let event = await way.gateway.nextEvent(after: now) { moments.append(event) }
        }
        if !waits, let due = try await nextDue() { moments.append(due) }
        return Round(isBusy: false, isFull: false, again: moments.min())
    }

    private static let fullRound = 200

    private func nextDue() async throws -> Instant? {
        let names = ways.map(\.gateway.name)
        return try await desk.database.read { transaction in
            let waves = try transaction.openWaves(campaignState: .running).filter { wave in
                let brief = try transaction.known(wave.campaign).brief
                return names.contains { brief.mayLeave(by: $0) }
            }
            return try transaction.nextDue(waves: waves.map(\.id))
        }
    }
}

/// When to look for campaigns to start, to plan and to end: a round that only moves texts need not.
private final class Lookout: Sendable {
    private let next = Mutex<(from: Instant, until: Instant)?>(nil)

    private static let every = Duration.milliseconds(100)

    private let lastSent = Atomic(many)
    private static let many = 200

    /// The last round moved many texts; before the first one that is believed.
    var isSending: Bool { lastSent.load(ordering: .relaxed) >= Self.many }

    func sent(_ texts: Int) {
        lastSent.store(texts, ordering: .relaxed)
    }

    /// A second look at the same moment, or after a clock that stepped back, is always due.
    func isDue(at now: Instant) -> Bool {
        next.withLock { next in
            guard let next else { return true }
            return now <= next.from || now >= next.until
        }
    }

    func looked(at now: Instant, again: Bool) {
        next.withLock { $0 = again ? nil : (now, now + Self.every) }
    }
}

extension Engine {
    /// What arrives within this time shares a round and a commit.
    private static let shortestWait = Duration.milliseconds(2)
    /// The longest wait between two rounds, so that a new campaign or a pause is seen at once.
    private static let longestWait = Duration.milliseconds(200)

    /// Does round after round until its task is cancelled; between `start` and `stop`.
    ///
    /// - Throws: `WorkerIsEnded` when others took this program for dead.
    package func work() async throws {
        let world = desk.world
        var isInDoubt = false
        while !Task.isCancelled {
            do {
                let now = world.now()
                if isInDoubt { try await recover(at: now) }
                isInDoubt = false
                let round = try await step(at: now)
                logNotices()
                guard !round.isFull else { continue }
                try await Task.sleep(for: Self.shortestWait)
                guard !round.isBusy else { continue }
                let wait = round.again.map { $0 - world.now() } ?? Self.longestWait
                await bell.wait(for: min(max(wait, .zero), Self.longestWait))
            } catch is CancellationError {
                break
            } catch let ended as WorkerIsEnded {
                throw ended
            } catch {
                // Each step of a round is undone as a whole; the next round starts from what is on disk.
                isInDoubt = true
                logger.error(
                    "a round failed and will be tried again", metadata: ["why": "\(error)"])
                // A cancelled wait ends the loop at its condition.
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

/// Runs an engine until the program is told to stop.
package struct EngineService: Service {
    private let engine: Engine
    private let onStart: @Sendable () -> Void

    /// - Parameter onStart: called once, when what an earlier run left in doubt is settled.
    package init(engine: Engine, onStart: @escaping @Sendable () -> Void = {}) {
        self.engine = engine
        self.onStart = onStart
    }

    package func run() async throws {
        let world = engine.desk.world
        try await engine.start(at: world.now())
        onStart()
        do {
            try await cancelWhenGracefulShutdown { try await engine.work() }
        } catch {
            // What others took over must not leave from here.
            await engine.abandon()
            throw error
        }
        try await engine.stop(at: world.now())
    }
}
