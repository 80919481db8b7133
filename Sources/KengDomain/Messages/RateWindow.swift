/// Keeps a provider's limit in every second, wherever one begins.
///
/// What leaves arrives some time later, so that two departures a second apart may arrive closer together.
/// Where the provider answers, a departure counts until a second after its answer, by which it has surely
/// arrived; without an answer for as long as `slack` allows.
package struct RateWindow: Hashable, Sendable {
    /// A moment at which something left.
    package struct Departure: Hashable, Sendable {
        fileprivate let number: Int
    }

    package private(set) var segmentsPerSecond: Int
    /// The longest way that is reckoned with; zero where what leaves is there.
    package let slack: Duration
    /// In order of time, one entry a moment; those before `first` are over.
    private var sent: [Entry] = []
    private var first = 0
    /// Entries that were removed from the front of `sent`.
    private var removed = 0
    /// Segments of the entries that still count.
    private var total = 0
    private var clock: Instant?

    private static let span = Duration.seconds(1)
    /// A moment that lies so little before the last one was read earlier and comes late.
    private static let lateness = Duration.seconds(5)

    private struct Entry: Hashable, Sendable {
        var at: Instant
        var segments: Int
        /// Segments without an answer.
        var open: Int
        /// When the last answer came.
        var heard: Instant
    }

    package init(segmentsPerSecond: Int, slack: Duration = .zero) {
        self.segmentsPerSecond = segmentsPerSecond
        self.slack = slack
    }

    /// Another limit from now on; what has left still counts.
    package mutating func limit(to segmentsPerSecond: Int) {
        self.segmentsPerSecond = segmentsPerSecond
    }

    /// How many segments may leave at `now`.
    package mutating func free(at now: Instant) -> Int {
        max(0, segmentsPerSecond - used(at: now))
    }

    /// How many segments count at `now`.
    package mutating func used(at now: Instant) -> Int {
        let now = believed(now)
        while first < sent.count, end(of: sent[first]) <= now {
            total -= sent[first].segments
            first += 1
        }
        if first > 64, first * 2 > sent.count {
            sent.removeFirst(first)
            removed += first
            first = 0
        }
        return total
    }

    @discardableResult
    package mutating func record(segments: Int, at now: Instant) -> Departure {
        let now = believed(now)
        // Nothing left, which is over already.
        guard segments > 0 else { return Departure(number: removed - 1) }
        total += segments
        if first < sent.count, sent[sent.count - 1].at == now {
            sent[sent.count - 1].segments += segments
            sent[sent.count - 1].open += segments
        } else {
            sent.append(Entry(at: now, segments: segments, open: segments, heard: now))
        }
        return Departure(number: removed + sent.count - 1)
    }

    /// One segment of this departure has an answer.
    package mutating func heard(_ departure: Departure, at now: Instant) {
        let now = believed(now)
        let place = departure.number - removed
        guard place >= first, sent[place].open > 0 else { return }
        sent[place].open -= 1
        sent[place].heard = max(sent[place].heard, now)
    }

    /// The earliest moment at which `segments` may leave; those of one text never leave apart.
    ///
    /// Answers may bring it nearer.
    package mutating func opens(for segments: Int = 1, after now: Instant) -> Instant {
        let now = believed(now)
        var room = free(at: now)
        guard room < segments else { return now }
        var opening = now
        for entry in sent[first...] {
            room += entry.segments
            // The entries end in their order.
            opening = max(opening, end(of: entry))
            if room >= segments { return opening }
        }
        return now + Self.span + slack
    }

    private func end(of entry: Entry) -> Instant {
        let latest = entry.at + slack
        return (entry.open > 0 ? latest : min(latest, entry.heard)) + Self.span
    }

    /// Time does not run backwards for one that asks late, or whose clock was set back a little.
    private mutating func believed(_ now: Instant) -> Instant {
        if let clock, now < clock {
            guard clock - now > Self.lateness else { return clock }
            stepBack(to: now)
        }
        clock = now
        return now
    }

    /// After a clock stepped back, what left later counts as leaving now: the gate neither opens twice nor
    /// stays shut until the clock has caught up.
    private mutating func stepBack(to now: Instant) {
        var index = sent.count - 1
        while index >= first, sent[index].at > now {
            sent[index].at = now
            index -= 1
        }
    }
}
