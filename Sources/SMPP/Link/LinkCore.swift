internal import NIOCore

/// What a link does on its event loop: tells the session what happens and does what it says.
///
/// Everything runs in turns: an event, then all that follows from it, then one flush.
final class LinkCore {
    /// Opens a connection with this handler in its pipeline, and reports when that fails.
    typealias Opening = (LinkHandler) -> Void

    let number: Int
    let eventLoop: any EventLoop
    private(set) var session: ClientSession
    private let delegate: any LinkDelegate
    private let random: @Sendable () -> UInt64
    private let open: Opening
    private let beginning: NIODeadline

    private var channel: (any Channel)?
    private var outgoing = ByteBuffer()
    private var attempt: Scheduled<Void>?
    private var timer: Scheduled<Void>?
    private var timerAt: Duration?
    private var pullAfter: Duration?
    private var state = LinkState.idle
    private var waiters: [CheckedContinuation<Void, Never>] = []

    private var actions: [SessionAction] = []
    private var isTurning = false
    private var answers: [SubmitAnswer] = []
    private var doubtful: [UInt64] = []
    private var inbound: [Inbound] = []
    private var queried: [QueryAnswer] = []

    init(
        number: Int, settings: SessionSettings, delegate: any LinkDelegate,
        eventLoop: any EventLoop, random: @escaping @Sendable () -> UInt64,
        open: @escaping Opening
    ) {
        self.number = number
        self.eventLoop = eventLoop
        self.delegate = delegate
        self.random = random
        self.open = open
        session = ClientSession(settings)
        beginning = eventLoop.now
    }

    var now: Duration { .nanoseconds((eventLoop.now - beginning).nanoseconds) }

    // MARK: - Events of the owner

    func start() {
        session.start(into: &actions)
        turn()
    }

    func stop(_ waiter: CheckedContinuation<Void, Never>) {
        switch session.state {
        case .stopped:
            waiter.resume()
        case .disconnected, .connecting, .binding, .bound, .unbinding, .closing:
            waiters.append(waiter)
            session.stop(at: now, into: &actions)
            turn()
        }
    }

    /// What the owner asked for since the last turn.
    func take(_ wishes: LinkWishes) {
        for (id, status) in wishes.acknowledgements {
            session.acknowledge(id, status)?.write(into: &outgoing)
        }
        let now = now
        for (token, query) in wishes.queries {
            if let pdu = session.query(query, token: token, at: now) {
                pdu.write(into: &outgoing)
            } else {
                queried.append(QueryAnswer(token: token, outcome: .unanswered))
            }
        }
        if wishes.isPoked { pullAfter = nil }
        turn()
    }

    // MARK: - Events of the connection

    func connected(_ channel: any Channel) {
        self.channel = channel
        session.connected(at: now, into: &actions)
        turn()
    }

    func connectFailed() {
        session.connectFailed(random: random(), into: &actions)
        turn()
    }

    /// The turn comes with the end of the burst.
    func received(_ frame: Frame, at now: Duration) {
        session.received(frame, at: now, into: &actions)
    }

    func framingLost() {
        session.framingLost(at: now, into: &actions)
    }

    func burstEnded() {
        turn()
    }

    func disconnected() {
        channel = nil
        outgoing.clear()
        session.disconnected(at: now, random: random(), into: &actions)
        turn()
    }

    // MARK: - Turns

    /// An event inside a turn, such as the end of a connection just closed, is done by that turn.
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
            pull()
        } while !actions.isEmpty
        flush()
        isTurning = false
        // A flush that failed has ended the connection.
        guard actions.isEmpty else { return turn() }
        schedule()
    }

    private func perform(_ action: SessionAction) {
        switch action {
        case .connect(let wait):
            change(wait > .zero ? .waiting(wait) : .connecting)
            attempt = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) {
                self.change(.connecting)
                self.open(LinkHandler(self))
            }
        case .write(let pdu):
            pdu.write(into: &outgoing)
            if case .unbind = pdu.body { change(.unbinding) }
        case .close:
            attempt?.cancel()
            attempt = nil
            flush()
            channel?.close(promise: nil)
        case .bound:
            pullAfter = nil
            change(.bound)
        case .answered(let answer):
            answers.append(answer)
        case .doubtful(let tokens):
            doubtful += tokens
        case .queried(let answer):
            queried.append(answer)
        case .inbound(let message):
            inbound.append(message)
        case .bindRefused(let status):
            delegate.bindRefused(status, on: number)
        case .fatal(let status):
            end(.refused(status))
        case .stopped:
            end(.stopped)
        }
    }

    private func end(_ state: LinkState) {
        handOver()
        change(state)
        timer?.cancel()
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    private func change(_ state: LinkState) {
        guard state != self.state else { return }
        self.state = state
        delegate.stateChanged(state, on: number)
    }

    /// What became of a message may have changed when the next may leave.
    private func handOver() {
        if !answers.isEmpty || !doubtful.isEmpty { pullAfter = nil }
        if !doubtful.isEmpty {
            delegate.doubtful(doubtful, on: number)
            doubtful.removeAll(keepingCapacity: true)
        }
        if !answers.isEmpty {
            delegate.answered(answers, on: number)
            answers.removeAll(keepingCapacity: true)
        }
        if !queried.isEmpty {
            delegate.queried(queried, on: number)
            queried.removeAll(keepingCapacity: true)
        }
        if !inbound.isEmpty {
            delegate.inbound(inbound, on: number)
            inbound.removeAll(keepingCapacity: true)
        }
    }

    private func pull() {
        let now = now
        if let pullAfter, now < pullAfter { return }
        pullAfter = nil
        let room = session.room(at: now)
        guard room > 0 else { return }
        let offer = delegate.wanted(room, on: number)
        precondition(offer.submissions.count <= room, "more messages than there is room for")
        for submission in offer.submissions {
            session.submit(submission.message, token: submission.token, at: now)
                .write(into: &outgoing)
        }
        pullAfter = offer.wait.map { now + $0 }
    }

    private func flush() {
        guard outgoing.readableBytes > 0 else { return }
        channel?.writeAndFlush(outgoing, promise: nil)
        outgoing.clear()
    }

    // MARK: - Time

    /// One timer for whatever is due first; one that fires too early only sets the next.
    private func schedule() {
        guard let due = earlier(session.nextDeadline, pullAfter) else { return }
        if let timerAt, timerAt <= due { return }
        timer?.cancel()
        timerAt = due
        timer = eventLoop.assumeIsolated().scheduleTask(
            deadline: beginning + TimeAmount(due)
        ) {
            self.timerAt = nil
            self.timer = nil
            self.session.tick(at: self.now, into: &self.actions)
            self.turn()
        }
    }
    private func earlier(_ one: Duration?, _ other: Duration?) -> Duration? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
