import SMPP

/// Finds the reference that a receipt is about, in the form in which the response was kept.
///
/// Where the provider's way is not known, it is learned from the first receipts: an id that stands in a
/// response of a moment ago, read one way and no other, is a vote for that way.
struct ReceiptKeys {
    private let mode: ReceiptID
    private(set) var learned: ReceiptID?
    private var votes: [ReceiptID: Int] = [:]
    private var newer: Set<String> = []
    private var older: Set<String> = []

    private static let enough = 50
    private static let most = 20_000
    private static let ways: [ReceiptID] = [
        .exact, .responseHexReceiptDecimal, .responseDecimalReceiptHex,
    ]

    init(_ mode: ReceiptID) {
        self.mode = mode
        learned = mode == .automatic ? nil : mode
    }

    /// The form in which a response's id is kept.
    mutating func kept(_ messageID: String) -> String {
        let key = ReceiptID.key(messageID)
        guard learned == nil else { return key }
        if newer.count >= Self.most {
            older = newer
            newer = []
        }
        newer.insert(key)
        return key
    }

    /// The references that a receipt may be about; one, once the provider's way is known.
    mutating func references(of receipt: DeliveryReceipt) -> [String] {
        let ids = [receipt.messageID, receipt.textID].compactMap { $0 }
        guard let id = ids.first else { return [] }
        if let learned { return learned.keys(receipt: id) }
        var candidates: [String] = []
        for id in ids {
            for way in Self.ways {
                for key in way.keys(receipt: id) where !candidates.contains(key) {
                    candidates.append(key)
                    if newer.contains(key) || older.contains(key) {
                        vote(way, forText: id != ids.first)
                        return [key]
                    }
                }
            }
        }
        return candidates
    }

    private mutating func vote(_ way: ReceiptID, forText isText: Bool) {
        // A way that only fits the text's id says nothing about the parameter's.
        guard !isText else { return }
        votes[way, default: 0] += 1
        let all = votes.values.reduce(0, +)
        guard let best = votes.max(by: { $0.value < $1.value }), best.value >= Self.enough,
            best.value * 20 > all * 19
        else { return }
        learned = best.key
        newer = []
        older = []
    }
}
