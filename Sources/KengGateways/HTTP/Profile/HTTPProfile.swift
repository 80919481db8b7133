import KengDomain

/// How one provider is spoken to over HTTP; written as data, and read from a file.
package struct HTTPProfile: Hashable, Sendable {
    package var name: String
    /// What the provider is, in a sentence.
    package var says: String
    /// Somebody has sent by it and compared what came.
    package var isVerified: Bool
    /// Names of what only the account's holder knows.
    package var secrets: [String] = []
    /// What else differs from account to account, with what holds otherwise.
    package var values: [String: String] = [:]
    package var sending: Sending
    package var reading: AnswerReading
    package var token: TokenRequest?
    package var receipts: HookReading?
    package var texts: HookReading?

    package init(
        name: String, says: String, isVerified: Bool, sending: Sending, reading: AnswerReading,
        token: TokenRequest? = nil, receipts: HookReading? = nil, texts: HookReading? = nil
    ) {
        self.name = name
        self.says = says
        self.isVerified = isVerified
        self.sending = sending
        self.reading = reading
        self.token = token
        self.receipts = receipts
        self.texts = texts
    }

    /// Every secret and value that it wants.
    package var wants: [PlacedText.Source] {
        sending.wants + (token.map { $0.request.wants } ?? [])
            + (receipts?.proof?.wants ?? []) + (texts?.proof?.wants ?? [])
    }

    /// A request with places in it.
    package struct Sending: Hashable, Sendable {
        package enum Body: String, Hashable, Sendable, CaseIterable {
            case json, form, query, xml
        }

        package var method: HTTPRequest.Method
        package var url: PlacedText
        package var headers: [(name: String, value: PlacedText)] {
            get { headerPairs.map { ($0.name, $0.value) } }
            set { headerPairs = newValue.map { HeaderPair(name: $0.name, value: $0.value) } }
        }
        private var headerPairs: [HeaderPair]
        package var body: Body
        package var fields: WebTemplate
        package var signer: WebSigner?

        private struct HeaderPair: Hashable, Sendable {
            let name: String
            let value: PlacedText
        }

        package init(
            method: HTTPRequest.Method, url: PlacedText,
            headers: [(name: String, value: PlacedText)] = [], body: Body, fields: WebTemplate,
            signer: WebSigner? = nil
        ) {
            self.method = method
            self.url = url
            self.body = body
            self.fields = fields
            self.signer = signer
            headerPairs = []
            self.headers = headers
        }

        var wants: [PlacedText.Source] {
            url.wants + headers.flatMap(\.value.wants) + fields.wants + (signer?.wants ?? [])
        }

        /// The request for one message.
        func request(
            _ filling: Filling, at now: Instant, nonce: String
        ) -> HTTPRequest {
            var request = HTTPRequest(method, url.words(filling))
            request.headers = headers.map { .init($0.name, $0.value.words(filling)) }
            let tree = fields.filled(filling)
            switch body {
            case .json:
                set(&request, "application/json", tree.json)
            case .form:
                set(&request, "application/x-www-form-urlencoded", tree.form)
            case .xml:
                set(
                    &request, "text/xml; charset=utf-8",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + tree.xml)
            case .query:
                let query = tree.form
                if !query.isEmpty {
                    request.url += (request.url.contains("?") ? "&" : "?") + query
                }
            }
            signer?.sign(&request, filling, at: now, nonce: nonce)
            return request
        }

        private func set(_ request: inout HTTPRequest, _ type: String, _ text: String) {
            request.body = Array(text.utf8)
            if request.header("content-type") == nil {
                request.headers.append(.init("Content-Type", type))
            }
        }
    }
}

/// Where a token comes from that a provider gives for our keys (OAuth 2.0 client credentials, RFC 6749, 4.4).
package struct TokenRequest: Hashable, Sendable {
    package var request: HTTPProfile.Sending
    package var token: WebPath
    /// Seconds until it is worth nothing; without it, an hour.
    package var seconds: WebPath?

    package init(request: HTTPProfile.Sending, token: WebPath, seconds: WebPath? = nil) {
        self.request = request
        self.token = token
        self.seconds = seconds
    }

    /// A token is asked for anew so long before its end.
    static let margin = Duration.seconds(60)

    /// Nil when the answer has none.
    func read(_ answer: HTTPAnswer) -> (token: String, lifetime: Duration)? {
        guard (200..<300).contains(answer.status), let tree = WebValue(json: answer.body),
            let token = tree[token]?.words, !token.isEmpty
        else { return nil }
        let lifetime = seconds.flatMap { tree[$0]?.words }.flatMap { Int64($0) } ?? 3600
        return (token, .seconds(max(lifetime, 1)))
    }
}

extension HTTPProfile {
    /// The machines that requests go to.
    package func hosts(_ values: [String: String]) -> [String] {
        let filling = Filling(
            message: nil, source: "", isWide: { _ in false }, seconds: 0, token: "", secrets: [:],
            values: values)
        return ([sending.url] + (token.map { [$0.request.url] } ?? [])).map { url in
            let rest = url.words(filling).split(
                separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            let host = rest.count > 2 ? rest[2].split(separator: "@").last ?? "" : ""
            guard !host.hasPrefix("[") else { return host.prefix { $0 != "]" } + "]" }
            return String(host.prefix { $0 != ":" })
        }
    }
}
