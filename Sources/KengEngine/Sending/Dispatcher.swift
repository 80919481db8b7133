import KengDomain
import KengGateways
import KengStore
import Logging

/// Hands messages over: written down first, then sent; what became of them is written as it is heard.
///
/// While one batch is on its way the next is claimed, and what was heard shares its commit. All that is
/// between the store and the gateway is kept here, so that a write that fails is simply done again.
actor Dispatcher {
    private let desk: CampaignDesk
    private let gateway: any Gateway
    private let worker: Int64
    private let isAlone: Bool
    private let logger: Logger
    private let balance: SharedBalance
    private var health = GatewayHealth()
    private var rate: RateWindow
    /// Segments a second that the contract and the people who run this allow all programs together.
    private var ceiling: Int
    private var sharers: [Int64] = []
    /// When the people's word was last read.
    private var ceilingRead: Instant?
    private var speed = ThrottleWindow()
    /// The provider asked us to wait until then, by the clock that nobody sets.
    private var blockedUntil: Instant?
    private var bodies: [Body.ID: SentBody] = [:]
    /// Given to the gateway and not answered on disk yet.
    private var onWay: [Int64: DueMessage] = [:]
    /// Heard and not on disk yet.
    private var answers: [SubmitAnswer] = []

    /// Tries before a temporary refusal becomes final.
    static let attempts = 8
    /// The most rows of one commit, so that replies never wait long for a batch.
    static let batch = 2000

    /// - Parameter balance: shared with the program's other ways out.
    init(
        desk: CampaignDesk, gateway: any Gateway, worker: Int64, balance: SharedBalance,
        isAlone: Bool, logger: Logger
    ) {
        self.desk = desk
        self.gateway = gateway
        self.worker = worker
        self.balance = balance
        self.isAlone = isAlone
        self.logger = logger
        rate = RateWindow(segmentsPerSecond: gateway.segmentsPerSecond)
        ceiling = gateway.segmentsPerSecond
    }

    /// The provider counts what a run that just ended has sent: its second must be over first.
    func holdASecond() {
        rate.record(segments: rate.segmentsPerSecond, at: desk.world.steady())
    }

    /// Keeps to its part of the gateway's rate from now on.
    func share(among sharers: [Int64]) async {
        self.sharers = sharers
        let part =
            isAlone
            ? ceiling
            : RateShare.segmentsPerSecond(of: worker, among: sharers, whole: ceiling)
        guard part != rate.segmentsPerSecond else { return }
        rate.limit(to: part)
        await gateway.allow(segmentsPerSecond: part)
    }

    /// Reads once a second how fast people let it be.
    private func readCeiling(at pace: Instant) async throws {
        if let ceilingRead, pace - ceilingRead < .seconds(1), pace >= ceilingRead { return }
        ceilingRead = pace
        let name = gateway.name
        let word = try await desk.database.read { try $0.rate(of: name) }
        ceiling = min(gateway.segmentsPerSecond, word ?? .max)
        await share(among: sharers)
    }

    /// Rows that are handed over and known to be: nobody needs to ask for them.
    var inHand: Set<Int64> { Set(onWay.keys) }

    /// Writes what was heard, hands over one batch, and writes what is known of that at once.
    ///
    /// - Returns: how many rows it moved, and when it makes sense to come again if none.
    func step(at now: Instant) async throws -> (moved: Int, again: Instant?) {
        answers += await gateway.outcomes(at: now)
        let heard = await work(at: now)
        // The provider's seconds know no steps of our clock.
        let pace = desk.world.steady()
        try await readCeiling(at: pace)
        if speed.isTooFast(answered: heard.answered, throttled: heard.throttled, at: pace) {
            blockedUntil = pace + heard.pause
        }
        judge(heard, at: pace)
        let (limit, room, again) = await limit(at: now, pace: pace)
        guard limit > 0 || !answers.isEmpty else { return (0, again) }
        let claim = try await write(heard, claiming: limit, at: now, pace: pace)
        let settled = answers.count
        await forgetAnswers()
        rate.record(segments: claim.sends.reduce(0) { $0 + $1.segments }, at: pace)
        // A row that waits for the rate is one that it will take.
        account(
            claim.sends, of: claim.waiting == nil ? limit : 0, room: room, at: pace)
        // What was heard is written: with the limit reached nothing is to be done before it opens.
        if limit == 0, let again { return (0, again) }
        if claim.sends.isEmpty, let segments = claim.waiting {
            return (claim.others, now + (rate.opens(for: segments, after: pace) - pace))
        }
        await offer(claim.sends, at: now)
        return (settled + claim.sends.count + claim.others, nil)
    }

    /// How many rows may be claimed, for how many there is room, and when there will be if for none.
    private func limit(
        at now: Instant, pace: Instant
    ) async -> (rows: Int, room: Int, again: Instant?) {
        if let end = blockedUntil, end > pace {
            balance.took(0, of: 0, isSlow: true, by: gateway.name)
            return (0, 0, now + (end - pace))
        }
        blockedUntil = nil
        // The last one that works is always tried.
        let most = health.most(at: pace)
        let probe = balance.hasAnother(than: gateway.name) ? most : nil
        if probe == 0 {
            return (0, 0, health.opens.map { now + ($0 - pace) })
        }
        guard rate.free(at: pace) > 0 else {
            return (0, 0, now + (rate.opens(after: pace) - pace))
        }
        let room = min(await gateway.room(at: now), Self.batch)
        guard room > 0 else {
            account([], of: 0, room: 0, at: pace)
            return (0, 0, nil)
        }
        if let probe { return (probe, probe, nil) }
        let rows = balance.most(for: gateway.name, of: room)
        // Others have their turn; it comes back soon.
        return (rows, room, rows > 0 ? nil : now + .milliseconds(5))
    }

    /// Trust follows what the gateway answered.
    private func judge(_ heard: OutcomeWork, at pace: Instant) {
        if heard.barred > 0 {
            health.bar(at: pace)
        } else {
            health.heard(answered: heard.answered, failed: heard.failed, at: pace)
        }
        balance.trust(ceiling > 0 ? health.trust : 0, of: gateway.name)
    }

    private func account(
        _ texts: [DueMessage], of allowed: Int, room: Int, at pace: Instant
    ) {
        health.took(texts.first?.id, at: pace)
        let isFull = texts.count >= room
        let isBelow = rate.used(at: pace) * 2 < rate.segmentsPerSecond
        balance.took(texts.count, of: allowed, isSlow: isFull && isBelow, by: gateway.name)
    }

    /// Nothing in between can fail: what is decided leaves at the moment it was decided for.
    private func offer(_ messages: [DueMessage], at now: Instant) async {
        guard !messages.isEmpty else { return }
        var batch: [OutboundText] = []
        for message in messages {
            onWay[message.id.rawValue] = message
            guard let body = bodies[message.body] else {
                // Gone from the store: nothing can be sent, and the row must say so.
                answers.append(
                    SubmitAnswer(
                        message: message.id.rawValue, outcome: .rejected(code: "NO_TEXT")))
                continue
            }
            batch.append(
                OutboundText(
                    message: message.id.rawValue, phone: message.phone, text: body.text,
                    segments: body.segments, language: body.language, lane: message.facts.lane,
                    attempt: message.attempts, expires: message.facts.expires))
        }
        await gateway.submit(batch, at: now)
    }

    /// Writes what was heard and hands nothing over; for the end of a program.
    func settle(at now: Instant) async throws {
        answers += await gateway.outcomes(at: now)
        guard !answers.isEmpty else { return }
        _ = try await write(
            await work(at: now), claiming: 0, at: now, pace: desk.world.steady())
        await forgetAnswers()
    }

    /// They are on disk.
    private func forgetAnswers() async {
        let settled = answers.map(\.message)
        for message in settled { onWay[message] = nil }
        answers = []
        if !settled.isEmpty { await gateway.settled(settled) }
    }

    /// What the answers make of their messages; those without one are asked for where that is possible.
    private func work(at now: Instant) async -> OutcomeWork {
        var work = OutcomeWork(
            gateway: gateway, hasAnother: balance.hasAnother(than: gateway.name))
        for answer in answers {
            guard let message = onWay[answer.message] else {
                logger.error("the gateway answered for a message it was not given")
                continue
            }
            let (failed, barred) = (work.failed, work.barred)
            work.add(answer.outcome, of: message, at: now)
            if message.id == health.probe {
                health.probed(
                    failed: work.failed > failed, isBarred: work.barred > barred,
                    at: desk.world.steady())
            }
        }
        let found =
            work.doubtful.isEmpty || !gateway.canLookUp
            ? work.doubtful.map { _ in LookUp.cannotTell }
            : await gateway.lookUp(work.doubtful.map(\.id.rawValue))
        for (message, answer) in zip(work.doubtful, found) {
            work.resolve(message, answer, at: now)
        }
        return work
    }

    /// Outcomes and hand-overs in one commit, and the texts that these need.
    private func write(
        _ heard: OutcomeWork, claiming limit: Int, at now: Instant, pace: Instant
    ) async throws -> Claim {
        let (worker, desk, isAlone, balance) = (worker, desk, isAlone, balance)
        let (name, whole, ceiling) = (gateway.name, gateway.segmentsPerSecond, ceiling)
        let (part, used) = (rate.segmentsPerSecond, rate.used(at: pace))
        if bodies.count > 4096 { bodies.removeAll() }
        let known = Set(bodies.keys)
        let (claim, found, sharers) = try await desk.database.write { transaction in
            var (sharers, share): ([Int64], Int) = ([], part)
            if !isAlone {
                // In the commit that hands over: whom others took for dead hands nothing over, and who came
                // since the last look has its part at once.
                try transaction.beat(worker, at: now)
                sharers = try transaction.sharers(of: name, at: now)
                share = RateShare.segmentsPerSecond(of: worker, among: sharers, whole: ceiling)
            }
            let room = HandoffRoom(
                free: limit > 0 ? max(0, min(share, part) - used) : 0, most: whole)
            try heard.apply(to: transaction, at: now, newID: desk.world.newID)
            try desk.pauseBarred(heard.barredWaves, transaction, at: now) { brief in
                balance.hasAnother(than: name) { brief.mayLeave(by: $0) }
            }
            var claim = Claim(
                room: room, limit: limit, desk: desk, worker: worker, gateway: name, now: now)
            try claim.takeAll(transaction)
            let missing = Set(claim.sends.map(\.body)).subtracting(known).sorted()
            return (claim, try missing.map { ($0, try transaction.body($0)) }, sharers)
        }
        for (id, body) in found { bodies[id] = body }
        if !isAlone { await share(among: sharers) }
        return claim
    }
}

extension CampaignDesk {
    /// The law that holds for a row; a jurisdiction without one lets nothing leave.
    ///
    /// An answer to someone we do not know belongs to no jurisdiction and may always be given.
    func rule(for message: DueMessage) -> HandoffRule? {
        if message.jurisdiction == nil, message.wave == nil { return .always }
        guard let jurisdiction = message.jurisdiction.flatMap({ try? Jurisdiction($0) }) else {
            return nil
        }
        return rulebook.handoffRule(for: message.facts.messageClass, in: jurisdiction)
    }
}
