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
    /// The provider asked us to wait so long, from this moment on.
    private var block: (from: Instant, length: Duration)?
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
        if let end = blockEnd(at: now) { return (0, end) }
        let room = rate.free(at: now)
        guard room > 0 else { return (0, rate.opens(after: now)) }
        let claim = try await claim(segments: room, at: now)
        guard !claim.sends.isEmpty else {
            return (claim.others, claim.waiting.map { rate.opens(for: $0, after: now) })
        }
        let batch = try await texts(of: claim.sends)
        rate.record(segments: batch.reduce(0) { $0 + $1.segments }, at: now)
        let outcomes = await gateway.submit(batch, at: now)
        try await record(outcomes, of: claim.sends, at: now)
        return (claim.sends.count + claim.others, nil)
    }

    /// A clock that stepped back makes no pause longer than the provider asked for.
    private func blockEnd(at now: Instant) -> Instant? {
        guard let kept = block else { return nil }
        if kept.from > now { block = (now, kept.length) }
        let end = min(kept.from, now) + kept.length
        if end <= now { block = nil }
        return end > now ? end : nil
    }

    private func claim(segments room: Int, at now: Instant) async throws -> Claim {
        let (worker, desk, most) = (worker, desk, rate.segmentsPerSecond)
        return try await desk.database.write { transaction in
            var claim = Claim(
                room: HandoffRoom(free: room, most: most), desk: desk, worker: worker, now: now)
            let waves = try transaction.openWaves(campaignState: .running).map {
                (wave: $0, brief: try transaction.known($0.campaign).brief)
            }
            try claim.takeReplies([.emergency], transaction)
            for (wave, brief) in waves where brief.messageClass == .emergency {
                try claim.take(wave, transaction)
            }
            try claim.takeReplies([.reply, .bulk], transaction)
            for (wave, brief) in waves where brief.messageClass != .emergency {
                try claim.take(wave, transaction)
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
        var results = OutcomeWork(gateway: gateway)
        for (message, outcome) in zip(sends, outcomes) {
            results.add(outcome, of: message, at: now)
        }
        if let pause = results.pause { block = (now, pause) }
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
}
