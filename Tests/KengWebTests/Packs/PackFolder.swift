import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengStore
import KengText
import Testing

@testable import KengWeb

/// A tree of packs on disk, as a USB copy holds it, with one blob of `size` bytes.
final class PackFolder: Sendable {
    static let root = #filePath.split(separator: "/").dropLast(4)
        .reduce(into: "") { $0 += "/" + $1 }
    static let index = #"{"schema":"keng.packs/1"}"#

    let path: String
    let blob: [UInt8]
    let hash: String

    init(size: Int = 1000) throws {
        path = NSTemporaryDirectory() + "keng-packs-\(UInt64.random(in: 0 ... .max))"
        blob = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        hash = SHA256.hash(data: blob).hexadecimal
        let blobs = path + "/blobs/sha256"
        try FileManager.default.createDirectory(
            atPath: blobs, withIntermediateDirectories: true)
        try Data(blob).write(to: URL(fileURLWithPath: "\(blobs)/\(hash)"))
        try Data(Self.index.utf8).write(to: URL(fileURLWithPath: path + "/index.json"))
        try Data("signature".utf8).write(
            to: URL(fileURLWithPath: path + "/index.json.minisig"))
    }

    deinit {
        // The folder lies in the machine's temporary place, which is emptied anyway.
        try? FileManager.default.removeItem(atPath: path)
    }

    var blobAddress: String { "/packs/v1/blobs/sha256/\(hash)" }
    var tag: String { "\"\(hash)\"" }

    func application() throws -> some ApplicationProtocol {
        var routes = MachineRoutes<BasicRequestContext>()
        PackRoutes(folder: path).add(to: &routes)
        let router = Router(context: BasicRequestContext.self)
        router.add(
            middleware: MachineDoor(
                routes: routes, catalogues: try Catalogues(in: Self.root + "/Locales")))
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
    }

    func ask(
        _ method: HTTPRequest.Method = .get, _ address: String? = nil, _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await application().test(.router) { client in
            try await client.execute(
                uri: address ?? blobAddress, method: method, headers: headers)
        }
    }
}
