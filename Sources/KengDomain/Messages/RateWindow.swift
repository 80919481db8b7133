/// Keeps a provider's limit in every one-second window, counted in segments.
package struct RateWindow: Hashable, Sendable {
    package let segmentsPerSecond: Int
    private var sent: [(at: Instant, segments: Int)] = []

    package init(segmentsPerSecond: Int) {
        self.segmentsPerSecond = segmentsPerSecond
    }

    /// How many segments may leave at `now`.
    package mutating func free(at now: Instant) -> Int {
        // After a clock stepped back, what left later counts as leaving now: the gate neither opens twice nor
        // stays shut until the clock has caught up.
        for index in sent.indices where sent[index].at > now { sent[index].at = now }
        sent.removeAll { $0.at + .seconds(1) <= now }
        return max(0, segmentsPerSecond - sent.reduce(0) { $0 + $1.segments })
    }

    package mutating func record(segments: Int, at now: Instant) {
        guard segments > 0 else { return }
        sent.append((now, segments))
    }

    /// The earliest moment at which `segments` may leave; those of one text never leave apart.
    package mutating func opens(for segments: Int = 1, after now: Instant) -> Instant {
        var room = free(at: now)
        guard room < segments else { return now }
        for entry in sent.sorted(by: { $0.at < $1.at }) {
            room += entry.segments
            if room >= segments { return entry.at + .seconds(1) }
        }
        return now + .seconds(1)
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
