/// The sixteen octets in front of every body.
public struct Header: Hashable, Sendable {
    /// Octets of the whole PDU, these sixteen included.
    public let length: UInt32
    public let command: Command
    public let status: CommandStatus
    public let sequence: UInt32

    /// Octets that a header takes.
    public static let size = 16

    public init(length: UInt32, command: Command, status: CommandStatus, sequence: UInt32) {
        self.length = length
        self.command = command
        self.status = status
        self.sequence = sequence
    }
}

/// What one read from the stream gives.
public enum Frame: Hashable, Sendable {
    case pdu(PDU)
    /// Well framed but wrong inside: answered with `problem.status`, and the link goes on.
    case malformed(Header, DecodingProblem)
}

/// The stream cannot be followed any further: answered with generic_nack 0x02 and closed.
public enum FramingError: Error, Hashable, Sendable {
    /// A command_length below sixteen or above the limit.
    case length(UInt32)
}

/// What is wrong inside a well-framed PDU; offsets count from the start of the PDU.
public enum DecodingProblem: Error, Hashable, Sendable {
    /// The body ends before a mandatory field does.
    case truncated(at: Int)
    /// sm_length says more than the body holds.
    case textOverrun(length: Int, available: Int)
    /// A submit_multi destination that is neither an address nor a list.
    case destinationFlag(UInt8)
    /// Octets are left that are too few for a tag and a length.
    case strayOctets(Int)
    case tlvOverrun(TLV.Tag, length: Int, available: Int)

    /// What to answer.
    public var status: CommandStatus {
        switch self {
        case .truncated: .invalidCommandLength
        case .textOverrun: .invalidMessageLength
        case .destinationFlag: .invalidDestinationFlag
        case .strayOctets: .invalidTLVStream
        case .tlvOverrun: .invalidTLVLength
        }
    }
}
