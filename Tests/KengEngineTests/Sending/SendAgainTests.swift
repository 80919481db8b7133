import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import Testing

/// One more wave to those missed: the same digest, a person's act, and nobody twice.
struct SendAgainTests {
    private static func harsh() -> SandboxSettings.Network {
        var network = SandboxSettings.Network.calm
        network.undelivered = 0.3
        network.rejected = 0.2
        return network
    }

    private static let missed = """
        SELECT resident_id FROM message WHERE wave_id IS NOT NULL
        GROUP BY resident_id
        HAVING SUM(CASE WHEN state IN (1, 2, 3, 4) THEN 1 ELSE 0 END) = 0
            AND SUM(CASE WHEN state IN (5, 6, 7, 8) THEN 1 ELSE 0 END) > 0
        ORDER BY resident_id
        """

    private static func ofWave(_ number: Int) -> String {
        """
        SELECT message.resident_id FROM message
        JOIN wave ON wave.id = message.wave_id
        WHERE wave.number = \(number) ORDER BY 1
        """
    }

    @Test(arguments: [1, 2])
    func thoseMissedGetItOnceMoreAndNobodyElse(waves: Int) async throws {
        let city = try await TestCity(.init(households: 42, network: Self.harsh()))
        let id = try await city.approve(
            try city.brief(everyDays: waves > 1 ? 4 : 0, waves: waves))
        try await city.run(for: .seconds(8 * 86_400))
        #expect(try await city.state(of: id) == .finished)
        let missed = try await city.numbers(Self.missed)
        let all = try await city.number("SELECT COUNT(*) FROM resident WHERE is_holder = 1")
        #expect(!missed.isEmpty && missed.count < all)
        let most = try await city.desk.missed(by: id).people
        #expect(waves == 1 ? most == missed.count : most >= missed.count)

        try await city.desk.sendAgain(id, by: city.author)
        #expect(try await city.state(of: id) == .running)
        try await city.run(for: .seconds(4 * 86_400))
        #expect(try await city.numbers(Self.ofWave(waves + 1)) == missed)
        #expect(try await city.state(of: id) == .finished)
        let left = try await city.numbers(Self.missed)
        #expect(left.count < missed.count)
        #expect(Set(left).isSubset(of: missed))
        #expect(try await city.violations().isEmpty)

        // As often as a person says so.
        guard !left.isEmpty else { return }
        try await city.desk.sendAgain(id, by: city.author)
        try await city.run(for: .seconds(4 * 86_400))
        #expect(try await city.numbers(Self.ofWave(waves + 2)) == left)
        #expect(try await city.violations().isEmpty)
    }

    /// Each gets the very text that was meant for them before.
    @Test func theyGetWhatWasMeantForThem() async throws {
        let city = try await TestCity(.init(households: 42, network: Self.harsh()))
        let id = try await city.approve(try city.brief(manner: .oneByOne))
        try await city.run(for: .seconds(4 * 86_400))
        try await city.desk.sendAgain(id, by: city.author)
        try await city.run(for: .seconds(4 * 86_400))
        let texts = try await city.number(
            """
            SELECT COUNT(*) FROM (
                SELECT resident_id FROM message WHERE wave_id IS NOT NULL AND body_id > 0
                GROUP BY resident_id HAVING COUNT(DISTINCT body_id) > 1) AS several
            """)
        #expect(texts == 0)
        #expect(try await city.number("SELECT COUNT(*) FROM wave") == 2)
    }

    @Test func onlyWhatHasFinishedIsSentAgain() async throws {
        let city = try await TestCity(.init(households: 42, network: Self.harsh()))
        let id = try await city.approve(try city.brief())
        await #expect(throws: CampaignState.Refusal.wrongState(.approved)) {
            try await city.desk.sendAgain(id, by: city.author)
        }
        try await city.run(for: .seconds(4 * 86_400))
        try await city.desk.sendAgain(id, by: city.author)
        // A second press of the button.
        await #expect(throws: CampaignState.Refusal.wrongState(.running)) {
            try await city.desk.sendAgain(id, by: city.author)
        }
        #expect(try await city.number("SELECT COUNT(*) FROM wave") == 2)
    }

    @Test func whoeverReachedAllHasNobodyToSendTo() async throws {
        let city = try await TestCity(.init(households: 12))
        let id = try await city.approve(try city.brief())
        try await city.run(for: .seconds(4 * 86_400))
        #expect(try await city.state(of: id) == .finished)
        await #expect(throws: DeskProblem.nobodyMissed) {
            try await city.desk.sendAgain(id, by: city.author)
        }
        #expect(try await city.state(of: id) == .finished)
        #expect(try await city.number("SELECT COUNT(*) FROM wave") == 1)
    }

    /// The audit chain tells of a campaign that a provider's refusal paused.
    @Test func aBarredCampaignIsPausedInTheChainToo() async throws {
        let city = try await TestCity(.init(households: 12, segmentsPerSecond: 12))
        let id = try await city.approve(try city.brief())
        try await city.run(for: .seconds(2), tick: .milliseconds(100))
        let (desk, now) = (city.desk, city.clock.now)
        try await city.database.write { transaction in
            let waves = try transaction.waves(of: id).map(\.id)
            try desk.pauseBarred(Set(waves), transaction, at: now)
        }
        #expect(try await city.state(of: id) == .paused)
        #expect(try await city.violations().isEmpty)
    }
}
