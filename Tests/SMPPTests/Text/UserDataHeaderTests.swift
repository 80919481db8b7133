import NIOCore
import SMPP
import Testing

@Suite struct UserDataHeaderTests {
    private func read(_ octets: [UInt8]) -> UserDataHeader? {
        var text = ByteBuffer(bytes: octets)
        return UserDataHeader(reading: &text)
    }

    @Test(arguments: [false, true])
    func aPartIsWrittenAndRead(isWide: Bool) throws {
        let part = try #require(
            UserDataHeader.Part(reference: 0x2A, total: 3, number: 2, isWide: isWide))
        var text = ByteBuffer()
        UserDataHeader(part).write(into: &text)
        let expected: [UInt8] = isWide ? [6, 8, 4, 0, 0x2A, 3, 2] : [5, 0, 3, 0x2A, 3, 2]
        #expect(text == ByteBuffer(bytes: expected))
        text.writeString("rest")
        #expect(UserDataHeader(reading: &text)?.part == part)
        #expect(text == ByteBuffer(string: "rest"))
    }

    @Test func otherElementsAreKeptAndWrittenBack() throws {
        let octets: [UInt8] = [11, 5, 4, 0x15, 0x8A, 0, 0, 0, 3, 1, 2, 1]
        let header = try #require(read(octets))
        #expect(header.part == UserDataHeader.Part(reference: 1, total: 2, number: 1))
        #expect(header.elements.map(\.identifier) == [5, 0])
        var written = ByteBuffer()
        header.write(into: &written)
        #expect(written == ByteBuffer(bytes: octets))
    }

    @Test(
        arguments: [
            [], [1], [6, 0, 3, 1, 2, 1], [5, 0, 4, 1, 2, 1], [1, 0, 0], [3, 0, 0, 8],
        ] as [[UInt8]])
    func lengthsThatDoNotAddUpTakeNothing(octets: [UInt8]) {
        var text = ByteBuffer(bytes: octets)
        #expect(UserDataHeader(reading: &text) == nil)
        #expect(text.readableBytes == octets.count)
    }

    @Test(
        arguments: [
            [5, 0, 3, 1, 2, 0], [5, 0, 3, 1, 2, 3], [5, 0, 3, 1, 0, 0], [4, 0, 2, 1, 1], [0],
        ] as [[UInt8]])
    func whatIsNoPartIsNone(octets: [UInt8]) throws {
        #expect(try #require(read(octets)).part == nil)
    }

    @Test func aPartThatDoesNotFitIsRefused() {
        #expect(UserDataHeader.Part(reference: 256, total: 2, number: 1) == nil)
        #expect(UserDataHeader.Part(reference: 256, total: 2, number: 1, isWide: true) != nil)
        #expect(UserDataHeader.Part(reference: 1, total: 2, number: 3) == nil)
    }

    @Test func aHeaderLongerThanItsLengthOctetIsRefused() {
        let element = UserDataHeader.Element(
            identifier: 1, value: ByteBuffer(repeating: 0, count: 254))
        #expect(throws: FieldProblem.tooLong(.userDataHeader, octets: 256, limit: 255)) {
            try UserDataHeader([element])
        }
    }
}
