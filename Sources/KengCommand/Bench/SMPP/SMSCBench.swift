import ArgumentParser
import KengSimulation
import NIOCore
import NIOPosix
import SMPP
import Synchronization

/// How fast the test SMSC is, so that one knows what measuring against it can show.
struct SMSCBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smsc",
        abstract: "Send many messages by one link to the test SMSC of keng simulate.",
        discussion: """
            Both sides run in this program, a thread each, unless --port names one that listens \
            elsewhere. Each message is for another phone and asks for a receipt.
            """)

    @Flag(help: "Answer with one JSON line.") var json = false
    @Option(help: "How many messages to send.") var count = 1_000_000
    @Option(help: "Unanswered messages at most.") var window = 1000
    @Option(help: "The profile of the SMSC: plain, receipts, slow-20ms or cruel.")
    var profile = "plain"
    @Option(help: "Send to what listens on this port of 127.0.0.1.") var port: Int?

    func validate() throws {
        guard count > 0, (1...10_000).contains(window) else {
            throw ValidationError("--count must be 1 or more, and --window 1 to 10000.")
        }
        guard SMSCProfile(named: profile) != nil else {
            throw ValidationError("--profile is one of \(SMSCProfile.names).")
        }
    }

    func run() async throws {
        try await reporting {
            let server = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let client = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let station = try await openStation(on: server)
            var session = SessionSettings(
                bind: try Bind(mode: .transceiver, systemID: "bench", password: "bench"))
            session.window = window
            session.firstRetry = .milliseconds(10)
            session.longestThrottlePause = .milliseconds(1)
            let sender = SMSCBenchSender(count: count)
            let link = try await Link(
                0,
                LinkSettings(
                    host: "127.0.0.1", port: port ?? station?.port ?? 0, session: session),
                delegate: sender, on: client, random: { 1 })
            sender.attach(link)
            let (_, measure) = await BenchMeasure.measure {
                link.start()
                await sender.finished()
            }
            try await sender.quietened()
            await link.stop()
            var more = sender.counts
            if let smsc = try await station?.close() {
                more["accepted"] = smsc.counts.accepted
                more["receipts"] = smsc.counts.receiptsSent
            }
            try await client.shutdownGracefully()
            try await server.shutdownGracefully()
            try answer(
                measure.line("smsc-\(profile)-\(window)", count: count, more: more, json: json))
        }
    }

    private func openStation(on group: any EventLoopGroup) async throws -> SMSCStation? {
        guard port == nil, let profile = SMSCProfile(named: profile) else { return nil }
        return try await SMSCStation.open(
            profile, host: "127.0.0.1", port: 0, seed: 1, startedAt: 1_795_600_000, on: group)
    }
}

/// Sends so many messages; a refused one counts as done, for the sum of all is what is measured.
private final class SMSCBenchSender: LinkDelegate {
    private struct Memory: Sendable {
        var next: UInt64 = 0
        var accepted = 0
        var refused = 0
        var doubtful = 0
        var inbound = 0
        var link: Link?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let count: Int
    private let memory = Mutex(Memory())
    private let text = ByteBuffer(string: "Hay kiem tra binh gas truoc khi di ngu. PCCC 114")

    init(count: Int) {
        self.count = count
    }

    var counts: [String: Int] {
        memory.withLock {
            [
                "client_accepted": $0.accepted, "client_refused": $0.refused,
                "client_doubtful": $0.doubtful, "client_inbound": $0.inbound,
            ]
        }
    }

    func attach(_ link: Link) {
        memory.withLock { $0.link = link }
    }

    func finished() async {
        await withCheckedContinuation { waiter in memory.withLock { $0.waiter = waiter } }
    }

    /// Returns when nothing has come for a while, so that no receipt is left without an answer.
    func quietened() async throws {
        var seen = -1
        while seen != memory.withLock({ $0.inbound }) {
            seen = memory.withLock { $0.inbound }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func wanted(_ room: Int, on link: Int) -> Offer {
        let tokens = memory.withLock { memory in
            let end = min(UInt64(count), memory.next + UInt64(room))
            defer { memory.next = end }
            return memory.next..<end
        }
        return Offer(
            tokens.compactMap { token in
                // Digits are always an address, and the text is short enough.
                guard let source = try? Address(ton: 5, npi: 0, digits: "PCCC-HN"),
                    let phone = try? Address(
                        ton: 1, npi: 1, digits: String(84_900_000_000 + token)),
                    let message = try? ShortMessage(
                        source: source, destination: phone, text: text, registeredDelivery: 1)
                else { return nil }
                return Submission(token: token, message: message)
            })
    }

    func answered(_ answers: [SubmitAnswer], on link: Int) {
        let accepted = answers.count { $0.status == .ok }
        change {
            $0.accepted += accepted
            $0.refused += answers.count - accepted
        }
    }

    func doubtful(_ tokens: [UInt64], on link: Int) {
        change { $0.doubtful += tokens.count }
    }

    func inbound(_ messages: [Inbound], on link: Int) {
        let link = memory.withLock { memory in
            memory.inbound += messages.count
            return memory.link
        }
        link?.acknowledge(messages.map { ($0.id, .ok) })
    }

    func queried(_ answers: [QueryAnswer], on link: Int) {}
    func stateChanged(_ state: LinkState, on link: Int) {}

    private func change(_ body: (inout Memory) -> Void) {
        let waiter = memory.withLock { memory -> CheckedContinuation<Void, Never>? in
            body(&memory)
            guard memory.accepted + memory.refused + memory.doubtful >= count else { return nil }
            defer { memory.waiter = nil }
            return memory.waiter
        }
        waiter?.resume()
    }
}
