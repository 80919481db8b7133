import KengDomain
import KengGateways

/// One run: the octets as a webhook, in every shape that a profile may name.
///
/// The first octet chooses the shape; whoever does not know the secret must never be believed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHooks(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start = unsafe start, count >= 1 else { return 0 }
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    HookProbe(choice: input[0], octets: Array(input[1...])).run()
    return 0
}

struct HookProbe {
    private let reading: HookReading
    private let request: HookRequest
    private let isSigned: Bool

    private static let secrets = ["key": "what no fuzzer guesses: 5f0c6b1e9a7d4e23"]

    init(choice: UInt8, octets: [UInt8]) {
        let format = HookReading.Format.allCases[Int(choice & 3)]
        isSigned = choice & 4 != 0
        let method: HTTPRequest.Method = choice & 8 == 0 ? .post : .get
        reading = HookReading(
            method: choice & 16 == 0 ? method : .post, format: format,
            list: choice & 32 == 0 ? nil : Self.path("/list"),
            fields: [
                .reference: Self.path("/id"), .phone: Self.path("/a/0/to"),
                .status: Self.path("/s"), .text: Self.path("/text"), .id: Self.path("/id"),
            ], statuses: ["ok": .delivered],
            proof: isSigned ? Self.proof(choice & 64 == 0 ? .md5 : .sha256) : nil,
            reply: HookAnswer(status: 200))
        request = HookRequest(
            method, query: String(decoding: octets, as: UTF8.self),
            body: octets)
    }

    private static func path(_ text: String) -> WebPath {
        guard let path = WebPath(text) else { preconditionFailure("a path of ours") }
        return path
    }

    private static func proof(_ digest: HookProof.Digest) -> HookProof {
        guard let key = try? PlacedText("{secret.key}") else {
            preconditionFailure("a place of ours")
        }
        return HookProof(digest: digest, over: [.field(path("/id")), .words(key)], at: path("/m"))
    }

    func run() {
        guard let items = try? reading.items(in: request, secrets: Self.secrets) else { return }
        precondition(!isSigned || items.isEmpty, "a forged webhook was believed")
        for item in items {
            for field in HookReading.Field.allCases { _ = reading.field(field, of: item) }
            // What was read can be said again.
            _ = item.json
            _ = item.form
            _ = item.xml
        }
    }
}
