import NIOCore

/// What a client presents itself with; SMPP 3.4, 4.1.
public struct Bind: Hashable, Sendable {
    /// Which way messages flow on the link.
    public enum Mode: Hashable, Sendable, CaseIterable {
        case receiver, transmitter, transceiver

        var command: Command {
            switch self {
            case .receiver: .bindReceiver
            case .transmitter: .bindTransmitter
            case .transceiver: .bindTransceiver
            }
        }
    }

    public let mode: Mode
    public let systemID: String
    /// At most eight characters.
    public let password: String
    public let systemType: String
    public let interfaceVersion: UInt8
    /// `digits` holds the address range, up to 40 characters.
    public let addressRange: Address

    public init(
        mode: Mode, systemID: String, password: String, systemType: String = "",
        interfaceVersion: UInt8 = 0x34, addressRange: Address = .none
    ) throws(FieldProblem) {
        try Field.systemID.check(systemID)
        try Field.password.check(password)
        try Field.systemType.check(systemType)
        try Field.addressRange.check(addressRange.digits)
        self.mode = mode
        self.systemID = systemID
        self.password = password
        self.systemType = systemType
        self.interfaceVersion = interfaceVersion
        self.addressRange = addressRange
    }

    init(_ mode: Mode, from reader: inout FieldReader) throws(FieldProblem) {
        self.mode = mode
        self.systemID = try reader.string(.systemID)
        self.password = try reader.string(.password)
        self.systemType = try reader.string(.systemType)
        self.interfaceVersion = try reader.byte(.interfaceVersion)
        self.addressRange = try Address(from: &reader, .addressRange)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(systemID)
        buffer.writeField(password)
        buffer.writeField(systemType)
        buffer.writeInteger(interfaceVersion)
        buffer.writeField(addressRange)
    }
}

/// The answer to a bind; refusals often come without a body.
public struct BindResponse: Hashable, Sendable {
    public let mode: Bind.Mode
    /// The message centre's own name; nil when the body is absent.
    public let systemID: String?
    public let tlvs: [TLV]

    public init(mode: Bind.Mode, systemID: String?, tlvs: [TLV] = []) throws(FieldProblem) {
        if let systemID { try Field.systemID.check(systemID) }
        self.mode = mode
        self.systemID = systemID ?? (tlvs.isEmpty ? nil : "")
        self.tlvs = tlvs
    }

    init(_ mode: Bind.Mode, from reader: inout FieldReader) throws(FieldProblem) {
        self.mode = mode
        self.systemID = reader.isAtEnd ? nil : try reader.string(.systemID)
        self.tlvs = try reader.tlvs()
    }

    func write(into buffer: inout ByteBuffer) {
        guard let systemID else { return }
        buffer.writeField(systemID)
        buffer.write(tlvs)
    }
}

/// A message centre asking a client to bind.
public struct Outbind: Hashable, Sendable {
    public let systemID: String
    public let password: String

    public init(systemID: String, password: String) throws(FieldProblem) {
        try Field.systemID.check(systemID)
        try Field.password.check(password)
        self.systemID = systemID
        self.password = password
    }

    init(from reader: inout FieldReader) throws(FieldProblem) {
        self.systemID = try reader.string(.systemID)
        self.password = try reader.string(.password)
    }

    func write(into buffer: inout ByteBuffer) {
        buffer.writeField(systemID)
        buffer.writeField(password)
    }
}
