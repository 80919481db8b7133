import CICU

/// Writes UTF-8 text in a named charset, for files that old office programs must open.
@safe
package struct CharsetEncoder: ~Copyable {
    package enum Problem: Error, Hashable {
        case unknownCharset(String)
        /// - Parameter at: the UTF-8 offset in the text given.
        case unmappable(at: Int, count: Int)
    }

    private let handle: OpaquePointer

    package init(_ charset: String) throws(Problem) {
        guard !charset.isEmpty, let handle = unsafe keng_converter_open(charset)
        else { throw .unknownCharset(charset) }
        unsafe self.handle = handle
    }

    deinit {
        unsafe keng_converter_close(handle)
    }

    /// The whole of `text`, on its own.
    package mutating func encode(_ text: String) throws(Problem) -> [UInt8] {
        unsafe keng_converter_reset(handle)
        var output: [UInt8] = []
        var room = [CChar](repeating: 0, count: 4096)
        var offset = 0
        while true {
            var consumed: Int32 = 0
            var written: Int32 = 0
            let status = unsafe ICUText.withUTF8(text) { input in
                unsafe room.withUnsafeMutableBufferPointer { output in
                    unsafe keng_converter_from_utf8(
                        handle, input.baseAddress.map { unsafe $0 + offset },
                        Int32(input.count - offset), &consumed, output.baseAddress,
                        Int32(output.count), &written, 1)
                }
            }
            offset += Int(consumed)
            for index in 0..<Int(written) { output.append(UInt8(bitPattern: room[index])) }
            if Int(status) == Int(KENG_CONVERTED) { return output }
            if Int(status) == Int(KENG_OUTPUT_FULL) { continue }
            var count: Int32 = 0
            let at = unsafe keng_converter_malformed(handle, &count)
            throw .unmappable(at: Int(at), count: Int(count))
        }
    }
}
