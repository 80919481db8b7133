import CICU

/// Reads a stream of bytes in a named charset (`GB18030`, `windows-1258`, `UTF-16LE`, …) as UTF-8.
///
/// A sequence may be cut between two calls. A byte order mark is text to it: skip it first.
/// Vietnamese from `windows-1258` comes with marks apart: call `nfc` on each field.
@safe
package struct CharsetDecoder: ~Copyable {
    /// What to do with bytes that are no character.
    package enum Policy: Sendable {
        case stop
        /// Writes U+FFFD and goes on; `malformed` counts.
        case replace
    }

    package enum Problem: Error, Hashable {
        case unknownCharset(String)
        /// - Parameter at: the offset from the start of the stream.
        case malformed(at: Int, count: Int)
    }

    package let policy: Policy
    /// How many malformed sequences were replaced.
    package private(set) var malformed = 0
    /// The stream offset of the first one.
    package private(set) var firstMalformed: Int?

    private let handle: OpaquePointer
    private var room: [CChar] = Array(repeating: 0, count: 16_384)

    package init(_ charset: String, policy: Policy = .stop) throws(Problem) {
        // ICU takes an empty name for the machine's own charset.
        guard !charset.isEmpty, let handle = unsafe keng_converter_open(charset)
        else { throw .unknownCharset(charset) }
        unsafe self.handle = handle
        self.policy = policy
    }

    deinit {
        unsafe keng_converter_close(handle)
    }

    /// Appends `bytes` as UTF-8; `isLast` makes a sequence that is still open malformed.
    package mutating func decode(
        _ bytes: [UInt8], isLast: Bool = false, into output: inout [UInt8]
    ) throws(Problem) {
        var offset = 0
        while true {
            let step = step(bytes, from: offset, flush: isLast)
            offset += step.consumed
            for index in 0..<step.written { output.append(UInt8(bitPattern: room[index])) }
            switch Int(step.status) {
            case Int(KENG_CONVERTED):
                return
            case Int(KENG_OUTPUT_FULL):
                continue
            case Int(KENG_FAILED):
                preconditionFailure("a converter that opened has room and memory")
            default:
                var count: Int32 = 0
                let at = Int(unsafe keng_converter_malformed(handle, &count))
                guard policy == .replace else { throw .malformed(at: at, count: Int(count)) }
                output += [0xEF, 0xBF, 0xBD]
                malformed += 1
                firstMalformed = firstMalformed ?? at
            }
        }
    }

    private mutating func step(
        _ bytes: [UInt8], from offset: Int, flush: Bool
    ) -> (status: Int32, consumed: Int, written: Int) {
        var consumed: Int32 = 0
        var written: Int32 = 0
        let status = unsafe bytes.withUnsafeBytes { input in
            unsafe room.withUnsafeMutableBufferPointer { output in
                unsafe keng_converter_to_utf8(
                    handle, input.bindMemory(to: CChar.self).baseAddress.map { unsafe $0 + offset },
                    Int32(input.count - offset), &consumed, output.baseAddress,
                    Int32(output.count), &written, flush ? 1 : 0)
            }
        }
        return (status, Int(consumed), Int(written))
    }
}
