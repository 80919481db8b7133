import KengText
import NIOCore
import SMPP
import Testing

@testable import KengSimulation

/// How what was sent is read: parts, segments, and what no handset could show.
struct SMSCTextTests {
    private static let long = String(repeating: "Hãy kiểm tra bình gas 检查煤气罐 😀. ", count: 8)

    private static func message(
        _ octets: [UInt8], coding: UInt8 = 0, esmClass: ESMClass = .plain, tlvs: [TLV] = []
    ) throws -> ShortMessage {
        try ShortMessage(
            source: .none, destination: Address(digits: "84901234567"),
            text: ByteBuffer(bytes: octets), esmClass: esmClass, dataCoding: coding, tlvs: tlvs)
    }

    @Test(arguments: [PartReference.short, .long])
    func partsInAnyOrderBecomeTheText(reference: PartReference) throws {
        var play = try SMSCPlay(SMSCProfile(), keepsTexts: true)
        let parts = try SegmentedText(Self.long, reference: reference).messages(reference: 0x1234)
        let messages = try parts.reversed().map {
            try Self.message($0, coding: 8, esmClass: .withHeader)
        }
        try play.send(messages.dropLast())
        #expect(play.smsc.ledger.texts.isEmpty)
        #expect(play.smsc.ledger.incompleteTexts == 1)
        try play.send([messages[messages.count - 1]])
        #expect(play.smsc.ledger.texts.map(\.text) == [Self.long])
        #expect(play.smsc.ledger.texts[0].records == (0..<messages.count).reversed())
        #expect(play.smsc.counts.badTexts == 0)
        #expect(play.smsc.counts.segments == messages.count)
    }

    @Test func partsBySarAndWholePayloadsBecomeTheText() throws {
        var play = try SMSCPlay(SMSCProfile(), keepsTexts: true)
        let text = SegmentedText(Self.long)
        let parts = try (0..<text.segments).map { part in
            try Self.message(
                text.octets(ofPart: part), coding: 8,
                tlvs: [
                    TLV(.segmentReference, number: UInt16(7)),
                    TLV(.segmentTotal, number: UInt8(text.segments)),
                    TLV(.segmentNumber, number: UInt8(part + 1)),
                ])
        }
        let payload = try TLV(.messagePayload, ByteBuffer(bytes: text.octets))
        try play.send(parts + [Self.message([], coding: 8, tlvs: [payload])])
        #expect(play.smsc.ledger.texts.map(\.text) == [Self.long, Self.long])
        #expect(play.smsc.counts.segments == 2 * text.segments)
        #expect(play.smsc.counts.badTexts == 0)
    }

    @Test func septetsAreReadInTheirAlphabet() throws {
        var play = try SMSCPlay(SMSCProfile(), keepsTexts: true)
        try play.send([Self.message(SegmentedText("[QC] a@b €5").octets)])
        #expect(play.smsc.ledger.texts.map(\.text) == ["[QC] a@b €5"])
    }

    /// Half a surrogate pair, half an escape, an odd octet, octets above 7F, a header that lies,
    /// a part of 161 septets.
    @Test(
        arguments: [
            ([0xD8, 0x3D], 8, 0), ([0xDE, 0x00, 0x00, 0x41], 8, 0), ([0x41, 0x1B], 0, 0),
            ([0x00, 0x41, 0x00], 8, 0), ([0xC3, 0xA9], 0, 0), ([0x05, 0x00, 0x03, 0x01], 0, 0x40),
            ([0x05, 0x00, 0x03, 0x01, 0x02, 0x03, 0x41], 0, 0x40),
            ([0x05, 0x00, 0x03, 0x01, 0x02, 0x01] + [UInt8](repeating: 0x41, count: 154), 0, 0x40),
            ([0x05, 0x00, 0x03, 0x01, 0x02, 0x01] + [UInt8](repeating: 0x41, count: 136), 8, 0x40),
        ] as [([UInt8], UInt8, UInt8)])
    func whatNoHandsetCanShowIsCounted(octets: [UInt8], coding: UInt8, esmClass: UInt8) throws {
        let message = try Self.message(
            octets, coding: coding, esmClass: ESMClass(rawValue: esmClass))
        #expect(SMSCText(message).isBad)
    }

    @Test(arguments: [(153, false), (154, true)])
    func aPartHas153SeptetsAtMost(septets: Int, isBad: Bool) throws {
        let header: [UInt8] = [0x05, 0x00, 0x03, 0x01, 0x02, 0x01]
        let message = try Self.message(
            header + [UInt8](repeating: 0x41, count: septets), esmClass: .withHeader)
        #expect(SMSCText(message).isBad == isBad)
    }

    @Test(arguments: [(160, 1), (161, 2), (254, 2)])
    func aLongOneWithoutAHeaderIsBilledAsParts(septets: Int, segments: Int) throws {
        let message = try Self.message([UInt8](repeating: 0x41, count: septets))
        #expect(SMSCText(message).segments == segments)
        #expect(!SMSCText(message).isBad)
    }
}
