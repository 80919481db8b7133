public import NIOCore

/// Takes one PDU at a time off a stream of octets.
public struct FrameDecoder: Sendable {
    private let lengths: ClosedRange<UInt32>

    /// - Parameter limit: The longest command_length that is believed.
    public init(limit: Int = 65_536) {
        precondition(limit >= Header.size && limit <= Int(Int32.max))
        lengths = UInt32(Header.size)...UInt32(limit)
    }

    /// Nil when more octets are needed; then, and when it throws, nothing is consumed.
    public func next(_ buffer: inout ByteBuffer) throws(FramingError) -> Frame? {
        guard let length: UInt32 = buffer.getInteger(at: buffer.readerIndex) else { return nil }
        guard lengths.contains(length) else { throw .length(length) }
        guard var pdu = buffer.readSlice(length: Int(length)) else { return nil }
        guard
            let (_, command, status, sequence) = pdu.readMultipleIntegers(
                as: (UInt32, UInt32, UInt32, UInt32).self)
        else { return nil }
        do throws(DecodingProblem) {
            let body = try Body(Command(rawValue: command), reading: &pdu)
            return .pdu(
                PDU(body, sequence: sequence, status: CommandStatus(rawValue: status)))
        } catch {
            return .malformed(
                Header(
                    length: length, command: Command(rawValue: command),
                    status: CommandStatus(rawValue: status), sequence: sequence),
                error)
        }
    }
}
