package import KengDomain
package import KengGateways

/// All that will happen to one simulated city: the same for the same seed.
package struct SimulationScript: Hashable, Sendable {
    package let seed: UInt64
    package var households: Int
    package let segmentsPerSecond: Int
    /// Sandbox residents write by themselves.
    package var isLively: Bool
    /// The network loses, repeats, reorders and refuses.
    package var isCruel: Bool
    package let start: Instant
    package var acts: [SimulationAct]

    /// - Parameters:
    ///   - days: in which something happens; afterwards all windows come to their end undisturbed.
    ///   - residents: about so many people; one in three of them shares a household or a phone.
    package init(seed: UInt64, days: Int, residents: Int) {
        var chance = SeededGenerator(seed: seed, subject: 1)
        self.seed = seed
        households = max(1, residents * 3 / 4)
        segmentsPerSecond = [12, 24, 90, 400][Int(chance.next() % 4)]
        isLively = chance.fraction() < 0.8
        isCruel = chance.fraction() < 0.8
        start = SimulatedCity.Setup.eight + .seconds(Int(chance.next() % 86_400))
        var writer = ScriptWriter(chance: chance, seconds: max(1, days) * 86_400)
        acts = writer.acts()
    }

    package func setup(_ faults: SimulatedCity.Faults) -> SimulatedCity.Setup {
        SimulatedCity.Setup(
            seed: seed, households: households, segmentsPerSecond: segmentsPerSecond,
            network: isCruel ? Self.cruel : .calm,
            people: isLively ? SimulatedCity.Setup.lively : SimulatedCity.Setup.silent,
            start: start, faults: faults)
    }

    /// Far worse than any carrier, so that few messages show much.
    package static var cruel: SandboxSettings.Network {
        var network = SandboxSettings.Network()
        network.lost = 0.05
        network.answerLost = 0.05
        network.rejected = 0.05
        network.temporary = 0.1
        network.throttled = 0.05
        network.undelivered = 0.05
        network.earlyReceipts = 0.2
        network.reorderedReceipts = 0.2
        network.duplicateReceipts = 0.2
        return network
    }
}

/// Invents what happens.
private struct ScriptWriter {
    var chance: SeededGenerator
    let seconds: Int
    private var found: [SimulationAct] = []

    init(chance: SeededGenerator, seconds: Int) {
        self.chance = chance
        self.seconds = seconds
    }

    mutating func acts() -> [SimulationAct] {
        let campaigns = 1 + Int(chance.next() % 4)
        for number in 1...campaigns { addCampaign(number) }
        for _ in 0..<count(upTo: 6) {
            add(.die(any(WatchedGateway.Place.allCases), calls: 1 + count(upTo: 4)))
        }
        for _ in 0..<count(upTo: 3) { add(.restart) }
        for _ in 0..<count(upTo: 4) { add(.stepClock(by: step())) }
        for _ in 0..<count(upTo: 3) { add(.outage(.seconds(1 + Int(chance.next() % 900)))) }
        for _ in 0..<count(upTo: 2) { add(.publish(word: any(["Oke.", "Nhé.", "!"]))) }
        if chance.fraction() < 0.4 {
            add(
                .quiet(area: any(["V", "V1", "I", "31"]), tomorrow: chance.fraction() < 0.5),
                at: Int(chance.fraction() * chance.fraction() * Double(seconds)))
        }
        for _ in 0..<count(upTo: 14) {
            add(.write(phone: Int(chance.next() % 64), text: any(Self.texts)))
        }
        return found.sorted { $0.after < $1.after }
    }

    private static let texts = [
        "STOP", "STOP", "TC", "BERHENTI", "DK", "REG", "A", "B", "ABC", "HD", "VI", "ID", "?", "ok",
        "Cháy nhà tôi", "1A 2B 3C",
    ]

    private mutating func addCampaign(_ number: Int) {
        let day = 86_400
        let wish = CampaignWish(
            areas: any([["V", "I"], ["V", "I"], ["V"], ["I"], ["V1", "31"], ["31", "73"]]),
            messageClass: any([.awareness, .awareness, .service, .advertising, .emergency]),
            manner: any([.allInOne, .oneByOne, nil]),
            startsAfter: .seconds(any([0, 0, 60, Int(chance.next() % UInt64(day))])),
            hours: any([6, 20, 48]), everyDays: 3, waves: any([1, 1, 2]),
            budget: any([0, 0, 0, 40]), isApproved: chance.fraction() < 0.85)
        // Most begin early, so that much happens to them.
        let when = Int(chance.fraction() * chance.fraction() * Double(seconds))
        add(.create(campaign: number, wish), at: when)
        func later(_ most: Int) -> Int {
            when + Int(wish.startsAfter.milliseconds / 1000) + Int(chance.next() % UInt64(most))
        }
        for _ in 0..<count(upTo: 3) {
            // While it sends, which takes seconds, as well as hours later.
            let pause = later(any([10, 60, day]))
            add(.pause(campaign: number), at: pause)
            if chance.fraction() < 0.8 {
                add(
                    .resume(campaign: number),
                    at: pause + Int(chance.next() % UInt64(any([30, day]))))
            }
        }
        if chance.fraction() < 0.15 { add(.stop(campaign: number), at: later(any([10, day]))) }
        if chance.fraction() < 0.3 { add(.revise(campaign: number), at: later(any([10, day]))) }
        // Where it hurts: in the first seconds of the sending.
        if chance.fraction() < 0.6 {
            add(.die(any(WatchedGateway.Place.allCases), calls: 1 + count(upTo: 3)), at: later(20))
        }
        if chance.fraction() < 0.4 {
            add(.write(phone: Int(chance.next() % 64), text: "STOP"), at: later(20))
        }
        for _ in 0..<count(upTo: 2) {
            add(.write(phone: Int(chance.next() % 64), text: "HD"), at: later(12))
        }
        if chance.fraction() < 0.3 { add(.stepClock(by: step()), at: later(20)) }
        for _ in 0..<count(upTo: 2) {
            add(.sendAgain(campaign: number), at: later(any([600, day, 3 * day])))
        }
    }

    private mutating func add(_ kind: SimulationAct.Kind, at second: Int? = nil) {
        let moment = second ?? Int(chance.next() % UInt64(seconds))
        found.append(
            SimulationAct(
                after: .milliseconds(Int64(moment) * 1000 + Int64(chance.next() % 1000)), kind: kind
            ))
    }

    private mutating func step() -> Duration {
        let size = Int(chance.next() % UInt64(any([5, 600, 3600])))
        return .seconds(chance.fraction() < 0.5 ? size : -size)
    }

    private mutating func count(upTo most: Int) -> Int { Int(chance.next() % UInt64(most + 1)) }

    private mutating func any<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int(chance.next() % UInt64(choices.count))]
    }
}
