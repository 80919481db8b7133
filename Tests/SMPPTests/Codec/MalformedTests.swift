import NIOCore
import SMPP
import Testing

@Suite struct MalformedTests {
    struct Case: Sendable {
        let command: Command
        let body: [UInt8]
        let problem: FieldProblem
        let answer: CommandStatus
    }

    static let cases = [
        Case(
            command: .submit, body: [], problem: .missing(.serviceType),
            answer: .invalidCommandLength),
        Case(
            command: .submit, body: [65, 65], problem: .unterminated(.serviceType),
            answer: .invalidCommandLength),
        Case(
            command: .submit, body: [65, 65, 65, 65, 65, 65, 0],
            problem: .tooLong(.serviceType, limit: 5), answer: .invalidServiceType),
        Case(
            command: .submit, body: [UInt8](repeating: 0, count: 16) + [3, 1, 2],
            problem: .missing(.text), answer: .invalidCommandLength),
        Case(
            command: .submit,
            body: [UInt8](repeating: 0, count: 16) + [255] + [UInt8](repeating: 1, count: 255),
            problem: .tooLong(.text, limit: 254), answer: .invalidMessageLength),
        Case(
            command: .deliver, body: [UInt8](repeating: 0, count: 17) + [0x04, 0x27, 0, 2, 1],
            problem: .brokenTLVs, answer: .invalidTLVStream),
        Case(
            command: .submitMulti, body: [0, 0, 0, 0, 1, 3],
            problem: .unexpected(.destinationFlag, 3), answer: .invalidDestinationFlag),
        Case(
            command: .bindTransceiver, body: [0] + [UInt8](repeating: 65, count: 9) + [0],
            problem: .tooLong(.password, limit: 8), answer: .invalidPassword),
    ]

    @Test(arguments: cases)
    func `What is wrong inside a PDU is named and the next PDU is still read`(
        _ example: Case
    ) throws {
        var bytes = ByteBuffer(integer: UInt32(16 + example.body.count))
        bytes.writeMultipleIntegers(example.command.rawValue, 0 as UInt32, 3 as UInt32)
        bytes.writeBytes(example.body)
        bytes.writeImmutableBuffer(ByteBuffer(hex: Golden.enquireLink))
        var decoder = FrameDecoder()
        let header = Header(command: example.command, status: .ok, sequence: 3)
        #expect(try decoder.next(&bytes) == .malformed(header, example.problem))
        #expect(example.problem.status == example.answer)
        #expect(try decoder.next(&bytes) == .pdu(PDU(sequence: 6, .enquireLink)))
    }

    @Test(arguments: UInt64(1)...50)
    func `Any body is read or named, and what was read survives a second trip`(
        _ seed: UInt64
    ) throws {
        var random = Seeded(state: seed)
        let commands = try random.bodies().map(\.command)
        var read = 0
        for command in commands + commands {
            // Mostly zeros, so that a fair share of the bodies can be read to their end.
            let body = random.bytes(upTo: 80).readableBytesView.map { $0 < 200 ? 0 : $0 }
            var bytes = ByteBuffer(integer: UInt32(16 + body.count))
            bytes.writeMultipleIntegers(command.rawValue, 0 as UInt32, 1 as UInt32)
            bytes.writeBytes(body)
            try again(&bytes, count: &read)
            #expect(bytes.readableBytes == 0)
        }
        #expect(read > 0)
    }

    @Test(arguments: UInt64(1)...50)
    func `A PDU with some bytes changed never traps`(_ seed: UInt64) throws {
        var random = Seeded(state: seed)
        var read = 0
        for body in try random.bodies() {
            var bytes = PDU(sequence: 1, body).bytes
            for _ in 0..<4 {
                let place = Int.random(in: 4..<bytes.writerIndex, using: &random)
                bytes.setInteger(random.byte(), at: place)
            }
            try again(&bytes, count: &read)
        }
        #expect(read > 0)
    }

    private func again(_ bytes: inout ByteBuffer, count: inout Int) throws {
        var decoder = FrameDecoder()
        guard case .pdu(let pdu)? = try decoder.next(&bytes) else { return }
        count += 1
        var written = pdu.bytes
        #expect(try decoder.next(&written) == .pdu(pdu))
    }
}
