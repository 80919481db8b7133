import NIOCore
import SMPP
import Testing

/// What gateways get wrong and a client lives with.
@Suite struct ToleranceTests {
    private func read(_ command: Command, _ body: [UInt8]) throws -> Body? {
        var octets = ByteBuffer(command, sequence: 1, body: body)
        guard case .pdu(let pdu) = try FrameDecoder().next(&octets) else { return nil }
        return pdu.body
    }

    @Test func theLastZeroMayBeMissing() throws {
        #expect(
            try read(.submitResponse, Array("abc".utf8))
                == .submitResponse(try MessageResponse(messageID: "abc")))
        #expect(
            try read(.bindTransceiverResponse, Array("smsc".utf8))
                == .bindResponse(try BindResponse(mode: .transceiver, systemID: "smsc")))
        let address = try Address(ton: 1, npi: 1, digits: "849")
        #expect(
            try read(.query, [65, 0, 1, 1] + Array("849".utf8))
                == .query(try Query(messageID: "A", source: address)))
    }

    @Test func anOverlongIDIsReadAndWrittenBack() throws {
        let body = [UInt8](repeating: 0x41, count: 100) + [0]
        let octets = ByteBuffer(.submitResponse, sequence: 1, body: body)
        var copy = octets
        guard case .pdu(let pdu) = try FrameDecoder().next(&copy) else {
            Issue.record("not a PDU")
            return
        }
        #expect(pdu.encoded() == octets)
    }

    @Test func octetsAboveASCIIAreWrittenBackAsTheyCame() throws {
        let name: [UInt8] = [0xC3, 0xA9, 0x80, 0xFF]
        let body = [0, 5, 0] + name + [UInt8](repeating: 0, count: 14)
        let octets = ByteBuffer(.deliver, sequence: 1, body: body)
        var copy = octets
        guard case .pdu(let pdu) = try FrameDecoder().next(&copy),
            case .deliver(let message) = pdu.body
        else {
            Issue.record("not a deliver_sm")
            return
        }
        #expect(message.source.digits == "Ã©\u{80}ÿ")
        #expect(pdu.encoded() == octets)
    }

    @Test func aCommandWithoutABodyMayCarryOneAnyway() throws {
        #expect(try read(.enquireLinkResponse, [1, 2, 3]) == .enquireLinkResponse)
        #expect(try read(.unbind, [0]) == .unbind)
    }

    @Test func everyTLVIsKeptInItsOrder() throws {
        let tlvs = [
            try TLV(TLV.Tag(rawValue: 0x1403), ByteBuffer(string: "template")),
            TLV(.congestionState, number: 90 as UInt8),
            try TLV(TLV.Tag(rawValue: 0x1403), ByteBuffer()),
            TLV(.congestionState, number: 10 as UInt8),
        ]
        let response = try MessageResponse(messageID: "1", tlvs: tlvs)
        var octets = PDU(.submitResponse(response), sequence: 1).encoded()
        guard case .pdu(let pdu) = try FrameDecoder().next(&octets) else {
            Issue.record("not a PDU")
            return
        }
        #expect(pdu.body.tlvs == tlvs)
        #expect(pdu.body.tlvs.congestionState == 90)
    }

    @Test func aParameterOfAnotherLengthHasNoOctet() throws {
        #expect([TLV(.congestionState, number: 90 as UInt16)].congestionState == nil)
        #expect([TLV]().congestionState == nil)
    }

    @Test func aParametersTextEndsAtItsZeroOrItsEnd() throws {
        #expect([try TLV(.receiptedMessageID, text: "12")].text(.receiptedMessageID) == "12")
        let bare = try TLV(.receiptedMessageID, ByteBuffer(string: "12"))
        #expect([bare].text(.receiptedMessageID) == "12")
        #expect([bare].text(.additionalStatusText) == nil)
    }
}
