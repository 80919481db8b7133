import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengContent
import KengText
import Logging
import Synchronization
import Testing

/// Several gateways for one campaign: weights, failures, crashes, and answers by the way that asked.
struct RouteTests {
    private static let waves = "SELECT id FROM message WHERE wave_id IS NOT NULL ORDER BY id"

    @Test func weightsShareACampaignWithinEachOnesRate() async throws {
        let ways = try await TestWays(
            .init(households: 210),
            [
                .init(name: "a", weight: 3, segmentsPerSecond: 60),
                .init(name: "b", segmentsPerSecond: 60),
            ])
        try await ways.city.approve(try ways.city.brief(["V"], route: []))
        try await ways.run(for: .seconds(90))
        let messages = try await ways.city.numbers(Self.waves)
        let taken = ways.accepted(messages)
        #expect(taken.values.reduce(0, +) == messages.count)
        let part = Double(taken["a"] ?? 0) / Double(messages.count)
        #expect(part > 0.65 && part < 0.85, "\(taken)")
        #expect(ways.busiestSecond("a") <= 60 && ways.busiestSecond("b") <= 60)
        // Each part of a text says by which it went.
        for name in ["a", "b"] {
            let texts = try await ways.city.number(
                "SELECT COUNT(DISTINCT message_id) FROM part WHERE gateway = '\(name)'")
            #expect(texts == taken[name])
        }
        #expect(try await ways.city.violations() == [])
    }

    /// Nothing waits for it, and when it works again it gets its part.
    @Test func whatFailsLosesItsTextsToTheOther() async throws {
        let ways = try await TestWays(
            .init(households: 210, segmentsPerSecond: 60),
            [
                .init(name: "a", weight: 9, segmentsPerSecond: 30),
                .init(name: "b", segmentsPerSecond: 30),
            ])
        let start = ways.city.clock.now
        ways.watches["a"]?.goDown(until: start + .seconds(20))
        try await ways.city.approve(try ways.city.brief(["V"], route: ["a", "b"]))
        try await ways.run(for: .seconds(20))
        let early = ways.handovers("b").count
        #expect(early > 40)
        #expect(ways.handovers("a").count { $0.outcome.isAccepted } == 0)
        // A few texts found out, and no more than these.
        #expect(ways.handovers("a").count < 60)
        try await ways.run(for: .seconds(240))
        #expect(ways.handovers("a").count { $0.outcome.isAccepted } > 20)
        let messages = try await ways.city.numbers(Self.waves)
        #expect(ways.accepted(messages).values.reduce(0, +) == messages.count)
        #expect(try await ways.city.number("SELECT COUNT(*) FROM message WHERE state = 1") == 0)
        #expect(try await ways.city.violations() == [])
    }

    /// Each provider is asked for its own, and nobody is missed or sent to twice.
    @Test(arguments: [1, 2, 3, 5])
    func afterACrashEachProviderIsAskedForItsOwn(crashes: Int) async throws {
        var ways = try await TestWays(
            .init(households: 105),
            [
                .init(name: "a", segmentsPerSecond: 60), .init(name: "b", segmentsPerSecond: 60),
            ])
        try await ways.city.approve(try ways.city.brief(["V"], route: []))
        for _ in 0..<crashes {
            let before = ways.handovers("a").count + ways.handovers("b").count
            // It dies with texts under way by both.
            try await ways.run(for: .seconds(60)) {
                ways.handovers("a").count + ways.handovers("b").count < before + 12
            }
            ways.city.clock.advance(by: .seconds(1))
            try await ways.start(["a", "b"])
        }
        try await ways.run(for: .seconds(120))
        let messages = try await ways.city.numbers(Self.waves)
        for message in messages {
            let times = ways.accepted([message]).values.reduce(0, +)
            #expect(times == 1)
        }
        #expect(try await ways.city.number("SELECT COUNT(*) FROM message WHERE state = 8") == 0)
        #expect(try await ways.city.violations() == [])
    }

