/// What became of a message: message_state of SMPP 3.4, 5.2.28, with 0 and 9 of 5.0.
public enum MessageStatus: UInt8, Hashable, Sendable, CaseIterable {
    case scheduled = 0
    case enroute = 1
    case delivered = 2
    case expired = 3
    case deleted = 4
    case undeliverable = 5
    case accepted = 6
    case unknown = 7
    case rejected = 8
    case skipped = 9

    /// Nothing more will be said about the message.
    public var isFinal: Bool {
        switch self {
        case .scheduled, .enroute, .accepted: false
        case .delivered, .expired, .deleted, .undeliverable, .unknown, .rejected, .skipped: true
        }
    }

    /// Reads `DELIVRD` and what gateways make of it: any case, whole or shortened.
    public init?(stat: String) {
        switch stat.prefix(5).uppercased() {
        case "SCHED": self = .scheduled
        case "ENROU": self = .enroute
        case "DELIV": self = .delivered
        case "EXPIR": self = .expired
        case "DELET": self = .deleted
        case "UNDEL": self = .undeliverable
        case "ACCEP": self = .accepted
        case "UNKNO": self = .unknown
        case "REJEC": self = .rejected
        case "SKIPP": self = .skipped
        default: return nil
        }
    }
}
