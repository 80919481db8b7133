import NIOCore
import SMPP
import Testing

@Suite struct GoldenTests {
    private func read(_ hex: String) throws -> Frame? {
        var octets = ByteBuffer(hex: hex)
        let frame = try FrameDecoder().next(&octets)
        #expect(octets.readableBytes == 0)
        return frame
    }

    @Test(arguments: Golden.all)
    func goldenOctetsAreReadAndWrittenBackUnchanged(hex: String) throws {
        guard case .pdu(let pdu) = try read(hex) else {
            Issue.record("not a PDU")
            return
        }
        #expect(pdu.encoded() == ByteBuffer(hex: hex))
    }

    private static let brand = Result { try Address(ton: 5, digits: "PCCC-HN") }
    private static let resident = Result { try Address(ton: 1, npi: 1, digits: "84987654321") }
    private static let words = ByteBuffer(
        bytes: "Hãy gọi 114".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })

    @Test func aBindMeansWhatItWasBuiltToMean() throws {
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret08")
        #expect(try read(Golden.bind) == .pdu(PDU(.bind(bind), sequence: 1)))
    }

    @Test func aPlainMessageMeansWhatItWasBuiltToMean() throws {
        let message = try ShortMessage(
            source: Self.brand.get(), destination: Self.resident.get(),
            text: ByteBuffer(string: "Hay kiem tra binh gas"),
            validityPeriod: "000001000000000R", registeredDelivery: 1)
        #expect(try read(Golden.submit) == .pdu(PDU(.submit(message), sequence: 2)))
    }

    @Test func aPartMeansWhatItWasBuiltToMean() throws {
        let part = try #require(UserDataHeader.Part(reference: 42, total: 2, number: 1))
        var text = ByteBuffer()
        UserDataHeader(part).write(into: &text)
        text.writeImmutableBuffer(Self.words)
        let message = try ShortMessage(
            source: Self.brand.get(), destination: Self.resident.get(), text: text,
            esmClass: .withHeader, registeredDelivery: 1, dataCoding: 8)
        #expect(try read(Golden.part) == .pdu(PDU(.submit(message), sequence: 3)))
    }

    @Test func aPayloadMeansWhatItWasBuiltToMean() throws {
        let message = try ShortMessage(
            source: Self.brand.get(), destination: Self.resident.get(), text: ByteBuffer(),
            registeredDelivery: 1, dataCoding: 8, tlvs: [TLV(.messagePayload, Self.words)])
        #expect(try read(Golden.payload) == .pdu(PDU(.submit(message), sequence: 4)))
        #expect(message.payload == Self.words)
    }

    @Test func aReceiptMeansWhatItWasBuiltToMean() throws {
        guard case .pdu(let pdu) = try read(Golden.receipt), case .deliver(let message) = pdu.body
        else {
            Issue.record("not a deliver_sm")
            return
        }
        #expect(message.esmClass.isReceipt && !message.esmClass.hasUDH)
        #expect(message.tlvs.text(.receiptedMessageID) == "0123456789")
        #expect(message.tlvs.octet(.messageState) == 2)
    }

    @Test func shortPDUsMeanWhatTheyWereBuiltToMean() throws {
        #expect(try read(Golden.enquireLink) == .pdu(PDU(.enquireLink, sequence: 6)))
        let refusal = PDU(.submitResponse(.absent), sequence: 2, status: .throttled)
        #expect(try read(Golden.throttled) == .pdu(refusal))
    }
}
