import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Logging
import Testing

/// Promise 5, and what budgets, stops and windows do.
struct PauseTests {
    @Test(arguments: [1, 3, 7])
    func nothingLeavesAfterAPauseAndTheRestLeavesAfterIt(rounds: Int) async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        let id = try await city.approve(try city.brief(["V"]))
        var left = rounds
        try await city.run(for: .seconds(600), tick: .milliseconds(100)) { _ in
            if !city.watch.handovers.isEmpty { left -= 1 }
            return left > 0
        }
        try await city.desk.pause(id, by: city.author)
        let first = city.watch.handovers.map(\.text.message)
        try await city.run(for: .seconds(600))
        #expect(city.watch.handovers.count == first.count)

        try await city.desk.resume(id, by: city.author)
        try await city.run(for: .seconds(600))
        let all = city.watch.handovers.map(\.text.message)
        let planned = try await city.numbers(
            "SELECT id FROM message WHERE wave_id IS NOT NULL ORDER BY id")
        #expect(!first.isEmpty && first.count < planned.count)
        #expect(all.sorted() == planned)
        #expect(try await city.state(of: id) == .finished)
    }

    @Test func aStopCancelsWhatHasNotLeft() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        let id = try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(3), tick: .milliseconds(100))
        try await city.desk.stop(id, by: city.author)
        let left = city.watch.handovers.count
        try await city.run(for: .seconds(3600))
        #expect(city.watch.handovers.count == left)
        let wave = "FROM message WHERE wave_id IS NOT NULL"
        let cancelled = try await city.number("SELECT COUNT(*) \(wave) AND state = 10")
        #expect(left > 0 && cancelled > 0)
        #expect(try await city.number("SELECT COUNT(*) \(wave)") == left + cancelled)
        #expect(try await city.violations().isEmpty)
    }

    /// Money is segments at the price of the dearest way; without a price nothing leaves.
    @Test(arguments: [("450 VND", 27_449, 60), ("0.5 CNY", 30, 60), (nil, 0, 0)])
    func aCeilingInMoneyPausesTheCampaign(price: String?, money: Int, most: Int) async throws {
        let city = try await TestCity(.init(households: 42))
        let desk = CampaignDesk(
            database: city.database, world: city.world, tree: city.tree,
            rulebook: Rulebook(Array(city.shelf.library.jurisdictions.values)),
            composer: city.desk.composer, segmentsPerSecond: 400,
            price: try price.map { try SegmentPrice($0) })
        try await city.engine.stop(at: city.clock.now)
        let engine = Engine(
            desk: desk, gateway: city.watch, reader: ReplyReader(city.shelf.keywords),
            logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await engine.start(at: city.clock.now)
        var brief = try city.brief(["V"])
        brief.budgetMoney = max(money, 1)
        if price == nil {
            await #expect(
                throws: DeskProblem.faults([BriefFault(.money, "1", .price)])
            ) { try await desk.create(brief, by: city.author) }
        }
        // Approved while there was a price, and then somebody took it out of the file.
        let priced = CampaignDesk(
            database: city.database, world: city.world, tree: city.tree,
            rulebook: Rulebook(Array(city.shelf.library.jurisdictions.values)),
            composer: city.desk.composer, segmentsPerSecond: 400,
            price: try SegmentPrice("450 VND"))
        let id = try await priced.create(brief, by: city.author)
        try await priced.submit(id, by: city.author)
        let digest = try await priced.check(id).digest
        try await priced.approve(id, digest: digest, by: city.approver)
        for _ in 0..<100 {
            _ = try await engine.step(at: city.clock.now)
            city.clock.advance(by: .milliseconds(100))
        }
        let used = city.watch.handovers.reduce(0) { $0 + $1.text.segments }
        #expect(used <= most && used > most * 2 / 3 - 1)
        #expect(try await city.state(of: id) == .paused)
        #expect(
            try await city.number("SELECT COUNT(*) FROM audit WHERE act = 'campaign.budget'") == 1)
    }

    @Test func aCeilingPausesTheCampaign() async throws {
        let city = try await TestCity(.init(households: 42))
        let id = try await city.approve(try city.brief(["V"], budget: 60))
        try await city.run(for: .seconds(600))
        let used = city.watch.handovers.reduce(0) { $0 + $1.text.segments }
        #expect(used > 40 && used <= 60)
        #expect(try await city.state(of: id) == .paused)
        #expect(
            try await city.number("SELECT COUNT(*) FROM audit WHERE act = 'campaign.budget'") == 1)
    }

    /// Two open waves of one campaign at its ceiling must not hold up everybody else's texts.
    @Test func aCeilingMetByTwoWavesHoldsNobodyElseUp() async throws {
        let city = try await TestCity(.init(households: 42))
        let id = try await city.approve(
            try city.brief(["V"], hours: 24, everyDays: 2, waves: 2, budget: 60))
        try await city.run(for: .seconds(600))
        #expect(try await city.state(of: id) == .paused)
        // The rows of the first wave are put past the start of the second, as after a late change of the clock.
        city.clock.advance(by: .seconds(2 * 86_400))
        try await city.change("UPDATE message SET expires_at = expires_at + 1000000000")
        try await city.desk.resume(id, by: city.author)
        let phone = try city.reader()
        try await city.type("HD", from: phone)
        #expect(try await city.state(of: id) == .paused)
        #expect(city.watch.handovers.last?.text.phone == phone)
    }

    @Test func whatHasNotLeftExpiresWhenTheWindowEnds() async throws {
        let evening = TestCity.Setup.eight + .seconds(15 * 3600)
        let city = try await TestCity(.init(start: evening))
        let id = try await city.approve(try city.brief(["V"], hours: 4))
        try await city.run(for: .seconds(4 * 3600 + 60))
        #expect(city.watch.handovers.isEmpty)
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state <> 6") == 0)
        #expect(try await city.state(of: id) == .finished)
    }

    @Test func aThrottledTextIsNoAttempt() async throws {
        var network = TestCity.Setup().network
        network.throttled = 1
        let city = try await TestCity(.init(households: 7, network: network))
        try await city.approve(try city.brief(["V"], hours: 10))
        try await city.run(for: .seconds(9 * 3600))
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state = 4") > 0)
        #expect(
            try await city.number("SELECT COUNT(*) FROM message WHERE attempts <> 1 AND state = 4")
                == 0)
    }
}
