/// What a gateway's side of a link needs to know.
public struct ServerSettings: Sendable {
    /// Said in bind responses.
    public var systemID: String
    /// Unanswered deliver_sm at most.
    public var window = 64
    public var responseTimeout = Duration.seconds(60)
    /// A connection that has not bound by then is closed.
    public var bindTimeout = Duration.seconds(30)
    public var enquireAfter = Duration.seconds(30)

    public init(systemID: String) {
        self.systemID = systemID
    }
}

/// What the caller of a `ServerSession` must do, in this order.
public enum ServerAction: Hashable, Sendable {
    case write(PDU)
    /// Close after what was written, then report `disconnected`.
    case close
    case bound(Bind)
    /// submit_sm, submit_multi, data_sm, query_sm, cancel_sm or replace_sm; waits for a response.
    case request(PDU)
    case delivered(DeliverAnswer)
    /// Nobody knows whether the client has these messages.
    case doubtful([UInt64])
}

/// The client's word on one deliver_sm.
public struct DeliverAnswer: Hashable, Sendable {
    public let token: UInt64
    public let status: CommandStatus
    /// The message was reported doubtful before; this corrects it.
    public let isLate: Bool
}

/// The gateway's side of one connection, from its first octet to its last.
///
/// Small on purpose: it serves tests and simulations. Knows no clock and no socket.
public struct ServerSession: Sendable {
    public enum State: Hashable, Sendable {
        case open(deadline: Duration)
        case bound(BindMode)
        case unbinding(sequence: UInt32, deadline: Duration)
        /// The caller was told to close.
        case closed
    }

    public let settings: ServerSettings
    public internal(set) var state: State
    public internal(set) var unexpected = 0

    var window: RequestWindow
    var heartbeat: Heartbeat

    public init(_ settings: ServerSettings, at now: Duration) {
        self.settings = settings
        state = .open(deadline: now + settings.bindTimeout)
        window = RequestWindow(limit: min(max(1, settings.window), SessionSettings.largestWindow))
        heartbeat = Heartbeat(interval: settings.enquireAfter, at: now)
    }

    /// How many deliver_sm may leave at this moment.
    public var room: Int {
        switch state {
        case .open, .unbinding, .closed, .bound(.transmitter): 0
        case .bound(.receiver), .bound(.transceiver):
            max(0, min(settings.window, SessionSettings.largestWindow) - window.count)
        }
    }

    /// When `tick` must be called at the latest.
    public var nextDeadline: Duration? {
        switch state {
        case .open(let deadline): deadline
        case .bound: min(heartbeat.deadline, window.earliestDeadline ?? heartbeat.deadline)
        case .unbinding(_, let deadline): min(deadline, window.earliestDeadline ?? deadline)
        case .closed: nil
        }
    }

    /// The PDU to write for this message; only while there is room.
    public mutating func deliver(
        _ message: ShortMessage, token: UInt64, at now: Duration
    ) -> PDU {
        precondition(room > 0, "a delivery without room")
        let sequence = window.add(
            token, kind: .message, epoch: 0, deadline: now + settings.responseTimeout)
        return PDU(.deliver(message), sequence: sequence)
    }

    /// The response to write; nil when the connection is closed.
    public func respond(_ response: PDU) -> PDU? {
        switch state {
        case .open, .bound, .unbinding: response
        case .closed: nil
        }
    }

    /// Ends the session politely.
    public mutating func unbind(at now: Duration, into actions: inout [ServerAction]) {
        switch state {
        case .open:
            close(into: &actions)
        case .bound:
            let sequence = window.nextSequence()
            state = .unbinding(sequence: sequence, deadline: now + settings.bindTimeout)
            actions.append(.write(PDU(.unbind, sequence: sequence)))
        case .unbinding, .closed:
            break
        }
    }

    /// The connection ended; deliveries without an answer are doubtful.
    public mutating func disconnected(into actions: inout [ServerAction]) {
        state = .closed
        var doubtful: [UInt64] = []
        window.removeAll { doubtful.append($0.token) }
        if !doubtful.isEmpty { actions.append(.doubtful(doubtful)) }
    }

    /// Does what is due at this moment.
    public mutating func tick(at now: Duration, into actions: inout [ServerAction]) {
        var doubtful: [UInt64] = []
        while let request = window.expireOldest(at: now) { doubtful.append(request.token) }
        if !doubtful.isEmpty { actions.append(.doubtful(doubtful)) }
        switch state {
        case .open(let deadline), .unbinding(_, let deadline):
            if deadline <= now { close(into: &actions) }
        case .bound:
            switch heartbeat.tick(at: now) {
            case .fine: break
            case .enquire:
                actions.append(.write(PDU(.enquireLink, sequence: window.nextSequence())))
            case .dead: close(into: &actions)
            }
        case .closed:
            break
        }
    }

    mutating func close(into actions: inout [ServerAction]) {
        state = .closed
        actions.append(.close)
    }
}
