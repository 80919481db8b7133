import NIOCore
import SMPP
import Testing

@Suite struct FrameDecoderTests {
    private let decoder = FrameDecoder()

    @Test func theStartOfAPDUIsLeftAloneUntilTheRestIsThere() throws {
        var random = Seeded(state: 1)
        let built = try random.bodies().map { PDU($0, sequence: 7).encoded() }
        for whole in built + Golden.all.map(ByteBuffer.init(hex:)) {
            for count in 0..<whole.readableBytes {
                var start = try #require(whole.getSlice(at: 0, length: count))
                #expect(try decoder.next(&start) == nil)
                #expect(start.readableBytes == count)
            }
            var whole = whole
            #expect(try decoder.next(&whole) != nil)
        }
    }

    @Test(arguments: UInt64(1)...40)
    func whatIsWrittenIsReadBackTheSame(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var sent: [PDU] = []
        for body in try random.bodies() {
            let sequence = UInt32.random(in: .min ... .max, using: &random)
            sent.append(PDU(body, sequence: sequence, status: random.status()))
        }
        var stream = ByteBuffer()
        for pdu in sent { pdu.write(into: &stream) }
        for pdu in sent { #expect(try decoder.next(&stream) == .pdu(pdu)) }
        #expect(try decoder.next(&stream) == nil)
        #expect(stream.readableBytes == 0)
    }

    @Test func aPDUIsAppendedBehindWhatWaitsAlready() {
        var buffer = ByteBuffer(string: "before")
        buffer.moveReaderIndex(forwardBy: 3)
        PDU(.enquireLink, sequence: 6).write(into: &buffer)
        #expect(buffer.readString(length: 3) == "ore")
        #expect(buffer == ByteBuffer(hex: Golden.enquireLink))
    }

    @Test func anUnknownCommandIsKeptWithItsBody() throws {
        var octets = ByteBuffer(hex: "0000001300abcdef0000000000000009010203")
        let body = Body.unknown(Command(rawValue: 0xABCDEF), ByteBuffer(bytes: [1, 2, 3]))
        #expect(PDU(body, sequence: 9).encoded() == octets)
        #expect(try decoder.next(&octets) == .pdu(PDU(body, sequence: 9)))
    }

    @Test(arguments: [0, 15, 65_537, UInt32.max])
    func aLengthNobodyCanMeanEndsTheStreamAtOnce(length: UInt32) {
        var octets = ByteBuffer(integer: length)
        #expect(throws: FramingError.length(length)) { try decoder.next(&octets) }
        #expect(octets.readableBytes == 4)
    }

    @Test(arguments: [16, 65_536] as [UInt32])
    func theShortestAndTheLongestLengthAreAccepted(length: UInt32) throws {
        var octets = ByteBuffer(integer: length)
        octets.writeMultipleIntegers(0x15 as UInt32, 0 as UInt32, 6 as UInt32)
        octets.writeRepeatingByte(0, count: Int(length) - Header.size)
        #expect(try decoder.next(&octets) == .pdu(PDU(.enquireLink, sequence: 6)))
        #expect(octets.readableBytes == 0)
    }

    @Test func aLimitOfOnesOwnIsKept() {
        var octets = ByteBuffer(integer: 101 as UInt32)
        #expect(throws: FramingError.length(101)) { try FrameDecoder(limit: 100).next(&octets) }
    }
}
