package import NIOCore
package import SMPP
internal import Synchronization

/// A `TestSMSC` on a port: tells it what happens, and does what it says.
///
/// Give it a group of one thread, so that all links are served in turn; each burst takes one lock.
package final class SMSCStation: Sendable {
    /// How far it is, for those who wait for its end.
    package struct Progress: Hashable, Sendable {
        package let unique: Int
        /// Still to be sent, answered or acknowledged.
        package let owed: Int
        /// Since the last thing that came; nil before the first submit or answer.
        package let silence: Duration?
    }

    private struct Memory: Sendable {
        var smsc: TestSMSC
        /// Nil until it is open and after it is closed; what is to be done meanwhile waits.
        var listener: Listener?
        var waiting: [SMSCAction] = []
        /// When the next tick is scheduled.
        var tickAt: Duration?
        var heardAt: Duration?

        /// The moment for a tick that is not scheduled yet; a millisecond from now at the earliest.
        mutating func nextTick(at now: Duration) -> Duration? {
            guard listener != nil, let deadline = smsc.nextDeadline else { return nil }
            let next = max(deadline, now + .milliseconds(1))
            if let tickAt, tickAt <= next { return nil }
            tickAt = next
            return next
        }
    }

    private let eventLoop: any EventLoop
    private let beginning: NIODeadline
    private let memory: Mutex<Memory>

    private init(_ smsc: TestSMSC, on eventLoop: any EventLoop) {
        memory = Mutex(Memory(smsc: smsc))
        self.eventLoop = eventLoop
        beginning = eventLoop.now
    }

    /// Listens from here on.
    ///
    /// - Parameter startedAt: Seconds since 1970 now, for the dates in receipts.
    package static func open(
        _ profile: SMSCProfile, host: String, port: Int, tls: ServerTLS? = nil, seed: UInt64,
        startedAt: Int64, keepsTexts: Bool = false, on group: any EventLoopGroup
    ) async throws -> SMSCStation {
        var settings = ServerSettings(systemID: "keng-smsc")
        settings.window = profile.deliverWindow
        let station = SMSCStation(
            TestSMSC(profile, seed: seed, startedAt: startedAt, keepsTexts: keepsTexts),
            on: group.next())
        let listener = try await Listener.open(
            host: host, port: port, settings: settings, tls: tls, delegate: station, on: group)
        station.memory.withLock { $0.listener = listener }
        station.turn { _, _, _ in }
        return station
    }

    /// Where it listens; nil after the end.
    package var port: Int? { memory.withLock { $0.listener?.port } }

    package var progress: Progress {
        let now = now
        return memory.withLock { memory in
            Progress(
                unique: memory.smsc.counts.accepted - memory.smsc.counts.duplicates,
                owed: memory.smsc.owed, silence: memory.heardAt.map { now - $0 })
        }
    }

    /// Ends all links and gives what was counted.
    package func close() async throws -> TestSMSC {
        let listener = memory.withLock { $0.listener }
        try await listener?.close()
        return memory.withLock { memory in
            memory.listener = nil
            memory.smsc.finish()
            return memory.smsc
        }
    }

    private var now: Duration { .nanoseconds((eventLoop.now - beginning).nanoseconds) }

    /// One event, then all that follows from it.
    private func turn<Result: Sendable>(
        isHeard: Bool = false,
        _ event: (inout TestSMSC, Duration, inout [SMSCAction]) -> Result
    ) -> Result {
        let now = now
        let (result, actions, listener, tickAt) = memory.withLock { memory in
            var actions: [SMSCAction] = []
            swap(&actions, &memory.waiting)
            let result = event(&memory.smsc, now, &actions)
            if isHeard { memory.heardAt = now }
            if memory.listener == nil { swap(&actions, &memory.waiting) }
            return (result, actions, memory.listener, memory.nextTick(at: now))
        }
        if let listener { perform(actions, listener) }
        if let tickAt {
            eventLoop.scheduleTask(deadline: beginning + TimeAmount(tickAt)) { self.tick(tickAt) }
        }
        return result
    }

    private func perform(_ actions: [SMSCAction], _ listener: Listener) {
        for action in actions {
            switch action {
            case .respond(let responses, let connection):
                listener.respond(responses, on: connection)
            case .deliver(let messages, let connection):
                guard !listener.deliver(messages, on: connection) else { continue }
                let tokens = messages.map(\.token)
                turn { smsc, now, _ in smsc.lost(tokens, on: connection, at: now) }
            case .drop(let connection):
                listener.drop(connection)
            }
        }
    }

    private func tick(_ scheduled: Duration) {
        memory.withLock { if $0.tickAt == scheduled { $0.tickAt = nil } }
        turn { $0.tick(at: $1, into: &$2) }
    }
}

extension SMSCStation: ListenerDelegate {
    package func verdict(on bind: Bind, from connection: Int) -> CommandStatus {
        turn { smsc, _, _ in smsc.verdict(on: bind) }
    }

    package func bound(_ bind: Bind, on connection: Int) {
        turn { $0.bound(bind, on: connection, at: $1, into: &$2) }
    }

    package func requested(_ requests: [PDU], on connection: Int) -> [PDU] {
        turn(isHeard: true) { $0.requested(requests, on: connection, at: $1, into: &$2) }
    }

    package func delivered(_ answers: [DeliverAnswer], on connection: Int) {
        turn(isHeard: true) { $0.delivered(answers, on: connection, at: $1, into: &$2) }
    }

    package func doubtful(_ tokens: [UInt64], on connection: Int) {
        turn { smsc, now, _ in smsc.doubtful(tokens, on: connection, at: now) }
    }

    package func malformed(_ count: Int, on connection: Int) {
        turn { smsc, _, _ in smsc.malformed(count) }
    }

    package func closed(_ connection: Int) {
        turn { smsc, _, _ in smsc.closed(connection) }
    }
}
