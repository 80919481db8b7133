import KengDomain
import KengText
import Testing

/// The cutter against every way of cutting there is.
struct CutterTests {
    @Test(arguments: UInt64(0)..<400)
    func noCutIsBetter(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let count = Int.random(in: 1...11, using: &random)
            let limit = Int.random(in: 2...6, using: &random)
            let weights = (0..<count).map { _ in UInt8.random(in: 1...2, using: &random) }
            let clings = Int.random(in: 0...3, using: &random)
            let starts = (0..<count).map {
                $0 == 0 || Int.random(in: 0...3, using: &random) >= clings
            }
            let parts = Cutter(weights: weights, starts: starts, limit: limit).parts()
            #expect(covers(parts, count))
            #expect(parts.allSatisfy { weight($0, weights) <= limit })
            let best = exhaustive(weights, starts, limit)
            #expect(parts.count == best.parts)
            #expect(parts.dropFirst().count { !starts[$0.lowerBound] } == best.cuts)
        }
    }

    /// Random texts of hard characters: promises hold whatever they are.
    @Test(arguments: UInt64(0)..<300)
    func aTextKeepsItsPromises(seed: UInt64) {
        let pieces = [
            "a", "€", "ế", "e\u{302}\u{301}", "😀", "🇻🇳", "👨\u{200D}👩\u{200D}👧", "\r\n", "\r", "\n",
            "\u{301}", "\u{200D}", "火", "𠮷", "g\u{303}", "नि", "각", "\u{1112}\u{1161}\u{11AB}", "{",
        ]
        var random = SeededGenerator(seed: seed)
        let kinds = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            Int.random(in: 0..<pieces.count, using: &random)
        }
        var text = ""
        for _ in 0..<Int.random(in: 0...300, using: &random) {
            text += pieces[kinds[Int.random(in: 0..<kinds.count, using: &random)]]
        }
        let cut = SegmentedText(text)
        let limits = PartReference.short.limits(cut.encoding)
        #expect(cut.segments == SegmentCount(text).segments)
        #expect(cut.units == SegmentCount(text).units)
        #expect(cut.utf16 == Array(text.nfc.utf16))
        #expect(covers(cut.parts, cut.utf16.count))
        for part in cut.parts.indices {
            let units = cut.octets(ofPart: part).count / (cut.encoding == .gsm7 ? 1 : 2)
            #expect(units <= (cut.segments == 1 ? limits.single : limits.part))
            let start = cut.parts[part].lowerBound
            guard start > 0 else { continue }
            let isInsidePair =
                cut.utf16[start] & 0xFC00 == 0xDC00 && cut.utf16[start - 1] & 0xFC00 == 0xD800
            #expect(!isInsidePair)
        }
    }

    private func covers(_ parts: [Range<Int>], _ count: Int) -> Bool {
        parts.first?.lowerBound == 0 && parts.last?.upperBound == count
            && zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }
    }

    private func weight(_ part: Range<Int>, _ weights: [UInt8]) -> Int {
        weights[part].reduce(0) { $0 + Int($1) }
    }

    /// Tries each set of cut places; fewest parts first, then fewest cuts inside a cluster.
    private func exhaustive(
        _ weights: [UInt8], _ starts: [Bool], _ limit: Int
    ) -> (parts: Int, cuts: Int) {
        var best = (parts: Int.max, cuts: Int.max)
        for mask in 0..<(1 << (weights.count - 1)) {
            var used = 0
            var parts = 1
            var cuts = 0
            var fits = true
            for index in weights.indices {
                if index > 0, mask & (1 << (index - 1)) != 0 {
                    parts += 1
                    used = 0
                    if !starts[index] { cuts += 1 }
                }
                used += Int(weights[index])
                if used > limit { fits = false }
            }
            if fits, (parts, cuts) < best { best = (parts, cuts) }
        }
        return best
    }
}
