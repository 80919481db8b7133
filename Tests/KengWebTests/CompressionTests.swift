import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengText
import Testing

@testable import KengContent
@testable import KengWeb

/// Texts travel small to whoever takes them so, and packs travel as they are.
struct CompressionTests {
    /// The text of a gzip file, checked by its own length and checksum (RFC 1952).
    static func plain(_ bytes: [UInt8]) throws -> [UInt8] {
        #expect(Array(bytes.prefix(4)) == [0x1F, 0x8B, 8, 0])
        let tail = bytes.suffix(8)
        func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        let text = try Zlib.inflate(
            Array(bytes.dropFirst(10).dropLast(8)), size: Int(number(tail.suffix(4))))
        #expect(Zlib.checksum(text) == number(tail.prefix(4)))
        return text
    }

    @Test(arguments: ["/campaigns/new", "/coverage", "/assets/keng.css", "/coverage.csv"])
    func aTextIsTheSameUnderGzip(address: String) async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let cookie = HTTPFields([
                HTTPField(name: .cookie, value: "keng_session=\(browser.session ?? "")")
            ])
            var packed = cookie
            packed[.acceptEncoding] = "br, gzip;q=0.8"
            func get(_ headers: HTTPFields) async throws -> TestResponse {
                try await browser.client.execute(uri: address, method: .get, headers: headers)
            }
            let whole = try await get(cookie)
            let small = try await get(packed)
            let isLong = whole.body.readableBytes >= Compression<WebContext>.smallest
            #expect(whole.headers[.contentEncoding] == nil)
            #expect(small.headers[.contentEncoding] == (isLong ? "gzip" : nil))
            for answer in [whole, small] {
                #expect(answer.headers[.vary] == "Accept-Encoding")
                #expect(answer.status == .ok)
            }
            guard isLong else {
                #expect(small.body == whole.body)
                return
            }
            let bytes = Array(small.body.readableBytesView)
            #expect(small.headers[.contentLength] == String(bytes.count))
            #expect(bytes.count < whole.body.readableBytes)
            let text = try String(decoding: Self.plain(bytes), as: UTF8.self)
            #expect(Self.bare(text) == Self.bare(String(buffer: whole.body)))
        }
    }

    /// Without the tokens, which differ from page to page.
    private static func bare(_ page: String) -> String {
        page.split(separator: "name=\"form_token\" value=\"").enumerated()
            .map { $0.offset == 0 ? $0.element : $0.element.dropFirst(128) }.joined()
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true),
        ("deflate, gzip;q=0.1", true),
        ("gzip;q=0", false), ("*;q=0", false), ("gzip;q=0, *", false), ("br", false), ("", false),
        ("identity", false), ("gzip;q=x", false),
    ])
    func onlyWhoTakesGzipGetsIt(header: String, isTaken: Bool) async throws {
        #expect(AcceptedEncodings([header]).takesGzip == isTaken)
    }

    @Test func aFontAndAHeadAreLeftAlone() async throws {
        let city = try await City()
        try await city.browse(as: nil) { browser in
            let font = try await browser.client.execute(
                uri: "/assets/noto-sans-regular.woff2", method: .get,
                headers: [.acceptEncoding: "gzip"])
            #expect(font.headers[.contentEncoding] == nil)
            #expect(font.headers[.vary] == nil)
            let head = try await browser.client.execute(
                uri: "/assets/keng.css", method: .head, headers: [.acceptEncoding: "gzip"])
            #expect(head.body.readableBytes == 0)
            #expect(head.headers[.contentEncoding] == nil)
            #expect(head.headers[.vary] == "Accept-Encoding")
        }
    }

    /// Their tags and digests speak of the bytes on the disk.
    @Test(arguments: ["/packs/v1/index.json", ""])
    func aPackIsByteForByteWhatLiesOnTheDisk(address: String) async throws {
        let folder = try PackFolder(size: 5000)
        let index = String(repeating: PackFolder.index + "\n", count: 200)
        try Data(index.utf8).write(to: URL(fileURLWithPath: folder.path + "/index.json"))
        var routes = MachineRoutes<BasicRequestContext>()
        PackRoutes(folder: folder.path).add(to: &routes)
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: Compression())
        router.add(
            middleware: MachineDoor(
                routes: routes, catalogues: try Catalogues(in: PackFolder.root + "/Locales")))
        let uri = address.isEmpty ? folder.blobAddress : address
        let bytes = address.isEmpty ? folder.blob : Array(index.utf8)
        try await Application(router: router).test(.router) { client in
            let whole = try await client.execute(
                uri: uri, method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(Array(whole.body.readableBytesView) == bytes)
            #expect(whole.headers[.contentEncoding] == nil)
            #expect(whole.headers[.eTag]?.hasPrefix("\"") == true)
            let part = try await client.execute(
                uri: uri, method: .get,
                headers: [.acceptEncoding: "gzip", .range: "bytes=1000-2999"])
            #expect(part.status == .partialContent)
            #expect(Array(part.body.readableBytesView) == Array(bytes[1000...2999]))
            let tag = try #require(whole.headers[.eTag])
            let known = try await client.execute(
                uri: uri, method: .get, headers: [.acceptEncoding: "gzip", .ifNoneMatch: tag])
            #expect(known.status == .notModified)
        }
    }

    @Test func aStrongTagOfACompressedTextBecomesWeak() async throws {
        let text = String(repeating: "fire ", count: 1000)
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: Compression())
        router.get("/text") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain", .eTag: "\"a\"", .vary: "Accept-Language"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        try await Application(router: router).test(.router) { client in
            let plain = try await client.execute(uri: "/text", method: .get)
            #expect(plain.headers[.eTag] == "\"a\"")
            let small = try await client.execute(
                uri: "/text", method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(small.headers[.eTag] == "W/\"a\"")
            #expect(small.headers[values: .vary] == ["Accept-Language", "Accept-Encoding"])
            #expect(try Self.plain(Array(small.body.readableBytesView)) == Array(text.utf8))
        }
    }
}
