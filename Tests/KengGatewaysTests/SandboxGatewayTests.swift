import KengDomain
import KengGateways
import Testing

struct SandboxGatewayTests {
    private let start = SandboxSamples.start
    private let later = SandboxSamples.start + .seconds(86_400 * 20)

    @Test(arguments: [1, 7, 100, 2000], [false, true])
    func theSameSeedGivesTheSameRunWhateverTheBatches(size: Int, backwards: Bool) async throws {
        let texts = (0..<2000).map { SandboxSamples.text($0) }
        let one = try SandboxGateway(SandboxSamples.settings())
        let other = try SandboxGateway(SandboxSamples.settings())
        let expected = await one.sendAll(texts, batch: 50, at: start)
        let found = await other.sendAll(
            backwards ? texts.reversed() : texts, batch: size, at: start)
        #expect(found == expected)
        let events = await other.drain(limit: size, at: later)
        #expect(await one.drain(limit: 1000, at: later) == events)
        #expect(events.count > 2000)
    }

    @Test func anotherSeedGivesAnotherRun() async throws {
        let texts = (0..<500).map { SandboxSamples.text($0) }
        let one = try SandboxGateway(SandboxSamples.settings(seed: 1))
        let other = try SandboxGateway(SandboxSamples.settings(seed: 2))
        #expect(
            await one.sendAll(texts, batch: 50, at: start)
                != other.sendAll(texts, batch: 50, at: start))
    }

    @Test func everyMessageHasOneOutcomeAndEveryTakenOneIsTakenOnce() async throws {
        let gateway = try SandboxGateway(SandboxSamples.settings())
        let texts = (0..<3000).map { SandboxSamples.text($0) }
        let outcomes = await gateway.sendAll(texts, batch: 64, at: start)
        #expect(outcomes.count == texts.count)
        for text in texts {
            let settled = try #require(outcomes[text.message]?.last)
            let count = gateway.acceptedCount(text.message)
            let found = await gateway.lookUp([text.message])
            switch settled {
            case .accepted(let references):
                #expect(count == 1)
                #expect(found == [.taken(references: references)])
            case .rejected:
                #expect(count == 0)
                #expect(found == [.neverSeen])
            case .unknown:
                #expect(
                    found == [count == 1 ? .taken(references: ["\(text.message).1"]) : .neverSeen])
            case .temporary, .throttled, .barred:
                Issue.record("\(text.message) was never decided")
            }
        }
        #expect(gateway.doubled.isEmpty)
        #expect(gateway.overspeed == 0)
    }

    @Test func faultsComeAboutAsOftenAsSet() async throws {
        var settings = SandboxSamples.settings()
        settings.network.lost = 0.05
        settings.network.answerLost = 0.06
        settings.network.rejected = 0.10
        settings.network.temporary = 0.12
        settings.network.throttled = 0.08
        settings.network.undelivered = 0.15
        settings.network.expired = 0.05
        settings.network.duplicateReceipts = 0.2
        let gateway = try SandboxGateway(settings)
        let count = 20_000
        let texts = (0..<count).map { SandboxSamples.text($0, text: "no question") }
        let outcomes = await gateway.sendAll(texts, batch: 500, at: start)
        func share(_ matches: ([SubmitOutcome]) -> Bool) -> Double {
            Double(outcomes.values.count(where: matches)) / Double(count)
        }
        let near = 0.015
        #expect(
            abs(share { $0.contains { if case .throttled = $0 { true } else { false } } } - 0.08)
                < near)
        #expect(
            abs(share { $0.contains { if case .temporary = $0 { true } else { false } } } - 0.12)
                < near)
        #expect(abs(share { if case .rejected = $0.last { true } else { false } } - 0.10) < near)
        #expect(abs(share { $0.last == .unknown } - 0.11) < near)
        let unknown = outcomes.filter { $0.value.last == .unknown }.keys
        let takenInDoubt = unknown.count { gateway.acceptedCount($0) == 1 }
        #expect(abs(Double(takenInDoubt) / Double(count) - 0.06) < near)

        let events = await gateway.drain(limit: 5000, at: later + .seconds(86_400 * 30))
        var finals: [String: Set<ReceiptStatus>] = [:]
        var repeats = 0
        for event in events {
            guard case .receipt(let reference, _, let status, _) = event.content else { continue }
            if status != .enroute, !finals[reference, default: []].insert(status).inserted {
                repeats += 1
            }
        }
        #expect(finals.values.allSatisfy { $0.count == 1 })
        let taken = Double(gateway.acceptedMessages)
        #expect(abs(Double(finals.values.count { $0 == [.failed] }) / taken - 0.15) < near)
        #expect(abs(Double(finals.values.count { $0 == [.expired] }) / taken - 0.05) < near)
        #expect(abs(Double(repeats) / Double(finals.count) - 0.2) < near)
    }

    @Test func eventsComeAgainUntilAcknowledged() async throws {
        let gateway = try SandboxGateway(SandboxSamples.calm())
        _ = gateway.handOver((0..<50).map { SandboxSamples.text($0) }, at: start)
        let first = await gateway.receive(limit: 10, at: later)
        #expect(first.count == 10)
        #expect(await gateway.receive(limit: 10, at: later) == first)
        #expect(await gateway.nextEvent(after: start) == first[0].at)
        await gateway.acknowledge([first[3].id])
        await gateway.acknowledge([first[3].id])
        let second = await gateway.receive(limit: 10, at: later)
        #expect(!second.contains(first[3]))
        #expect(second.prefix(9) == (first.prefix(3) + first.suffix(6))[...])
        #expect(second.map(\.at) == second.map(\.at).sorted())
        _ = await gateway.drain(limit: 7, at: later)
        #expect(await gateway.receive(limit: 10, at: later).isEmpty)
    }

    @Test func nothingComesBeforeItsMoment() async throws {
        let gateway = try SandboxGateway(SandboxSamples.calm())
        _ = gateway.handOver((0..<200).map { SandboxSamples.text($0) }, at: start)
        var now = start
        while let next = await gateway.nextEvent(after: now) {
            #expect(next >= now)
            #expect(await gateway.receive(limit: 10, at: next - .milliseconds(1)).isEmpty)
            let events = await gateway.receive(limit: 10, at: next)
            #expect(!events.isEmpty)
            await gateway.acknowledge(events.map(\.id))
            now = next
        }
    }

    @Test func aMessageHandedOverTwiceIsDoubledAndSaysSo() async throws {
        let gateway = try SandboxGateway(SandboxSamples.calm())
        let text = SandboxSamples.text(1, segments: 2)
        let first = gateway.handOver([text], at: start)
        let second = gateway.handOver([text], at: start + .seconds(9))
        #expect(first != second)
        #expect(gateway.doubled == [text.message: 2])
        #expect(gateway.acceptedCount(text.message) == 2)
        #expect(await gateway.lookUp([text.message, 99]).last == .neverSeen)
        let lines = gateway.handset(text.phone, at: later)
        #expect(lines.count { $0.direction == .received } == 2)
        #expect(lines.count { $0.direction == .sent } <= 1)
    }

    @Test func aLostMessageIsTakenWhenAPersonSendsItAgain() async throws {
        var settings = SandboxSamples.calm()
        settings.network.lost = 1
        let gateway = try SandboxGateway(settings)
        let text = SandboxSamples.text(1)
        #expect(gateway.handOver([text], at: start) == [.unknown])
        #expect(await gateway.lookUp([text.message]) == [.neverSeen])
        #expect(gateway.handOver([text], at: start) == [.accepted(references: ["2.1"])])
        #expect(gateway.doubled.isEmpty)
    }

    @Test func aSenderThatIsTooFastIsThrottledAndCounted() async throws {
        var settings = SandboxSamples.calm()
        settings.segmentsPerSecond = 10
        let gateway = try SandboxGateway(settings)
        let texts = (0..<6).map { SandboxSamples.text($0, segments: 2) }
        let outcomes = gateway.handOver(texts, at: start)
        #expect(outcomes.last == .throttled(after: .seconds(1)))
        #expect(gateway.overspeed == 1)
        #expect(gateway.acceptedMessages == 5)
        _ = gateway.handOver([texts[5]], at: start + .seconds(1))
        #expect(gateway.acceptedMessages == 6)
    }

    @Test func whatArrivesTooLateExpires() async throws {
        let gateway = try SandboxGateway(SandboxSamples.calm())
        let text = OutboundText(
            message: 5, phone: SandboxSamples.phone(5), text: "x", segments: 1,
            language: .chinese, expires: start + .milliseconds(10))
        _ = gateway.handOver([text], at: start)
        let events = await gateway.drain(limit: 9, at: later)
        #expect(
            events.map(\.content) == [
                .receipt(
                    reference: "5.1", of: text.phone, status: .expired, code: "EXPIRED")
            ]
        )
        #expect(gateway.handset(text.phone, at: later).isEmpty)
    }
}
