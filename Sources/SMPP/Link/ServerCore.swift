internal import NIOCore

/// What a listener does for one connection on its event loop, in turns like a link's.
final class ServerCore: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let number: Int
    private let delegate: any ListenerDelegate
    private let eventLoop: any EventLoop
    private let beginning: NIODeadline
    private let ended: () -> Void

    private var session: ServerSession
    private var reader = FrameReader()
    private var channel: (any Channel)?
    private var outgoing = ByteBuffer()
    private var timer: Scheduled<Void>?
    private var timerAt: Duration?
    private var waiting = CircularBuffer<Submission>()

    private var actions: [ServerAction] = []
    private var isTurning = false
    private var requests: [PDU] = []
    private var answers: [DeliverAnswer] = []
    private var doubtful: [UInt64] = []
    private var malformed = 0

    init(
        number: Int, settings: ServerSettings, delegate: any ListenerDelegate,
        eventLoop: any EventLoop, ended: @escaping () -> Void
    ) {
        self.number = number
        self.delegate = delegate
        self.eventLoop = eventLoop
        self.ended = ended
        beginning = eventLoop.now
        session = ServerSession(settings, at: .zero)
    }

    private var now: Duration { .nanoseconds((eventLoop.now - beginning).nanoseconds) }

    // MARK: - Events of the owner

    func respond(_ responses: [PDU]) {
        for response in responses { session.respond(response)?.write(into: &outgoing) }
        turn()
    }

    /// What finds no room waits here; what is still here at the end is doubtful.
    func deliver(_ messages: [Submission]) {
        guard session.state != .closed else {
            return delegate.doubtful(messages.map(\.token), on: number)
        }
        waiting.append(contentsOf: messages)
        turn()
    }

    func unbind() {
        session.unbind(at: now, into: &actions)
        turn()
    }

    /// Ends the connection without a word.
    func drop() {
        channel?.close(promise: nil)
    }

    // MARK: - Events of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        channel = context.channel
        schedule()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = now
        let isLost = reader.read(unwrapInboundIn(data)) { frame in
            if case .malformed = frame { malformed += 1 }
            session.received(
                frame, at: now, verdict: { delegate.verdict(on: $0, from: number) },
                into: &actions)
        }
        if isLost {
            malformed += 1
            session.framingLost(into: &actions)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        turn()
    }

    func channelInactive(context: ChannelHandlerContext) {
        channel = nil
        outgoing.clear()
        session.disconnected(into: &actions)
        doubtful += waiting.map(\.token)
        waiting.removeAll()
        timer?.cancel()
        ended()
        turn()
        delegate.closed(number)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: - Turns

    private func turn() {
        guard !isTurning else { return }
        isTurning = true
        repeat {
            var done = 0
            while done < actions.count {
                perform(actions[done])
                done += 1
            }
            actions.removeAll(keepingCapacity: true)
            handOver()
            push()
            flush()
        } while !actions.isEmpty
        isTurning = false
        schedule()
    }

    private func perform(_ action: ServerAction) {
        switch action {
        case .write(let pdu):
            pdu.write(into: &outgoing)
        case .close:
            handOver()
            flush()
            channel?.close(promise: nil)
        case .bound(let bind):
            delegate.bound(bind, on: number)
        case .request(let pdu):
            requests.append(pdu)
        case .delivered(let answer):
            answers.append(answer)
        case .doubtful(let tokens):
            doubtful += tokens
        }
    }

    private func handOver() {
        if malformed > 0 {
            delegate.malformed(malformed, on: number)
            malformed = 0
        }
        if !doubtful.isEmpty {
            delegate.doubtful(doubtful, on: number)
            doubtful.removeAll(keepingCapacity: true)
        }
        if !answers.isEmpty {
            delegate.delivered(answers, on: number)
            answers.removeAll(keepingCapacity: true)
        }
        if !requests.isEmpty {
            for response in delegate.requested(requests, on: number) {
                response.write(into: &outgoing)
            }
            requests.removeAll(keepingCapacity: true)
        }
    }

    private func push() {
        let now = now
        while session.room > 0, let next = waiting.popFirst() {
            session.deliver(next.message, token: next.token, at: now).write(into: &outgoing)
        }
    }

    private func flush() {
        guard outgoing.readableBytes > 0 else { return }
        channel?.writeAndFlush(outgoing, promise: nil)
        outgoing.clear()
    }

    private func schedule() {
        guard channel != nil, let due = session.nextDeadline else { return }
        if let timerAt, timerAt <= due { return }
        timer?.cancel()
        timerAt = due
        timer = eventLoop.assumeIsolated().scheduleTask(deadline: beginning + TimeAmount(due)) {
            self.timerAt = nil
            self.timer = nil
            self.session.tick(at: self.now, into: &self.actions)
            self.turn()
        }
    }
}
