import KengDomain
import Testing

struct ScheduleTests {
    private static let start = Instant(milliseconds: 1_800_000_000_000)

    private func schedule(everyDays: Int, waves: Int) throws -> Schedule {
        try Schedule(
            starts: Self.start, ends: Self.start + .seconds(86_400), everyDays: everyDays,
            waves: waves)
    }

    @Test(arguments: [Int.min, -1, 0, 367, 106_751_991_167, Int.max])
    func wavesThatDoNotFollowEachOtherWithinAYearAreRefused(everyDays: Int) {
        #expect(throws: Schedule.Problem.overlap(everyDays: everyDays)) {
            try schedule(everyDays: everyDays, waves: 2)
        }
    }

    @Test(arguments: [Int.min, 0, 367, Int.max])
    func tooManyWavesAreRefused(waves: Int) {
        #expect(throws: Schedule.Problem.waves(waves)) {
            try schedule(everyDays: 1, waves: waves)
        }
    }

    @Test func theLastWaveOfTheLongestScheduleHasAWindow() throws {
        let longest = try schedule(everyDays: 366, waves: 366)
        let last = try #require(longest.window(of: 366))
        #expect(last.starts == Self.start + .seconds(365 * 366 * 86_400))
        #expect(longest.window(of: 367) == nil)
    }

    @Test func aSingleWaveHasNoStep() throws {
        #expect(try schedule(everyDays: Int.max, waves: 1).everyDays == 0)
    }
}
