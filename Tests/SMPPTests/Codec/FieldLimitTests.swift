import NIOCore
import SMPP
import Testing

@Suite struct FieldLimitTests {
    @Test func aValueLongerThanItsFieldIsRefusedBeforeItIsSent() throws {
        #expect(throws: FieldProblem.tooLong(.password, octets: 9, limit: 8)) {
            try Bind(mode: .transceiver, systemID: "keng", password: "123456789")
        }
        let long = try Address(ton: 1, npi: 1, digits: String(repeating: "1", count: 21))
        #expect(throws: FieldProblem.tooLong(.destination, octets: 21, limit: 20)) {
            try ShortMessage(source: .none, destination: long, text: ByteBuffer())
        }
        #expect(throws: FieldProblem.tooLong(.text, octets: 255, limit: 254)) {
            try ShortMessage(
                source: .none, destination: .none, text: ByteBuffer(repeating: 1, count: 255))
        }
        #expect(throws: FieldProblem.tooLong(.tlv(.messagePayload), octets: 65_536, limit: 65_535))
        {
            try TLV(.messagePayload, ByteBuffer(repeating: 1, count: 65_536))
        }
    }

    @Test(arguments: ["Hãy gọi", "A\u{30A}", "火"])
    func aNameBeyondLatin1IsRefused(name: String) {
        #expect(throws: FieldProblem.notLatin1(.address)) { try Address(digits: name) }
    }

    @Test func aZeroInsideATextIsRefused() {
        #expect(throws: FieldProblem.zeroOctet(.address)) { try Address(digits: "a\u{0}b") }
    }

    @Test(arguments: [0, 255])
    func submitMultiTakesOneTo254Destinations(count: Int) throws {
        let message = try ShortMessage(source: .none, destination: .none, text: ByteBuffer())
        let list = [SubmitMulti.Destination](repeating: .list("all"), count: count)
        #expect(throws: FieldProblem.count(.destination, count, allowed: 1...254)) {
            try SubmitMulti(message, to: list)
        }
    }

    @Test func whatIsPrintedHoldsNoPasswordAndNoNumber() throws {
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret08")
        let address = try Address(ton: 1, npi: 1, digits: "84987654321")
        let message = try ShortMessage(
            source: .none, destination: address, text: ByteBuffer(string: "words"))
        #expect("\(bind)" == "bind_transceiver as keng")
        #expect("\(PDU(.bind(bind), sequence: 1))" == "bind_transceiver #1")
        #expect("\(address)" == "1/1/…321")
        #expect("\(PDU(.submit(message), sequence: 2))" == "submit_sm #2")
        #expect(
            "\(PDU(.submitResponse(.absent), sequence: 2, status: .throttled))"
                == "submit_sm_resp #2 ESME_RTHROTTLED (0x58)")
    }
}
