import NIOCore
import NIOPosix
import SMPP
import Synchronization
import Testing

/// A real link to a real listener over loopback.
@Suite struct LinkTests {
    @Test func everySubmitIsAnsweredOnce() async throws {
        let outcome = try await exchange(count: 1000, droppingAfter: nil)
        #expect(outcome.answered.sorted() == Array(0..<1000))
        #expect(outcome.doubtful.isEmpty)
        #expect(outcome.received == 1000)
    }

    /// What was in flight when the connection broke is doubtful, and nothing is sent a second time.
    @Test(arguments: [1, 300, 777])
    func aDropLosesNothingAndDoublesNothing(after: Int) async throws {
        let outcome = try await exchange(count: 1000, droppingAfter: after)
        #expect((outcome.answered + outcome.doubtful).sorted() == Array(0..<1000))
        #expect(!outcome.doubtful.isEmpty)
        #expect(outcome.doubtful.count <= 64)
        #expect(outcome.doubled == 0)
    }

    private struct Outcome {
        let answered: [UInt64]
        let doubtful: [UInt64]
        let received: Int
        let doubled: Int
    }

    private func exchange(count: UInt64, droppingAfter limit: Int?) async throws -> Outcome {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let gateway = TestGateway(limit: limit)
        let listener = try await Listener.open(
            host: "127.0.0.1", port: 0, settings: ServerSettings(systemID: "test"),
            delegate: gateway, on: group)
        gateway.listener.withLock { $0 = listener }
        var session = SessionSettings(
            bind: try Bind(mode: .transceiver, systemID: "keng", password: "secret"))
        session.firstRetry = .milliseconds(10)
        let sender = TestSender(try (0..<count).map(message))
        let link = try await Link(
            1, LinkSettings(host: "127.0.0.1", port: listener.port, session: session),
            delegate: sender, on: group, random: { 0 })
        link.start()
        await sender.finished()
        await link.stop()
        try await listener.close()
        try await group.shutdownGracefully()
        let seen = gateway.seen.withLock { $0 }
        let memory = sender.memory.withLock { $0 }
        return Outcome(
            answered: memory.answered, doubtful: memory.doubtful,
            received: seen.values.reduce(0, +), doubled: seen.values.count { $0 > 1 })
    }

    private func message(_ number: UInt64) throws -> ShortMessage {
        try ShortMessage(
            source: Address(digits: "114"), destination: Address(digits: "84987654321"),
            text: ByteBuffer(string: String(number)))
    }
}

/// Hands out numbered messages as the link asks, and remembers what became of each.
private final class TestSender: LinkDelegate {
    struct Memory {
        var next: UInt64 = 0
        var answered: [UInt64] = []
        var doubtful: [UInt64] = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    let memory = Mutex(Memory())
    private let messages: [ShortMessage]

    init(_ messages: [ShortMessage]) {
        self.messages = messages
    }

    func finished() async {
        await withCheckedContinuation { waiter in
            memory.withLock { $0.waiter = waiter }
            check()
        }
    }

    func wanted(_ room: Int, on link: Int) -> Offer {
        memory.withLock { memory in
            let end = min(UInt64(messages.count), memory.next + UInt64(room))
            defer { memory.next = end }
            return Offer(
                (memory.next..<end).map {
                    Submission(token: $0, message: messages[Int($0)])
                })
        }
    }

    func answered(_ answers: [SubmitAnswer], on link: Int) {
        memory.withLock { $0.answered += answers.map(\.token) }
        check()
    }

    func doubtful(_ tokens: [UInt64], on link: Int) {
        memory.withLock { $0.doubtful += tokens }
        check()
    }

    func inbound(_ messages: [Inbound], on link: Int) {}
    func queried(_ answers: [QueryAnswer], on link: Int) {}
    func stateChanged(_ state: LinkState, on link: Int) {}

    private func check() {
        let waiter = memory.withLock { memory -> CheckedContinuation<Void, Never>? in
            guard memory.answered.count + memory.doubtful.count >= messages.count else {
                return nil
            }
            defer { memory.waiter = nil }
            return memory.waiter
        }
        waiter?.resume()
    }
}

/// Takes everything; breaks the first connection when so many messages have come.
private final class TestGateway: ListenerDelegate {
    let listener = Mutex<Listener?>(nil)
    /// How often each message came, by its number.
    let seen = Mutex<[String: Int]>([:])
    private let limit: Int?
    private let hasDropped = Mutex(false)

    init(limit: Int?) {
        self.limit = limit
    }

    func verdict(on bind: Bind, from connection: Int) -> CommandStatus { .ok }
    func bound(_ bind: Bind, on connection: Int) {}

    func requested(_ requests: [PDU], on connection: Int) -> [PDU] {
        let total = seen.withLock { seen in
            for request in requests {
                guard case .submit(let message) = request.body else { continue }
                seen[String(buffer: message.text), default: 0] += 1
            }
            return seen.values.reduce(0, +)
        }
        let isDropping = hasDropped.withLock { hasDropped in
            guard let limit, total >= limit, !hasDropped else { return false }
            hasDropped = true
            return true
        }
        guard !isDropping else {
            listener.withLock { $0 }?.drop(connection)
            return []
        }
        return requests.compactMap { request in
            // An id this short is never refused.
            guard let response = try? MessageResponse(messageID: "m\(request.sequence)") else {
                return nil
            }
            return PDU(.submitResponse(response), sequence: request.sequence)
        }
    }

    func delivered(_ answers: [DeliverAnswer], on connection: Int) {}
    func doubtful(_ tokens: [UInt64], on connection: Int) {}
    func closed(_ connection: Int) {}
}
