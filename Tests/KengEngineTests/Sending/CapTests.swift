import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Vietnam allows one awareness text a day and four a week to a phone, over all campaigns.
struct CapTests {
    /// What the provider took counts, whatever became of it: a text that is late may still arrive.
    @Test(
        arguments: [
            { (network: inout SandboxSettings.Network) in },
            { $0.expired = 1 }, { $0.undelivered = 1 }, { $0.receiptLost = 1 },
        ] as [@Sendable (inout SandboxSettings.Network) -> Void])
    func aSecondCampaignOfTheDayIsSuppressed(
        cruelty: @Sendable (inout SandboxSettings.Network) -> Void
    ) async throws {
        var network = SandboxSettings.Network.calm
        cruelty(&network)
        let city = try await TestCity(.init(households: 14, network: network))
        try await city.approve(try city.brief(["V"], hours: 6))
        try await city.run(for: .seconds(7 * 3600))
        let first = city.watch.handovers.count
        try await city.approve(try city.brief(["V"], hours: 6))
        try await city.run(for: .seconds(6 * 3600))
        #expect(first > 0 && city.watch.handovers.count == first)
        #expect(
            try await city.number("SELECT COUNT(*) FROM message WHERE state = 9 AND reason = 2")
                == first)
        #expect(try await city.violations() == [])
    }

    /// What never left is no text that somebody got.
    @Test func whatWasRefusedDoesNotCount() async throws {
        var network = SandboxSettings.Network.calm
        network.rejected = 1
        let city = try await TestCity(.init(households: 14, network: network))
        try await city.approve(try city.brief(["V"], hours: 6))
        try await city.run(for: .seconds(7 * 3600))
        let first = city.watch.handovers.count
        try await city.approve(try city.brief(["V"], hours: 6))
        try await city.run(for: .seconds(6 * 3600))
        #expect(first > 0 && city.watch.handovers.count == 2 * first)
    }

    @Test func theNextDayIsFreeUntilTheWeekIsFull() async throws {
        let city = try await TestCity(.init(households: 14))
        for day in 1...5 {
            try await city.approve(try city.brief(["V"], manner: nil, hours: 6))
            try await city.run(for: .seconds(86_400 + 60), tick: .seconds(10))
            let most = try await city.number(
                """
                SELECT MAX(texts) FROM (
                    SELECT COUNT(*) AS texts FROM message WHERE state = 4 GROUP BY phone) AS sent
                """)
            #expect(most == min(day, 4))
        }
        #expect(try await city.violations() == [])
    }
}
