import CZlib

/// Raw deflate and CRC-32 by zlib, with fixed settings: the same bytes in give the same bytes out.
package enum Zlib {
    /// Fixed for ever: another level gives other bytes, hence another hash of the same pack.
    private static let level: Int32 = 9

    package enum Problem: Error, Hashable {
        case failed(Int32)
        case longerThan(Int)
        case truncated
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBytes { buffer in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe UInt32(crc32_z(0, start, buffer.count))
        }
    }

    static func deflate(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        try unsafe deflate(bytes) { unsafe keng_deflate_raw_init(&$0, level) }
    }

    /// As `Content-Encoding: gzip` has it; a header without a time, so the same bytes every time.
    package static func gzip(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        // For pages made on the spot: level 9 takes twice the time for one byte in a hundred.
        try unsafe deflate(bytes) { unsafe keng_gzip_init(&$0, 6) }
    }

    private static func deflate(
        _ bytes: [UInt8], open: (inout z_stream) -> Int32
    ) throws(Problem) -> [UInt8] {
        var stream = unsafe z_stream()
        let opened = unsafe open(&stream)
        guard opened == Z_OK else { throw .failed(opened) }
        defer { unsafe _ = deflateEnd(&stream) }
        // One call suffices: the room holds the worst case.
        let room = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        let (output, status) = unsafe run(&stream, bytes, room: room) {
            unsafe CZlib.deflate(&$0, Z_FINISH)
        }
        guard status == Z_STREAM_END else { throw .failed(status) }
        return output
    }

    /// Inflates what must become exactly `size` bytes; never writes more.
    static func inflate(_ bytes: [UInt8], size: Int) throws(Problem) -> [UInt8] {
        var stream = unsafe z_stream()
        let opened = unsafe keng_inflate_raw_init(&stream)
        guard opened == Z_OK else { throw .failed(opened) }
        defer { unsafe _ = inflateEnd(&stream) }
        // One byte more than promised tells a longer stream from one that ends.
        let (output, status) = unsafe run(&stream, bytes, room: size + 1) {
            unsafe CZlib.inflate(&$0, Z_FINISH)
        }
        guard output.count <= size else { throw .longerThan(size) }
        guard status == Z_STREAM_END else { throw .failed(status) }
        guard output.count == size else { throw .truncated }
        return output
    }

    private static func run(
        _ stream: inout z_stream, _ input: [UInt8], room: Int,
        step: (inout z_stream) -> Int32
    ) -> (output: [UInt8], status: Int32) {
        var input = input
        var status: Int32 = Z_OK
        let output = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            unsafe input.withUnsafeMutableBufferPointer { source in
                unsafe stream.next_in = source.baseAddress
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(room)
                status = unsafe step(&stream)
            }
            count = unsafe room - Int(stream.avail_out)
        }
        return (output, status)
    }
}
