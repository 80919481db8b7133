@testable import KengGateways
import KengDomain
import Testing

/// What each answer means for its message.
struct AnswerReadingTests {
    private static func reading(takesOnce: Bool = false) throws -> AnswerReading {
        AnswerReading(
            format: .json, success: (try #require(WebPath("/CodeResult")), ["100"]),
            reference: WebPath("/SMSID"), code: [try #require(WebPath("/CodeResult"))],
            codes: [
                "99": .permanent, "101": .barred, "124": .accepted,
                "160": .throttled(after: .seconds(5)),
            ], otherwise: .temporary(after: .seconds(60), tries: 3), takesOnce: takesOnce)
    }

    struct Case: Sendable {
        let status: Int
        let body: String
        var retryAfter: Duration?
        let verdict: AnswerReading.Verdict
    }

    private static let cases: [Case] = [
        .init(
            status: 200, body: #"{"CodeResult":"100","SMSID":"x-1"}"#,
            verdict: .reaction(.accepted, code: "", reference: "x-1")),
        .init(
            status: 200, body: #"{"CodeResult":100}"#,
            verdict: .reaction(.accepted, code: "", reference: nil)),
        .init(
            status: 200, body: #"{"CodeResult":"99"}"#,
            verdict: .reaction(.permanent, code: "99", reference: nil)),
        .init(
            status: 200, body: #"{"CodeResult":"101"}"#,
            verdict: .reaction(.barred, code: "101", reference: nil)),
        // The provider has it already.
        .init(
            status: 200, body: #"{"CodeResult":"124","SMSID":"x-1"}"#,
            verdict: .reaction(.accepted, code: "124", reference: "x-1")),
        .init(
            status: 200, body: #"{"CodeResult":"777"}"#,
            verdict: .reaction(
                .temporary(after: .seconds(60), tries: 3), code: "777", reference: nil)),
        // Their own word counts beside a bad status, where it is known.
        .init(
            status: 400, body: #"{"CodeResult":"160"}"#,
            verdict: .reaction(.throttled(after: .seconds(5)), code: "160", reference: nil)),
        .init(
            status: 400, body: #"{"CodeResult":"1"}"#,
            verdict: .reaction(.permanent, code: "HTTP 400", reference: nil)),
        .init(
            status: 429, body: "", retryAfter: .seconds(7),
            verdict: .reaction(.throttled(after: .seconds(7)), code: "HTTP 429", reference: nil)),
        .init(
            status: 503, body: "<html>",
            verdict: .reaction(
                .temporary(after: .seconds(30), tries: 8), code: "HTTP 503", reference: nil)),
        .init(
            status: 302, body: "",
            verdict: .reaction(.barred, code: "HTTP 302", reference: nil)),
        .init(
            status: 404, body: "",
            verdict: .reaction(.barred, code: "HTTP 404", reference: nil)),
        .init(status: 401, body: "", verdict: .tokenIsOver),
        // Said yes, and nobody knows to what.
        .init(status: 200, body: "<html>ok</html>", verdict: .unknown(code: "HTTP 200")),
        .init(status: 200, body: "{}", verdict: .unknown(code: "HTTP 200")),
        .init(status: 500, body: "", verdict: .unknown(code: "HTTP 500")),
        .init(status: 502, body: "", verdict: .unknown(code: "HTTP 502")),
        .init(status: 504, body: "", verdict: .unknown(code: "HTTP 504")),
    ]

    @Test(arguments: cases)
    func anAnswerMeansWhatTheProfileSays(one: Case) throws {
        let answer = HTTPAnswer(
            status: one.status, body: Array(one.body.utf8), retryAfter: one.retryAfter)
        #expect(try Self.reading().verdict(on: .success(answer)) == one.verdict)
    }

    @Test func withoutAnAnswerNobodyKnows() throws {
        let reading = try Self.reading()
        #expect(reading.verdict(on: .failure(.noAnswer("x"))) == .unknown(code: "NO_ANSWER"))
        #expect(reading.verdict(on: .failure(.tooLong)) == .unknown(code: "NO_ANSWER"))
        #expect(
            reading.verdict(on: .failure(.notSent("no such name")))
                == .reaction(
                    .temporary(after: .seconds(30), tries: 8), code: "no such name",
                    reference: nil))
    }

    /// A provider that knows our names takes a second attempt for the first.
    @Test func whatIsTakenOnceMayBeSentAgain() throws {
        let reading = try Self.reading(takesOnce: true)
        for outcome: HTTPClient.Outcome in [
            .failure(.noAnswer("x")), .success(HTTPAnswer(status: 500, body: [])),
        ] {
            guard
                case .reaction(.temporary, _, nil) = reading.verdict(on: outcome)
            else {
                Issue.record("\(outcome) is in doubt")
                continue
            }
        }
    }

    @Test func withoutAWordForSuccessTheStatusSays() {
        let reading = AnswerReading(format: .json, reference: WebPath("/umid"))
        #expect(
            reading.verdict(
                on: .success(HTTPAnswer(status: 200, body: Array(#"{"umid":"u"}"#.utf8))))
                == .reaction(.accepted, code: "", reference: "u"))
    }
}
