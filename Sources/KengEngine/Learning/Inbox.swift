import KengDomain
import KengGateways
import KengStore
import Logging

/// Takes in what providers tell us: kept first, acknowledged after.
actor Inbox {
    private let desk: CampaignDesk
    private let gateway: any Gateway
    private let conversation: Conversation
    private let editions: EditionShelf
    private let logger: Logger
    /// When texts of which a part is missing are looked for again.
    private var nextSweep: Instant?

    /// How long a text may wait for a missing part.
    static let patience = Duration.seconds(120)
    private static let sweepEvery = Duration.seconds(5)

    init(
        desk: CampaignDesk, gateway: any Gateway, conversation: Conversation,
        editions: EditionShelf, logger: Logger
    ) {
        self.desk = desk
        self.gateway = gateway
        self.conversation = conversation
        self.editions = editions
        self.logger = logger
    }

    /// Takes in up to `limit` events.
    ///
    /// - Returns: how many there were.
    func step(at now: Instant, limit: Int = 2000) async throws -> Int {
        let events = await gateway.receive(limit: limit, at: now)
        let overdue = try await overdueTexts(at: now)
        guard !events.isEmpty || !overdue.isEmpty else { return 0 }
        while true {
            let shelf = await editions.snapshot()
            do {
                try await keep(events, overdue, shelf: shelf, at: now)
                break
            } catch let missing as Conversation.UnreadEdition {
                // Decoded outside the transaction, so that the writer never waits for that.
                _ = try await editions.edition(missing.edition)
            }
        }
        await gateway.acknowledge(events.map(\.id))
        return events.count + overdue.count
    }

    /// All of it in one commit.
    private func keep(
        _ events: [InboundEvent], _ overdue: [InboundPart.Key], shelf: EditionShelf.Picture,
        at now: Instant
    ) async throws {
        let (gateway, conversation, world) = (gateway, conversation, desk.world)
        try await desk.database.write { transaction in
            var receipts: [PartReceipt] = []
            try transaction.keepingTexts { kept in
                for event in events {
                    switch event.content {
                    case .receipt(let reference, let phone, let status, let code):
                        receipts.append(
                            PartReceipt(
                                gateway: gateway.name, reference: reference, phone: phone,
                                status: status, code: code, at: event.at))
                    case .text(let phone, let text):
                        try conversation.answer(
                            InboundText(
                                id: world.newID(), gateway: gateway.name, providerID: event.id,
                                phone: phone, text: String(text.prefix(2000)), at: event.at,
                                receivedAt: now), transaction, &kept, shelf: shelf, at: now)
                    case .part(let phone, let part):
                        let joiner = PartJoiner(
                            transaction, gateway, newID: world.newID, now: now)
                        for text in try joiner.take(part, from: phone, event) {
                            try conversation.answer(
                                text, transaction, &kept, shelf: shelf, at: now)
                        }
                    }
                }
                for key in overdue {
                    let joiner = PartJoiner(transaction, gateway, newID: world.newID, now: now)
                    guard let text = try joiner.giveUp(key) else { continue }
                    try conversation.answer(text, transaction, &kept, shelf: shelf, at: now)
                }
            }
            try transaction.merge(receipts)
        }
    }

    private func overdueTexts(at now: Instant) async throws -> [InboundPart.Key] {
        // A clock that stepped back looks at once.
        if let nextSweep, nextSweep > now, nextSweep <= now + Self.sweepEvery { return [] }
        nextSweep = now + Self.sweepEvery
        let name = gateway.name
        return try await desk.database.read {
            try $0.overdueTexts(of: name, before: now - Self.patience, limit: 500)
        }
    }
}
