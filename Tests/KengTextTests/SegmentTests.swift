import KengText
import Testing

/// 3GPP TS 23.038: what a text costs.
struct SegmentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let encoding: SegmentEncoding
        /// Length of each part in septets or UTF-16 units.
        let parts: [Int]
        let forcedBy: String?

        init(
            _ name: String, _ text: String, _ encoding: SegmentEncoding, _ parts: [Int],
            _ forcedBy: String? = nil
        ) {
            self.name = name
            self.text = text
            self.encoding = encoding
            self.parts = parts
            self.forcedBy = forcedBy
        }

        var testDescription: String { name }
    }

    static let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦"

    static let cases: [Case] = [
        Case("empty", "", .gsm7, [0]),
        Case("160 a", String(repeating: "a", count: 160), .gsm7, [160]),
        Case("161 a", String(repeating: "a", count: 161), .gsm7, [153, 8]),
        Case("306 a", String(repeating: "a", count: 306), .gsm7, [153, 153]),
        Case("307 a", String(repeating: "a", count: 307), .gsm7, [153, 153, 1]),
        Case("80 euros", String(repeating: "€", count: 80), .gsm7, [160]),
        Case("81 euros", String(repeating: "€", count: 81), .gsm7, [152, 10]),
        Case("70 ế", String(repeating: "ế", count: 70), .ucs2, [70], "ế"),
        Case("71 ế", String(repeating: "ế", count: 71), .ucs2, [67, 4], "ế"),
        Case("70 ế in NFD", String(repeating: "e\u{302}\u{301}", count: 70), .ucs2, [70], "ế"),
        Case("à in NFD is GSM-7", String(repeating: "a\u{300}", count: 160), .gsm7, [160]),
        Case("Ångström sign is GSM-7", "\u{212B}", .gsm7, [1]),
        Case("36 emoji", String(repeating: "😀", count: 36), .ucs2, [66, 6], "😀"),
        Case("35 emoji", String(repeating: "😀", count: 35), .ucs2, [70], "😀"),
        Case("label", "[QC]", .gsm7, [6]),
        Case("form feed", "a\u{0C}", .gsm7, [3]),
        Case("NUL", "a\u{0}", .ucs2, [2], "\u{0}"),
        Case("tab", "a\tb", .ucs2, [3], "\t"),
        Case("backtick", "`", .ucs2, [1], "`"),
        Case("small ç", "ç", .ucs2, [1], "ç"),
        Case("capital Ç", "Ç", .gsm7, [1]),
        Case("Chinese", "着火了", .ucs2, [3], "着"),
        Case("rare Han", "𠮷", .ucs2, [2], "𠮷"),
        Case("letter and mark that NFC keeps apart", "g\u{303}", .ucs2, [2], "g\u{303}"),
        Case(
            "CRLF stays whole",
            String(repeating: "a", count: 152) + "\r\n" + String(repeating: "a", count: 10), .gsm7,
            [152, 12]),
        Case(
            "CRLF is cut where whole would cost a segment",
            String(repeating: "a", count: 152) + "\r\n" + String(repeating: "a", count: 152), .gsm7,
            [153, 153]),
        Case("flags stay whole", String(repeating: "🇻🇳", count: 18), .ucs2, [64, 8], "🇻🇳"),
        Case("families stay whole", String(repeating: family, count: 7), .ucs2, [66, 11], family),
        Case(
            "a later cut keeps a family whole",
            String(repeating: "ế", count: 60) + family, .ucs2, [60, 11], "ế"),
        Case(
            "Zalgo larger than a part is cut", "ế" + String(repeating: "\u{0316}", count: 100),
            .ucs2, [67, 34], "ế" + String(repeating: "\u{0316}", count: 100)),
    ]

    @Test(arguments: cases)
    func aTextIsCut(example: Case) {
        let cut = SegmentedText(example.text)
        #expect(cut.encoding == example.encoding)
        #expect(cut.parts.indices.map { length(cut, $0) } == example.parts)
        #expect(cut.units == example.parts.reduce(0, +))
        #expect(cut.forcedBy == example.forcedBy)
    }

    @Test(arguments: cases)
    func theQuickCountAgrees(example: Case) {
        let count = SegmentCount(example.text)
        #expect(count.segments == example.parts.count)
        #expect(count.units == example.parts.reduce(0, +))
        #expect(count.encoding == example.encoding)
    }

    @Test(arguments: cases)
    func theOctetsSayTheText(example: Case) {
        let cut = SegmentedText(example.text)
        var text = ""
        for part in cut.parts.indices {
            let octets = cut.octets(ofPart: part)
            switch cut.encoding {
            case .gsm7:
                #expect(octets.count <= 160)
                text += GSM7.decode(octets)
            case .ucs2:
                #expect(octets.count <= 140)
                text += String(
                    decoding: stride(from: 0, to: octets.count, by: 2).map {
                        UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
                    }, as: UTF16.self)
            }
        }
        #expect(Array(text.unicodeScalars) == Array(example.text.nfc.unicodeScalars))
    }

    @Test func aLongReferenceTakesRoom() {
        let ascii = SegmentedText(String(repeating: "a", count: 305), reference: .long)
        #expect(ascii.parts.indices.map { length(ascii, $0) } == [152, 152, 1])
        #expect(SegmentCount(String(repeating: "ế", count: 133), reference: .long).segments == 3)
    }

    @Test(
        arguments: [
            ([0xD83D], 1), ([0xDE00], 1), ([0xDE00, 0xD83D], 2), ([0xD83D, 0xD83D, 0xDE00], 3),
            ([0x61, 0xD83D, 0x301], 3),
        ] as [([UInt16], Int)])
    func aLoneSurrogateIsOneUnit(units: [UInt16], count: Int) {
        let cut = SegmentedText(utf16: units)
        #expect(cut.encoding == .ucs2 && cut.units == count && cut.segments == 1)
        #expect(cut.utf16 == units)
    }

    @Test func manyLoneSurrogatesAreCutAnywhere() {
        let cut = SegmentedText(utf16: Array(repeating: 0xD83D, count: 71))
        #expect(cut.parts == [0..<67, 67..<71])
    }

    /// Strings go to UTF-16 by our own loop; the standard library's answer is the measure.
    @Test(
        arguments: [
            0x0, 0x7F, 0x80, 0x2FF, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF,
            0x10000, 0x1F600, 0x20BB7, 0x2F7FF, 0xFFFFF, 0x100000, 0x10FFFF,
        ] as [UInt32])
    func eachScalarBecomesItsUnits(value: UInt32) throws {
        let text = "a" + String(Character(try #require(Unicode.Scalar(value)))) + "b"
        #expect(SegmentedText(text).utf16 == Array(text.utf16))
    }

    /// The whole table of the standard, in the order of its codes.
    @Test func eachCodeOfTheAlphabetReturns() {
        for code in UInt8(0)..<128 where code != GSM7.escape {
            let text = GSM7.decode([code])
            let cut = SegmentedText(text)
            #expect(cut.encoding == .gsm7 && cut.octets(ofPart: 0) == [code])
        }
        for code: UInt8 in [0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65] {
            let cut = SegmentedText(GSM7.decode([GSM7.escape, code]))
            #expect(cut.units == 2 && cut.octets(ofPart: 0) == [GSM7.escape, code])
        }
    }

    @Test func onlySevenMarkedLettersOfVietnameseAreInTheAlphabet() {
        let letters =
            "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
        let all = letters + letters.uppercased()
        #expect(all.count == 134)
        #expect(all.filter { SegmentCount(String($0)).encoding == .gsm7 } == "àèéìòùÉ")
    }

    private func length(_ cut: SegmentedText, _ part: Int) -> Int {
        let octets = cut.octets(ofPart: part).count
        return cut.encoding == .gsm7 ? octets : octets / 2
    }
}
