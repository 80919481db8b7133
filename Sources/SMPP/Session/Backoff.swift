/// The wait before the next attempt: doubles from `first` to `longest`, and varies by a quarter.
///
/// A bind that worked is soon back: what cut it is over more often than not.
struct Backoff: Sendable {
    let afterWork: Duration
    let first: Duration
    let longest: Duration
    private var current: Duration

    init(afterWork: Duration, first: Duration, longest: Duration) {
        self.afterWork = min(afterWork, first)
        self.first = first
        self.longest = max(first, longest)
        current = first
    }

    /// Between three quarters of the wait and all of it, so that many links do not come back at once.
    mutating func next(random: UInt64) -> Duration {
        let wait = current
        current = wait < first ? first : min(wait * 2, longest)
        let thousandths = Int(random % 251)
        return wait - wait * thousandths / 1000
    }

    /// The bind lasted, or carried something: the next attempt is one of a new series.
    mutating func worked() {
        current = afterWork
    }
}
