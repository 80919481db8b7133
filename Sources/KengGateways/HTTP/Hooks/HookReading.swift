import Crypto
import Foundation
package import KengDomain

/// A request that a provider makes of us.
package struct HookRequest: Hashable, Sendable {
    package var method: HTTPRequest.Method
    /// What stands after `?`.
    package var query: String
    package var headers: [HTTPRequest.Header]
    package var body: [UInt8]

    package init(
        _ method: HTTPRequest.Method, query: String = "", headers: [HTTPRequest.Header] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// What we answer.
package struct HookAnswer: Hashable, Sendable {
    package let status: Int
    package let type: String
    package let body: String

    package init(status: Int, type: String = "text/plain", body: String = "") {
        self.status = status
        self.type = type
        self.body = body
    }
}

/// How a provider tells us of receipts, or brings texts from handsets.
package struct HookReading: Hashable, Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        case json, form, query, xml
    }

    package enum Field: String, Hashable, Sendable, CaseIterable {
        case reference, phone, status, code, id, text, at
    }

    package var method: HTTPRequest.Method
    package var format: Format
    /// Where the list stands, when several come at once.
    package var list: WebPath?
    package var fields: [Field: WebPath]
    /// What each word of `status` means; others are kept as still under way.
    package var statuses: [String: ReceiptStatus]
    package var proof: HookProof?
    package var reply: HookAnswer

    package init(
        method: HTTPRequest.Method, format: Format, list: WebPath? = nil,
        fields: [Field: WebPath], statuses: [String: ReceiptStatus] = [:],
        proof: HookProof? = nil, reply: HookAnswer
    ) {
        self.method = method
        self.format = format
        self.list = list
        self.fields = fields
        self.statuses = statuses
        self.proof = proof
        self.reply = reply
    }

    package enum Problem: Error, Hashable {
        case method
        case unreadable
        /// Who sent it does not know the secret.
        case forged
        /// More at once than any provider sends.
        case tooMany
    }

    private static let most = 5000

    /// What a request says: each item as a tree.
    package func items(
        in request: HookRequest, secrets: [String: String]
    ) throws(Problem) -> [WebValue] {
        guard request.method == method else { throw .method }
        let read: WebValue? =
            switch format {
            case .json: WebValue(json: request.body)
            case .form: WebValue(form: String(decoding: request.body, as: UTF8.self))
            case .query: WebValue(form: request.query)
            case .xml: WebValue(xml: request.body)
            }
        guard let tree = read else { throw .unreadable }
        let found = list.map { tree[$0] } ?? tree
        let items: [WebValue]
        switch found {
        case .list(let all): items = all
        case .object: items = [found].compactMap { $0 }
        default: throw .unreadable
        }
        guard items.count <= Self.most else { throw .tooMany }
        if let proof, !items.allSatisfy({ proof.holds(for: $0, request, secrets) }) {
            throw .forged
        }
        return items
    }

    package func field(_ field: Field, of item: WebValue) -> String? {
        fields[field].flatMap { item[$0]?.words }
    }
}

/// How a provider proves that a request is its own: a digest over some of its words.
package struct HookProof: Hashable, Sendable {
    package enum Digest: String, Hashable, Sendable, CaseIterable {
        case md5, sha256
    }

    package enum Word: Hashable, Sendable {
        case field(WebPath)
        case words(PlacedText)
    }

    package var digest: Digest
    package var over: [Word]
    package var at: WebPath

    package init(digest: Digest, over: [Word], at: WebPath) {
        self.digest = digest
        self.over = over
        self.at = at
    }

    package var wants: [PlacedText.Source] {
        over.flatMap { word in
            guard case .words(let text) = word else { return [PlacedText.Source]() }
            return text.wants
        }
    }

    /// Hexadecimal or base 64, compared in constant time.
    func holds(for item: WebValue, _ request: HookRequest, _ secrets: [String: String]) -> Bool {
        guard let told = item[at]?.words else { return false }
        let filling = Filling(
            message: nil, source: "", isWide: { _ in false }, seconds: 0, token: "",
            secrets: secrets, values: [:])
        var text = ""
        for word in over {
            switch word {
            case .field(let path):
                guard let words = item[path]?.words else { return false }
                text += words
            case .words(let placed): text += placed.words(filling)
            }
        }
        let octets: [UInt8] =
            switch digest {
            case .md5: Array(Insecure.MD5.hash(data: Data(text.utf8)))
            case .sha256: Array(SHA256.hash(data: Data(text.utf8)))
            }
        return Self.isSame(told.lowercased(), octets.hexadecimal)
            || Self.isSame(told, Data(octets).base64EncodedString())
    }

    static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
