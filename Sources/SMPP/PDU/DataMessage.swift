public import NIOCore

/// The body of data_sm: the text is in message_payload.
public struct DataMessage: Hashable, Sendable {
    public let serviceType: String
    public let source: Address
    public let destination: Address
    public var esmClass: ESMClass
    public var registeredDelivery: UInt8
    public var dataCoding: UInt8
    public var tlvs: [TLV]

    public init(
        source: Address,
        destination: Address,
        serviceType: String = "",
        esmClass: ESMClass = .plain,
        registeredDelivery: UInt8 = 0,
        dataCoding: UInt8 = 0,
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try serviceType.check(.serviceType, limit: Field.serviceTypeLimit)
        self.serviceType = serviceType
        self.source = source
        self.destination = destination
        self.esmClass = esmClass
        self.registeredDelivery = registeredDelivery
        self.dataCoding = dataCoding
        self.tlvs = tlvs
    }

    /// The octets of message_payload, empty when there is none.
    public var payload: ByteBuffer { tlvs.first(.messagePayload) ?? ByteBuffer() }
}

/// The gateway says that a phone can be reached again; it is not answered.
public struct AlertNotification: Hashable, Sendable {
    public let source: Address
    /// The account that asked to be told.
    public let account: Address
    public var tlvs: [TLV]

    public init(source: Address, account: Address, tlvs: [TLV] = []) {
        self.source = source
        self.account = account
        self.tlvs = tlvs
    }
}
