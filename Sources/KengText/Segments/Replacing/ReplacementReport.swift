/// What a route's table does to one text, for its author to see before anything is sent.
package struct ReplacementReport: Hashable, Sendable {
    /// A rule that met its character.
    package struct Use: Hashable, Sendable {
        package let rule: Replacements.Rule
        package var count: Int
    }

    /// As typed, in NFC.
    package let before: SegmentedText
    /// What is sent and counted: the replaced text where that pays, else the text as typed.
    package let after: SegmentedText
    /// What was replaced, in order of first use; empty when the text stays as typed.
    package let uses: [Use]

    /// How many segments the table saves.
    package var saved: Int { before.segments - after.segments }

    /// Replaces only where the text becomes GSM-7 and costs no segment more: in a text that is UCS-2
    /// all the same, “ costs no more than ", and reads better.
    package init(_ text: SegmentedText, _ table: Replacements) {
        before = text
        let replaced = table.replacing(text.text)
        let plain =
            replaced.uses.isEmpty
            ? text
            : SegmentedText(replaced.text, reference: text.reference, alphabet: text.alphabet)
        if plain.encoding == .gsm7, plain.segments <= text.segments {
            after = plain
            uses = replaced.uses
        } else {
            after = text
            uses = []
        }
    }
}
