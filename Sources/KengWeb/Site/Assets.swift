import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// The style sheet, the script and the fonts, read once; their addresses change with their bytes.
struct Assets: Sendable {
    struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
        let version: String
    }

    private let assets: [String: Asset]

    init(folder: URL) throws {
        var assets: [String: Asset] = [:]
        for (path, type) in Self.files {
            let data = try Data(contentsOf: folder.appendingPathComponent(path))
            let digest = SHA256.hash(data: data).prefix(6).map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined()
            let name = path.split(separator: "/").last.map(String.init) ?? path
            assets[name] = Asset(type: type, bytes: [UInt8](data), version: digest)
        }
        self.assets = assets
    }

    static let files = [
        ("keng.css", "text/css; charset=utf-8"),
        ("keng.js", "text/javascript; charset=utf-8"),
        ("fonts/noto-sans-regular.woff2", "font/woff2"),
        ("fonts/noto-sans-bold.woff2", "font/woff2"),
    ]

    subscript(name: String) -> Asset? { assets[name] }

    func address(_ name: String) -> String {
        "/assets/\(name)?v=\(assets[name]?.version ?? "")"
    }

    func response(_ name: String) throws(PageProblem) -> Response {
        guard let asset = assets[name] else { throw .notFound }
        return Response(
            status: .ok,
            headers: [
                .contentType: asset.type,
                .cacheControl: "public, max-age=31536000, immutable",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
