import KengDomain

/// The provider's own watch over the agreed rate; many hand-overs of one moment are one entry.
struct SandboxGate {
    private var window: RateWindow
    private var now: Instant?
    private var free = 0
    private var used = 0

    init(segmentsPerSecond: Int) {
        window = RateWindow(segmentsPerSecond: segmentsPerSecond)
    }

    /// Nil when the segments may pass, and then they have; else how long to wait.
    mutating func pause(segments: Int, at moment: Instant) -> Duration? {
        if now != moment {
            if let now { window.record(segments: used, at: now) }
            now = moment
            used = 0
            free = window.free(at: moment)
        }
        guard used + segments <= free else {
            var full = window
            full.record(segments: used, at: moment)
            return max(full.opens(after: moment) - moment, .milliseconds(1))
        }
        used += segments
        return nil
    }
}
