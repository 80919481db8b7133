/// Times in microseconds, each kept, so that percentiles are exact.
package struct LatencyTally: Sendable {
    private var times: [UInt32] = []

    package var count: Int { times.count }

    package init() {}

    package mutating func add(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        times.append(UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
    }

    /// The time in milliseconds that this share of all does not exceed; nil without any.
    package func percentile(_ share: Double) -> Double? {
        guard !times.isEmpty else { return nil }
        let sorted = times.sorted()
        let index = min(sorted.count - 1, Int(Double(sorted.count) * share))
        return Double(sorted[index]) / 1000
    }
}
