import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KengDomain
import KengEngine
import KengText
import Testing

@testable import KengWeb

struct APIDoorTests {
    @Test(arguments: [nil, "wrong"] as [String?])
    func withoutAKeyThatOpensNothingIsShown(key: String?) async throws {
        let answer = try await APIWorld().ask(.get, "/v1/campaigns", as: key)
        #expect(answer.status == 401)
        #expect(answer.problem == "key-needed")
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        #expect(answer.headers[.cacheControl] == "no-store")
    }

    @Test func aSessionIsNoKey() async throws {
        let world = try await APIWorld()
        let link = try await world.accounts.newLink(for: "author")
        let session = try #require(try await world.accounts.signInLink(token: link)?.session)
        #expect(try await world.ask(.get, "/v1/campaigns", as: session).status == 401)
    }

    @Test func manyBadKeysAreSlowedDownAndAGoodOneIsNot() async throws {
        let world = try await APIWorld()
        var last = try await world.ask(.get, "/v1/campaigns", as: "wrong 0")
        for number in 1...KeyGuard.most {
            last = try await world.ask(.get, "/v1/campaigns", as: "wrong \(number)")
        }
        #expect(last.status == 429)
        #expect(last.headers[.retryAfter] == "60")
        #expect(try await world.ask(.get, "/v1/campaigns", as: "author").status == 200)
    }

    @Test func theGuardForgetsAfterAMinute() {
        let guardian = KeyGuard()
        for _ in 0...KeyGuard.most { _ = guardian.refuse(at: APIWorld.start) }
        #expect(guardian.refuse(at: APIWorld.start + .seconds(59)) == .tooManyKeys(seconds: 1))
        #expect(guardian.refuse(at: APIWorld.start + .seconds(60)) == .keyNeeded)
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/v1/campaigns", "GET, HEAD, POST"),
        (.get, "/v1/campaigns/1/stop", "POST"), (.post, "/v1/coverage", "GET, HEAD"),
        (.post, "/livez", "GET, HEAD"), (.put, "/openapi.json", "GET, HEAD"),
    ])
    func aWrongMethodIsToldTheRightOnes(
        method: HTTPRequest.Method, address: String, allow: String
    ) async throws {
        let answer = try await APIWorld().ask(method, address, as: "author")
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == allow)
        #expect(answer.problem == "wrong-method")
    }

    @Test(arguments: [
        "/v1", "/v1/", "/v1/nothing", "/v1/campaigns/", "/v1/campaigns/0", "/v1/campaigns/x",
        "/v1/campaigns/99", "/v1/messages/99", "/v1/areas/t/99", "/v1/areas/x/01",
    ])
    func whatIsNotThereIsAProblemAndNoPage(address: String) async throws {
        let answer = try await APIWorld().ask(.get, address, as: "author")
        #expect(answer.status == 404)
        #expect(answer.headers[.contentType] == "application/problem+json")
    }

    @Test(arguments: ["/", "/campaigns", "/v10", "/metricsx", "/packs"])
    func whatIsForPeopleIsLetThrough(address: String) async throws {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: try await APIWorld().machines.door(BasicRequestContext.self))
        for page in ["/", "**"] { router.get(RouterPath(page)) { _, _ in "a page" } }
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: address, method: .get) {
                #expect(String(buffer: $0.body) == "a page")
            }
        }
    }

    @Test(
        arguments: [
            ("chief", nil, "id"), ("ward", nil, "zh-Hans"), ("viewer", nil, "en"),
            ("chief", "vi", "vi"), ("chief", "fr", "id"), (nil, nil, "en"),
            (nil, "zh-CN", "zh-Hans"),
        ] as [(String?, String?, String)])
    func theSentenceIsInTheCallersLanguage(
        name: String?, accepted: String?, language: String
    ) async throws {
        let answer = try await APIWorld().ask(
            .get, "/v1/campaigns?limit=0", as: name,
            headers: accepted.map { [.acceptLanguage: $0] } ?? [:])
        #expect(answer.headers[.contentLanguage] == language)
    }

    @Test(arguments: InterfaceLanguage.allCases)
    func everyProblemHasItsSentence(language: InterfaceLanguage) throws {
        let words = MachineWords(try Catalogues(in: PackFolder.root + "/Locales"))
        let desk = [
            DeskProblem.notAllowed, .noEdition(.chinese, .vietnam), .emptyAudience, .outsideArea,
            .alreadyOver, .nobodyMissed, .changedMeanwhile, .noRules(.china), .approversOnly,
            .otherDigest(given: "a", submitted: "b"),
        ].compactMap { MachineProblem(refusal: $0) }
        let acts = [
            CampaignState.Refusal.wrongState(.draft), .approverIsAuthor, .approvedAlready,
            .changed(submitted: "a", now: "b"),
        ].compactMap { MachineProblem(refusal: $0) }
        let values: [String: MessageValue] = [
            "found": "x", "least": 1, "most": 2, "count": 1, "names": "y", "now": "z", "from": "a",
            "to": "b",
        ]
        let fields = BodyFault.Fault.allCases.map {
            BodyFault(pointer: "/x", fault: $0, values: values)
        }
        let all: [MachineProblem] =
            [
                .notFound, .wrongMethod(allowed: ["GET"]), .tooLarge, .keyNeeded,
                .tooManyKeys(seconds: 5), .notJSON, .fields(fields), .parameter("limit"),
                .unknownParameter("limitt"),
                .idempotencyKeyNeeded, .idempotencyKeyUsed, .notReady, .ours,
            ] + desk + acts
        for problem in all {
            let response = words.response(to: problem, in: language)
            #expect(response.status.code >= 400)
            #expect(!words.title(of: problem, in: language).contains(Words.missingMark))
        }
        for field in fields {
            #expect(!words.detail(of: field, in: language).contains(Words.missingMark))
        }
    }

    @Test(arguments: [
        ("2026-11-22T01:30:00Z", 1_795_311_000_000, "2026-11-22T01:30:00Z"),
        ("2026-11-22t08:30:00.250+07:00", 1_795_311_000_250, "2026-11-22T01:30:00.250Z"),
        ("1970-01-01T00:00:00.0009-00:30", 1_800_000, "1970-01-01T00:30:00Z"),
        ("1969-12-31T23:59:59.5Z", -500, "1969-12-31T23:59:59.500Z"),
    ])
    func momentsAreReadAndWritten(text: String, milliseconds: Int64, written: String) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(Timestamp.instant(text) == instant)
        #expect(Timestamp.text(instant) == written)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T08:00", "2026-11-22T08:00:00", "2026-02-30T08:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T08:60:00Z", "2026-11-22T08:00:61Z",
        "2026-11-22T08:00:00+7:00", "2026-11-22T08:00:00.Z", "2026-11-22T08:00:00+07:00x",
        "2026-11-22 08:00:00Z", "2026-11-22T０8:00:00Z",
    ])
    func whatIsNoMomentIsRefused(text: String) {
        #expect(Timestamp.instant(text) == nil)
    }
}
