import NIOCore
import SMPP
import Testing

@Suite struct UserDataHeaderTests {
    @Test(arguments: [([5, 0, 3, 42, 2, 1], false), ([6, 8, 4, 1, 42, 2, 1], true)])
    func `A part is written as it was read`(_ bytes: [UInt8], _ isWide: Bool) throws {
        var text = ByteBuffer(bytes: bytes + [72, 105])
        let header = try #require(UserDataHeader(reading: &text))
        let part = try #require(header.part)
        #expect(part.number == 1 && part.count == 2 && part.isWide == isWide)
        #expect(part.reference == (isWide ? 0x012A : 42))
        #expect(text == ByteBuffer(string: "Hi"))
        var written = ByteBuffer()
        header.write(into: &written)
        #expect(written == ByteBuffer(bytes: bytes))
    }

    /// A port address (IEI 5) stands before the part.
    @Test func `Other elements are passed over`() throws {
        var text = ByteBuffer(bytes: [11, 5, 4, 0, 1, 0, 2, 0, 3, 9, 3, 2, 65])
        #expect(try #require(UserDataHeader(reading: &text)).part?.number == 2)
        #expect(text == ByteBuffer(string: "A"))
    }

    @Test(arguments: [[], [5], [5, 0, 3, 42, 2], [5, 0, 9, 42, 2, 1], [1, 0]] as [[UInt8]])
    func `Lengths that do not add up take nothing`(_ bytes: [UInt8]) {
        var text = ByteBuffer(bytes: bytes)
        #expect(UserDataHeader(reading: &text) == nil)
        #expect(text == ByteBuffer(bytes: bytes))
    }

    @Test(
        arguments: [[5, 0, 3, 42, 2, 0], [5, 0, 3, 42, 2, 3], [5, 0, 3, 42, 0, 0]] as [[UInt8]])
    func `A part outside its message is none`(_ bytes: [UInt8]) throws {
        var text = ByteBuffer(bytes: bytes + [65])
        #expect(try #require(UserDataHeader(reading: &text)).part == nil)
    }
}
