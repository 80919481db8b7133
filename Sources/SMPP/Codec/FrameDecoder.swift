public import NIOCore

/// The part of a PDU that is readable even when the rest is not.
public struct Header: Hashable, Sendable {
    public let command: Command
    public let status: CommandStatus
    public let sequence: UInt32

    public init(command: Command, status: CommandStatus, sequence: UInt32) {
        self.command = command
        self.status = status
        self.sequence = sequence
    }
}

/// One step of the stream.
public enum Frame: Hashable, Sendable {
    case pdu(PDU)
    /// Whole, but wrong inside: to be answered with `FieldProblem.status`; the stream goes on.
    case malformed(Header, FieldProblem)
}

/// The stream cannot be followed any more; the connection has to be closed.
public enum FramingError: Error, Hashable, Sendable {
    /// A PDU announced a length below 16 or above the limit.
    case length(UInt32)
}

/// Cuts a byte stream into PDUs.
public struct FrameDecoder: Sendable {
    /// The longest PDU accepted, in octets, header included.
    public let limit: Int

    public init(limit: Int = 65_536) {
        self.limit = limit
    }

    /// Takes one whole PDU from the buffer; nil when more bytes are needed, and then takes nothing.
    public mutating func next(_ buffer: inout ByteBuffer) throws(FramingError) -> Frame? {
        guard let length: UInt32 = buffer.getInteger(at: buffer.readerIndex) else { return nil }
        guard length >= 16, length <= limit else { throw .length(length) }
        guard var frame = buffer.readSlice(length: Int(length)),
            let (_, command, status, sequence) = frame.readMultipleIntegers(
                as: (UInt32, UInt32, UInt32, UInt32).self)
        else { return nil }
        let header = Header(
            command: Command(rawValue: command), status: CommandStatus(rawValue: status),
            sequence: sequence)
        do throws(FieldProblem) {
            let body = try Body(header.command, frame)
            return .pdu(PDU(status: header.status, sequence: sequence, body))
        } catch {
            return .malformed(header, error)
        }
    }
}
