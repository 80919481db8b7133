public import NIOCore

extension PDU {
    /// Appends the whole PDU, its length filled in.
    public func write(into buffer: inout ByteBuffer) {
        let start = buffer.writerIndex
        buffer.writeMultipleIntegers(
            UInt32(Header.size), body.command.rawValue, status.rawValue, sequence)
        body.write(into: &buffer)
        buffer.setInteger(UInt32(truncatingIfNeeded: buffer.writerIndex - start), at: start)
    }

    /// The PDU in a buffer of its own.
    public func encoded() -> ByteBuffer {
        var buffer = ByteBuffer()
        write(into: &buffer)
        return buffer
    }
}
