import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengStore
import Testing

@testable import KengWeb

struct PackRoutesTests {
    @Test func aBlobComesWholeWithItsNameAsTag() async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask()
        #expect(answer.status == .ok)
        #expect(Array(answer.body.readableBytesView) == folder.blob)
        #expect(answer.headers[.eTag] == folder.tag)
        #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(answer.headers[.acceptRanges] == "bytes")
        #expect(answer.headers[.contentLength] == "1000")
        #expect(answer.headers[.contentEncoding] == nil)
        let digest = Data(SHA256.hash(data: folder.blob)).base64EncodedString()
        #expect(answer.headers[try #require(.init("Repr-Digest"))] == "sha-256=:\(digest):")
    }

    @Test func theIndexIsTaggedByItsBytesAndSoonAskedForAgain() async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(.get, "/packs/v1/index.json")
        #expect(String(buffer: answer.body) == PackFolder.index)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.headers[.cacheControl] == "max-age=300")
        let hash = SHA256.hash(data: Array(PackFolder.index.utf8)).hexadecimal
        #expect(answer.headers[.eTag] == "\"\(hash)\"")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.path + "/index.json"))
        let later = try await folder.ask(
            .get, "/packs/v1/index.json", [.ifNoneMatch: "\"\(hash)\""])
        #expect(later.status == .ok)
        #expect(String(buffer: later.body) == "{}")
    }

    @Test(arguments: ["", "?x=1"])
    func theSignatureIsServedBesideTheIndex(query: String) async throws {
        let answer = try await PackFolder().ask(.get, "/packs/v1/index.json.minisig" + query)
        #expect(String(buffer: answer.body) == "signature")
    }

    @Test(arguments: [
        ("TAG", 304), ("W/TAG", 304), ("\"other\", TAG", 304), ("\"other\",W/TAG", 304),
        ("*", 304), ("\"other\"", 200), ("HASH", 200),
    ])
    func aBlobTheCallerHasIsNotSentAgain(held: String, status: Int) async throws {
        let folder = try PackFolder()
        let held = held.replacing("TAG", with: folder.tag).replacing("HASH", with: folder.hash)
        let answer = try await folder.ask(.get, nil, [.ifNoneMatch: held])
        #expect(answer.status.code == status)
        #expect(answer.body.readableBytes == (status == 304 ? 0 : 1000))
        #expect(answer.headers[.eTag] == folder.tag)
        #expect(answer.headers[.contentLength] == (status == 304 ? nil : "1000"))
    }

    @Test(arguments: [("TAG", 200), ("*", 200), ("W/TAG", 412), ("\"other\"", 412)])
    func anotherBlobThanTheCallerMeansIsRefused(held: String, status: Int) async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(
            .get, nil, [.ifMatch: held.replacing("TAG", with: folder.tag)])
        #expect(answer.status.code == status)
    }

    @Test func aRangeComesAsPartWithTheDigestOfTheWhole() async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(.get, nil, [.range: "bytes=10-19"])
        #expect(answer.status == .partialContent)
        #expect(Array(answer.body.readableBytesView) == Array(folder.blob[10...19]))
        #expect(answer.headers[.contentRange] == "bytes 10-19/1000")
        #expect(answer.headers[.contentLength] == "10")
        let whole = try await folder.ask()
        let digest = try #require(HTTPField.Name("Repr-Digest"))
        #expect(answer.headers[digest] == whole.headers[digest])
    }

    @Test func aRangeOfTheIndexComesAsPart() async throws {
        let answer = try await PackFolder().ask(
            .get, "/packs/v1/index.json", [.range: "bytes=-2"])
        #expect(answer.status == .partialContent)
        #expect(String(buffer: answer.body) == "\"}")
    }

    @Test func aRangeBehindTheEndIsRefusedWithTheSize() async throws {
        let answer = try await PackFolder().ask(.get, nil, [.range: "bytes=1000-"])
        #expect(answer.status == .rangeNotSatisfiable)
        #expect(answer.headers[.contentRange] == "bytes */1000")
        #expect(answer.body.readableBytes == 0)
    }

    @Test(arguments: [
        ("TAG", 206), ("W/TAG", 200), ("\"other\"", 200), ("Wed, 21 Oct 2026 07:28:00 GMT", 200),
    ])
    func aPartIsOnlyAddedToTheSameFile(held: String, status: Int) async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(
            .get, nil,
            [.range: "bytes=500-", .ifRange: held.replacing("TAG", with: folder.tag)])
        #expect(answer.status.code == status)
    }

    @Test func aFileTheCallerHasIsNotSentInPartsEither() async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(
            .get, nil, [.range: "bytes=0-1", .ifNoneMatch: folder.tag])
        #expect(answer.status == .notModified)
    }

    @Test func headSaysTheLengthAndIgnoresRanges() async throws {
        let folder = try PackFolder()
        let answer = try await folder.ask(.head, nil, [.range: "bytes=0-9"])
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentLength] == "1000")
        #expect(answer.body.readableBytes == 0)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .delete, .patch])
    func nothingCanBeWritten(method: HTTPRequest.Method) async throws {
        let answer = try await PackFolder().ask(method)
        #expect(answer.status == .methodNotAllowed)
        #expect(answer.headers[.allow] == "GET, HEAD")
        #expect(answer.headers[.contentType] == "application/problem+json")
    }

    @Test(arguments: [
        "/packs/v1/blobs/sha256/UPPER", "/packs/v1/blobs/sha256/SHORT",
        "/packs/v1/blobs/sha256/..%2F..%2Findex.json", "/packs/v1/blobs/sha256/HASH/",
        "/packs/v1/blobs//sha256/HASH", "/packs/v1/blobs/sha256/OTHER", "/packs/v1/keng.pub",
        "/packs/v1", "/packs/v1/../../etc/passwd",
    ])
    func whatIsNoPackIsNotFound(address: String) async throws {
        let folder = try PackFolder()
        let address = address.replacing("UPPER", with: folder.hash.uppercased())
            .replacing("SHORT", with: folder.hash.dropLast())
            .replacing("HASH", with: folder.hash)
            .replacing("OTHER", with: String(repeating: "0", count: 64))
        #expect(try await folder.ask(.get, address).status == .notFound)
    }

    /// A blob larger than any buffer, over a real connection, whole and from the middle.
    @Test func aLargeBlobIsStreamedOverASocket() async throws {
        let folder = try PackFolder(size: 3_000_001)
        try await folder.application().test(.live) { client in
            let whole = try await client.execute(uri: folder.blobAddress, method: .get)
            #expect(
                SHA256.hash(data: Array(whole.body.readableBytesView)).hexadecimal == folder.hash)
            let rest = try await client.execute(
                uri: folder.blobAddress, method: .get,
                headers: [.range: "bytes=2000000-", .ifRange: folder.tag])
            #expect(rest.status == .partialContent)
            #expect(Array(rest.body.readableBytesView) == Array(folder.blob[2_000_000...]))
            let head = try await client.execute(uri: folder.blobAddress, method: .head)
            #expect(head.headers[.contentLength] == "3000001")
            let known = try await client.execute(
                uri: folder.blobAddress, method: .get, headers: [.ifNoneMatch: folder.tag])
            #expect(known.status == .notModified)
        }
    }
}

struct ByteRangeTests {
    @Test(arguments: [
        ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=0-", .part(0..<10)),
        ("bytes=9-9", .part(9..<10)), ("bytes=5-99999999999999999999", .part(5..<10)),
        ("bytes=-3", .part(7..<10)), ("bytes=-99", .part(0..<10)), ("bytes=-0", .beyond),
        ("bytes=10-", .beyond), ("bytes=99999999999999999999-", .beyond),
        ("bytes=10-5", .whole), ("bytes=a-b", .whole), ("bytes=1-2,4-5", .whole),
        ("bytes=-", .whole), ("bytes=", .whole), ("items=0-1", .whole), ("bytes", .whole),
        ("BYTES = 1-2", .part(1..<3)), ("bytes=1-2-3", .whole), ("bytes=+1-2", .whole),
    ])
    func oneRangeOfTenBytesIsRead(header: String, range: ByteRange) {
        #expect(ByteRange(header, size: 10) == range)
    }

    @Test(arguments: [("bytes=0-", ByteRange.beyond), ("bytes=-1", .beyond), ("x", .whole)])
    func anEmptyFileHasNoRanges(header: String, range: ByteRange) {
        #expect(ByteRange(header, size: 0) == range)
    }
}
