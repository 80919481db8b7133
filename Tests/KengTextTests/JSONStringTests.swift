import KengText
import Testing

/// Lines that other programs write.
struct JSONStringTests {
    @Test(
        arguments: [
            (#""abc""#, Array("abc".utf16)), (#" "" "#, []), (#""\ud83d""#, [0xD83D]),
            (#""\uD83D\uDE00""#, [0xD83D, 0xDE00]),
            (#""\"\\\/\b\f\n\r\t""#, [34, 92, 47, 8, 12, 10, 13, 9]),
            (#""\u0000""#, [0]), (#""ế火😀""#, Array("ế火😀".utf16)),
        ] as [(String, [UInt16])])
    func aStringIsRead(json: String, units: [UInt16]) throws {
        #expect(try JSONString.read(json) == units)
        var written: [UInt8] = []
        JSONString.write(units[...], to: &written)
        #expect(try JSONString.read(written[...]) == units)
    }

    @Test(
        arguments: [
            ("", .notAString(at: 0)), ("null", .notAString(at: 0)), (#""a"#, .unfinished),
            (#""a\"#, .unfinished), (#""\u12"#, .unfinished), (#""\x""#, .badEscape(at: 1)),
            (#""\u12G4""#, .badEscape(at: 1)), ("\"\t\"", .bareControl(9, at: 1)),
            (#""a" b"#, .trailing(at: 4)),
        ] as [(String, JSONString.Problem)])
    func aBadStringIsRefused(json: String, problem: JSONString.Problem) {
        #expect(throws: problem) { try JSONString.read(json) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xE1, 0xBA, 0x22], [0x80],
        ] as [[UInt8]])
    func badUTF8IsRefused(bytes: [UInt8]) {
        let line = [0x22] + bytes + [0x22]
        #expect(throws: JSONString.Problem.notUTF8(at: 1)) { try JSONString.read(line[...]) }
    }
}
