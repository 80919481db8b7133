/// The wait before the next attempt: doubles from `first` to `longest`, and varies by a quarter.
struct Backoff: Sendable {
    let first: Duration
    let longest: Duration
    private var current: Duration

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = max(first, longest)
        current = first
    }

    /// Between three quarters of the wait and all of it, so that many links do not come back at once.
    mutating func next(random: UInt64) -> Duration {
        let wait = current
        current = min(current * 2, longest)
        let thousandths = Int(random % 251)
        return wait - wait * thousandths / 1000
    }

    mutating func reset() {
        current = first
    }
}
