/// Keeps a provider's limit in every one-second window, counted in segments.
package struct RateWindow: Hashable, Sendable {
    package let segmentsPerSecond: Int
    private var sent: [(at: Instant, segments: Int)] = []

    package init(segmentsPerSecond: Int) {
        self.segmentsPerSecond = segmentsPerSecond
    }

    /// How many segments may leave at `now`.
    package mutating func free(at now: Instant) -> Int {
        // A clock that stepped back must not open the gate twice: later entries stay counted.
        sent.removeAll { $0.at + .seconds(1) <= now }
        return max(0, segmentsPerSecond - sent.reduce(0) { $0 + $1.segments })
    }

    package mutating func record(segments: Int, at now: Instant) {
        guard segments > 0 else { return }
        sent.append((now, segments))
    }

    /// The earliest moment at which something may leave again.
    package mutating func opens(after now: Instant) -> Instant {
        guard free(at: now) == 0, let first = sent.map(\.at).min() else { return now }
        return first + .seconds(1)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.segmentsPerSecond == right.segmentsPerSecond
            && left.sent.elementsEqual(right.sent) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(segmentsPerSecond)
        hasher.combine(sent.count)
    }
}
