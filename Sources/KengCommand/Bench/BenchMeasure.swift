import Foundation

/// What one run of a scenario took.
struct BenchMeasure {
    let seconds: Double
    let processorSeconds: Double

    static func measure(_ work: () throws -> Void) rethrows -> BenchMeasure {
        let before = processorSeconds()
        let duration = try ContinuousClock().measure(work)
        let parts = duration.components
        return BenchMeasure(
            seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18,
            processorSeconds: processorSeconds() - before)
    }

    static func measure<Answer>(
        _ work: () async throws -> Answer
    ) async rethrows -> (Answer, BenchMeasure) {
        let before = processorSeconds()
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try await work()
        let parts = (clock.now - start).components
        return (
            answer,
            BenchMeasure(
                seconds: Double(parts.seconds) + Double(parts.attoseconds) / 1e18,
                processorSeconds: processorSeconds() - before)
        )
    }

    /// One JSON line, or the same for a person.
    func line(
        _ scenario: String, count: Int, more: [String: Int] = [:], times: [String: Double] = [:],
        json: Bool
    ) -> String {
        let rate = Int((Double(count) / max(seconds, 1e-9)).rounded())
        let rounded = (seconds * 1e6).rounded() / 1e6
        let processor = (processorSeconds * 1e6).rounded() / 1e6
        guard json else {
            return "\(scenario): \(rate) a second (\(count) in \(rounded) s)"
        }
        let latencies = times.sorted { $0.key < $1.key }.map { ",\"\($0.key)\":\($0.value)" }
        let extra =
            more.sorted { $0.key < $1.key }.map { ",\"\($0.key)\":\($0.value)" }.joined()
            + latencies.joined()
        return "{\"scenario\":\"\(scenario)\",\"count\":\(count),\"seconds\":\(rounded),"
            + "\"per_second\":\(rate),\"cpu_seconds\":\(processor),"
            + "\"peak_rss_bytes\":\(Self.peakMemory())\(extra)}"
    }

    private static func processorSeconds() -> Double {
        let usage = usage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private static func peakMemory() -> Int {
        #if os(Linux)
            usage().ru_maxrss * 1024  // Linux counts in kilobytes, macOS in bytes.
        #else
            usage().ru_maxrss
        #endif
    }

    private static func usage() -> rusage {
        var usage = rusage()
        #if os(Linux)
            let who = RUSAGE_SELF.rawValue
            _ = unsafe getrusage(Int32(bitPattern: UInt32(who)), &usage)
        #else
            _ = unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
