import KengDomain
import KengText
import Testing

/// What people send back, in whatever octets their network made of it.
struct ReceivedTextTests {
    struct Case: Sendable {
        let octets: [UInt8]
        let coding: UInt8
        var alphabet = Alphabet.gsm0338
        let text: String?
    }

    static let cases = [
        Case(octets: [], coding: 0, text: ""),
        Case(octets: [0x00, 0x02, 0x11, 0x1B, 0x65], coding: 0, text: "@$_€"),
        Case(octets: [0x41, 0x1B], coding: 0, text: "A"),
        Case(octets: [0x1B, 0x41], coding: 0, text: "A"),
        Case(octets: Array("a@b_c".utf8), coding: 0, alphabet: .ascii, text: "a@b_c"),
        Case(octets: Array("a@b_c".utf8), coding: 0xF1, alphabet: .ascii, text: "a@b_c"),
        Case(octets: Array("a@b_c".utf8), coding: 1, text: "a@b_c"),
        Case(octets: [0x61, 0x00, 0x62], coding: 1, text: "a@b"),
        Case(octets: [0x61, 0x00, 0x62], coding: 3, text: "a@b"),
        Case(octets: [0x63, 0xE9], coding: 0, alphabet: .latin1, text: "cé"),
        Case(octets: [0x63, 0xE9], coding: 0, text: "cé"),
        Case(octets: [0x63, 0xE9], coding: 3, text: "cé"),
        Case(octets: [0x80], coding: 3, text: "€"),
        Case(octets: Array("hủy".utf8), coding: 0, text: "hủy"),
        Case(octets: Array("hủy".utf8), coding: 1, text: "hủy"),
        Case(octets: [0x00, 0x68, 0x1E, 0xE7, 0x00, 0x79], coding: 8, text: "hủy"),
        Case(octets: [0xFE, 0xFF, 0x00, 0x68], coding: 8, text: "h"),
        Case(octets: [0xFF, 0xFE, 0x68, 0x00], coding: 8, text: "h"),
        Case(octets: [0xD8, 0x3D, 0xDE, 0x00], coding: 8, text: "😀"),
        Case(octets: [0xD8, 0x3D], coding: 8, text: "\u{FFFD}"),
        Case(octets: [0x00, 0x68, 0x1E], coding: 8, text: "h"),
        Case(octets: [0x00], coding: 8, text: ""),
        Case(octets: Array("STOP".utf8), coding: 4, text: "STOP"),
        Case(octets: [0x01, 0x02, 0xFF], coding: 4, text: nil),
        Case(octets: [], coding: 2, text: nil),
        Case(octets: [0xBB, 0xE0], coding: 6, text: "Лр"),
        Case(octets: Array("a".utf8), coding: 0x99, text: "a"),
    ]

    @Test(arguments: cases)
    func octetsAreRead(example: Case) {
        let text = ReceivedText.read(
            example.octets, coding: example.coding, alphabet: example.alphabet)
        #expect(text == example.text)
    }

    @Test func noOctetsEndTheProgram() {
        var random = SeededGenerator(seed: 1)
        for coding in UInt8.min...UInt8.max {
            for alphabet in Alphabet.allCases {
                for _ in 0..<8 {
                    let count = Int.random(in: 0...9, using: &random)
                    let octets = (0..<count).map { _ in
                        UInt8.random(in: 0...255, using: &random)
                    }
                    let text = ReceivedText.read(octets, coding: coding, alphabet: alphabet)
                    #expect((text?.utf8.count ?? 0) <= 3 * count + 3)
                }
            }
        }
    }
}
