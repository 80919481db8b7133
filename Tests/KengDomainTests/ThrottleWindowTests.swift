import KengDomain
import Testing

struct ThrottleWindowTests {
    private static let start = Instant(milliseconds: 1_700_000_000_000)

    /// Of each batch: how many were answered, how many of them throttled; 100 ms lie between two.
    private static let batches: [(batches: [(Int, Int)], tooFast: [Bool])] = [
        ([(1, 1), (1, 1), (1, 1)], [false, false, true]),
        ([(1, 1), (1, 0), (1, 1), (1, 0), (1, 1)], [false, false, false, false, true]),
        ([(1, 0), (1, 1), (1, 0), (1, 1), (1, 0)], [false, false, false, false, false]),
        ([(10, 6)], [true]),
        ([(10, 5)], [false]),
        ([(100, 0), (10, 10)], [false, false]),
        // Only a refusal asks for a pause, also when acceptances that outweighed others are over.
        (
            [(6, 0)] + Array(repeating: (1, 1), count: 6) + Array(repeating: (1, 0), count: 4),
            Array(repeating: false, count: 11)
        ),
        // What led to the pause says nothing of what follows it.
        ([(3, 3), (1, 1), (1, 0)], [true, false, false]),
    ]

    @Test(arguments: batches.indices) func mostOfTheLastSecondIsTooFast(number: Int) {
        let row = Self.batches[number]
        var window = ThrottleWindow()
        let found = row.batches.enumerated().map { place, batch in
            window.isTooFast(
                answered: batch.0, throttled: batch.1,
                at: Self.start + .milliseconds(100 * place))
        }
        #expect(found == row.tooFast)
    }

    @Test(arguments: [(999, true), (1_000, false)])
    func onlyTheLastSecondCounts(later: Int, isTooFast: Bool) {
        var window = ThrottleWindow()
        let first = window.isTooFast(answered: 2, throttled: 2, at: Self.start)
        let second = window.isTooFast(
            answered: 1, throttled: 1, at: Self.start + .milliseconds(later))
        #expect([first, second] == [false, isTooFast])
    }

    @Test func aClockThatStepsBackLeavesNothingBehind() {
        var window = ThrottleWindow()
        let found = [Duration.seconds(3600), .zero].map {
            window.isTooFast(answered: 2, throttled: 2, at: Self.start + $0)
        }
        #expect(found == [false, false])
    }
}
