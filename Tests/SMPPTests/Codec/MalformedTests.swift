import NIOCore
import SMPP
import Testing

@Suite struct MalformedTests {
    struct Case: Sendable {
        let command: Command
        let body: [UInt8]
        let problem: DecodingProblem
        let answer: CommandStatus
    }

    private static let empty = [UInt8](repeating: 0, count: 16)

    static let cases = [
        Case(
            command: .submit, body: [], problem: .truncated(at: 16),
            answer: .invalidCommandLength),
        Case(
            command: .submit, body: [65, 65], problem: .truncated(at: 16),
            answer: .invalidCommandLength),
        Case(
            command: .submit, body: [0, 1, 1, 65, 0, 1], problem: .truncated(at: 21),
            answer: .invalidCommandLength),
        Case(
            command: .submit, body: empty + [3, 1, 2],
            problem: .textOverrun(length: 3, available: 2), answer: .invalidMessageLength),
        Case(
            command: .deliver, body: empty + [0, 0x04, 0x27, 0, 2, 1],
            problem: .tlvOverrun(.messageState, length: 2, available: 1),
            answer: .invalidTLVLength),
        Case(
            command: .deliver, body: empty + [0, 0x04, 0x27, 0], problem: .strayOctets(3),
            answer: .invalidTLVStream),
        Case(
            command: .submitMulti, body: [0, 0, 0, 0, 1, 3], problem: .destinationFlag(3),
            answer: .invalidDestinationFlag),
        Case(
            command: .submitMultiResponse, body: [65, 0, 1, 1, 1, 65, 0, 0, 0],
            problem: .truncated(at: 23), answer: .invalidCommandLength),
        Case(
            command: .queryResponse, body: [65, 0, 0, 2], problem: .truncated(at: 20),
            answer: .invalidCommandLength),
        Case(
            command: .bindTransceiver, body: [65, 0, 65, 0, 0, 0x34, 1],
            problem: .truncated(at: 22), answer: .invalidCommandLength),
    ]

    @Test(arguments: cases)
    func whatIsWrongInsideIsNamedAndTheNextPDUIsStillRead(example: Case) throws {
        var octets = ByteBuffer(example.command, sequence: 3, body: example.body)
        let header = Header(
            length: UInt32(octets.readableBytes), command: example.command, status: .ok,
            sequence: 3)
        octets.writeImmutableBuffer(ByteBuffer(hex: Golden.enquireLink))
        let decoder = FrameDecoder()
        #expect(try decoder.next(&octets) == .malformed(header, example.problem))
        #expect(example.problem.status == example.answer)
        #expect(try decoder.next(&octets) == .pdu(PDU(.enquireLink, sequence: 6)))
    }

    @Test func everyBodyCutShortIsReadOrNamedAndTheNextPDUIsStillRead() throws {
        var random = Seeded(state: 3)
        var malformed = 0
        for body in try random.bodies() {
            let whole = PDU(body, sequence: 1).encoded()
            for length in Header.size..<whole.readableBytes {
                var octets = try #require(whole.getSlice(at: 0, length: length))
                octets.setInteger(UInt32(length), at: 0)
                octets.writeImmutableBuffer(ByteBuffer(hex: Golden.enquireLink))
                if case .malformed = try FrameDecoder().next(&octets) { malformed += 1 }
                let next = try FrameDecoder().next(&octets)
                #expect(next == .pdu(PDU(.enquireLink, sequence: 6)))
            }
        }
        #expect(malformed > 1_000)
    }

    @Test(arguments: UInt64(1)...50)
    func whatIsReadFromDamagedOctetsSurvivesASecondTrip(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var read = 0
        for body in try random.bodies() {
            var octets = PDU(body, sequence: 1).encoded()
            for _ in 0..<4 {
                let place = Int.random(in: 4..<octets.writerIndex, using: &random)
                octets.setInteger(random.octet(), at: place)
            }
            guard case .pdu(let pdu)? = try FrameDecoder().next(&octets) else { continue }
            read += 1
            var written = pdu.encoded()
            #expect(try FrameDecoder().next(&written) == .pdu(pdu))
        }
        #expect(read > 0)
    }
}
