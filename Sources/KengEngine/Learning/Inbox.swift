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
    func step(at now: Instant, limit: Int = 500) async throws -> Int {
        let events = await gateway.receive(limit: limit, at: now)
        guard !events.isEmpty else { return 0 }
        try await load(editionsFor: events, at: now)
        let (name, conversation, world) = (gateway.name, conversation, desk.world)
        let shelf = await editions.snapshot()
        try await desk.database.write { transaction in
            var receipts: [PartReceipt] = []
            for event in events {
                switch event.content {
                case .receipt(let reference, let phone, let status, let code):
                    receipts.append(
                        PartReceipt(
                            gateway: name, reference: reference, phone: phone, status: status,
                            code: code, at: event.at))
                case .text(let phone, let text):
                    let inbound = InboundText(
                        id: world.newID(), gateway: name, providerID: event.id, phone: phone,
                        text: String(text.prefix(2000)), at: event.at, receivedAt: now)
                    guard try transaction.keep(inbound) else { continue }
                    try conversation.answer(inbound, transaction, shelf: shelf, at: now)
                }
            }
            try transaction.merge(receipts)
        }
        await gateway.acknowledge(events.map(\.id))
        return events.count
    }

    /// Editions are decoded before the transaction, so that the writer never waits for that.
    private func load(editionsFor events: [InboundEvent], at now: Instant) async throws {
        var phones: Set<PhoneNumber> = []
        for event in events {
            if case .text(let phone, _) = event.content { phones.insert(phone) }
        }
        guard !phones.isEmpty else { return }
        let asked = phones.sorted()
        let needed = try await desk.database.read { transaction in
            try Set(
                asked.compactMap {
                    try transaction.newestQuiz(of: $0, since: now - Conversation.openFor)?.edition
                })
        }
        for id in needed.sorted() { _ = try await editions.edition(id) }
    }
}
