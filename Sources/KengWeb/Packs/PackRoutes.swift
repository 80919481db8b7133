import Crypto
import Foundation
import HTTPTypes
package import Hummingbird

/// Serves the packs of a folder, the same tree that a USB copy holds.
///
/// It holds `index.json`, its signature, the public key and `blobs/sha256/`, and may be replaced while it
/// is served.
package struct PackRoutes: Sendable {
    private let folder: String
    private let files = FileIO()

    package init(folder: String) {
        self.folder = folder
    }

    package func add<Context: RequestContext>(to routes: inout MachineRoutes<Context>) {
        routes.claim("/packs/v1")
        routes.on(.get, "/packs/v1/index.json") { try await named("index.json", $0, $1) }
        routes.on(.get, "/packs/v1/index.json.minisig") {
            try await named("index.json.minisig", $0, $1)
        }
        routes.on(.get, "/packs/v1/keng.pub") { try await named("keng.pub", $0, $1) }
        routes.on(.get, "/packs/v1/blobs/sha256/:hash") { try await blob($0, $1) }
    }

    /// A small file that changes with each publication; its tag is the hash of its bytes.
    private func named<Context: RequestContext>(
        _ name: String, _ ask: MachineAsk, _ context: Context
    ) async throws -> Response {
        let bytes = try await PackFile.load("\(folder)/\(name)", context)
        let content = PackContent(
            hash: Array(SHA256.hash(data: Array(bytes.readableBytesView))),
            type: name.hasSuffix(".json") ? "application/json" : "text/plain; charset=utf-8",
            cache: "max-age=300", size: bytes.readableBytes)
        return await content.answer(to: ask.request) { range in
            let slice = bytes.getSlice(
                at: bytes.readerIndex + range.lowerBound, length: range.count)
            return ResponseBody(byteBuffer: slice ?? ByteBuffer())
        }
    }

    /// A blob is named by its hash, so it never changes and is never read whole into memory.
    private func blob<Context: RequestContext>(
        _ ask: MachineAsk, _ context: Context
    ) async throws -> Response {
        guard let name = ask.parameters["hash"], let hash = Self.hash(named: name) else {
            throw MachineProblem.notFound
        }
        let path = "\(folder)/blobs/sha256/\(name)"
        guard let size = try await files.loadFile(path: path, context: context).contentLength
        else { throw MachineProblem.notFound }
        let content = PackContent(
            hash: hash, type: "application/octet-stream",
            cache: "public, max-age=31536000, immutable", size: size)
        return try await content.answer(to: ask.request) { range in
            guard !range.isEmpty else { return ResponseBody() }
            return try await files.loadFile(
                path: path, range: range.lowerBound...(range.upperBound - 1), context: context)
        }
    }

    /// The bytes of 64 lower-case hexadecimal digits; nil for anything else, also for a path.
    static func hash(named name: String) -> [UInt8]? {
        let digits = Array(name.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digit(digits[index]), let low = digit(digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
