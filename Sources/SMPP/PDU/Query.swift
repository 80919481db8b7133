public import NIOCore

/// Asks what became of a message.
public struct Query: Hashable, Sendable {
    public let messageID: String
    /// Must equal the source of the submit_sm.
    public let source: Address
    public var tlvs: [TLV]

    public init(messageID: String, source: Address, tlvs: [TLV] = []) throws(FieldProblem) {
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        try source.digits.check(.source, limit: Field.addressLimit)
        self.messageID = messageID
        self.source = source
        self.tlvs = tlvs
    }
}

/// Withdraws one message, or all of a pair of addresses when the id is empty.
public struct Cancel: Hashable, Sendable {
    public let serviceType: String
    public let messageID: String
    public let source: Address
    public let destination: Address
    public var tlvs: [TLV]

    public init(
        messageID: String,
        source: Address,
        destination: Address = .none,
        serviceType: String = "",
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try serviceType.check(.serviceType, limit: Field.serviceTypeLimit)
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        try source.digits.check(.source, limit: Field.addressLimit)
        try destination.digits.check(.destination, limit: Field.addressLimit)
        self.serviceType = serviceType
        self.messageID = messageID
        self.source = source
        self.destination = destination
        self.tlvs = tlvs
    }
}

/// Changes the text or the times of a message that has not left yet.
public struct Replace: Hashable, Sendable {
    public let messageID: String
    public let source: Address
    public let scheduleTime: String
    public let validityPeriod: String
    public var registeredDelivery: UInt8
    public var defaultMessageID: UInt8
    public let text: ByteBuffer
    public var tlvs: [TLV]

    public init(
        messageID: String,
        source: Address,
        text: ByteBuffer,
        scheduleTime: String = "",
        validityPeriod: String = "",
        registeredDelivery: UInt8 = 0,
        defaultMessageID: UInt8 = 0,
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try messageID.check(.messageID, limit: Field.messageIDLimit)
        try source.digits.check(.source, limit: Field.addressLimit)
        try scheduleTime.check(.scheduleTime, limit: Field.timeLimit)
        try validityPeriod.check(.validityPeriod, limit: Field.timeLimit)
        try text.check(.text, limit: Field.textLimit)
        self.messageID = messageID
        self.source = source
        self.scheduleTime = scheduleTime
        self.validityPeriod = validityPeriod
        self.registeredDelivery = registeredDelivery
        self.defaultMessageID = defaultMessageID
        self.text = text
        self.tlvs = tlvs
    }
}
