@testable import KengGateways
import KengDomain
import Testing

struct WebValueTests {
    private static func at(_ path: String, _ value: WebValue?) -> String? {
        WebPath(path).flatMap { value?[$0]?.words }
    }

    @Test(
        arguments: [
            ("/data/id", "90071992547409931234"), ("/data/list/1/x", "b"), ("/ok", "true"),
            ("/a~1b", "1.50"), ("/m~0n", "-3"), ("/nothing", nil), ("/data/list/7", nil),
            ("/data/list/x", nil), ("/null", nil),
        ] as [(String, String?)])
    func jsonIsReadAsItIsWritten(path: String, words: String?) {
        let value = WebValue(
            json: Array(
                #"{"data":{"id":"90071992547409931234","list":[{"x":"a"},{"x":"b"}]},"ok":true,"a/b":1.5,"m~n":-3,"null":null}"#
                    .utf8))
        let found = Self.at(path, value)
        #expect(found == words || (found == "1.5" && words == "1.50"))
    }

    @Test(arguments: ["", "{", "nope", "{\"a\":}", "\u{0}", "[1"])
    func whatIsNoJSONIsNothing(text: String) {
        #expect(WebValue(json: Array(text.utf8)) == nil)
    }

    @Test func jsonIsWrittenInOrder() {
        let value = WebValue.object([
            .init("z", .text("a\"\\\n\u{1}ế")), .init("a", .list([.number("1"), .null])),
            .init("t", .truth(false)),
        ])
        #expect(value.json == #"{"z":"a\"\\\n\u0001ế","a":[1,null],"t":false}"#)
        // Another reader agrees.
        #expect(Self.at("/z", WebValue(json: Array(value.json.utf8))) == "a\"\\\n\u{1}ế")
    }

    @Test func aFormIsReadAndWritten() {
        let value = WebValue(form: "a=1+2&b=%E1%BA%BF%26&c&d=x=y")
        #expect(Self.at("/a", value) == "1 2")
        #expect(Self.at("/b", value) == "ế&")
        #expect(Self.at("/c", value) == "")
        #expect(Self.at("/d", value) == "x=y")
        #expect(value.form == "a=1%202&b=%E1%BA%BF%26&c=&d=x%3Dy")
    }

    @Test func xmlIsReadByItsNames() {
        let value = WebValue(
            xml: Array(
                """
                <?xml version="1.0"?>
                <soap:Envelope xmlns:soap="http://x"><soap:Body><r><return><result>1</result>
                <message>a &amp; b</message></return><n>1</n><n>2</n></r></soap:Body></soap:Envelope>
                """.utf8))
        #expect(Self.at("/Envelope/Body/r/return/result", value) == "1")
        #expect(Self.at("/Envelope/Body/r/return/message", value) == "a & b")
        #expect(Self.at("/Envelope/Body/r/n/1", value) == "2")
    }

    /// Entities can grow without end, or read files.
    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>", "a", "", "<a></b>",
        String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100),
    ])
    func whatIsNoPlainXMLIsNothing(text: String) {
        #expect(WebValue(xml: Array(text.utf8)) == nil)
    }

    @Test func xmlIsWrittenWithItsAttributes() {
        let value = WebValue.object([
            .init(
                "s:Envelope xmlns:s=\"u\"",
                .object([.init("t", .text("a<b&c")), .init("n", .list([.text("1"), .text("2")]))]))
        ])
        #expect(
            value.xml
                == "<s:Envelope xmlns:s=\"u\"><t>a&lt;b&amp;c</t><n>1</n><n>2</n></s:Envelope>")
    }

    // MARK: - Places

    private static let filling = Filling(
        message: try? OutboundText(
            message: 77, phone: PhoneNumber(international: 84_912_345_678),
            text: "Khi cháy \"{x}\"", segments: 2, language: .vietnamese,
            expires: Instant(milliseconds: 0)),
        source: "PCCC", isWide: { _ in true }, seconds: 1_700_000_000, token: "tok",
        secrets: ["key": "s3"], values: ["kind": "2"])

    @Test(arguments: [
        ("{phone}", "84912345678"), ("{phone|plus}", "+84912345678"),
        ("{phone|national}", "0912345678"), ("{text}", "Khi cháy \"{x}\""),
        ("{text|base64}", "S2hpIGNow6F5ICJ7eH0i"), ("{id}", "77"), ("{source}", "PCCC"),
        ("{segments}", "2"), ("{wide}", "1"), ("{seconds}", "1700000000"),
        ("Bearer {token}", "Bearer tok"), ("{secret.key}:{value.kind}", "s3:2"),
        ("{text|first 3}", "Khi"), ("a{{b}}c", "a{b}c"), ("", ""),
    ])
    func aPlaceIsFilled(template: String, words: String) throws {
        #expect(try PlacedText(template).words(Self.filling) == words)
    }

    @Test(arguments: [
        "{phon}", "{phone", "{phone|upper}", "{secret}", "{first 3}", "{text|first 0}",
    ])
    func anUnknownPlaceIsNamed(template: String) {
        #expect(throws: PlacedText.Problem.self) { _ = try PlacedText(template) }
    }

    @Test func aTreeIsFilled() throws {
        let tree = WebTemplate.object([
            .init("to", .list([.text(try PlacedText("{phone}"))])),
            .init("n", .text(try PlacedText("{segments|number}"))),
            .init("v", .fixed(.truth(true))),
            .init("p", .json([.init("t", .text(try PlacedText("{text}")))])),
        ])
        #expect(
            tree.filled(Self.filling).json
                == #"{"to":["84912345678"],"n":2,"v":true,"p":"{\"t\":\"Khi cháy \\\"{x}\\\"\"}"}"#)
    }
}
