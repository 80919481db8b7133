import KengText
import Testing

/// Files come in the charset of the machine that wrote them.
struct CharsetTests {
    static let samples: [(String, [UInt8], String)] = [
        ("GB18030", [0xBB, 0xF0, 0xD4, 0xD6], "火灾"),
        ("GB18030", [0x81, 0x30, 0x81, 0x30], "\u{80}"),
        ("UTF-16LE", [0x6B, 0x70, 0x3D, 0xD8, 0x00, 0xDE], "火😀"),
        ("windows-1258", [0x63, 0x68, 0xE1, 0x79], "cháy"),
        ("UTF-8", Array("Đống Đa".utf8), "Đống Đa"),
    ]

    @Test(arguments: samples)
    func textIsRead(charset: String, bytes: [UInt8], text: String) throws {
        var decoder = try CharsetDecoder(charset)
        var output: [UInt8] = []
        try decoder.decode(bytes, isLast: true, into: &output)
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test(arguments: samples)
    func textIsReadByteByByte(charset: String, bytes: [UInt8], text: String) throws {
        var decoder = try CharsetDecoder(charset)
        var output: [UInt8] = []
        for byte in bytes { try decoder.decode([byte], into: &output) }
        try decoder.decode([], isLast: true, into: &output)
        #expect(String(decoding: output, as: UTF8.self) == text)
    }

    @Test(arguments: samples)
    func textIsWritten(charset: String, bytes: [UInt8], text: String) throws {
        var encoder = try CharsetEncoder(charset)
        #expect(try encoder.encode(text) == bytes)
    }

    static let broken: [(String, [UInt8], Int, String)] = [
        ("UTF-8", [0x61, 0x62, 0xFF, 0x63], 2, "ab\u{FFFD}c"),
        ("UTF-8", [0x61, 0xE1, 0xBA], 1, "a\u{FFFD}"),
        ("GB18030", [0xBB, 0xF0, 0x61, 0xFF, 0x62], 3, "火a\u{FFFD}b"),
        ("UTF-16LE", [0x61, 0x00, 0x3D, 0xD8, 0x62, 0x00], 2, "a\u{FFFD}b"),
    ]

    @Test(arguments: broken)
    func theOffsetOfMalformedBytesIsTold(
        charset: String, bytes: [UInt8], offset: Int, repaired: String
    ) throws {
        var decoder = try CharsetDecoder(charset)
        var output: [UInt8] = []
        do {
            try decoder.decode(bytes, isLast: true, into: &output)
            Issue.record("malformed bytes were taken")
        } catch CharsetDecoder.Problem.malformed(let at, _) {
            #expect(at == offset)
        }
    }

    @Test(arguments: broken)
    func malformedBytesAreReplaced(
        charset: String, bytes: [UInt8], offset: Int, repaired: String
    ) throws {
        var decoder = try CharsetDecoder(charset, policy: .replace)
        var output: [UInt8] = []
        try decoder.decode(bytes, isLast: true, into: &output)
        #expect(String(decoding: output, as: UTF8.self) == repaired)
        #expect(decoder.malformed == 1 && decoder.firstMalformed == offset)
    }

    @Test func theOffsetCountsFromTheStartOfTheStream() throws {
        var decoder = try CharsetDecoder("UTF-8")
        var output: [UInt8] = []
        try decoder.decode(Array(repeating: 0x61, count: 100_000), into: &output)
        #expect(throws: CharsetDecoder.Problem.malformed(at: 100_001, count: 1)) {
            try decoder.decode([0x61, 0xFF], isLast: true, into: &output)
        }
        #expect(output.count == 100_001)
    }

    @Test func aCharacterTheCharsetLacksIsNamed() throws {
        var encoder = try CharsetEncoder("windows-1258")
        #expect(throws: CharsetEncoder.Problem.unmappable(at: 3, count: 3)) {
            try encoder.encode("ab 火!")
        }
    }

    @Test func aLongTextPassesThroughSmallBuffers() throws {
        let text = String(repeating: "Khi cháy 火灾 😀\n", count: 20_000)
        var encoder = try CharsetEncoder("UTF-16LE")
        var decoder = try CharsetDecoder("UTF-16LE")
        var output: [UInt8] = []
        try decoder.decode(encoder.encode(text), isLast: true, into: &output)
        #expect(output == Array(text.utf8))
    }

    @Test(arguments: ["", "no-such-charset", "VISCII-9"])
    func anUnknownCharsetIsRefused(name: String) {
        #expect(throws: CharsetDecoder.Problem.unknownCharset(name)) {
            _ = try CharsetDecoder(name)
        }
    }
}
