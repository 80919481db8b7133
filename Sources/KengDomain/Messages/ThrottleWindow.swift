/// What a provider said of our speed in the last second.
///
/// A share is told from many answers: where they come one by one, a single refusal is all of its batch.
package struct ThrottleWindow: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var at: Instant
        var answered: Int
        var throttled: Int
    }

    private var entries: [Entry] = []

    private static let span = Duration.seconds(1)
    /// Refusals that may be chance.
    private static let few = 2

    package init() {}

    /// Most of what was answered in the last second was too fast: nothing more should leave for a while.
    ///
    /// What led to this is forgotten, so that what comes after the pause is judged by itself.
    package mutating func isTooFast(answered: Int, throttled: Int, at now: Instant) -> Bool {
        guard answered > 0 else { return false }
        // A clock that stepped back leaves entries of the future.
        entries.removeAll { $0.at + Self.span <= now || $0.at > now }
        entries.append(Entry(at: now, answered: answered, throttled: throttled))
        guard throttled > 0 else { return false }
        let refused = entries.reduce(0) { $0 + $1.throttled }
        guard refused > Self.few, refused * 2 > entries.reduce(0, { $0 + $1.answered }) else {
            return false
        }
        entries = []
        return true
    }
}
