/// Notices a silent peer: enquires after each `interval` of silence and gives up after two in vain.
struct Heartbeat: Sendable {
    enum Verdict: Hashable, Sendable {
        case fine, enquire, dead
    }

    static let patience = 2

    let interval: Duration
    private(set) var deadline: Duration
    private var unanswered = 0

    init(interval: Duration, at now: Duration) {
        self.interval = interval
        deadline = now + interval
    }

    /// Anything that arrives shows that the peer lives.
    mutating func heard(at now: Duration) {
        deadline = now + interval
        unanswered = 0
    }

    mutating func tick(at now: Duration) -> Verdict {
        guard deadline <= now else { return .fine }
        guard unanswered < Self.patience else { return .dead }
        unanswered += 1
        deadline = now + interval
        return .enquire
    }
}
