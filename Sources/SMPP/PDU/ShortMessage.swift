public import NIOCore

/// The body that submit_sm and deliver_sm share.
public struct ShortMessage: Hashable, Sendable {
    public let serviceType: String
    public let source: Address
    public let destination: Address
    public var esmClass: ESMClass
    public var protocolID: UInt8
    public var priority: UInt8
    public let scheduleTime: String
    public let validityPeriod: String
    public var registeredDelivery: UInt8
    public var replaceIfPresent: UInt8
    public var dataCoding: UInt8
    public var defaultMessageID: UInt8
    /// The short_message octets, header included; empty when the text is in message_payload.
    public let text: ByteBuffer
    public var tlvs: [TLV]

    /// Checks every length of SMPP 3.4, 4.4.1; the text may have 254 octets.
    public init(
        source: Address,
        destination: Address,
        text: ByteBuffer,
        serviceType: String = "",
        esmClass: ESMClass = .plain,
        protocolID: UInt8 = 0,
        priority: UInt8 = 0,
        scheduleTime: String = "",
        validityPeriod: String = "",
        registeredDelivery: UInt8 = 0,
        replaceIfPresent: UInt8 = 0,
        dataCoding: UInt8 = 0,
        defaultMessageID: UInt8 = 0,
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try serviceType.check(.serviceType, limit: Field.serviceTypeLimit)
        try source.digits.check(.source, limit: Field.addressLimit)
        try destination.digits.check(.destination, limit: Field.addressLimit)
        try scheduleTime.check(.scheduleTime, limit: Field.timeLimit)
        try validityPeriod.check(.validityPeriod, limit: Field.timeLimit)
        try text.check(.text, limit: Field.textLimit)
        self.serviceType = serviceType
        self.source = source
        self.destination = destination
        self.esmClass = esmClass
        self.protocolID = protocolID
        self.priority = priority
        self.scheduleTime = scheduleTime
        self.validityPeriod = validityPeriod
        self.registeredDelivery = registeredDelivery
        self.replaceIfPresent = replaceIfPresent
        self.dataCoding = dataCoding
        self.defaultMessageID = defaultMessageID
        self.text = text
        self.tlvs = tlvs
    }

    /// The octets of the message wherever they are: short_message, or message_payload.
    public var payload: ByteBuffer {
        guard text.readableBytes == 0 else { return text }
        return tlvs.first(.messagePayload) ?? text
    }
}
