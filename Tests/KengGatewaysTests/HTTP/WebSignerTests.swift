@testable import KengGateways
import KengDomain
import Testing

/// The vectors were computed with the vendors' own code.
struct WebSignerTests {
    private static func filling(_ secrets: [String: String]) -> Filling {
        Filling(
            message: nil, source: "", isWide: { _ in false }, seconds: 0, token: "",
            secrets: secrets, values: [:])
    }

    private let id: PlacedText
    private let key: PlacedText

    init() throws {
        id = try PlacedText("{secret.id}")
        key = try PlacedText("{secret.key}")
    }

    @Test func tencent() {
        var request = HTTPRequest(
            .post, "https://sms.tencentcloudapi.com/",
            headers: [.init("Content-Type", "application/json")],
            body: Array(
                #"{"PhoneNumberSet":["+8613800138000"],"SmsSdkAppId":"1400006666","TemplateId":"1234","SignName":"消防宣传","TemplateParamSet":["3"]}"#
                    .utf8))
        WebSigner.tc3(id: id, key: key, service: "sms").sign(
            &request, Self.filling(["id": "AKID", "key": "exampleSecretKey0123456789"]),
            at: Instant(milliseconds: 1_700_000_000_000), nonce: "")
        #expect(
            request.header("authorization")
                == "TC3-HMAC-SHA256 Credential=AKID/2023-11-14/sms/tc3_request, "
                + "SignedHeaders=content-type;host, Signature="
                + "0aece2f10a57ccb01a70e6437311a51169077b453c3470b922b23eb0fd9dc5c4")
        #expect(request.header("x-tc-timestamp") == "1700000000")
    }

    @Test(arguments: [
        (
            "XML", "15300000001", "阿里云短信测试专用", "zJDF%2BLrzhj%2FThnlvIToysFRq6t4%3D"
        ), ("JSON", "13800138000", "消防宣传", "Kc9vaZGlQ6AjPV29AVxQ9Thn5W0%3D"),
    ])
    func alibabaRPC(format: String, phone: String, sign: String, signature: String) {
        let fields = WebValue.object(
            [
                ("Format", format), ("PhoneNumbers", phone), ("SignName", sign),
                ("TemplateCode", "SMS_71390007"), ("TemplateParam", #"{"customer":"test"}"#),
                ("OutId", "123"), ("RegionId", "cn-hangzhou"), ("Version", "2017-05-25"),
                ("Action", "SendSms"),
            ].map { WebValue.Member($0.0, .text($0.1)) })
        var request = HTTPRequest(.get, "https://dysmsapi.aliyuncs.com/?" + fields.form)
        WebSigner.aliyunRPC(id: id, key: key).sign(
            &request, Self.filling(["id": "testId", "key": "testSecret"]),
            at: Instant(milliseconds: 1_499_827_339_000),
            nonce: "45e25e9b-0a6f-4070-8c85-2956eda1b466")
        #expect(request.url.hasSuffix("&Signature=" + signature), "\(request.url.suffix(60))")
    }

    @Test func alibabaACS3() {
        let fields = WebValue.object(
            [
                ("PhoneNumbers", "13800138000"), ("SignName", "消防宣传"),
                ("TemplateCode", "SMS_71390007"), ("TemplateParam", #"{"n":"3"}"#),
                ("OutId", "kg-1"),
            ].map { WebValue.Member($0.0, .text($0.1)) })
        var request = HTTPRequest(
            .post, "https://dysmsapi.aliyuncs.com/?" + fields.form,
            headers: [
                .init("x-acs-action", "SendSms"), .init("x-acs-version", "2017-05-25"),
            ])
        WebSigner.acs3(id: id, key: key).sign(
            &request, Self.filling(["id": "exampleAK", "key": "exampleSK"]),
            at: Instant(milliseconds: 1_700_000_000_000),
            nonce: "3156853299f313e23d1673dc12e1703d")
        #expect(
            request.header("authorization")?.hasSuffix(
                "Signature=fc13900929b39ef7989c66d13110b6244bc194e6a1bff248da11e5e73fb0105d")
                == true, "\(request.header("authorization") ?? "")")
    }

    /// What eSMS sends with a text from a handset.
    @Test(arguments: [
        "3bce677365c1c8e8539bc6bcb76ad828", "3BCE677365C1C8E8539BC6BCB76AD828",
        "O85nc2XByOhTm8a8t2rYKA==",
    ])
    func digestOverFields(told: String) throws {
        let proof = HookProof(
            digest: .md5,
            over: [
                .field(try #require(WebPath("/a"))), .field(try #require(WebPath("/b"))),
                .words(try PlacedText("{secret.key}")),
            ], at: try #require(WebPath("/sign")))
        let secrets = ["key": "97f3"]
        let item = WebValue(
            form: "a=abcdef1234xyz17417a0d2011&b=4d36a902e49cad0e&sign=\(told.inPercents)")
        #expect(proof.holds(for: item, HookRequest(.get), secrets))
        #expect(!proof.holds(for: item, HookRequest(.get), ["key": "97f4"]))
        let without = WebValue(form: "a=abcdef1234xyz17417a0d2011&sign=\(told.inPercents)")
        #expect(!proof.holds(for: without, HookRequest(.get), secrets))
    }
}
