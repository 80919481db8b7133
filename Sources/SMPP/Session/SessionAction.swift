/// What the caller of a `ClientSession` must do, in this order.
public enum SessionAction: Hashable, Sendable {
    /// Open a connection after the wait, then report `connected` or `connectFailed`.
    case connect(after: Duration)
    case write(PDU)
    /// Give up the connection or the attempt after what was written; report `disconnected`.
    case close
    /// Submits may leave now.
    case bound
    case answered(SubmitAnswer)
    /// Nobody knows what became of these submits; they are never sent again from here.
    case doubtful([UInt64])
    case queried(QueryAnswer)
    case inbound(Inbound)
    /// The gateway did not take the bind this time; it is tried again.
    case bindRefused(CommandStatus)
    /// The gateway refuses the name or the password; trying again soon may lock the account.
    case fatal(CommandStatus)
    /// The end that `stop` asked for.
    case stopped
}

/// The gateway's word on one submit.
public struct SubmitAnswer: Hashable, Sendable {
    public let token: UInt64
    public let status: CommandStatus
    /// Nil when the response had no body.
    public let messageID: String?
    /// The submit was reported doubtful before; this corrects it.
    public let isLate: Bool

    public init(
        token: UInt64, status: CommandStatus, messageID: String? = nil, isLate: Bool = false
    ) {
        self.token = token
        self.status = status
        self.messageID = messageID
        self.isLate = isLate
    }
}

/// What came of one query_sm.
public struct QueryAnswer: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case state(QueryResponse)
        case refused(CommandStatus)
        /// The link dropped or the deadline passed.
        case unanswered
    }

    public let token: UInt64
    public let outcome: Outcome

    public init(token: UInt64, outcome: Outcome) {
        self.token = token
        self.outcome = outcome
    }
}

/// A message from the gateway; it is answered by `acknowledge`, once it is safe with the caller.
public struct Inbound: Hashable, Sendable {
    /// Names the message and the connection it came by, so that no other is acknowledged.
    public struct ID: Hashable, Sendable {
        public let connection: UInt32
        public let sequence: UInt32
        let kind: Kind

        enum Kind: Hashable, Sendable {
            case deliver, data, alert
        }
    }

    public enum Message: Hashable, Sendable {
        case deliver(ShortMessage)
        case data(DataMessage)
        /// Has no answer.
        case alert(AlertNotification)
    }

    public let id: ID
    public let message: Message
}
