/// The answer to a bind.
public struct BindResponse: Hashable, Sendable {
    public let mode: BindMode
    /// Nil when the response had no body, as responses with an error often have none.
    public let systemID: String?
    public let tlvs: [TLV]

    public init(mode: BindMode, systemID: String, tlvs: [TLV] = []) throws(FieldProblem) {
        try systemID.check(.systemID, limit: Field.systemIDLimit)
        self.mode = mode
        self.systemID = systemID
        self.tlvs = tlvs
    }

    /// A response without a body.
    public init(absent mode: BindMode) {
        self.mode = mode
        systemID = nil
        tlvs = []
    }

    /// What the gateway speaks: 0x34 and above understands TLVs; nil when it does not say.
    public var interfaceVersion: UInt8? { tlvs.octet(.interfaceVersion) }
}

/// The answer to submit_sm, deliver_sm and data_sm.
public struct MessageResponse: Hashable, Sendable {
    /// Nil when the response had no body, as responses with an error often have none.
    public let messageID: String?
    public let tlvs: [TLV]

    public init(messageID: String, tlvs: [TLV] = []) throws(FieldProblem) {
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        self.messageID = messageID
        self.tlvs = tlvs
    }

    init(unchecked messageID: String?, tlvs: [TLV] = []) {
        self.messageID = messageID
        self.tlvs = tlvs
    }

    /// A response without a body.
    public static let absent = MessageResponse(unchecked: nil)

    /// The empty id that deliver_sm_resp carries.
    public static let empty = MessageResponse(unchecked: "")
}

/// The answer to query_sm.
public struct QueryResponse: Hashable, Sendable {
    public let messageID: String
    /// An absolute time, or empty while the message is on its way.
    public let finalDate: String
    /// The octet as it came; `MessageStatus` names it.
    public let state: UInt8
    public let errorCode: UInt8
    public let tlvs: [TLV]

    public init(
        messageID: String,
        finalDate: String = "",
        state: UInt8,
        errorCode: UInt8 = 0,
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        try finalDate.check(.finalDate, limit: Field.timeLimit)
        self.messageID = messageID
        self.finalDate = finalDate
        self.state = state
        self.errorCode = errorCode
        self.tlvs = tlvs
    }
}
