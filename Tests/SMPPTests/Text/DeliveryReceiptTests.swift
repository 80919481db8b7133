import NIOCore
import SMPP
import Testing

@Suite struct DeliveryReceiptTests {
    private func receipt(
        _ text: String, esmClass: ESMClass = .receipt, dataCoding: UInt8 = 0, tlvs: [TLV] = [],
        acceptsPlain: Bool = false
    ) throws -> DeliveryReceipt? {
        try receipt(
            ByteBuffer(string: text), esmClass: esmClass, dataCoding: dataCoding, tlvs: tlvs,
            acceptsPlain: acceptsPlain)
    }

    private func receipt(
        _ text: ByteBuffer, esmClass: ESMClass = .receipt, dataCoding: UInt8 = 0,
        tlvs: [TLV] = [], acceptsPlain: Bool = false
    ) throws -> DeliveryReceipt? {
        let message = try ShortMessage(
            source: .none, destination: .none, text: text, esmClass: esmClass,
            dataCoding: dataCoding, tlvs: tlvs)
        return DeliveryReceipt(message, acceptsPlain: acceptsPlain)
    }

    @Test func theGoldenReceiptIsRead() throws {
        var octets = ByteBuffer(hex: Golden.receipt)
        guard case .pdu(let pdu) = try FrameDecoder().next(&octets),
            case .deliver(let message) = pdu.body
        else {
            Issue.record("not a deliver_sm")
            return
        }
        let receipt = try #require(DeliveryReceipt(message))
        #expect(receipt.messageID == "0123456789")
        #expect(receipt.textID == "0123456789")
        #expect(receipt.status == .delivered)
        #expect(receipt.stat == "DELIVRD")
        #expect(receipt.error == "000")
        #expect(receipt.submitted == "2511220930")
        #expect(receipt.done == "2511220931")
    }

    @Test(arguments: [
        "id:7f submit date:2511220930 done date:251122093105 stat:UNDELIV err:00A text:",
        "ID:7f SUB:001 DLVRD:000 Submit Date:2511220930 Done Date:251122093105 Stat:undeliv Err:00A Text:x",
        "id:7f\0submit date:2511220930\0done date:251122093105\0stat:UNDELIVERABLE\0err:00A",
        "\u{5}\0\u{3}*\u{2}\u{1}id:7f submit_date:2511220930 done_date:251122093105 stat:UNDELIV err:00A",
        "stat: UNDELIV id: 7f err: 00A done date: 251122093105 submit date: 2511220930",
    ])
    func eachFieldIsFoundHoweverTheTextIsWritten(text: String) throws {
        let receipt = try #require(try receipt(text))
        #expect(receipt.messageID == "7f")
        #expect(receipt.status == .undeliverable)
        #expect(receipt.error == "00A")
        #expect(receipt.submitted == "2511220930")
        #expect(receipt.done == "251122093105")
    }