    /// A gateway that is no more cannot be asked: what it had is shown as unknown, and never sent again.
    @Test func whatARemovedGatewayHadIsUnknown() async throws {
        var ways = try await TestWays(
            .init(households: 42),
            [
                .init(name: "a", segmentsPerSecond: 40), .init(name: "b", segmentsPerSecond: 40),
            ])
        try await ways.city.approve(try ways.city.brief(["V"], route: []))
        try await ways.run(for: .seconds(60)) { ways.handovers("a").isEmpty }
        let doubtful = try await ways.city.numbers(
            "SELECT id FROM message WHERE state = 2 ORDER BY id")
        #expect(!ways.handovers("a").isEmpty && !doubtful.isEmpty)
        ways.city.clock.advance(by: .seconds(1))
        try await ways.start(["b"])
        try await ways.run(for: .seconds(120))
        let byA = doubtful.filter { ways.sandboxes["a"]?.acceptedCount($0) == 1 }
        let unknown = try await ways.city.numbers(
            "SELECT id FROM message WHERE state = 8 ORDER BY id")
        #expect(unknown == byA)
        for message in try await ways.city.numbers(Self.waves) {
            let times = ways.accepted([message]).values.reduce(0, +)
            #expect(times == 1)
        }
        #expect(try await ways.city.violations() == [])
    }

