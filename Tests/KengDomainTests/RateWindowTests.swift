import KengDomain
import Testing

/// Promise 9, in the value that keeps it.
struct RateWindowTests {
    /// What leaves is checked against true time, which the clock that the window sees does not follow.
    @Test(arguments: UInt64(1)...12)
    func everySecondKeepsTheLimitThroughStepsBack(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let limit = 1 + Int(chance.next() % 50)
        var window = RateWindow(segmentsPerSecond: limit)
        var time: Int64 = 0
        var shift: Int64 = 1_800_000_000_000
        var left: [(time: Int64, segments: Int)] = []
        for _ in 0..<3000 {
            let now = Instant(milliseconds: time + shift)
            let free = window.free(at: now)
            let wanted = Int(chance.next() % UInt64(limit + 1))
            if wanted > 0, wanted <= free {
                window.record(segments: wanted, at: now)
                left.append((time, wanted))
            }
            time += Int64(chance.next() % 200)
            if chance.next() % 40 == 0 { shift -= Int64(chance.next() % 3_600_000) }
        }
        #expect(left.count > 100)
        for (place, first) in left.enumerated() {
            let inside = left[place...].prefix { $0.time < first.time + 1000 }
            #expect(inside.reduce(0) { $0 + $1.segments } <= limit)
        }
    }

    @Test(arguments: UInt64(1)...8)
    func theGateOpensWhenItSaidAndNotBefore(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var window = RateWindow(segmentsPerSecond: 20)
        var now = Instant(milliseconds: 1_800_000_000_000)
        for _ in 0..<200 {
            let wanted = 1 + Int(chance.next() % 20)
            let opening = window.opens(for: wanted, after: now)
            if opening > now {
                var before = window
                #expect(before.free(at: opening - .milliseconds(1)) < wanted)
            }
            #expect(opening - now <= .seconds(1))
            now = opening
            #expect(window.free(at: now) >= wanted)
            window.record(segments: wanted, at: now)
            now = now + .milliseconds(Int64(chance.next() % 300))
        }
    }

    @Test func aClockThatStepsBackDoesNotShutTheGateForLong() {
        var window = RateWindow(segmentsPerSecond: 10)
        let now = Instant(milliseconds: 1_800_000_000_000)
        window.record(segments: 10, at: now)
        let back = now - .seconds(3600)
        #expect(window.free(at: back) == 0)
        #expect(window.opens(after: back) == back + .seconds(1))
        #expect(window.free(at: back + .seconds(1)) == 10)
    }
}
