package import KengDomain
package import KengEngine

/// Runs the real engine on a manual clock: every round at the moment at which it makes sense.
package struct Simulator: Sendable {
    package let clock: ManualClock
    package let engine: Engine

    package init(clock: ManualClock, engine: Engine) {
        self.clock = clock
        self.engine = engine
    }

    package enum Problem: Error, Hashable {
        /// The engine says it is busy again and again and moves nothing forward.
        case spinning(rounds: Int)
    }

    /// Runs until nothing is due before `end`.
    ///
    /// - Parameters:
    ///   - tick: rounds stand at whole ticks; a longer one takes more events at once.
    ///   - each: called after each round with its moment; return false to stop there. It may set the clock.
    /// - Returns: how many rounds it took.
    @discardableResult
    package func run(
        until end: Instant, tick: Duration = .milliseconds(1), rounds most: Int = 1_000_000,
        each: (Instant) async throws -> Bool = { _ in true }
    ) async throws -> Int {
        var rounds = 0
        while clock.now < end {
            let now = clock.now
            let round = try await engine.step(at: now)
            rounds += 1
            guard rounds < most else { throw Problem.spinning(rounds: rounds) }
            guard try await each(now) else { return rounds }
            guard !round.isBusy, clock.now == now else { continue }
            guard let again = round.again else { break }
            let next = max(again, now + .milliseconds(1)).milliseconds
            let step = max(1, tick.milliseconds)
            let whole = floorDivide(next + step - 1, step) * step
            clock.set(min(end, Instant(milliseconds: whole)))
        }
        return rounds
    }
}
