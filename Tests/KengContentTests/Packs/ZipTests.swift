import Foundation
import Testing

@testable import KengContent

struct ZipTests {
    private func archive() throws -> [UInt8] {
        try ZipWriter.archive(
            first: ZipEntry("mimetype", "application/epub+zip", isStored: true),
            [ZipEntry("b.txt", String(repeating: "铿", count: 60)), ZipEntry("a/x.txt", "")])
    }

    @Test func theMediaTypeStandsWhereReadersLookForIt() throws {
        let bytes = try archive()
        // OCF ZIP container media type identification: bytes 30 to 58, nothing between name and data.
        #expect(Array(bytes[0..<4]) == [0x50, 0x4B, 3, 4])
        #expect(String(decoding: bytes[30..<58], as: UTF8.self) == "mimetypeapplication/epub+zip")
        #expect(bytes[28] == 0 && bytes[29] == 0)
    }

    @Test func theOtherFilesAreInOrderAndComeBack() throws {
        let entries = try ZipReader.entries(of: archive())
        #expect(entries.map(\.name) == ["mimetype", "a/x.txt", "b.txt"])
        #expect(entries.map(\.isStored) == [true, false, false])
        #expect(
            String(decoding: entries[2].bytes, as: UTF8.self) == String(repeating: "铿", count: 60))
    }

    /// The bytes are a promise to clients that compare hashes; this hash was made by another program.
    @Test func anArchiveIsTheSameForEver() throws {
        let bytes = try ZipWriter.archive([ZipEntry("a.txt", "kẻng", isStored: true)])
        #expect(
            Digest.hex(bytes) == "46a3761b451b88c0cb2d45d562e0199bfd87fc44be6c3936722c52e3d64bff1a")
    }

    @Test(arguments: ["/a", "../a", "a/../b", "a\\b", "", "a//b", "ệ", "a b", "./a", "a/"])
    func aNameThatLeadsElsewhereIsRefused(name: String) {
        #expect(throws: ZipWriter.Problem.name(name)) {
            try ZipWriter.archive([ZipEntry(name, "x")])
        }
    }

    @Test func aNameTwiceIsRefused() {
        #expect(throws: ZipWriter.Problem.repeated("a")) {
            try ZipWriter.archive([ZipEntry("a", "x"), ZipEntry("a", "y")])
        }
    }

    @Test func noPrefixOfAnArchiveIsTaken() throws {
        let whole = try archive()
        for length in 0..<whole.count {
            #expect(throws: ZipReader.Problem.self) {
                try ZipReader.entries(of: Array(whole[..<length]))
            }
        }
    }

    /// One flipped bit never crashes the reader and never gives other content.
    @Test func aFlippedBitIsFoundOrHarmless() throws {
        let whole = try archive()
        let good = try ZipReader.entries(of: whole)
        var refused = 0
        for place in whole.indices {
            for bit in 0..<8 {
                var spoiled = whole
                spoiled[place] ^= 1 << UInt8(bit)
                guard let entries = try? ZipReader.entries(of: spoiled) else {
                    refused += 1
                    continue
                }
                #expect(entries.map(\.bytes) == good.map(\.bytes) || entries.count < good.count)
            }
        }
        #expect(refused > whole.count * 4)
    }

    // MARK: - Archives that mean harm

    /// The archive with the central header's field at `offset` (from its signature) replaced.
    private func spoiled(_ offset: Int, _ bytes: [UInt8], name: String = "b.txt") throws -> [UInt8]
    {
        var archive = try archive()
        let signature: [UInt8] = [0x50, 0x4B, 1, 2]
        let headers = archive.indices.dropLast(46).filter {
            Array(archive[$0..<($0 + 4)]) == signature
        }
        let header = try #require(
            headers.first { archive[($0 + 46)...].starts(with: Array(name.utf8)) })
        archive.replaceSubrange((header + offset)..<(header + offset + bytes.count), with: bytes)
        return archive
    }

    @Test func harmIsRefusedByName() throws {
        #expect(throws: ZipReader.Problem.ratio("b.txt")) {
            try ZipReader.entries(of: spoiled(24, [0xFF, 0xFF, 0xFF, 0x7F]))
        }
        #expect(throws: ZipReader.Problem.notAFile("b.txt")) {
            try ZipReader.entries(of: spoiled(38, [0, 0, 0xFF, 0xA1]))
        }
        #expect(throws: ZipReader.Problem.name("../xx")) {
            try ZipReader.entries(of: spoiled(46, Array("../xx".utf8)))
        }
        #expect(throws: ZipReader.Problem.disagreement("c.txt")) {
            try ZipReader.entries(of: spoiled(46, Array("c.txt".utf8)))
        }
        #expect(throws: ZipReader.Problem.encrypted("b.txt")) {
            try ZipReader.entries(of: spoiled(8, [1, 0]))
        }
        #expect(throws: ZipReader.Problem.method("b.txt", 9)) {
            try ZipReader.entries(of: spoiled(10, [9, 0]))
        }
        #expect(throws: ZipReader.Problem.damaged("b.txt")) {
            try ZipReader.entries(of: spoiled(24, [2, 0, 0, 0]))
        }
    }

    @Test func aBombOfManyFilesIsRefused() throws {
        let entries = (0...ZipReader.mostEntries).map { ZipEntry("f\($0)", "") }
        let bytes = try ZipWriter.archive(entries)
        #expect(throws: ZipReader.Problem.tooMany(2001)) { try ZipReader.entries(of: bytes) }
    }
}
