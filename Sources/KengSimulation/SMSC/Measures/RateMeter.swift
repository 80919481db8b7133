/// Counts what was taken in the last second, which slides, and in the whole second that runs.
///
/// Time is cut into milliseconds, so its window is 999 to 1000 ms long: it never finds too many
/// where a true second has not.
struct RateMeter: Sendable {
    private var slots = [Int](repeating: 0, count: 1000)
    private var current = 0
    private var sum = 0
    private var inThisSecond = 0
    private var countedUntil = Int.min

    let limit: Int
    /// Windows above the limit that do not overlap.
    private(set) var overspeedWindows = 0
    /// The most in any window.
    private(set) var fastest = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether the clock's own second has room; as simple as many providers count.
    func hasRoom(for segments: Int) -> Bool {
        limit == 0 || inThisSecond + segments <= limit
    }

    mutating func advance(to now: Duration) {
        let (seconds, attoseconds) = now.components
        let end = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        guard end > current else { return }
        if end / 1000 != current / 1000 { inThisSecond = 0 }
        if end - current >= slots.count {
            for slot in slots.indices { slots[slot] = 0 }
            sum = 0
        } else {
            for millisecond in (current + 1)...end {
                sum -= slots[millisecond % slots.count]
                slots[millisecond % slots.count] = 0
            }
        }
        current = end
    }

    mutating func add(_ segments: Int) {
        slots[current % slots.count] += segments
        sum += segments
        inThisSecond += segments
        if sum > fastest { fastest = sum }
        guard limit > 0, sum > limit, current >= countedUntil else { return }
        overspeedWindows += 1
        countedUntil = current + slots.count
    }
}