    @Test func aCampaignKeepsToItsRoute() async throws {
        let ways = try await TestWays(
            .init(households: 42), [.init(name: "a"), .init(name: "b")])
        try await ways.city.approve(try ways.city.brief(["V"], route: ["b"]))
        try await ways.run(for: .seconds(30))
        #expect(ways.handovers("a").isEmpty)
        #expect(!ways.handovers("b").isEmpty)
        // One whose gateways are not here waits, and the program rests.
        let waiting = try await ways.city.approve(
            try ways.city.brief(["V"], route: ["c"], messageClass: .service))
        try await ways.run(for: .seconds(30))
        let round = try await ways.engine.step(at: ways.city.clock.now)
        #expect(!round.isBusy)
        #expect(round.again.map { $0 > ways.city.clock.now } ?? true)
        #expect(try await ways.city.state(of: waiting) == .running)
        #expect(
            try await ways.city.number("SELECT COUNT(*) FROM message WHERE state = 1") > 0)
    }

    /// The number that somebody wrote to is the one that answers.
    @Test func anAnswerLeavesByTheWayTheQuestionCame() async throws {
        let ways = try await TestWays(
            .init(households: 42), [.init(name: "a"), .init(name: "b")])
        try await ways.city.approve(try ways.city.brief(["V"], route: ["a"]))
        try await ways.run(for: .seconds(30))
        let phones = ways.handovers("a").map(\.text.phone)
        for (number, phone) in phones.prefix(8).enumerated() {
            let name = number % 2 == 0 ? "a" : "b"
            ways.sandboxes[name]?.type(from: phone, text: "HD", at: ways.city.clock.now)
        }
        try await ways.run(for: .seconds(60))
        for (number, phone) in phones.prefix(8).enumerated() {
            let name = number % 2 == 0 ? "a" : "b"
            let other = name == "a" ? "b" : "a"
            let replies = { (way: String) in
                ways.handovers(way).count { $0.text.phone == phone && $0.text.lane == .reply }
            }
            #expect(replies(name) == 1)
            #expect(replies(other) == 0)
        }
    }

    /// An answer whose way is gone is not kept back for ever; an alarm's not at all.
    @Test(arguments: [("HD", 40), ("Cháy nhà tôi", 10)])
    func anAnswerDoesNotWaitForAWayThatIsGone(text: String, seconds: Int) async throws {
        var ways = try await TestWays(
            .init(households: 42), [.init(name: "a"), .init(name: "b")])
        try await ways.city.approve(try ways.city.brief(["V"], route: ["a"]))
        try await ways.run(for: .seconds(30))
        let phone = try #require(ways.handovers("a").first?.text.phone)
        // The way takes nothing, and then the program starts without it.
        ways.watches["a"]?.goDown(until: ways.city.clock.now + .seconds(3600))
        ways.watches["b"]?.goDown(until: ways.city.clock.now + .seconds(2))
        ways.sandboxes["a"]?.type(from: phone, text: text, at: ways.city.clock.now)
        try await ways.run(for: .seconds(2))
        #expect(try await ways.city.number("SELECT COUNT(*) FROM inbound") == 1)
        try await ways.start(["b"])
        try await ways.run(for: .seconds(seconds))
        let replies = ways.handovers("b").count { $0.text.phone == phone }
        #expect(replies == 1)
    }

    /// An account that is barred loses its texts to the other way; alone it pauses the campaign.
    @Test(arguments: [["a", "b"], ["a"]])
    func aBarredAccountPausesOnlyWhatHasNoOtherWay(route: [String]) async throws {
        let ways = try await ScriptedWays(households: 42) { _ in .barred(code: "SENDER") }
        let city = ways.city
        let id = try await city.approve(try city.brief(["V"], route: route))
        try await ways.run(for: .seconds(120))
        let state = try await city.state(of: id)
        #expect(state == (route == ["a"] ? .paused : .finished))
        let messages = try await city.numbers(Self.waves)
        let taken = messages.reduce(0) { $0 + ways.good.acceptedCount($1) }
        #expect(taken == (route == ["a"] ? 0 : messages.count))
        #expect(try await city.violations() == [])
    }

    /// An answer that the account may not send leaves by the other way, and is not tried over and over.
    @Test func aBarredAnswerOpensTheCircuitToo() async throws {
        let ways = try await ScriptedWays(households: 42) { _ in .barred(code: "SENDER") }
        try await ways.city.approve(try ways.city.brief(["V"], route: ["b"]))
        try await ways.run(for: .seconds(30))
        let phone = try #require(
            try await ways.city.numbers("SELECT phone FROM message LIMIT 1").first)
        ways.scripted.hear(
            .text(from: try PhoneNumber(international: phone), text: "HD"), at: ways.city.clock.now)
        try await ways.run(for: .seconds(50))
        #expect(ways.scripted.texts.count == 1)
        let answer = try #require(ways.scripted.texts.first)
        #expect(ways.good.acceptedCount(answer.message) == 1)
    }

    /// A way that failed is tried with one text, and with that only when its room and its rate allow it.
    @Test(arguments: [true, false])
    func aProbeAsksForRoomAndRate(isForRoom: Bool) async throws {
        let ways = try await ScriptedWays(households: 420) { _ in
            .temporary(code: "BUSY", after: .seconds(5))
        }
        try await ways.city.approve(try ways.city.brief(["V"], route: []))
        try await ways.run(for: .seconds(8)) { ways.scripted.texts.count < 50 }
        // What is left lasts until the way is tried again.
        try await ways.city.database.write { try $0.setRate(10, of: "b") }
        try await ways.run(for: .seconds(2))
        let before = ways.scripted.texts.count
        if isForRoom {
            ways.scripted.room.store(0, ordering: .relaxed)
        } else {
            try await ways.city.database.write { try $0.setRate(0, of: "a") }
        }
        try await ways.run(for: .seconds(20))
        #expect(ways.scripted.texts.count == before)
        if isForRoom {
            ways.scripted.room.store(10, ordering: .relaxed)
        } else {
            try await ways.city.database.write { try $0.setRate(nil, of: "a") }
        }
        try await ways.run(for: .seconds(4))
        #expect(ways.scripted.texts.count == before + 1)
    }

    /// What came by one cannot be kept: all are closed all the same, and the program says so.
    @Test func eachWayIsClosedWhenOneFails() async throws {
        let ways = try await ScriptedWays(households: 42) { _ in .unknown }
        let other = ScriptedGateway("c") { _ in .unknown }
        let engine = ways.engine([ways.scripted, other])
        try await engine.start(at: ways.city.clock.now)
        let phone = try PhoneNumber(international: 84_912_345_678)
        ways.scripted.hear(.text(from: phone, text: "HD"), at: ways.city.clock.now)
        _ = try await ways.city.database.write {
            try $0.execute("ALTER TABLE inbound RENAME TO gone")
        }
        await #expect(throws: (any Error).self) {
            try await engine.stop(at: ways.city.clock.now)
        }
        #expect(ways.scripted.isStopped && other.isStopped)
    }
}

extension SubmitOutcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}
