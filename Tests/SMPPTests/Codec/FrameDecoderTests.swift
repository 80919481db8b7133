import NIOCore
import SMPP
import Testing

@Suite struct FrameDecoderTests {
    private func read(_ bytes: ByteBuffer) throws -> Frame? {
        var bytes = bytes
        var decoder = FrameDecoder()
        let frame = try decoder.next(&bytes)
        #expect(bytes.readableBytes == 0)
        return frame
    }

    @Test(arguments: Golden.all)
    func `Golden bytes are read and written back unchanged`(_ hex: String) throws {
        let bytes = ByteBuffer(hex: hex)
        guard case .pdu(let pdu) = try read(bytes) else {
            Issue.record("not a PDU")
            return
        }
        #expect(pdu.bytes == bytes)
    }

    @Test func `Golden bytes mean what they were built to mean`() throws {
        let brand = try Address(ton: 5, npi: 0, digits: "PCCC-HN")
        let resident = try Address(ton: 1, npi: 1, digits: "84987654321")
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret08")
        #expect(try read(ByteBuffer(hex: Golden.bind)) == .pdu(PDU(sequence: 1, .bind(bind))))

        let plain = try ShortMessage(
            source: brand, destination: resident, validityPeriod: "000001000000000R",
            registeredDelivery: 1, text: ByteBuffer(string: "Hay kiem tra binh gas"))
        #expect(
            try read(ByteBuffer(hex: Golden.submit)) == .pdu(PDU(sequence: 2, .submit(plain))))

        let words = ByteBuffer(
            bytes: "Hãy gọi 114".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        let long = try ShortMessage(
            source: brand, destination: resident, registeredDelivery: 1, dataCoding: 8,
            tlvs: [TLV(.messagePayload, words)])
        #expect(
            try read(ByteBuffer(hex: Golden.payload)) == .pdu(PDU(sequence: 4, .submit(long))))
        #expect(long.payload == words)

        let refusal = PDU(
            status: .throttled, sequence: 2,
            .submitResponse(try MessageResponse(messageID: nil)))
        #expect(try read(ByteBuffer(hex: Golden.throttled)) == .pdu(refusal))
        #expect(refusal.status.description == "ESME_RTHROTTLED (0x58)")
        #expect(
            try read(ByteBuffer(hex: Golden.enquireLink))
                == .pdu(PDU(sequence: 6, .enquireLink)))
    }

    @Test func `The start of a PDU is left alone until the rest is there`() throws {
        var random = Seeded(state: 1)
        for body in try random.bodies() {
            let whole = PDU(sequence: 7, body).bytes
            var decoder = FrameDecoder()
            for count in 0..<whole.readableBytes {
                var start = try #require(whole.getSlice(at: 0, length: count))
                #expect(try decoder.next(&start) == nil)
                #expect(start.readableBytes == count)
            }
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `What is written is read back the same`(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        var stream = ByteBuffer()
        let sent = try random.bodies().map { body in
            PDU(
                status: CommandStatus(rawValue: .random(in: .min ... .max, using: &random)),
                sequence: .random(in: .min ... .max, using: &random), body)
        }
        for pdu in sent { pdu.write(into: &stream) }
        var decoder = FrameDecoder()
        for pdu in sent { #expect(try decoder.next(&stream) == .pdu(pdu)) }
        #expect(try decoder.next(&stream) == nil)
        #expect(stream.readableBytes == 0)
    }

    @Test func `An unknown command is kept with its body`() throws {
        let bytes = ByteBuffer(hex: "0000001300abcdef0000000000000009010203")
        let body = Body.unknown(Command(rawValue: 0xABCDEF), ByteBuffer(bytes: [1, 2, 3]))
        #expect(try read(bytes) == .pdu(PDU(sequence: 9, body)))
        #expect(PDU(sequence: 9, body).bytes == bytes)
    }

    @Test(arguments: [0, 15, 65_537, UInt32.max])
    func `A length nobody can mean ends the stream at once`(_ length: UInt32) {
        var bytes = ByteBuffer(integer: length)
        var decoder = FrameDecoder()
        #expect(throws: FramingError.length(length)) { try decoder.next(&bytes) }
        #expect(bytes.readableBytes == 4)
    }

    @Test(arguments: [16, 65_536] as [UInt32])
    func `The shortest and the longest length are accepted`(_ length: UInt32) throws {
        var bytes = ByteBuffer(integer: length)
        bytes.writeMultipleIntegers(0x15 as UInt32, 0 as UInt32, 6 as UInt32)
        bytes.writeRepeatingByte(0, count: Int(length) - 16)
        #expect(try read(bytes) == .pdu(PDU(sequence: 6, .enquireLink)))
    }
}
