public import NIOCore

/// The body of `data_sm`: its text is always the `messagePayload` TLV; SMPP 3.4, 4.7.1.
public struct DataMessage: Hashable, Sendable {
    public let serviceType: String
    public let source: Address
    public let destination: Address
    public let esmClass: ESMClass
    public let registeredDelivery: UInt8
    public let dataCoding: UInt8
    public let tlvs: [TLV]

    public init(
        serviceType: String = "", source: Address, destination: Address, esmClass: ESMClass = [],
        registeredDelivery: UInt8 = 0, dataCoding: UInt8 = 0, tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try Field.serviceType.check(serviceType)
        self.serviceType = serviceType
        self.source = source
        self.destination = destination
        self.esmClass = esmClass
        self.registeredDelivery = registeredDelivery
        self.dataCoding = dataCoding
        self.tlvs = tlvs
    }

    /// Empty when there is no `messagePayload`.
    public var payload: ByteBuffer { tlvs[.messagePayload] ?? ByteBuffer() }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.serviceType = try reader.string(.serviceType)
        self.source = try Address(from: &reader, .longAddress)
        self.destination = try Address(from: &reader, .longAddress)
        self.esmClass = ESMClass(rawValue: try reader.byte(.esmClass))
        self.registeredDelivery = try reader.byte(.registeredDelivery)
        self.dataCoding = try reader.byte(.dataCoding)
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(serviceType)
        buffer.writeField(source)
        buffer.writeField(destination)
        buffer.writeMultipleIntegers(esmClass.rawValue, registeredDelivery, dataCoding)
        buffer.write(tlvs)
    }
}

/// Word that a subscriber can be reached again; has no answer.
public struct AlertNotification: Hashable, Sendable {
    public let source: Address
    /// The client the alert is for.
    public let client: Address
    public let tlvs: [TLV]

    public init(source: Address, client: Address, tlvs: [TLV] = []) {
        self.source = source
        self.client = client
        self.tlvs = tlvs
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.source = try Address(from: &reader, .longAddress)
        self.client = try Address(from: &reader, .longAddress)
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(source)
        buffer.writeField(client)
        buffer.write(tlvs)
    }
}
