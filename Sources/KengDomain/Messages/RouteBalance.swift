/// Shares texts among the gateways of one program by their weights.
///
/// Whatever their speed, of the texts that several may take each takes its part; but a gateway that is slower
/// than its contract, or fails, holds nobody back.
package struct RouteBalance: Hashable, Sendable {
    private struct Line: Hashable, Sendable {
        /// Of the heaviest: more than 0, at most 1.
        let weight: Double
        var trust = 1.0
        /// Texts taken, divided by weight and trust.
        var turn = 0.0
        /// The others wait for its turn.
        var holds = false
    }

    private var lines: [String: Line] = [:]

    /// How many texts the heaviest may take before another has its turn.
    private static let ahead = 25.0

    /// - Parameter weights: of each gateway by name, 1 or more.
    package init(_ weights: [String: Int]) {
        let heaviest = Double(max(1, weights.values.max() ?? 1))
        lines = weights.mapValues { Line(weight: Double(max(1, $0)) / heaviest) }
    }

    /// How many texts a gateway may take of those for which it has room.
    package func most(for name: String, of room: Int) -> Int {
        guard let line = lines[name], let slowest = slowestTurn(but: name) else { return room }
        let lead = (slowest - line.turn + Self.ahead) * line.weight * line.trust
        return min(room, max(0, Int(min(lead, Double(room)))))
    }

    private func slowestTurn(but name: String) -> Double? {
        lines.lazy.filter { $0.key != name && $0.value.holds && $0.value.trust > 0 }
            .map(\.value.turn).min()
    }

    /// What a gateway took of what it was allowed.
    ///
    /// - Parameter isSlow: it had no room for more and is far from what its contract allows.
    package mutating func took(_ texts: Int, of allowed: Int, isSlow: Bool, by name: String) {
        guard var line = lines[name] else { return }
        // With nothing to take it waits for nobody's sake.
        let holds = !isSlow && (texts > 0 || allowed == 0)
        if holds, !line.holds { line.turn = max(line.turn, slowestTurn(but: name) ?? line.turn) }
        line.holds = holds
        line.turn += Double(texts) / (line.weight * max(line.trust, 0.01))
        lines[name] = line
    }

    /// A gateway's trust, from 0 to 1; one that comes back does not make up for what it missed.
    package mutating func trust(_ trust: Double, of name: String) {
        guard lines[name]?.trust != trust else { return }
        lines[name]?.trust = trust
        if trust == 0 { lines[name]?.holds = false }
    }

    /// Whether another that may take a text is trusted.
    package func hasAnother(than name: String, where mayTake: (String) -> Bool) -> Bool {
        lines.contains { $0.key != name && $0.value.trust > 0 && mayTake($0.key) }
    }
}
