import KengText
import Testing

/// What stands in `short_message`, byte for byte.
struct OctetTests {
    /// The text of the golden PDUs, in parts of eleven units.
    private func golden(_ reference: PartReference) -> SegmentedText {
        SegmentedText(
            utf16: Array("Hãy gọi 114 ngay".utf16), reference: reference, alphabet: .gsm0338
        ) { _ in SegmentLimits(single: 11, part: 11) }
    }

    @Test func aShortReferenceIsOneOctet() throws {
        let messages = try golden(.short).messages(reference: 0x2A)
        #expect(
            messages.map(hex) == [
                "0500032a0201004800e30079002000671ecd00690020003100310034",
                "0500032a02020020006e006700610079",
            ])
        #expect(try golden(.short).messages(reference: 0xFF2A) == messages)
    }

    @Test func aLongReferenceIsTwoOctets() throws {
        let messages = try golden(.long).messages(reference: 0x122A)
        #expect(
            messages.map(hex) == [
                "060804122a0201004800e30079002000671ecd00690020003100310034",
                "060804122a02020020006e006700610079",
            ])
        #expect(try golden(.long).message(1, reference: 0x122A) == messages[1])
    }

    @Test func aTextAloneHasNoHeader() throws {
        let plain = SegmentedText("Hay kiem tra binh gas")
        #expect(
            try plain.messages(reference: 1).map(hex)
                == ["486179206b69656d207472612062696e6820676173"])
        let marked = SegmentedText("Hãy gọi 114")
        #expect(hex(marked.octets) == "004800e30079002000671ecd00690020003100310034")
        #expect(try marked.messages(reference: 1) == [marked.octets])
        #expect(try SegmentedText("").messages(reference: 1) == [[]])
    }

    @Test func fullPartsFillTheirOctets() throws {
        let plain = SegmentedText(String(repeating: "a", count: 161))
        #expect(try plain.messages(reference: 7).map(\.count) == [159, 14])
        let marked = SegmentedText(String(repeating: "ế", count: 71), reference: .long)
        #expect(try marked.messages(reference: 7).map(\.count) == [139, 17])
        let euros = SegmentedText(String(repeating: "€", count: 81))
        #expect(try euros.messages(reference: 7).map(\.count) == [158, 16])
        let faces = SegmentedText(String(repeating: "😀", count: 36))
        #expect(try faces.messages(reference: 7).map(\.count) == [138, 18])
        #expect(euros.octets.count == 162 && faces.octets.count == 144)
    }

    @Test func moreThan255PartsAreRefused() throws {
        let most = SegmentedText(String(repeating: "a", count: 255 * 153))
        #expect(try most.messages(reference: 7).last?.prefix(6) == [5, 0, 3, 7, 255, 255])
        let more = SegmentedText(String(repeating: "a", count: 255 * 153 + 1))
        #expect(throws: SegmentedText.Problem.tooManyParts(256)) {
            try more.messages(reference: 7)
        }
        #expect(throws: SegmentedText.Problem.tooManyParts(256)) {
            try more.message(0, reference: 7)
        }
    }

    @Test(
        arguments: [
            ("@$_[€é", .gsm0338, .gsm7, "0002111b3c1b6505"), ("@$_[", .ascii, .gsm7, "40245f5b"),
            ("@$_[é", .latin1, .gsm7, "40245f5be9"), ("é", .ascii, .ucs2, "00e9"),
            ("€", .ascii, .ucs2, "20ac"), ("a€", .latin1, .ucs2, "006120ac"),
            ("Ω", .latin1, .ucs2, "03a9"), ("ç", .latin1, .ucs2, "00e7"),
            ("`", .ascii, .ucs2, "0060"),
        ] as [(String, Alphabet, SegmentEncoding, String)])
    func aRouteHasItsAlphabet(
        text: String, alphabet: Alphabet, encoding: SegmentEncoding, octets: String
    ) {
        let cut = SegmentedText(text, alphabet: alphabet)
        #expect(cut.encoding == encoding && hex(cut.octets) == octets)
        let count = SegmentCount(text, alphabet: alphabet)
        #expect(count.encoding == encoding && count.units == cut.units)
    }

    /// The network packs septets whatever the route speaks, so a bracket is two everywhere.
    @Test(arguments: Alphabet.allCases)
    func lengthIsInSeptetsOnEachRoute(alphabet: Alphabet) {
        let text = String(repeating: "[", count: 81)
        let cut = SegmentedText(text, alphabet: alphabet)
        #expect(cut.parts == [0..<76, 76..<81] && cut.units == 162)
        #expect(SegmentCount(text, alphabet: alphabet).segments == 2)
    }

    @Test(arguments: Alphabet.allCases)
    func whatIsSentIsReadBack(alphabet: Alphabet) {
        for text in ["[QC] a@b_c $5 {x}", "à la Ω € ñ", "Hãy gọi 114", "着火了 😀", "a\nb\r\nc"] {
            let cut = SegmentedText(text, alphabet: alphabet)
            let read = ReceivedText.read(
                cut.octets, coding: cut.encoding == .gsm7 ? 0 : 8, alphabet: alphabet)
            #expect(read == text)
        }
    }
}
