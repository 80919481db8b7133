import Foundation
import KengDomain
import KengText
import NIOCore
import NIOPosix
import SMPP
import Synchronization
import Testing

@testable import KengGateways

/// The whole gateway against a listener over loopback.
struct SMPPGatewayTests {
    private static let world = World.real {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Runs `body` with a gateway that is bound to `provider`.
    private func withGateway(
        _ provider: ToldProvider, world: World = Self.world,
        change: (inout SMPPSettings) -> Void = { _ in },
        _ body: (SMPPGateway) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await Self.open(provider, on: group)
        provider.listener.withLock { $0 = listener }
        var settings = try OutboxTests.settings()
        settings.links[0].port = listener.port
        settings.links[0].session.firstRetry = .milliseconds(10)
        change(&settings)
        let gateway = SMPPGateway(settings, world: world, on: group)
        try await gateway.start()
        try await until { await gateway.room(at: world.now()) > 0 }
        try await body(gateway)
        await gateway.stop()
        try await listener.close()
        try await group.shutdownGracefully()
    }

    @Test(arguments: [("secret", CommandStatus.ok), ("other", .invalidPassword)])
    func aTrialBindsAndSendsNothing(password: String, status: CommandStatus) async throws {
        let provider = ToldProvider(password: password)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await Self.open(provider, on: group)
        var settings = try OutboxTests.settings()
        settings.links[0].port = listener.port
        settings.links.append(settings.links[0])
        settings.links[1].port = try await Self.unusedPort(on: group)
        let trials = try await LinkTrial.run(settings, within: .seconds(10))
        switch trials[0].ending {
        case .bound: #expect(status == .ok)
        case .refused(let found): #expect(found == status)
        case .failed, .silent, .untried: Issue.record("no word from the provider")
        }
        #expect(trials[1].ending == (status == .ok ? .failed : .untried))
        #expect(provider.binds.withLock { $0 } == 1)
        #expect(provider.seen.withLock { $0.isEmpty })
        try await listener.close()
        try await group.shutdownGracefully()
    }

    private static func open(
        _ provider: ToldProvider, on group: any EventLoopGroup
    ) async throws -> Listener {
        try await Listener.open(
            host: "127.0.0.1", port: 0, settings: ServerSettings(systemID: "test"),
            delegate: provider, on: group)
    }

    /// One that nobody listens on any more.
    private static func unusedPort(on group: any EventLoopGroup) async throws -> Int {
        let listener = try await open(ToldProvider(), on: group)
        try await listener.close()
        return listener.port
    }

    private func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<2000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("it did not come to that within 10 s")
    }

    private func text(_ message: Int64, _ text: String) throws -> OutboundText {
        OutboundText(
            message: message, phone: try PhoneNumber(international: 84_987_654_000 + message),
            text: text, segments: SegmentedText(text).segments, language: .vietnamese,
            expires: Self.world.now() + .seconds(3600))
    }

    /// Hands over as there is room, and gathers what became of each.
    private func send(
        _ texts: [OutboundText], by gateway: SMPPGateway
    ) async throws -> [Int64: SubmitOutcome] {
        var rest = texts[...]
        var found: [Int64: SubmitOutcome] = [:]
        try await until {
            let now = Self.world.now()
            let batch = rest.prefix(await gateway.room(at: now))
            rest = rest.dropFirst(batch.count)
            await gateway.submit(Array(batch), at: now)
            for answer in await gateway.outcomes(at: now) {
                #expect(found.updateValue(answer.outcome, forKey: answer.message) == nil)
            }
            return found.count == texts.count
        }
        return found
    }

