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

    /// What one thread asks late, with the time it read before it waited, moves nothing that left meanwhile.
    @Test func aLateQuestionMovesNothing() {
        var window = RateWindow(segmentsPerSecond: 10)
        let start = Instant(milliseconds: 1_800_000_000_000)
        window.record(segments: 10, at: start + .milliseconds(400))
        #expect(window.free(at: start) == 0)
        #expect(window.opens(after: start) == start + .milliseconds(1_400))
        #expect(window.free(at: start + .milliseconds(1_399)) == 0)
        #expect(window.free(at: start + .milliseconds(1_400)) == 10)
    }

    /// Arrivals keep the limit whatever the way took, as long as it is no longer than the slack.
    @Test(arguments: UInt64(1)...12)
    func arrivalsKeepTheLimitToo(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let limit = 1 + Int(chance.next() % 50)
        var window = RateWindow(segmentsPerSecond: limit, slack: .milliseconds(150))
        var underWay: [(answer: Int64, departure: RateWindow.Departure)] = []
        var arrivals: [Int64] = []
        for time in Int64(0)..<20_000 {
            let now = Instant(milliseconds: 1_800_000_000_000 + time)
            for sent in underWay where sent.answer == time { window.heard(sent.departure, at: now) }
            underWay.removeAll { $0.answer <= time }
            guard window.free(at: now) > 0, chance.next() % 8 == 0 else { continue }
            for _ in 0..<window.free(at: now) {
                let departure = window.record(segments: 1, at: now)
                let arrival = time + Int64(chance.next() % 151)
                arrivals.append(arrival)
                // Some answers are lost, and some come long after the arrival.
                if chance.next() % 10 > 0 {
                    underWay.append((arrival + 1 + Int64(chance.next() % 300), departure))
                }
            }
        }
        arrivals.sort()
        // Of `limit + 1` in a row, the last is a second after the first.
        #expect(arrivals.count > 15 * limit)
        #expect(zip(arrivals, arrivals.dropFirst(limit)).allSatisfy { $1 - $0 >= 1000 })
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
