import KengSimulation
import NIOCore
import NIOPosix
import SMPP
import Synchronization
import Testing

/// The whole of it over sockets, against links of our own.
struct SMSCStationTests {
    /// Whatever the network does, each message is answered or doubtful, and what was answered is in
    /// the ledger under that id.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatALinkWasToldIsInTheLedger(seed: UInt64) async throws {
        var profile = try #require(SMSCProfile(named: "cruel"))
        profile.answerSpread = .milliseconds(3)
        profile.receiptSpread = .milliseconds(20)
        profile.dropEvery = .zero
        profile.dropAt = 700
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let station = try await SMSCStation.open(
            profile, host: "127.0.0.1", port: 0, seed: seed, startedAt: 1_795_600_000, on: group)
        var session = SessionSettings(
            bind: try Bind(mode: .transceiver, systemID: "keng", password: "secret08"))
        session.firstRetry = .milliseconds(20)
        session.longestThrottlePause = .milliseconds(1)
        let port = try #require(station.port)
        let client = SMSCClient(count: 2000)
        let link = try await Link(
            0, LinkSettings(host: "127.0.0.1", port: port, session: session), delegate: client,
            on: group, random: { 7 })
        client.attach(link)
        link.start()
        await client.finished()
        while station.progress.owed > 0 { try await Task.sleep(for: .milliseconds(5)) }
        await link.stop()
        let smsc = try await station.close()
        try await group.shutdownGracefully()

        let counts = smsc.counts
        let (answered, doubtful) = client.outcome
        #expect(counts.linksCut == 1)
        #expect(counts.throttled > 0)
        #expect(counts.malformed == 0 && counts.badTexts == 0)
        #expect(answered.count + doubtful == 2000)
        #expect(counts.accepted >= answered.count)
        #expect(counts.accepted - answered.count <= doubtful)
        #expect(counts.doubtful <= doubtful)
        #expect(counts.receiptsAcknowledged == counts.receiptsSent)
        #expect(counts.receiptsSent == counts.accepted)
        for (phone, id) in answered {
            let place = try #require(profile.ids.index(response: id))
            #expect(smsc.ledger.records[place].destination == phone)
        }
    }

    /// A submit cut short is answered and counted; a length that no PDU has ends the link.
    @Test func whatCannotBeReadIsCounted() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let station = try await SMSCStation.open(
            SMSCProfile(), host: "127.0.0.1", port: 0, seed: 1, startedAt: 0, on: group)
        let channel = try await ClientBootstrap(group: group)
            .connect(host: "127.0.0.1", port: try #require(station.port)).get()
        let bind = try Bind(mode: .transceiver, systemID: "keng", password: "secret08")
        var octets = PDU(.bind(bind), sequence: 1).encoded()
        octets.writeMultipleIntegers(UInt32(18), UInt32(4), UInt32(0), UInt32(2), UInt16(0))
        octets.writeInteger(UInt32(7))
        // The station may have ended the link before all is written, which is what is waited for.
        try? await channel.writeAndFlush(octets)
        try await channel.closeFuture.get()
        let smsc = try await station.close()
        try await group.shutdownGracefully()
        #expect(smsc.counts.binds == 1)
        #expect(smsc.counts.malformed == 2)
    }
}

/// Sends so many messages, each until it is accepted or nobody knows.
private final class SMSCClient: LinkDelegate {
    private struct Memory: Sendable {
        var link: Link?
        var waiting: [UInt64]
        var answered: [(phone: String, id: String)] = []
        var doubtful = 0
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let count: Int
    private let memory: Mutex<Memory>

    init(count: Int) {
        self.count = count
        memory = Mutex(Memory(waiting: Array(0..<UInt64(count))))
    }

    var outcome: (answered: [(phone: String, id: String)], doubtful: Int) {
        memory.withLock { ($0.answered, $0.doubtful) }
    }

    func attach(_ link: Link) {
        memory.withLock { $0.link = link }
    }

    func finished() async {
        await withCheckedContinuation { waiter in
            memory.withLock { $0.waiter = waiter }
        }
    }

    func wanted(_ room: Int, on link: Int) -> Offer {
        memory.withLock { memory in
            let tokens = memory.waiting.prefix(room)
            memory.waiting.removeFirst(tokens.count)
            return Offer(
                tokens.compactMap { token in
                    // Digits are always an address.
                    guard let message = try? SMSCPlay.message("A", to: Self.phone(token)) else {
                        return nil
                    }
                    return Submission(token: token, message: message)
                })
        }
    }

    func answered(_ answers: [SubmitAnswer], on link: Int) {
        change { memory in
            for answer in answers {
                if answer.status == .ok, let id = answer.messageID {
                    memory.answered.append((Self.phone(answer.token), id))
                } else {
                    memory.waiting.append(answer.token)
                }
            }
        }
    }

    func doubtful(_ tokens: [UInt64], on link: Int) {
        change { $0.doubtful += tokens.count }
    }

    func inbound(_ messages: [Inbound], on link: Int) {
        let link = memory.withLock { $0.link }
        link?.acknowledge(messages.map { ($0.id, .ok) })
    }

    func queried(_ answers: [QueryAnswer], on link: Int) {}
    func stateChanged(_ state: LinkState, on link: Int) {}

    private func change(_ body: (inout Memory) -> Void) {
        let waiter = memory.withLock { memory -> CheckedContinuation<Void, Never>? in
            body(&memory)
            guard memory.answered.count + memory.doubtful == count else { return nil }
            defer { memory.waiter = nil }
            return memory.waiter
        }
        waiter?.resume()
    }

    private static func phone(_ token: UInt64) -> String { "849\(10_000_000 + token)" }
}
