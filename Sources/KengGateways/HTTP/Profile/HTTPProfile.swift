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

/// What the shapes of an answer or a webhook are.
package enum WebFormat: String, Hashable, Sendable, CaseIterable {
    case json, form, xml

    func read(_ octets: some Sequence<UInt8>) -> WebValue? {
        switch self {
        case .json: WebValue(json: octets)
        case .form: WebValue(form: String(decoding: Array(octets), as: UTF8.self))
        case .xml: WebValue(xml: octets)
        }
    }
}

/// What an answer to one message means.
package struct AnswerReading: Hashable, Sendable {
    package var format: WebFormat
    /// Where the word for success stands, and which words are; without it any 2xx is.
    package var success: (at: WebPath, words: [String])? {
        get { successTest.map { ($0.at, $0.words) } }
        set { successTest = newValue.map { SuccessTest(at: $0.at, words: $0.words) } }
    }
    private var successTest: SuccessTest?
    /// Where the provider's name for the message stands; without it receipts are found by our own.
    package var reference: WebPath?
    /// Where the code of a refusal may stand; the first that is there counts.
    package var code: [WebPath]
    package var codes: [String: Reaction]
    /// For codes that are not named.
    package var otherwise: Reaction
    /// The same message twice is taken once, so that one without an answer may be sent again.
    package var takesOnce: Bool

    private struct SuccessTest: Hashable, Sendable {
        let at: WebPath
        let words: [String]
    }

    package init(
        format: WebFormat, success: (at: WebPath, words: [String])? = nil,
        reference: WebPath? = nil, code: [WebPath] = [], codes: [String: Reaction] = [:],
        otherwise: Reaction = .permanent, takesOnce: Bool = false
    ) {
        self.format = format
        self.reference = reference
        self.code = code
        self.codes = codes
        self.otherwise = otherwise
        self.takesOnce = takesOnce
        self.success = success
    }

    /// What became of a message.
    enum Verdict: Hashable {
        case reaction(Reaction, code: String, reference: String?)
        /// The token is worth nothing any more.
        case tokenIsOver
        /// It may have been taken.
        case unknown(code: String)
    }

    func verdict(on outcome: HTTPClient.Outcome) -> Verdict {
        switch outcome {
        case .failure(.notSent(let why)):
            // Their own words, cut short: they name hosts and never people.
            .reaction(
                .temporary(after: .seconds(30), tries: 8), code: String(why.prefix(60)),
                reference: nil)
        case .failure(.noAnswer), .failure(.tooLong): doubt("NO_ANSWER")
        case .success(let answer): verdict(on: answer)
        }
    }

    private func doubt(_ code: String) -> Verdict {
        takesOnce
            ? .reaction(.temporary(after: .seconds(30), tries: 8), code: code, reference: nil)
            : .unknown(code: code)
    }

    private func verdict(on answer: HTTPAnswer) -> Verdict {
        let tree = format.read(answer.body)
        let isFine = (200..<300).contains(answer.status)
        if isFine, success == nil {
            return .reaction(.accepted, code: "", reference: reference(in: tree))
        }
        if isFine, let success, let word = tree?[success.at]?.words, success.words.contains(word) {
            return .reaction(.accepted, code: "", reference: reference(in: tree))
        }
        // A word of their own says more than the status.
        if let word = code.lazy.compactMap({ tree?[$0]?.words }).first, isFine || codes[word] != nil {
            let reaction = codes[word] ?? otherwise
            return .reaction(
                reaction, code: word,
                reference: reaction == .accepted ? reference(in: tree) : nil)
        }
        return verdict(onStatus: answer)
    }

    private func reference(in tree: WebValue?) -> String? {
        reference.flatMap { tree?[$0]?.words }
    }

    /// RFC 9110, 15.
    private func verdict(onStatus answer: HTTPAnswer) -> Verdict {
        let code = "HTTP \(answer.status)"
        let reaction: Reaction
        switch answer.status {
        case 200..<300, 408, 500, 502, 504: return doubt(code)
        case 401: return .tokenIsOver
        case 429: reaction = .throttled(after: answer.retryAfter ?? .seconds(1))
        case 503: reaction = .temporary(after: answer.retryAfter ?? .seconds(30), tries: 8)
        case 400, 413, 422: reaction = .permanent
        default: reaction = .barred
        }
        return .reaction(reaction, code: code, reference: nil)
    }
}

extension HTTPProfile {
    /// The machines that requests go to.
    package func hosts(_ values: [String: String]) -> [String] {
        let filling = Filling(
            message: nil, source: "", isWide: false, seconds: 0, token: "", secrets: [:],
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
