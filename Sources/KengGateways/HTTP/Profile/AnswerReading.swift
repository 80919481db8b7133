import KengDomain

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
        if let word = code.lazy.compactMap({ tree?[$0]?.words }).first, isFine || codes[word] != nil
        {
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