    /// Vietnamese and Chinese as the handset gets them, by every way a long text can travel.
    @Test(arguments: [
        SMPPSettings.LongText.header(.short), .header(.long), .parameters, .payload,
    ])
    func aLongTextArrivesAsItWasWritten(manner: SMPPSettings.LongText) async throws {
        let provider = ToldProvider()
        let written = [
            String(repeating: "Khi có cháy, hãy gọi 114 và thoát ra ngoài. ", count: 9),
            String(repeating: "发生火灾请拨打119。", count: 12),
            String(repeating: "Jangan panik [QC] {ok} €. ", count: 20),
            "Gọi 114",
        ]
        try await withGateway(provider, change: { $0.longText = manner }) { gateway in
            var texts: [OutboundText] = []
            for (number, text) in written.enumerated() {
                let reference = manner == .header(.long) ? PartReference.long : .short
                texts.append(
                    OutboundText(
                        message: Int64(number + 1),
                        phone: try PhoneNumber(international: 84_987_654_001 + Int64(number)),
                        text: text,
                        segments: SegmentedText(text, reference: reference).segments,
                        language: .vietnamese, expires: Self.world.now() + .seconds(3600)))
            }
            let found = try await send(texts, by: gateway)
            for (text, outcome) in texts.map({ ($0, found[$0.message]) }) {
                guard case .accepted(let references) = outcome else {
                    Issue.record("\(String(describing: outcome))")
                    continue
                }
                #expect(references.count == (manner == .payload ? 1 : text.segments))
            }
        }
        for (number, text) in written.enumerated() {
            #expect(provider.handset("8498765400\(number + 1)") == text)
        }
    }

    @Test func whatWasInFlightWhenTheLinkBrokeIsUnknownAndNothingIsSentTwice() async throws {
        let provider = ToldProvider(dropAt: [150, 400])
        try await withGateway(provider) { gateway in
            let texts = try (1...1000).map { try text(Int64($0), "Gọi 114") }
            let found = try await send(texts, by: gateway)
            let unknown = found.values.count { $0 == .unknown }
            let accepted = found.values.count {
                if case .accepted = $0 { true } else { false }
            }
            let back = found.values.count {
                if case .throttled = $0 { true } else { false }
            }
            #expect(unknown > 0 && unknown <= 128)
            #expect(accepted + unknown + back == 1000)
        }
        #expect(provider.seen.withLock { $0.values.allSatisfy { $0 == 1 } })
    }

    /// Promise 9: the provider's second is as long as ever when somebody sets our clock ahead.
    @Test func aClockThatIsSetOpensNoSecondTwice() async throws {
        let ahead = Mutex(Duration.zero)
        let real = Self.world
        let world = World(
            now: { real.now() + ahead.withLock { $0 } }, steady: real.steady, random: real.random,
            newID: real.newID)
        let provider = ToldProvider()
        try await withGateway(provider, world: world, change: { $0.segmentsPerSecond = 20 }) {
            gateway in
            let texts = try (1...200).map { number in
                OutboundText(
                    message: Int64(number),
                    phone: try PhoneNumber(international: 84_987_654_000 + Int64(number)),
                    text: "Gọi 114", segments: 1, language: .vietnamese,
                    expires: world.now() + .seconds(1_000_000))
            }
            let start = ContinuousClock.now
            await gateway.submit(Array(texts.dropLast(20)), at: world.now())
            try await until { provider.seen.withLock { $0.count } >= 20 }
            for text in texts.suffix(20) {
                ahead.withLock { $0 += .seconds(3600) }
                // Each asks the link to look again.
                await gateway.submit([text], at: world.now())
                try await Task.sleep(for: .milliseconds(10))
                let seen = provider.seen.withLock { $0.count }
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                #expect(seen <= 20 * (Int(seconds) + 1))
            }
        }
    }

