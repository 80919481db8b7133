import KengDomain
import KengText
import Testing

/// The cutter against an oracle that tries every set of cuts in the text itself.
///
/// The oracle shares nothing with it: characters come from the standard library, weights from a
/// list written here, and of all cuts it takes the least (parts, clusters harmed, later fullness).
struct CutOracleTests {
    private static let plain = ["a", "Z", "@", "é", "\n", "\r", "\r\n", "€", "[", "~", "|"]
    private static let wide = [
        "ế", "e\u{302}\u{301}", "😀", "🇻🇳", "👩\u{200D}👧", "火", "𠮷", "\u{316}", "a", "[", "\r\n",
    ]

    @Test(arguments: UInt64(0)..<120)
    func noCutOfATextIsBetter(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<6 {
            let pieces = round.isMultiple(of: 2) ? Self.plain : Self.wide
            var text = ""
            for _ in 0..<Int.random(in: 1...9, using: &random) {
                text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            text = String(String.UnicodeScalarView(text.nfc.unicodeScalars.prefix(13)))
            let limit = Int.random(in: 2...7, using: &random)
            let single = limit + Int.random(in: 0...2, using: &random)
            let cut = SegmentedText(
                utf16: Array(text.utf16), reference: .short, alphabet: .gsm0338
            ) { _ in SegmentLimits(single: single, part: limit) }
            let scalars = Array(text.unicodeScalars)
            let weights = weights(of: scalars)
            let best =
                weights.reduce(0, +) <= single
                ? [scalars.count] : exhaustive(scalars, weights, starts(of: text), limit)
            #expect(cut.parts.map { $0.upperBound } == offsets(best, in: scalars), "\(scalars)")
            #expect(cut.parts.indices.map(cut.text(ofPart:)).joined() == text)
        }
    }

    private func weights(of scalars: [Unicode.Scalar]) -> [Int] {
        let single = Set("aZ@é\n\r".unicodeScalars)
        let double = Set("€[~|".unicodeScalars)
        guard scalars.allSatisfy({ single.contains($0) || double.contains($0) })
        else { return scalars.map { $0.value > 0xFFFF ? 2 : 1 } }
        return scalars.map { double.contains($0) ? 2 : 1 }
    }

    /// How many scalars stand before each character.
    private func starts(of text: String) -> Set<Int> {
        var starts: Set<Int> = []
        var passed = 0
        for character in text {
            starts.insert(passed)
            passed += character.unicodeScalars.count
        }
        return starts
    }

    /// Where the parts of the best cut end, in scalars.
    private func exhaustive(
        _ scalars: [Unicode.Scalar], _ weights: [Int], _ starts: Set<Int>, _ limit: Int
    ) -> [Int] {
        var best: (harm: (Int, Int), ends: [Int])?
        for mask in 0..<(1 << (scalars.count - 1)) {
            let cuts = (1..<scalars.count).filter { mask & (1 << ($0 - 1)) != 0 }
            let ends = cuts + [scalars.count]
            let fits = zip([0] + cuts, ends).allSatisfy {
                weights[$0..<$1].reduce(0, +) <= limit
            }
            guard fits else { continue }
            let harm = (ends.count, cuts.count { !starts.contains($0) })
            guard let known = best else {
                best = (harm, ends)
                continue
            }
            let isFuller = known.ends.lexicographicallyPrecedes(ends)
            if harm < known.harm || harm == known.harm && isFuller { best = (harm, ends) }
        }
        return best?.ends ?? []
    }

    private func offsets(_ ends: [Int], in scalars: [Unicode.Scalar]) -> [Int] {
        ends.map { scalars[..<$0].reduce(0) { $0 + ($1.value > 0xFFFF ? 2 : 1) } }
    }
}
