/// Cuts a row of atoms (characters that must stay whole) into the fewest parts there can be.
///
/// Atoms weigh one or two units. Of all ways with that fewest number of parts it takes one that
/// cuts the fewest grapheme clusters, and of these the one whose first parts are fullest.
package struct Cutter {
    private let weights: [UInt8]
    /// Whether a grapheme cluster begins at the atom; nil when each atom is one.
    private let starts: [Bool]?
    private let limit: Int

    package init(weights: [UInt8], starts: [Bool]?, limit: Int) {
        precondition(limit >= 2, "an atom of two units must fit")
        self.weights = weights
        self.starts = starts
        self.limit = limit
    }

    /// The parts as ranges of atoms.
    package func parts() -> [Range<Int>] {
        let fewest = greedy(keepingClusters: false)
        guard starts != nil, let fewest else { return fewest ?? [] }
        if let whole = greedy(keepingClusters: true), whole.count == fewest.count { return whole }
        return balanced()
    }

    /// Fills each part as far as it goes; nil when a cluster is larger than a part.
    private func greedy(keepingClusters: Bool) -> [Range<Int>]? {
        var parts: [Range<Int>] = []
        var start = 0
        while start < weights.count {
            var end = start
            var used = 0
            var lastBoundary = start
            while end < weights.count, used + Int(weights[end]) <= limit {
                used += Int(weights[end])
                end += 1
                if isBoundary(end) { lastBoundary = end }
            }
            if keepingClusters { end = lastBoundary }
            guard end > start else { return nil }
            parts.append(start..<end)
            start = end
        }
        return parts
    }

    /// The cheapest way from each atom to the end, where a part costs more than any number of cuts
    /// through clusters: shortest path from the back, in time atoms × limit.
    private func balanced() -> [Range<Int>] {
        let count = weights.count
        let partCost = count + 1
        var cost = [Int](repeating: 0, count: count + 1)
        var next = [Int](repeating: count, count: count + 1)
        for start in stride(from: count - 1, through: 0, by: -1) {
            var best = Int.max
            var used = 0
            var end = start
            while end < count, used + Int(weights[end]) <= limit {
                used += Int(weights[end])
                end += 1
                let total = cost[end] + partCost + (isBoundary(end) ? 0 : 1)
                if total <= best {
                    best = total
                    next[start] = end
                }
            }
            cost[start] = best
        }
        var parts: [Range<Int>] = []
        var start = 0
        while start < count {
            parts.append(start..<next[start])
            start = next[start]
        }
        return parts
    }

    private func isBoundary(_ index: Int) -> Bool {
        guard let starts, index < weights.count else { return true }
        return starts[index]
    }
}