    @Test func receiptsOfEitherKindNameThePartAndThePhone() async throws {
        let provider = ToldProvider()
        try await withGateway(provider, change: { $0.receiptID = .exact }) { gateway in
            let found = try await send([text(1, "Gọi 114"), text(2, "Gọi 114")], by: gateway)
            guard case .accepted(let first) = found[1], case .accepted(let second) = found[2] else {
                Issue.record("not accepted")
                return
            }
            try provider.receipt("84987654001", id: first[0], stat: "DELIVRD", asTLV: false)
            try provider.receipt("84987654002", id: second[0], stat: "UNDELIV", asTLV: true)
            var events: [InboundEvent] = []
            try await until {
                events = await gateway.receive(limit: 10, at: Self.world.now())
                return events.count == 2
            }
            let contents = Set(events.map(\.content))
            #expect(
                contents == [
                    .receipt(
                        reference: first[0], of: try PhoneNumber(international: 84_987_654_001),
                        status: .delivered, code: "DELIVRD 000"),
                    .receipt(
                        reference: second[0], of: try PhoneNumber(international: 84_987_654_002),
                        status: .failed, code: ""),
                ])
            #expect(provider.acknowledged.withLock { $0 } == 0)
            await gateway.acknowledge(events.map(\.id))
            try await until { provider.acknowledged.withLock { $0 } == 2 }
            #expect(await gateway.receive(limit: 10, at: Self.world.now()).isEmpty)
        }
    }

    /// The response says 1a2b, the receipt 6699: after enough of them nobody asks any more.
    @Test func theBaseOfReceiptsIsLearned() async throws {
        let provider = ToldProvider(hexadecimal: true)
        try await withGateway(provider) { gateway in
            for round in 0..<2 {
                let texts = try (1...60).map { try text(Int64(round * 100 + $0), "Gọi 114") }
                let found = try await send(texts, by: gateway)
                for text in texts {
                    guard case .accepted(let references) = found[text.message] else { continue }
                    try provider.receipt(
                        text.phone.digits, id: String(Int(references[0], radix: 16) ?? 0),
                        stat: "DELIVRD", asTLV: false)
                }
                var events: [InboundEvent] = []
                try await until {
                    events = await gateway.receive(limit: 1000, at: Self.world.now())
                    return events.count >= 60
                }
                let named = events.compactMap { event -> String? in
                    guard case .receipt(let reference, _, _, _) = event.content else { return nil }
                    return reference
                }
                let kept = texts.compactMap { text -> String? in
                    guard case .accepted(let references) = found[text.message] else { return nil }
                    return references[0]
                }
                #expect(named.sorted() == kept.sorted())
                await gateway.acknowledge(events.map(\.id))
            }
        }
    }

    @Test func aTextFromAHandsetIsAcknowledgedOnlyAfterTheEngineHasIt() async throws {
        let provider = ToldProvider()
        try await withGateway(provider) { gateway in
            try provider.deliver(from: "84987654001", "Tôi chọn B", coding: 8)
            try provider.deliver(from: "0987654002", "A", coding: 0)
            var events: [InboundEvent] = []
            try await until {
                events = await gateway.receive(limit: 10, at: Self.world.now())
                return events.count == 2
            }
            #expect(
                events.map(\.content) == [
                    .text(
                        from: try PhoneNumber(international: 84_987_654_001), text: "Tôi chọn B"),
                    .text(from: try PhoneNumber(international: 84_987_654_002), text: "A"),
                ])
            #expect(provider.acknowledged.withLock { $0 } == 0)
            await gateway.acknowledge(events.map(\.id))
            try await until { provider.acknowledged.withLock { $0 } == 2 }
        }
    }

    @Test func aRefusedPasswordIsToldAndNotTriedAgain() async throws {
        let provider = ToldProvider(password: "another")
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let listener = try await Self.open(provider, on: group)
        var settings = try OutboxTests.settings()
        settings.links[0].port = listener.port
        let gateway = SMPPGateway(settings, world: Self.world, on: group)
        try await gateway.start()
        var told: [GatewayNotice] = []
        try await until {
            told += gateway.notices()
            return told.contains { $0.weight == .error }
        }
        #expect(told.contains { $0.text.contains("ESME_RINVPASWD") })
        #expect(await gateway.room(at: Self.world.now()) == 0)
        #expect(provider.binds.withLock { $0 } == 1)
        await gateway.stop()
        try await listener.close()
        try await group.shutdownGracefully()
    }
}
