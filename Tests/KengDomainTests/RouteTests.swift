import KengDomain
import Testing

/// Weights, and what a gateway that fails or slows loses.
struct RouteBalanceTests {
    /// Works in rounds until all texts are gone.
    ///
    /// - Parameter rooms: what each takes of a round at most, and whether that is less than its contract.
    private static func shares(
        _ weights: [String: Int], _ rooms: [String: (room: Int, isSlow: Bool)], texts: Int,
        balance: inout RouteBalance
    ) -> [String: Int] {
        var taken: [String: Int] = [:]
        var left = texts
        for _ in 0..<100_000 where left > 0 {
            for name in weights.keys.sorted() {
                let (room, isSlow) = rooms[name] ?? (1000, false)
                let allowed = balance.most(for: name, of: room)
                let some = min(allowed, left)
                balance.took(some, of: allowed, isSlow: isSlow && some == room, by: name)
                taken[name, default: 0] += some
                left -= some
            }
        }
        return taken
    }

    @Test(arguments: [[1, 1], [3, 1], [1, 9], [80, 20]])
    func eachTakesItsPart(weights: [Int]) {
        let named = ["a": weights[0], "b": weights[1]]
        var balance = RouteBalance(named)
        let taken = Self.shares(
            named, ["a": (1000, false), "b": (1000, false)], texts: 100_000, balance: &balance)
        let part = Double(taken["a"] ?? 0) / 100_000
        #expect(abs(part - Double(weights[0]) / Double(weights[0] + weights[1])) < 0.02)
    }

    @Test func threeShareToo() {
        let named = ["a": 5, "b": 3, "c": 2]
        var balance = RouteBalance(named)
        let taken = Self.shares(named, [:], texts: 100_000, balance: &balance)
        #expect(abs((taken["b"] ?? 0) - 30_000) < 1000)
        #expect(abs((taken["c"] ?? 0) - 20_000) < 1000)
    }

    /// It takes what it can, and the other everything else.
    @Test func aSlowOneHoldsNobodyBack() {
        let named = ["a": 9, "b": 1]
        var balance = RouteBalance(named)
        let taken = Self.shares(
            named, ["a": (2, true), "b": (500, false)], texts: 50_000, balance: &balance)
        #expect((taken["b"] ?? 0) > 49_000)
        // When it is as fast as it should be again, it does not make up for what it missed.
        let after = Self.shares(named, [:], texts: 10_000, balance: &balance)
        #expect(abs((after["a"] ?? 0) - 9000) < 300)
    }

    @Test func anUntrustedOneGetsNothingToWaitFor() {
        let named = ["a": 1, "b": 1]
        var balance = RouteBalance(named)
        _ = Self.shares(named, [:], texts: 1000, balance: &balance)
        balance.trust(0, of: "a")
        #expect(balance.most(for: "b", of: 5000) == 5000)
        #expect(!balance.hasAnother(than: "b") { _ in true })
        #expect(balance.hasAnother(than: "a") { $0 == "b" })
        #expect(!balance.hasAnother(than: "a") { $0 == "c" })
        _ = Self.shares(["b": 1], [:], texts: 50_000, balance: &balance)
        balance.trust(0.25, of: "a")
        // A quarter of the trust is a fifth of the texts.
        let after = Self.shares(named, [:], texts: 10_000, balance: &balance)
        #expect(abs((after["a"] ?? 0) - 2000) < 300)
    }

    @Test func oneAloneTakesAll() {
        var balance = RouteBalance(["a": 7])
        #expect(Self.shares(["a": 7], [:], texts: 10_000, balance: &balance) == ["a": 10_000])
    }
}

struct GatewayHealthTests {
    private static let start = Instant(milliseconds: 0)

    private static let text = Message.ID(rawValue: 7)

    private static func at(_ seconds: Int) -> Instant { start + .seconds(seconds) }

    private static func broken() -> GatewayHealth {
        var health = GatewayHealth()
        for second in 0..<5 { health.heard(answered: 20, failed: 15, at: at(second)) }
        return health
    }

