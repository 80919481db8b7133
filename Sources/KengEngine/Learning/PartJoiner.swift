import KengDomain
import KengGateways
import KengStore

/// Puts the parts of long texts together, inside the transaction that keeps them.
///
/// Each part is on disk before it is acknowledged: many providers send the next only then.
struct PartJoiner {
    private let transaction: any Transaction
    private let gateway: any Gateway
    private let newID: @Sendable () -> Int64
    private let now: Instant

    /// Stands where a part is missing, so that nobody takes the text for whole.
    static let gap = " […] "

    init(
        _ transaction: any Transaction, _ gateway: any Gateway,
        newID: @escaping @Sendable () -> Int64, now: Instant
    ) {
        self.transaction = transaction
        self.gateway = gateway
        self.newID = newID
        self.now = now
    }

    /// Keeps a part.
    ///
    /// - Returns: the texts that are whole now, or can never be: a handset that comes round to a number
    ///   has given up the text that had it before.
    func take(
        _ part: TextPart, from phone: PhoneNumber, _ event: InboundEvent
    ) throws -> [InboundText] {
        let key = InboundPart.Key(
            gateway: gateway.name, phone: phone, reference: part.place.reference,
            total: part.place.total)
        let earlier = try transaction.waitingParts(key)
        let isNew = try transaction.keep(
            InboundPart(
                key: key, number: part.place.number, providerID: event.id, octets: part.octets,
                coding: part.coding, at: event.at))
        guard isNew else { return [] }
        var texts: [InboundText] = []
        if earlier.contains(where: { $0.number == part.place.number }) {
            texts += try join(earlier).map { [$0] } ?? []
        }
        let waiting = try transaction.waitingParts(key)
        if waiting.count == key.total { texts += try join(waiting).map { [$0] } ?? [] }
        return texts
    }

    /// Makes a text of the parts that came.
    func giveUp(_ key: InboundPart.Key) throws -> InboundText? {
        try join(try transaction.waitingParts(key))
    }

    private func join(_ parts: [InboundPart]) throws -> InboundText? {
        guard let first = parts.first else { return nil }
        try transaction.markJoined(parts, at: now)
        var text = ""
        var run: [InboundPart] = []
        var number = 1
        for part in parts {
            if part.number != number {
                text += read(run) + Self.gap
                run = []
            } else if let last = run.last, last.coding != part.coding {
                text += read(run)
                run = []
            }
            run.append(part)
            number = part.number + 1
        }
        text += read(run)
        if number <= first.key.total { text += Self.gap }
        return InboundText(
            id: newID(), gateway: gateway.name, providerID: first.providerID + "+",
            phone: first.key.phone,
            text: String(text.trimmingPrefix(" ").prefix(2000)),
            at: parts.map(\.at).max() ?? now, receivedAt: now)
    }

    /// Octets of neighbours are read together: a phone may cut inside a character.
    private func read(_ parts: [InboundPart]) -> String {
        guard let coding = parts.first?.coding else { return "" }
        return gateway.text(of: parts.flatMap(\.octets), coding: coding) ?? Self.gap
    }
}
