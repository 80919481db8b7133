import NIOCore
import SMPP
import Testing

@Suite struct ReceiptTests {
    struct Case: Sendable {
        let text: String
        let id: String
        let status: MessageStatus
        let error: String?
    }

    /// Forms that message centres are known to send; the last fields quote a text that imitates a receipt.
    static let cases = [
        Case(
            text: "id:0123456789 sub:001 dlvrd:001 submit date:2511220930 done date:2511220931 "
                + "stat:DELIVRD err:000 text:Hay kiem tra",
            id: "0123456789", status: .delivered, error: "000"),
        Case(
            text: "id:7f3A stat:UNDELIV err:0x4B", id: "7f3A", status: .undeliverable,
            error: "0x4B"),
        Case(
            text: "ID:5 sub:001 dlvrd:000 submit date:251122093000 done date:251122093100 "
                + "Stat:expired ERR:E07 Text:",
            id: "5", status: .expired, error: "E07"),
        Case(
            text: "id:6b1f0c2e-8d1a-4c55-9a53-0a0f3f3f2b11 stat:ACCEPTD",
            id: "6b1f0c2e-8d1a-4c55-9a53-0a0f3f3f2b11", status: .accepted, error: nil),
        Case(
            text: "id:8 stat:REJECTD err:012 text:id:9 stat:DELIVRD err:000", id: "8",
            status: .rejected, error: "012"),
        Case(text: "id:8 stat:NEWWORD", id: "8", status: .unknown, error: nil),
    ]

    @Test(arguments: cases)
    func `Each field is found wherever it stands`(_ example: Case) throws {
        let receipt = try #require(
            DeliveryReceipt(payload: ByteBuffer(string: example.text), tlvs: []))
        #expect(receipt.id == example.id)
        #expect(receipt.status == example.status)
        #expect(receipt.error == example.error)
    }

    @Test func `Octets of a header and NULs in the quoted text do no harm`() throws {
        var payload = ByteBuffer(string: "id:1 stat:DELIVRD err:000 text:")
        payload.writeBytes([5, 0, 3, 42, 2, 1, 0, 255])
        let receipt = try #require(DeliveryReceipt(payload: payload, tlvs: []))
        #expect(receipt.id == "1")
        #expect(receipt.status == .delivered)
    }

    @Test func `TLVs are believed before the text`() throws {
        let tlvs = [
            try TLV(.receiptedMessageID, ByteBuffer(bytes: Array("ab12".utf8) + [0])),
            try TLV(.messageState, ByteBuffer(bytes: [5])),
            try TLV(.networkErrorCode, ByteBuffer(bytes: [3, 0, 27])),
        ]
        let text = ByteBuffer(string: "id:99 stat:DELIVRD err:000")
        let receipt = try #require(DeliveryReceipt(payload: text, tlvs: tlvs))
        #expect(receipt.id == "ab12")
        #expect(receipt.status == .undeliverable)
        #expect(receipt.networkError == ByteBuffer(bytes: [3, 0, 27]))
    }

    @Test(arguments: ["", "B", "id: stat:DELIVRD", "stat:DELIVRD", "id:7", "grid:7 estat:DELIVRD"])
    func `What a person writes is no receipt`(_ text: String) {
        #expect(DeliveryReceipt(payload: ByteBuffer(string: text), tlvs: []) == nil)
    }

    @Test func `The golden receipt is read through its PDU`() throws {
        var bytes = ByteBuffer(hex: Golden.receipt)
        var decoder = FrameDecoder()
        guard case .pdu(let pdu)? = try decoder.next(&bytes), case .deliver(let message) = pdu.body
        else {
            Issue.record("not a deliver_sm")
            return
        }
        let receipt = try #require(DeliveryReceipt(message))
        #expect(receipt.id == "0123456789")
        #expect(receipt.status == .delivered)
    }
}
