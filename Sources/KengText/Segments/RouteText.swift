/// How the texts of one route are replaced, counted and cut: what its provider's contract says.
package struct RouteText: Hashable, Sendable {
    package var reference: PartReference
    package var alphabet: Alphabet
    package var replacements: Replacements

    package init(
        reference: PartReference = .short, alphabet: Alphabet = .gsm0338,
        replacements: Replacements = .none
    ) {
        self.reference = reference
        self.alphabet = alphabet
        self.replacements = replacements
    }

    /// Nothing is replaced; counted as most providers count.
    package static let usual = RouteText()

    package func cut(_ text: String) -> SegmentedText {
        SegmentedText(text, reference: reference, alphabet: alphabet)
    }

    package func count(_ text: String) -> SegmentCount {
        SegmentCount(text, reference: reference, alphabet: alphabet)
    }

    /// The text as it leaves, and what was replaced in it.
    package func replaced(_ text: String) -> (text: String, uses: [ReplacementReport.Use]) {
        guard replacements.count > 0 else { return (text, []) }
        let report = ReplacementReport(cut(text), replacements)
        return (report.after.text, report.uses)
    }
}
