import NIOCore
import SMPP
import Testing

@Suite struct FieldLimitTests {
    @Test func `A value longer than its field is refused before it is sent`() throws {
        #expect(throws: FieldProblem.tooLong(.password, limit: 8)) {
            try Bind(mode: .transceiver, systemID: "keng", password: "123456789")
        }
        let long = try Address(ton: 1, npi: 1, digits: String(repeating: "1", count: 21))
        #expect(throws: FieldProblem.tooLong(.address, limit: 20)) {
            try ShortMessage(destination: long)
        }
        #expect(throws: FieldProblem.tooLong(.text, limit: 254)) {
            try ShortMessage(destination: .none, text: ByteBuffer(repeating: 1, count: 255))
        }
        #expect(throws: FieldProblem.tooLong(.tlvValue, limit: 65_535)) {
            try TLV(.messagePayload, ByteBuffer(repeating: 1, count: 65_536))
        }
    }

    @Test(arguments: ["a\u{0}b", "Hãy gọi", "A\u{30A}"])
    func `A name that does not fit Latin-1 or holds a NUL is refused`(_ name: String) {
        #expect(throws: FieldProblem.unencodable(.longAddress)) {
            try Address(ton: 5, npi: 0, digits: name)
        }
    }

    @Test func `TLVs after an absent id bring an empty id with them`() throws {
        let tlv = try TLV(.congestionState, ByteBuffer(bytes: [90]))
        #expect(try MessageResponse(messageID: nil, tlvs: [tlv]).messageID == "")
        #expect(try MessageResponse(messageID: nil).messageID == nil)
    }
}
