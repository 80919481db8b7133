import Crypto
import Foundation
import KengDomain
import Synchronization
import Testing

@testable import KengGateways

/// The whole gateway against a server over loopback.
struct HTTPGatewayTests {
    static let world = World.real {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    static func profile(
        _ url: String, token: TokenRequest? = nil,
        change: (inout HTTPProfile) throws -> Void = { _ in }
    ) throws -> HTTPProfile {
        var profile = HTTPProfile(
            name: "told", says: "a server of the tests", isVerified: true,
            sending: HTTPProfile.Sending(
                method: .post, url: try PlacedText(url + "/send"),
                headers: [("Authorization", try PlacedText("Bearer {token}{secret.key}"))],
                body: .json,
                fields: .object([
                    .init("to", .text(try PlacedText("{phone}"))),
                    .init("text", .text(try PlacedText("{text}"))),
                    .init("id", .text(try PlacedText("{id}"))),
                ])),
            reading: AnswerReading(
                format: .json, success: (try #require(WebPath("/code")), ["0"]),
                reference: WebPath("/id"), code: [try #require(WebPath("/code"))],
                codes: ["7": .barred, "8": .throttled(after: .seconds(2)), "9": .permanent],
                otherwise: .temporary(after: .seconds(30), tries: 3)),
            token: token,
            receipts: HookReading(
                method: .post, format: .json, list: WebPath("/list"),
                fields: [
                    .reference: try #require(WebPath("/id")),
                    .phone: try #require(WebPath("/to")),
                    .status: try #require(WebPath("/state")),
                ], statuses: ["ok": .delivered, "no": .failed],
                reply: HookAnswer(status: 200, type: "application/json", body: "{\"code\":0}")),
            texts: HookReading(
                method: .get, format: .query,
                fields: [
                    .phone: try #require(WebPath("/from")), .text: try #require(WebPath("/text")),
                    .id: try #require(WebPath("/id")),
                ],
                proof: HookProof(
                    digest: .md5,
                    over: [
                        .field(try #require(WebPath("/id"))),
                        .words(try PlacedText("{secret.key}")),
                    ], at: try #require(WebPath("/sign"))),
                reply: HookAnswer(status: 200, body: "OK")))
        try change(&profile)
        return profile
    }

    static func gateway(
        _ profile: HTTPProfile, change: (inout HTTPSettings) -> Void = { _ in }
    ) throws -> HTTPGateway {
        var settings = HTTPSettings(
            name: "http-1", profile: profile, source: "PCCC", segmentsPerSecond: 1000,
            region: try Jurisdiction("VN"))
        settings.secrets = ["key": "k3y"]
        settings.hookSecret = "hook-secret"
        settings.client.answerWithin = .milliseconds(500)
        change(&settings)
        return HTTPGateway(settings, world: world)
    }

    static func text(_ number: Int64, lane: Lane = .bulk, segments: Int = 1) throws -> OutboundText
    {
        OutboundText(
            message: number, phone: try PhoneNumber(international: 84_912_000_000 + number),
            text: "Khi cháy: ra ngoài", segments: segments, language: .vietnamese, lane: lane,
            expires: world.now() + .seconds(3600))
    }

    /// Waits for the outcomes of so many texts.
    static func outcomes(
        _ count: Int, of gateway: HTTPGateway
    ) async throws -> [Int64: SubmitOutcome] {
        var found: [Int64: SubmitOutcome] = [:]
        for _ in 0..<1000 where found.count < count {
            for answer in await gateway.outcomes(at: world.now()) {
                #expect(found[answer.message] == nil, "two outcomes for one text")
                found[answer.message] = answer.outcome
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return found
    }

    struct Case: Sendable {
        let name: String
        let reply: ScriptedServer.Reply
        let outcome: SubmitOutcome
    }

    private static let cases: [Case] = [
        .init(
            name: "taken", reply: .json(#"{"code":0,"id":"r1"}"#),
            outcome: .accepted(references: ["r1"])),
        .init(name: "refused", reply: .json(#"{"code":9}"#), outcome: .rejected(code: "9")),
        .init(name: "barred", reply: .json(#"{"code":7}"#), outcome: .barred(code: "7")),
        .init(
            name: "too fast", reply: .json(#"{"code":8}"#),
            outcome: .throttled(after: .seconds(2))),
        .init(
            name: "for now", reply: .json(#"{"code":5}"#),
            outcome: .temporary(code: "5", after: .seconds(30))),
        .init(
            name: "keys are wrong", reply: .json("{}", status: "401 No"),
            outcome: .barred(code: "HTTP 401")),
        .init(name: "silent", reply: .silence, outcome: .unknown),
        .init(name: "dropped", reply: .last(""), outcome: .unknown),
        .init(
            name: "half an answer", reply: .last("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"),
            outcome: .unknown),
        .init(name: "garbage", reply: .json("<html>"), outcome: .unknown),
        .init(name: "broken", reply: .json("{}", status: "500 Oops"), outcome: .unknown),
    ]

    @Test(arguments: cases)
    func eachTextHasOneOutcome(one: Case) async throws {
        let server = try await ScriptedServer { _, _ in one.reply }
        let gateway = try Self.gateway(try Self.profile(server.url))
        try await gateway.start()
        await gateway.submit([try Self.text(5)], at: Self.world.now())
        #expect(try await Self.outcomes(1, of: gateway) == [5: one.outcome])
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.header("authorization") == "Bearer k3y")
        #expect(
            request.body
                == #"{"to":"84912000005","text":"Khi cháy: ra ngoài","id":"5"}"#)
        await gateway.stop()
        #expect(await gateway.outcomes(at: Self.world.now()).isEmpty)
    }

    @Test func whatCannotBeReachedIsTriedLater() async throws {
        let server = try await ScriptedServer { _, _ in .silence }
        await server.stop()
        let gateway = try Self.gateway(try Self.profile(server.url))
        await gateway.submit([try Self.text(5)], at: Self.world.now())
        guard case .temporary = try await Self.outcomes(1, of: gateway)[5] else {
            Issue.record("it is not tried again")
            return
        }
        await gateway.stop()
    }

    @Test func theRateIsKeptAndAlarmsGoFirst() async throws {
        let server = try await ScriptedServer { number, _ in
            .json("{\"code\":0,\"id\":\"\(number)\"}")
        }
        let gateway = try Self.gateway(try Self.profile(server.url)) {
            $0.segmentsPerSecond = 20
            $0.parallel = 4
        }
        let bulk = try (0..<30).map { try Self.text($0) }
        let alarms = try (100..<105).map { try Self.text($0, lane: .emergency) }
        await gateway.submit(bulk + alarms, at: Self.world.now())
        let start = ContinuousClock.now
        let found = try await Self.outcomes(35, of: gateway)
        let taken = found.filter { if case .accepted = $0.value { true } else { false } }
        // What waits longer than a second for its turn goes back to the engine, which knows the rate too.
        #expect(taken.count >= 20 && found.count == 35)
        #expect(server.requests.count == taken.count)
        #expect((ContinuousClock.now - start) > .milliseconds(500))
        let order = server.requests.compactMap { WebValue(json: Array($0.body.utf8)) }
            .compactMap { value in WebPath("/id").flatMap { value[$0]?.words }.flatMap { Int($0) } }
        // Only what had left already goes before an alarm.
        #expect(order.prefix(9).filter { $0 >= 100 }.count == 5, "\(order)")
        await gateway.stop()
    }

    /// One token for all, fetched once, and again when the provider takes it no longer.
    @Test func aTokenIsFetchedOnceAndRenewed() async throws {
        let valid = Mutex(1)
        let fetches = Atomic(0)
        let server = try await ScriptedServer { _, request in
            if request.line.contains("/token") {
                fetches.add(1, ordering: .relaxed)
                #expect(request.body == "grant_type=client_credentials&key=k3y")
                return .json(
                    "{\"access_token\":\"t\(valid.withLock { $0 })-\",\"expires_in\":\"3600\"}")
            }
            return request.header("authorization") == "Bearer t\(valid.withLock { $0 })-k3y"
                ? .json(#"{"code":0,"id":"r"}"#) : .json("{}", status: "401 No")
        }
        let asking = TokenRequest(
            request: HTTPProfile.Sending(
                method: .post, url: try PlacedText(server.url + "/token"), body: .form,
                fields: .object([
                    .init("grant_type", .fixed(.text("client_credentials"))),
                    .init("key", .text(try PlacedText("{secret.key}"))),
                ])),
            token: try #require(WebPath("/access_token")), seconds: WebPath("/expires_in"))
        let gateway = try Self.gateway(try Self.profile(server.url, token: asking))
        await gateway.submit(try (0..<50).map { try Self.text($0) }, at: Self.world.now())
        let first = try await Self.outcomes(50, of: gateway)
        #expect(first.values.allSatisfy { $0 == .accepted(references: ["r"]) })
        let once = fetches.load(ordering: .relaxed)
        #expect(once == 1)
        valid.withLock { $0 = 2 }
        await gateway.submit([try Self.text(60)], at: Self.world.now())
        // Refused for its token, so not taken: it goes back and is not an attempt.
        #expect(
            try await Self.outcomes(1, of: gateway) == [60: .throttled(after: .seconds(1))])
        await gateway.submit([try Self.text(60)], at: Self.world.now())
        #expect(try await Self.outcomes(1, of: gateway) == [60: .accepted(references: ["r"])])
        let twice = fetches.load(ordering: .relaxed)
        #expect(twice == 2)
        await gateway.stop()
    }

    /// A text that was kept back for more than a second goes back to the engine, which knows of a pause.
    @Test func whatHasWaitedLeavesNoMore() throws {
        var outbox = HTTPOutbox(segmentsPerSecond: 100, parallel: 1)
        let start = Instant(milliseconds: 0)
        for number in 1...3 { outbox.add(try Self.text(Int64(number)), at: start) }
        #expect(outbox.take(at: start).map(\.message) == [1])
        // The engine is busy meanwhile, and the answer comes late.
        outbox.answered(1, .accepted, code: "", reference: "r", at: start + .seconds(5))
        #expect(outbox.take(at: start + .seconds(5)).isEmpty)
        #expect(outbox.takeAnswers().map(\.message) == [1, 2, 3])
    }

    /// Keys that are wrong are told to a person once, and every text goes back.
    @Test func withoutATokenNothingLeavesAndAPersonIsTold() async throws {
        let server = try await ScriptedServer { _, _ in .json("{}", status: "401 No") }
        let asking = TokenRequest(
            request: HTTPProfile.Sending(
                method: .post, url: try PlacedText(server.url + "/token"), body: .form,
                fields: .object([.init("key", .text(try PlacedText("{secret.key}")))])),
            token: try #require(WebPath("/access_token")))
        let gateway = try Self.gateway(try Self.profile(server.url, token: asking))
        await gateway.submit(try (0..<3).map { try Self.text($0) }, at: Self.world.now())
        let found = try await Self.outcomes(3, of: gateway)
        #expect(found.values.allSatisfy { $0 == .throttled(after: .seconds(1)) })
        #expect(server.requests.allSatisfy { $0.line.contains("/token") })
        #expect(server.requests.count == 1)
        let notices = gateway.notices()
        #expect(notices.count == 1 && notices[0].text.contains("401"))
        #expect(!notices[0].text.contains("k3y"))
        await gateway.stop()
    }

    // MARK: - Webhooks

    private static func receipts(_ text: String) -> HookRequest {
        HookRequest(.post, body: Array(text.utf8))
    }

    private static let one = #"{"list":[{"id":"r1","to":"0912345678","state":"ok"}]}"#

    /// The provider hears "got it" only after the disk has it.
    @Test func aReceiptIsAnsweredWhenItIsKept() async throws {
        let gateway = try Self.gateway(try Self.profile("http://127.0.0.1:9"))
        let now = Self.world.now()
        let isAnswered = Atomic(false)
        async let answer = {
            let answer = await gateway.hear(Self.receipts(Self.one), about: .receipts, at: now)
            isAnswered.store(true, ordering: .relaxed)
            return answer
        }()
        var events: [InboundEvent] = []
        for _ in 0..<500 where events.isEmpty {
            try await Task.sleep(for: .milliseconds(2))
            events = await gateway.receive(limit: 10, at: now)
        }
        #expect(
            events.map(\.content) == [
                .receipt(
                    reference: "r1", of: try PhoneNumber(international: 84_912_345_678),
                    status: .delivered, code: "ok")
            ])
        try await Task.sleep(for: .milliseconds(100))
        let wasEarly = isAnswered.load(ordering: .relaxed)
        #expect(!wasEarly)
        await gateway.acknowledge(events.map(\.id))
        #expect(
            await answer == HookAnswer(status: 200, type: "application/json", body: "{\"code\":0}"))
        #expect(await gateway.receive(limit: 10, at: now).isEmpty)
    }

    @Test func aTextComesOnceHoweverOftenItIsBrought() async throws {
        let gateway = try Self.gateway(try Self.profile("http://127.0.0.1:9"))
        let now = Self.world.now()
        let request = HookRequest(
            .get,
            query: "from=84912345678&text=HD&id=m1&sign=" + Self.md5("m1k3y"))
        await withTaskGroup(of: HookAnswer.self) { group in
            for _ in 0..<5 {
                group.addTask { await gateway.hear(request, about: .texts, at: now) }
            }
            var names: Set<InboundEvent.ID> = []
            var count = 0
            for _ in 0..<200 {
                try? await Task.sleep(for: .milliseconds(2))
                let events = await gateway.receive(limit: 10, at: now)
                count += events.count
                names.formUnion(events.map(\.id))
                await gateway.acknowledge(events.map(\.id))
            }
            #expect(names == ["tm1"] && count >= 1 && count <= 5)
            for await answer in group { #expect(answer.status == 200) }
        }
    }

    private static func md5(_ text: String) -> String {
        Insecure.MD5.hash(data: Data(text.utf8)).hexadecimal
    }

    @Test(arguments: [
        (HookTopic.receipts, HookRequest(.get), 405),
        (.receipts, HookRequest(.post, body: Array("nope".utf8)), 400),
        (.receipts, HookRequest(.post, body: Array("{\"list\":3}".utf8)), 400),
        (.receipts, HookRequest(.post, body: Array("{\"list\":[]}".utf8)), 200),
        (.receipts, HookRequest(.post, body: Array("{\"list\":[{\"a\":1}]}".utf8)), 200),
        (.texts, HookRequest(.get, query: "from=84912345678&text=HD&id=m1&sign=abc"), 403),
        (.texts, HookRequest(.get, query: "from=84912345678&text=HD&id=m1"), 403),
        (.texts, HookRequest(.post, query: "from=84912345678"), 405),
    ])
    func whatIsWrongIsRefusedAtOnce(topic: HookTopic, request: HookRequest, status: Int)
        async throws
    {
        let gateway = try Self.gateway(try Self.profile("http://127.0.0.1:9"))
        let answer = await gateway.hear(request, about: topic, at: Self.world.now())
        #expect(answer.status == status)
        #expect(await gateway.receive(limit: 10, at: Self.world.now()).isEmpty)
    }

    @Test(arguments: ["", "hook-secre", "hook-secret2", "HOOK-SECRET"])
    func onlyTheWholeSecretOpens(secret: String) throws {
        let gateway = try Self.gateway(try Self.profile("http://127.0.0.1:9"))
        #expect(!gateway.knows(secret: secret))
        #expect(gateway.knows(secret: "hook-secret"))
    }
}
