public import NIOCore

/// Takes back one message, or with an empty id all from `source` to `destination`.
public struct Cancel: Hashable, Sendable {
    public let serviceType: String
    public let messageID: String
    public let source: Address
    public let destination: Address

    public init(
        serviceType: String = "", messageID: String, source: Address, destination: Address = .none
    ) throws(FieldProblem) {
        try Field.serviceType.check(serviceType)
        try Field.messageID.check(messageID)
        try Field.address.check(source.digits)
        try Field.address.check(destination.digits)
        self.serviceType = serviceType
        self.messageID = messageID
        self.source = source
        self.destination = destination
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.serviceType = try reader.string(.serviceType)
        self.messageID = try reader.string(.messageID)
        self.source = try Address(from: &reader)
        self.destination = try Address(from: &reader)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(serviceType)
        buffer.writeField(messageID)
        buffer.writeField(source)
        buffer.writeField(destination)
    }
}

/// Puts other words into a message that has not left yet.
public struct Replace: Hashable, Sendable {
    public let messageID: String
    public let source: Address
    public let scheduleTime: String
    public let validityPeriod: String
    public let registeredDelivery: UInt8
    public let defaultMessageID: UInt8
    /// At most 254 octets.
    public let text: ByteBuffer

    public init(
        messageID: String, source: Address, scheduleTime: String = "", validityPeriod: String = "",
        registeredDelivery: UInt8 = 0, defaultMessageID: UInt8 = 0, text: ByteBuffer
    ) throws(FieldProblem) {
        try Field.messageID.check(messageID)
        try Field.address.check(source.digits)
        try Field.scheduleTime.check(scheduleTime)
        try Field.validityPeriod.check(validityPeriod)
        try Field.text.check(count: text.readableBytes)
        self.messageID = messageID
        self.source = source
        self.scheduleTime = scheduleTime
        self.validityPeriod = validityPeriod
        self.registeredDelivery = registeredDelivery
        self.defaultMessageID = defaultMessageID
        self.text = text
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.messageID = try reader.string(.messageID)
        self.source = try Address(from: &reader)
        self.scheduleTime = try reader.string(.scheduleTime)
        self.validityPeriod = try reader.string(.validityPeriod)
        self.registeredDelivery = try reader.byte(.registeredDelivery)
        self.defaultMessageID = try reader.byte(.defaultMessageID)
        self.text = try reader.text()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(messageID)
        buffer.writeField(source)
        buffer.writeField(scheduleTime)
        buffer.writeField(validityPeriod)
        buffer.writeMultipleIntegers(registeredDelivery, defaultMessageID)
        buffer.writeText(text)
    }
}
