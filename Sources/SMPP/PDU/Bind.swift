/// What a session may do: take messages, send them, or both.
public enum BindMode: Hashable, Sendable, CaseIterable {
    case receiver, transmitter, transceiver

    public var command: Command {
        switch self {
        case .receiver: .bindReceiver
        case .transmitter: .bindTransmitter
        case .transceiver: .bindTransceiver
        }
    }
}

/// The opening request of a session; it holds a password, so print only its description.
public struct Bind: Hashable, Sendable {
    public let mode: BindMode
    public let systemID: String
    public let password: String
    public let systemType: String
    public let interfaceVersion: UInt8
    /// TON, NPI and address range of the numbers served.
    public let range: Address
    public var tlvs: [TLV]

    /// Checks every length of SMPP 3.4, 4.1: a password has eight octets at most.
    public init(
        mode: BindMode,
        systemID: String,
        password: String,
        systemType: String = "",
        interfaceVersion: UInt8 = 0x34,
        range: Address = .none,
        tlvs: [TLV] = []
    ) throws(FieldProblem) {
        try systemID.check(.systemID, limit: Field.systemIDLimit)
        try password.check(.password, limit: Field.passwordLimit)
        try systemType.check(.systemType, limit: Field.systemTypeLimit)
        try range.digits.check(.addressRange, limit: Field.addressRangeLimit)
        self.mode = mode
        self.systemID = systemID
        self.password = password
        self.systemType = systemType
        self.interfaceVersion = interfaceVersion
        self.range = range
        self.tlvs = tlvs
    }
}

extension Bind: CustomStringConvertible {
    /// Safe for logs: no password.
    public var description: String { "\(mode.command) as \(systemID)" }
}

/// The gateway's wish that a client bind to it; it holds a password, so print only its description.
public struct Outbind: Hashable, Sendable {
    public let systemID: String
    public let password: String
    public var tlvs: [TLV]

    public init(systemID: String, password: String, tlvs: [TLV] = []) throws(FieldProblem) {
        try systemID.check(.systemID, limit: Field.systemIDLimit)
        try password.check(.password, limit: Field.passwordLimit)
        self.systemID = systemID
        self.password = password
        self.tlvs = tlvs
    }
}

extension Outbind: CustomStringConvertible {
    /// Safe for logs: no password.
    public var description: String { "outbind as \(systemID)" }
}
