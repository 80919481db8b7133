/// What became of a message, as receipts and `query_sm` tell it.
public enum MessageStatus: UInt8, Hashable, Sendable, CaseIterable {
    case scheduled = 0
    case enroute, delivered, expired, deleted, undeliverable, accepted, unknown, rejected, skipped

    /// From the seven letters in a receipt's text, in any case.
    public init?(_ word: String) {
        let word = word.uppercased()
        guard let status = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = status
    }

    public var word: String {
        switch self {
        case .scheduled: "SCHEDULED"
        case .enroute: "ENROUTE"
        case .delivered: "DELIVRD"
        case .expired: "EXPIRED"
        case .deleted: "DELETED"
        case .undeliverable: "UNDELIV"
        case .accepted: "ACCEPTD"
        case .unknown: "UNKNOWN"
        case .rejected: "REJECTD"
        case .skipped: "SKIPPED"
        }
    }

    /// Nothing more will be said about the message.
    public var isFinal: Bool {
        switch self {
        case .scheduled, .enroute, .accepted: false
        case .delivered, .expired, .deleted, .undeliverable, .unknown, .rejected, .skipped: true
        }
    }
}
