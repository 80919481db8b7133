/// One bind to a gateway and what to do next; knows no clock and no socket.
///
/// Time comes in as the duration since an arbitrary start and never goes back. Events append to
/// an array what the caller must do, in that order.
public struct ClientSession: Sendable {
    public enum State: Hashable, Sendable {
        case disconnected
        /// The caller waits to open a connection, or opens it.
        case connecting
        case binding(sequence: UInt32, deadline: Duration)
        case bound(since: Duration)
        /// Nothing new leaves; without a sequence the unbind waits for answers still due.
        case unbinding(sequence: UInt32?, deadline: Duration)
        /// The caller was told to close and has not reported the end yet.
        case closing(then: Next)
        case stopped
    }

    public enum Next: Hashable, Sendable {
        case retry(least: Duration)
        case stop
    }

    public let settings: SessionSettings
    public internal(set) var state = State.disconnected
    /// Responses that belong to no request of ours, and requests that are not for a client.
    public internal(set) var unexpected = 0

    var window: RequestWindow
    var congestion: CongestionWindow
    var backoff: Backoff
    var heartbeat: Heartbeat
    var connection: UInt32 = 0

    public init(_ settings: SessionSettings) {
        self.init(settings, lastSequence: 0)
    }

    init(_ settings: SessionSettings, lastSequence: UInt32) {
        self.settings = settings
        window = RequestWindow(limit: settings.allowedWindow, lastSequence: lastSequence)
        congestion = CongestionWindow(
            limit: settings.allowedWindow, firstPause: settings.firstThrottlePause,
            longestPause: settings.longestThrottlePause)
        backoff = Backoff(
            afterWork: settings.retryAfterWork, first: settings.firstRetry,
            longest: settings.longestRetry)
        heartbeat = Heartbeat(interval: settings.enquireAfter, at: .zero)
    }

    /// Requests that wait for an answer and are not past their deadline.
    public var inFlight: Int { window.count }

    /// Unanswered submits that the gateway's last words allow.
    public var allowed: Int { congestion.allowed }

    /// How many submits may leave at this moment.
    public func room(at now: Duration) -> Int {
        switch state {
        case .disconnected, .connecting, .binding, .unbinding, .closing, .stopped:
            return 0
        case .bound:
            guard settings.bind.mode != .receiver, !congestion.isPaused(at: now) else { return 0 }
            return max(0, congestion.allowed - window.count)
        }
    }

    /// When `tick` must be called at the latest; nil while only events matter.
    public var nextDeadline: Duration? {
        switch state {
        case .disconnected, .connecting, .stopped:
            nil
        case .binding(_, let deadline):
            deadline
        case .bound:
            min(
                heartbeat.deadline, window.earliestDeadline ?? heartbeat.deadline,
                congestion.pausedUntil ?? heartbeat.deadline)
        case .unbinding(_, let deadline):
            min(deadline, window.earliestDeadline ?? deadline)
        case .closing:
            window.earliestDeadline
        }
    }
}

// MARK: - What leaves

extension ClientSession {
    /// The PDU to write for this message; only while there is room.
    public mutating func submit(
        _ message: ShortMessage, token: UInt64, at now: Duration
    ) -> PDU {
        precondition(room(at: now) > 0, "a submit without room")
        let sequence = window.add(
            token, kind: .message, epoch: congestion.epoch,
            deadline: now + settings.responseTimeout)
        return PDU(.submit(message), sequence: sequence)
    }

    /// The PDU to write for this question; nil while the bind has no room for it.
    public mutating func query(_ query: Query, token: UInt64, at now: Duration) -> PDU? {
        guard room(at: now) > 0 else { return nil }
        let sequence = window.add(
            token, kind: .query, epoch: congestion.epoch,
            deadline: now + settings.responseTimeout)
        return PDU(.query(query), sequence: sequence)
    }

    /// The answer to write; nil when the connection it came by is gone or no answer is due.
    public func acknowledge(_ id: Inbound.ID, _ status: CommandStatus) -> PDU? {
        guard id.connection == connection else { return nil }
        switch state {
        case .disconnected, .connecting, .binding, .closing, .stopped:
            return nil
        case .bound, .unbinding:
            switch id.kind {
            case .deliver:
                return PDU(.deliverResponse(.empty), sequence: id.sequence, status: status)
            case .data:
                return PDU(.dataResponse(.empty), sequence: id.sequence, status: status)
            case .alert:
                return nil
            }
        }
    }
}