    @Test func failuresHalveTheTrustAndThenOpenTheCircuit() {
        var health = GatewayHealth()
        var trusts: [Double] = []
        for second in 0..<5 {
            health.heard(answered: 20, failed: 15, at: Self.at(second))
            trusts.append(health.trust)
        }
        #expect(trusts == [0.5, 0.25, 0.125, 0.0625, 0])
        let most = health.most(at: Self.at(5))
        #expect(most == 0)
    }

    @Test func oneTextTriesAndTrustDriftsBack() {
        var health = Self.broken()
        let probe = health.most(at: Self.at(9))
        #expect(probe == 1)
        health.took(Self.text, at: Self.at(9))
        let meanwhile = health.most(at: Self.at(9))
        #expect(meanwhile == 0)
        #expect(health.probe == Self.text)
        health.probed(failed: false, at: Self.at(10))
        #expect(health.trust == 0.25)
        let closed = health.most(at: Self.at(10))
        #expect(closed == nil)
        for second in 11..<40 { health.heard(answered: 50, failed: 1, at: Self.at(second)) }
        #expect(health.trust == 1)
    }

    @Test func aFailedProbeWaitsTwiceAsLong() {
        var health = Self.broken()
        var now = Self.at(9)
        for pause in [10, 20, 40, 80, 160, 300, 300] {
            let probe = health.most(at: now)
            #expect(probe == 1)
            health.took(Self.text, at: now)
            health.probed(failed: true, at: now)
            let early = health.most(at: now + .seconds(pause - 1))
            #expect(early == 0)
            now = now + .seconds(pause)
        }
    }

    @Test func aFewFailuresAreChance() {
        var health = GatewayHealth()
        for second in 0..<100 { health.heard(answered: 20, failed: 4, at: Self.at(second)) }
        #expect(health.trust == 1)
        // A single answer is no sample within its second.
        health.heard(answered: 1, failed: 1, at: Self.at(200))
        health.heard(answered: 9, failed: 0, at: Self.at(200))
        #expect(health.trust == 1)
    }

    @Test func aBarredAccountIsTriedAfterAMinute() {
        var health = GatewayHealth()
        health.bar(at: Self.start)
        let during = health.most(at: Self.at(59))
        let after = health.most(at: Self.at(60))
        #expect(during == 0)
        #expect(after == 1)
    }

    /// What left before the circuit opened tells nothing of how the gateway is now.
    @Test func aLateAnswerIsNotTheProbes() {
        var health = Self.broken()
        _ = health.most(at: Self.at(9))
        health.took(Self.text, at: Self.at(9))
        health.heard(answered: 30, failed: 0, at: Self.at(10))
        health.bar(at: Self.at(10))
        #expect(health.trust == 0)
        #expect(health.probe == Self.text)
        health.probed(failed: false, at: Self.at(11))
        #expect(health.trust == 0.25)
    }

    /// The way is not shut for as long as a probe is on its way.
    @Test func aProbeWithoutAnAnswerHasFailed() {
        var health = Self.broken()
        _ = health.most(at: Self.at(9))
        health.took(Self.text, at: Self.at(9))
        #expect(health.opens == Self.at(39))
        let early = health.most(at: Self.at(38))
        #expect(early == 0 && health.probe == Self.text)
        let late = health.most(at: Self.at(39))
        #expect(late == 0 && health.probe == nil)
        // Its answer comes at last, and is nobody's any more.
        health.heard(answered: 1, failed: 0, at: Self.at(40))
        let again = health.most(at: Self.at(49))
        #expect(again == 1)
    }

    @Test func aBarredProbeWaitsAMinute() {
        var health = Self.broken()
        _ = health.most(at: Self.at(9))
        health.took(Self.text, at: Self.at(9))
        health.probed(failed: true, isBarred: true, at: Self.at(9))
        let during = health.most(at: Self.at(68))
        let after = health.most(at: Self.at(69))
        #expect(during == 0 && after == 1)
    }

    /// A clock that is set does not close the way for longer than the pause.
    @Test func aClockSetBackProlongsNothing() {
        var health = Self.broken()
        let most = health.most(at: Self.at(-3600))
        #expect(most == 1)
    }
}
