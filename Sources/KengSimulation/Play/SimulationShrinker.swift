/// Finds the shortest history that still breaks the same promise.
package struct SimulationShrinker: Sendable {
    private let shelf: SimulatedShelf
    private let faults: SimulatedCity.Faults
    /// How many simulations it may take.
    private var left: Int

    package init(
        shelf: SimulatedShelf, faults: SimulatedCity.Faults = SimulatedCity.Faults(),
        most: Int = 200
    ) {
        self.shelf = shelf
        self.faults = faults
        left = most
    }

    /// - Returns: a script from which no act can be left out, and what it shows; the one given when it shows
    ///   nothing or time is up.
    package mutating func shortest(
        of script: SimulationScript, showing promise: Int
    ) async throws -> SimulationScript {
        var best = script
        for change in Self.simpler {
            var candidate = best
            change(&candidate)
            if candidate != best, try await shows(candidate, promise) { best = candidate }
        }
        var size = max(1, best.acts.count / 2)
        while left > 0 {
            var start = 0
            var isShorter = false
            while start < best.acts.count, left > 0 {
                var candidate = best
                candidate.acts.removeSubrange(start..<min(start + size, best.acts.count))
                if try await shows(candidate, promise) {
                    best = candidate
                    isShorter = true
                } else {
                    start += size
                }
            }
            if size == 1, !isShorter { break }
            size = max(1, size / 2)
        }
        return best
    }

    private static let simpler: [@Sendable (inout SimulationScript) -> Void] = [
        { $0.isCruel = false }, { $0.isLively = false }, { $0.households = min($0.households, 7) },
    ]

    private mutating func shows(_ script: SimulationScript, _ promise: Int) async throws -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return try await Simulation(script, shelf: shelf, faults: faults).run().violations.contains
        {
            $0.promise == promise
        }
    }
}