    @Test func whatTheMessageSaysIsNoField() throws {
        let receipt = try #require(
            try receipt("id:1 stat:DELIVRD text:stat:REJECTD err:123 id:9"))
        #expect(receipt.status == .delivered)
        #expect(receipt.error == nil)
        #expect(receipt.messageID == "1")
    }

    @Test func aMissingValueIsNotTheNextField() throws {
        let receipt = try #require(try receipt("id:1 stat:EXPIRED err: text:hello"))
        #expect(receipt.error == nil)
        #expect(receipt.status == .expired)
    }

    @Test func aNameInsideAnotherWordIsNoField() throws {
        let receipt = try #require(try receipt("valid:5 restat:DELETED id:1 stat:EXPIRED"))
        #expect(receipt.messageID == "1")
        #expect(receipt.status == .expired)
    }

    @Test func aDateOfAnotherLengthIsLeftOut() throws {
        let receipt = try #require(try receipt("id:1 done date:25112209 stat:DELIVRD"))
        #expect(receipt.done == nil)
    }

    @Test func parametersAreBelievedBeforeTheText() throws {
        let tlvs = [
            try TLV(.receiptedMessageID, text: "ff"), TLV(.messageState, number: 5 as UInt8),
            try TLV(.networkErrorCode, ByteBuffer(bytes: [3, 0, 1])),
        ]
        let receipt = try #require(try receipt("id:255 stat:DELIVRD", tlvs: tlvs))
        #expect(receipt.messageID == "ff")
        #expect(receipt.textID == "255")
        #expect(receipt.status == .undeliverable)
        #expect(receipt.networkError == ByteBuffer(bytes: [3, 0, 1]))
    }

    @Test func parametersAloneAreEnough() throws {
        let message = try DataMessage(
            source: .none, destination: .none, esmClass: .receipt,
            tlvs: [TLV(.receiptedMessageID, text: "ff"), TLV(.messageState, number: 2 as UInt8)])
        let receipt = try #require(DeliveryReceipt(message))
        #expect(receipt.messageID == "ff")
        #expect(receipt.status == .delivered)
        #expect(receipt.stat == nil)
    }

    @Test func aStateWithoutAnIDIsStillAReceipt() throws {
        let receipt = try #require(try receipt("stat:DELIVRD"))
        #expect(receipt.messageID == nil)
        #expect(receipt.status == .delivered)
    }

    @Test func aWordNobodyKnowsIsKept() throws {
        let receipt = try #require(try receipt("id:1 stat:NOCREDIT"))
        #expect(receipt.status == .unknown)
        #expect(receipt.stat == "NOCREDIT")
    }

    @Test func aHeaderInFrontIsSteppedOver() throws {
        var text = ByteBuffer(bytes: [5, 0, 3, 0x41, 1, 1])
        text.writeString("id:1 stat:DELIVRD")
        let receipt = try #require(try receipt(text, esmClass: ESMClass(rawValue: 0x44)))
        #expect(receipt.messageID == "1")
    }

    @Test func aReceiptInUCS2IsRead() throws {
        let text = "id:1 stat:DELIVRD text:Hãy gọi".utf16.flatMap {
            [UInt8($0 >> 8), UInt8($0 & 0xFF)]
        }
        let receipt = try #require(try receipt(ByteBuffer(bytes: text), dataCoding: 8))
        #expect(receipt.messageID == "1")
        #expect(receipt.status == .delivered)
    }

    @Test func anIntermediateStateIsMarked() throws {
        let receipt = try #require(try receipt("id:1 stat:ENROUTE", esmClass: .intermediate))
        #expect(receipt.isIntermediate)
        #expect(!receipt.status.isFinal)
    }

    @Test func aReplyIsNoReceipt() throws {
        let text = "id:1 stat:DELIVRD"
        #expect(try receipt(text, esmClass: .plain) == nil)
        #expect(try receipt(text, esmClass: .plain, acceptsPlain: true)?.messageID == "1")
        #expect(try receipt("my id:1", esmClass: .plain, acceptsPlain: true) == nil)
        #expect(try receipt("nothing at all") == nil)
    }

    @Test func theWordsOfTheSpecificationAreAllKnown() {
        let words = [
            "SCHEDULED", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD",
            "UNKNOWN", "REJECTD", "SKIPPED",
        ]
        #expect(words.map(MessageStatus.init(stat:)) == MessageStatus.allCases)
    }

    @Test(arguments: UInt64(1)...200)
    func anyOctetsAreReadWithoutHarm(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var text = ByteBuffer(string: "id:1 stat:DELIVRD err:")
        for _ in 0..<random.octets(upTo: 8).readableBytes {
            let place = Int.random(in: 0..<text.writerIndex, using: &random)
            text.setInteger(random.octet(), at: place)
        }
        text.writeImmutableBuffer(random.octets(upTo: 60))
        for esmClass in [ESMClass.receipt, ESMClass(rawValue: 0x44)] {
            let receipt = try receipt(text, esmClass: esmClass, dataCoding: random.octet() & 8)
            #expect(receipt?.error?.isEmpty != true)
        }
    }
}
