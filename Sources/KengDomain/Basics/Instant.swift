/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    @inlinable package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (left: Self, right: Duration) -> Self {
        Instant(milliseconds: left.milliseconds + right.milliseconds)
    }

    package static func - (left: Self, right: Duration) -> Self {
        Instant(milliseconds: left.milliseconds - right.milliseconds)
    }

    package static func - (left: Self, right: Self) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds; what is finer is dropped.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// A zone without summer time, as minutes east of UTC (Hanoi 420, Makassar 480, Jayapura 540).
package struct UTCOffset: Hashable, Sendable {
    package let minutes: Int

    /// - Throws: when outside −14 h … +14 h.
    package init(minutes: Int) throws(Problem) {
        guard (-840...840).contains(minutes) else { throw .outOfRange(minutes) }
        self.minutes = minutes
    }

    package enum Problem: Error, Hashable {
        case outOfRange(Int)
    }

    private init(known minutes: Int) {
        self.minutes = minutes
    }

    package static let utc = UTCOffset(known: 0)
    package static let hanoi = UTCOffset(known: 420)
}

/// A minute of a local day, 0 (00:00) to 1439 (23:59).
package struct MinuteOfDay: Hashable, Sendable, Comparable {
    package let minutes: Int

    package enum Problem: Error, Hashable {
        case notAClock(String)
    }

    private init(known minutes: Int) {
        self.minutes = minutes
    }

    package static let midnight = MinuteOfDay(known: 0)

    package init?(minutes: Int) {
        guard (0..<1440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `07:00`; `24:00` is not a minute of this day.
    package init(_ text: String) throws(Problem) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { throw .notAClock(text) }
        minutes = hour * 60 + minute
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.minutes < right.minutes
    }
}

extension MinuteOfDay: CustomStringConvertible {
    package var description: String {
        let hour = minutes / 60
        let minute = minutes % 60
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}
