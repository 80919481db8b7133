/// How many submits may be unanswered, after what the gateway says of its load.
///
/// It falls when the gateway asks for less, at most once a round trip, and then grows like TCP:
/// doubling each round up to half of where it fell, one more each round above that.
///
/// A refusal for load also stops everything for a pause. The first is short, since most limits are over
/// in a moment; each that follows without an acceptance between them is twice as long.
struct CongestionWindow: Sendable {
    let limit: Int
    let firstPause: Duration
    let longestPause: Duration
    private(set) var allowed: Int
    /// Falls so far; a request carries the number it left with, so that a fall counts once.
    private(set) var epoch: UInt32 = 0
    /// No submit before this moment.
    private(set) var pausedUntil: Duration?
    private var level: Int
    private var okInRound = 0
    private var pause: Duration
    private var nextPause: Duration

    init(limit: Int, firstPause: Duration, longestPause: Duration) {
        self.limit = limit
        self.firstPause = min(firstPause, longestPause)
        self.longestPause = longestPause
        pause = self.firstPause
        nextPause = self.firstPause
        allowed = limit
        level = limit
    }

    func isPaused(at now: Duration) -> Bool {
        guard let pausedUntil else { return false }
        return now < pausedUntil
    }

    /// The gateway accepted a request that left in `epoch`.
    mutating func accepted(epoch: UInt32) {
        guard epoch == self.epoch else { return }
        nextPause = firstPause
        guard allowed < limit else { return }
        okInRound += 1
        guard okInRound >= allowed else { return }
        okInRound = 0
        allowed = allowed < level ? min(allowed * 2, level) : allowed + 1
    }

    /// The gateway refused for load: nothing leaves for a pause, then one at a time at first.
    mutating func throttled(epoch: UInt32, inFlight: Int, at now: Duration) {
        if epoch == self.epoch {
            pause = nextPause
            nextPause = min(nextPause * 2, longestPause)
        }
        hold(epoch: epoch, inFlight: inFlight, for: pause, at: now)
    }

    /// Nothing leaves for this long, then one at a time at first.
    mutating func hold(epoch: UInt32, inFlight: Int, for pause: Duration, at now: Duration) {
        pausedUntil = max(pausedUntil ?? .zero, now + pause)
        fall(epoch: epoch, inFlight: inFlight) { _ in 1 }
    }

    /// The gateway's congestion_state, 0 to 99; from 80 on it counts as a request for less.
    mutating func congested(_ state: UInt8, epoch: UInt32, inFlight: Int) {
        guard state >= Self.heavy else { return }
        fall(epoch: epoch, inFlight: inFlight) { level in state >= Self.full ? 1 : level }
    }

    /// Forgets a pause that is over.
    mutating func tick(at now: Duration) {
        guard let pausedUntil, pausedUntil <= now else { return }
        self.pausedUntil = nil
    }

    // SMPP 5.0, 4.8.4.18
    static let heavy: UInt8 = 80
    static let full: UInt8 = 90

    private mutating func fall(epoch: UInt32, inFlight: Int, to allowance: (Int) -> Int) {
        guard epoch == self.epoch else { return }
        self.epoch &+= 1
        okInRound = 0
        level = max(1, inFlight / 2)
        allowed = min(allowed, allowance(level))
    }
}
