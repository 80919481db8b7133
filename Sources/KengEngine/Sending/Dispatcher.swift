import KengDomain
import KengGateways
import KengStore
import Logging

/// Hands messages over: written down first, then sent, then what became of them.
actor Dispatcher {
    private let desk: CampaignDesk
    private let gateway: any Gateway
    private let worker: Int64
    private let logger: Logger
    private var rate: RateWindow
    private var blockedUntil = Instant(milliseconds: 0)
    private var bodies: [Body.ID: SentBody] = [:]

    /// Tries before a temporary refusal becomes final.
    static let attempts = 8
    /// Small, so that a pause is felt within a second.
    static let batch = 500

    init(desk: CampaignDesk, gateway: any Gateway, worker: Int64, logger: Logger) {
        self.desk = desk
        self.gateway = gateway
        self.worker = worker
        self.logger = logger
        rate = RateWindow(segmentsPerSecond: gateway.segmentsPerSecond)
    }

    /// Hands over one batch.
    ///
    /// - Returns: how many rows it moved, and when it makes sense to come again if none.
    func step(at now: Instant) async throws -> (moved: Int, again: Instant?) {
        guard now >= blockedUntil else { return (0, blockedUntil) }
        let room = rate.free(at: now)
        guard room > 0 else { return (0, rate.opens(after: now)) }
        let claim = try await claim(segments: room, at: now)
        guard !claim.sends.isEmpty else { return (claim.others, nil) }
        let batch = try await texts(of: claim.sends)
        rate.record(segments: batch.reduce(0) { $0 + $1.segments }, at: now)
        let outcomes = await gateway.submit(batch, at: now)
        try await record(outcomes, of: claim.sends, at: now)
        return (claim.sends.count + claim.others, nil)
    }

    struct Claim: Sendable {
        var sends: [DueMessage] = []
        /// Rows that were held, suppressed or expired instead.
        var others = 0
    }

    private func claim(segments room: Int, at now: Instant) async throws -> Claim {
        let (worker, desk) = (worker, desk)
        return try await desk.database.write { transaction in
            var claim = Claim()
            var free = room
            var work = HandoffWork()
            for message in try transaction.dueReplies(at: now, limit: Self.batch) {
                work.decide(message, desk.rule(for: message), at: now, free: &free)
            }
            try work.apply(to: transaction, worker: worker, at: now)
            claim.add(&work)
            let waves = try transaction.openWaves(campaignState: .running)
            for wave in waves where free > 0 && claim.sends.count < Self.batch {
                let campaign = try transaction.known(wave.campaign)
                let ceiling = campaign.brief.budgetSegments
                var budget =
                    ceiling == 0
                    ? Int.max : ceiling - (try transaction.segmentsUsed(by: wave.campaign))
                let limit = Self.batch - claim.sends.count
                for message in try transaction.due(in: wave.id, at: now, limit: limit) {
                    guard message.segments <= budget else {
                        try desk.pauseOverBudget(campaign, transaction, at: now)
                        break
                    }
                    let before = free
                    work.decide(message, desk.rule(for: message), at: now, free: &free)
                    budget -= before - free
                    if free <= 0 { break }
                }
                // Written before the next wave is asked, so that its caps see these.
                try work.apply(to: transaction, worker: worker, at: now)
                claim.add(&work)
            }
            return claim
        }
    }

    private func texts(of messages: [DueMessage]) async throws -> [OutboundText] {
        var missing: Set<Body.ID> = []
        for message in messages where bodies[message.body] == nil { missing.insert(message.body) }
        if !missing.isEmpty {
            let ids = missing.sorted()
            let found = try await desk.database.read { transaction in
                try ids.map { ($0, try transaction.body($0)) }
            }
            if bodies.count > 4096 { bodies.removeAll() }
            for (id, body) in found { bodies[id] = body }
        }
        return messages.compactMap { message in
            bodies[message.body].map {
                OutboundText(
                    message: message.id.rawValue, phone: message.phone, text: $0.text,
                    segments: $0.segments, language: $0.language, expires: message.facts.expires)
            }
        }
    }

    private func record(
        _ outcomes: [SubmitOutcome], of sends: [DueMessage], at now: Instant
    ) async throws {
        precondition(outcomes.count == sends.count, "a gateway answers for each message")
        var results = OutcomeWork(gateway: gateway.name)
        for (message, outcome) in zip(sends, outcomes) {
            results.add(outcome, of: message, at: now)
        }
        if let pause = results.pause { blockedUntil = now + pause }
        if !results.doubtful.isEmpty, gateway.canLookUp {
            let answers = await gateway.lookUp(results.doubtful.map(\.id.rawValue))
            for (message, answer) in zip(results.doubtful, answers) {
                results.resolve(message, answer, at: now)
            }
        } else {
            for message in results.doubtful { results.resolve(message, .cannotTell, at: now) }
        }
        let (work, world) = (results, desk.world)
        try await desk.database.write { transaction in
            try work.apply(to: transaction, at: now, newID: world.newID)
        }
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

    fileprivate func pauseOverBudget(
        _ campaign: Campaign, _ transaction: any Transaction, at now: Instant
    ) throws {
        var state = campaign.state
        try state.pause()
        try transaction.setState(state, of: campaign.id, at: now)
        try transaction.audit(
            "campaign.budget", by: "keng", subject: "campaign/\(campaign.id)", at: now)
    }
}

extension Dispatcher.Claim {
    mutating func add(_ work: inout HandoffWork) {
        sends += work.sends
        others += work.held + work.ended
        work = HandoffWork()
    }
}
