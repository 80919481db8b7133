public import NIOCore

/// The body of `submit_sm` and `deliver_sm`; SMPP 3.4, 4.4.1.
public struct ShortMessage: Hashable, Sendable {
    public let serviceType: String
    public let source: Address
    public internal(set) var destination: Address
    public let esmClass: ESMClass
    public let protocolID: UInt8
    public let priority: UInt8
    /// Empty: at once.
    public let scheduleTime: String
    /// Empty: as long as the message centre keeps messages.
    public let validityPeriod: String
    public let registeredDelivery: UInt8
    public let replaceIfPresent: UInt8
    public let dataCoding: UInt8
    public let defaultMessageID: UInt8
    /// At most 254 octets; longer texts go into the `messagePayload` TLV.
    public let text: ByteBuffer
    public let tlvs: [TLV]

    public init(
        serviceType: String = "", source: Address = .none, destination: Address,
        esmClass: ESMClass = [], protocolID: UInt8 = 0, priority: UInt8 = 0,
        scheduleTime: String = "", validityPeriod: String = "", registeredDelivery: UInt8 = 0,
        replaceIfPresent: UInt8 = 0, dataCoding: UInt8 = 0, defaultMessageID: UInt8 = 0,
        text: ByteBuffer = ByteBuffer(), tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try Field.serviceType.check(serviceType)
        try Field.address.check(source.digits)
        try Field.address.check(destination.digits)
        try Field.scheduleTime.check(scheduleTime)
        try Field.validityPeriod.check(validityPeriod)
        try Field.text.check(count: text.readableBytes)
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

    /// What the message says: its text, or the `messagePayload` TLV when the text is empty.
    public var payload: ByteBuffer {
        guard text.readableBytes == 0 else { return text }
        return tlvs[.messagePayload] ?? text
    }
}

extension ShortMessage {
    init(from reader: inout FieldReader) throws(FieldProblem) {
        let serviceType = try reader.string(.serviceType)
        let source = try Address(from: &reader)
        let destination = try Address(from: &reader)
        try self.init(serviceType, source, destination, rest: &reader)
    }

    /// Reads what follows the destination, which is where `submit_multi` differs.
    init(
        _ serviceType: String, _ source: Address, _ destination: Address,
        rest reader: inout FieldReader
    ) throws(FieldProblem) {
        self.serviceType = serviceType
        self.source = source
        self.destination = destination
        self.esmClass = ESMClass(rawValue: try reader.byte(.esmClass))
        self.protocolID = try reader.byte(.protocolID)
        self.priority = try reader.byte(.priority)
        self.scheduleTime = try reader.string(.scheduleTime)
        self.validityPeriod = try reader.string(.validityPeriod)
        self.registeredDelivery = try reader.byte(.registeredDelivery)
        self.replaceIfPresent = try reader.byte(.replaceIfPresent)
        self.dataCoding = try reader.byte(.dataCoding)
        self.defaultMessageID = try reader.byte(.defaultMessageID)
        self.text = try reader.text()
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(serviceType)
        buffer.writeField(source)
        buffer.writeField(destination)
        writeRest(into: &buffer)
    }

    func writeRest(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(esmClass.rawValue, protocolID, priority)
        buffer.writeField(scheduleTime)
        buffer.writeField(validityPeriod)
        buffer.writeMultipleIntegers(
            registeredDelivery, replaceIfPresent, dataCoding, defaultMessageID)
        buffer.writeText(text)
        buffer.write(tlvs)
    }
}

/// Mode, type and features of a message; SMPP 3.4, 5.2.12.
public struct ESMClass: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let receipt = ESMClass(rawValue: 0x04)
    public static let intermediate = ESMClass(rawValue: 0x20)
    public static let userDataHeader = ESMClass(rawValue: 0x40)
    public static let replyPath = ESMClass(rawValue: 0x80)

    /// Bits 5 to 2 name one type; they are compared together.
    public var isReceipt: Bool { rawValue & 0x3C == 0x04 }
    public var isIntermediate: Bool { rawValue & 0x3C == 0x20 }
    public var hasUDH: Bool { contains(.userDataHeader) }
}
