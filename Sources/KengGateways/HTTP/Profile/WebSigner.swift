import Crypto
import Foundation
import KengDomain

/// How a provider wants a request to be signed.
package enum WebSigner: Hashable, Sendable {
    /// Tencent Cloud: TC3-HMAC-SHA256 over the body.
    case tc3(id: PlacedText, key: PlacedText, service: String)
    /// Alibaba Cloud's older one: HMAC-SHA1 over the sorted query.
    case aliyunRPC(id: PlacedText, key: PlacedText)
    /// Alibaba Cloud's newer one: ACS3-HMAC-SHA256 over query, headers and body.
    case acs3(id: PlacedText, key: PlacedText)

    package var wants: [PlacedText.Source] {
        switch self {
        case .tc3(let id, let key, _), .aliyunRPC(let id, let key), .acs3(let id, let key):
            id.wants + key.wants
        }
    }

    /// Adds what proves that the request is ours.
    ///
    /// - Parameter nonce: 32 hexadecimal digits that were never used before.
    func sign(_ request: inout HTTPRequest, _ filling: Filling, at now: Instant, nonce: String) {
        switch self {
        case .tc3(let id, let key, let service):
            signTC3(&request, id.words(filling), key.words(filling), service, at: now)
        case .aliyunRPC(let id, let key):
            signRPC(&request, id.words(filling), key.words(filling), at: now, nonce)
        case .acs3(let id, let key):
            signACS3(&request, id.words(filling), key.words(filling), at: now, nonce)
        }
    }

    // MARK: - Tencent

    /// See https://www.tencentcloud.com/document/api/382/40538.
    private func signTC3(
        _ request: inout HTTPRequest, _ id: String, _ key: String, _ service: String,
        at now: Instant
    ) {
        let seconds = now.milliseconds / 1000
        let day = String(Self.time(now).prefix(10))
        let address = Address(request.url)
        let canonical = [
            request.method.rawValue, address.path, address.query,
            "content-type:\(request.header("content-type") ?? "")\nhost:\(address.host)\n",
            "content-type;host", SHA256.hash(data: request.body).hexadecimal,
        ].joined(separator: "\n")
        let scope = "\(day)/\(service)/tc3_request"
        let wanted = [
            "TC3-HMAC-SHA256", "\(seconds)", scope,
            SHA256.hash(data: Data(canonical.utf8)).hexadecimal,
        ].joined(separator: "\n")
        var chain = Data("TC3\(key)".utf8)
        for step in [day, service, "tc3_request", wanted] { chain = Self.hmac(step, chain) }
        request.headers.append(
            .init(
                "Authorization",
                "TC3-HMAC-SHA256 Credential=\(id)/\(scope), SignedHeaders=content-type;host, "
                    + "Signature=\(chain.hexadecimal)"))
        request.headers.append(.init("X-TC-Timestamp", "\(seconds)"))
    }

    // MARK: - Alibaba

    /// See https://help.aliyun.com/document_detail/315526.html.
    private func signRPC(
        _ request: inout HTTPRequest, _ id: String, _ key: String, at now: Instant,
        _ nonce: String
    ) {
        let address = Address(request.url)
        var pairs = address.pairs
        if request.header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true {
            pairs += Address.pairs(String(decoding: request.body, as: UTF8.self))
        }
        let ours = [
            ("AccessKeyId", id), ("SignatureMethod", "HMAC-SHA1"), ("SignatureNonce", nonce),
            ("SignatureVersion", "1.0"), ("Timestamp", Self.time(now)),
        ].map { ($0.0.inPercents, $0.1.inPercents) }
        let joined = Self.joined(pairs + ours)
        let wanted = "\(request.method.rawValue)&%2F&\(joined.inPercents)"
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(wanted.utf8), using: SymmetricKey(data: Data((key + "&").utf8)))
        let signature = Data(code).base64EncodedString()
        let all = address.pairs + ours + [("Signature", signature.inPercents)]
        request.url = address.base + "?" + all.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// See https://help.aliyun.com/document_detail/2712561.html.
    private func signACS3(
        _ request: inout HTTPRequest, _ id: String, _ key: String, at now: Instant,
        _ nonce: String
    ) {
        let address = Address(request.url)
        let digest = SHA256.hash(data: request.body).hexadecimal
        request.headers += [
            .init("x-acs-content-sha256", digest), .init("x-acs-date", Self.time(now)),
            .init("x-acs-signature-nonce", nonce),
        ]
        let signed =
            (request.headers.map { ($0.name.lowercased(), $0.value) }
            .filter { $0.0.hasPrefix("x-acs-") || $0.0 == "content-type" }
            + [("host", address.host)]).sorted { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let canonical = [
            request.method.rawValue, address.path, Self.joined(address.pairs),
            signed.map { "\($0.0):\($0.1)\n" }.joined(), names, digest,
        ].joined(separator: "\n")
        let wanted =
            "ACS3-HMAC-SHA256\n" + SHA256.hash(data: Data(canonical.utf8)).hexadecimal
        let signature = Self.hmac(wanted, Data(key.utf8)).hexadecimal
        request.headers.append(
            .init(
                "Authorization",
                "ACS3-HMAC-SHA256 Credential=\(id),SignedHeaders=\(names),Signature=\(signature)"))
    }

    // MARK: - Pieces

    private static func joined(_ pairs: [(String, String)]) -> String {
        pairs.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    private static func hmac(_ text: String, _ key: Data) -> Data {
        Data(
            HMAC<SHA256>.authenticationCode(
                for: Data(text.utf8), using: SymmetricKey(data: key)))
    }

    /// `2023-11-14T22:13:20Z`.
    private static func time(_ now: Instant) -> String {
        Date(timeIntervalSince1970: Double(now.milliseconds / 1000))
            .formatted(.iso8601)
    }

    /// An address in its parts, the query as it is written.
    private struct Address {
        let base: String
        let host: String
        let path: String
        let query: String

        init(_ url: String) {
            let halves = url.split(
                separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            base = String(halves[0])
            query = halves.count > 1 ? String(halves[1]) : ""
            let rest = base.split(
                separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            host = rest.count > 2 ? String(rest[2]) : ""
            path = "/" + (rest.count > 3 ? String(rest[3]) : "")
        }

        var pairs: [(String, String)] { Self.pairs(query) }

        static func pairs(_ text: String) -> [(String, String)] {
            text.split(separator: "&").map { pair in
                let halves = pair.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
            }
        }
    }
}
