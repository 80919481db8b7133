/// How many segments left lately, so that no second sees more than the provider allows.
package struct RateWindow: Hashable, Sendable {
    package let segmentsPerSecond: Int
    /// What counts as a second: a little more where arrivals may bunch on their way.
    package let span: Duration
    /// In order of time, one entry a moment; those before `first` are over.
    private var sent: [Departure] = []
    private var first = 0
    /// Segments of the entries that still count.
    private var total = 0

    private struct Departure: Hashable, Sendable {
        var at: Instant
        var segments: Int
    }

    package init(segmentsPerSecond: Int, span: Duration = .seconds(1)) {
        self.segmentsPerSecond = segmentsPerSecond
        self.span = span
    }

    /// How many segments may leave at `now`.
    package mutating func free(at now: Instant) -> Int {
        max(0, segmentsPerSecond - used(at: now))
    }

    /// How many segments left in the second before `now`.
    package mutating func used(at now: Instant) -> Int {
        stepBack(to: now)
        while first < sent.count, sent[first].at + span <= now {
            total -= sent[first].segments
            first += 1
        }
        if first > 64, first * 2 > sent.count {
            sent.removeFirst(first)
            first = 0
        }
        return total
    }

    package mutating func record(segments: Int, at now: Instant) {
        guard segments > 0 else { return }
        stepBack(to: now)
        total += segments
        if first < sent.count, sent[sent.count - 1].at == now {
            sent[sent.count - 1].segments += segments
        } else {
            sent.append(Departure(at: now, segments: segments))
        }
    }

    /// The earliest moment at which `segments` may leave; those of one text never leave apart.
    package mutating func opens(for segments: Int = 1, after now: Instant) -> Instant {
        var room = free(at: now)
        guard room < segments else { return now }
        for entry in sent[first...] {
            room += entry.segments
            if room >= segments { return entry.at + span }
        }
        return now + span
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
