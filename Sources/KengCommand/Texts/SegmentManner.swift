import KengText

/// How `keng segment` counts: what the options said, with the tables they name read.
struct SegmentManner {
    let isJSON: Bool
    let showsParts: Bool
    let reference: PartReference
    let alphabet: Alphabet
    /// Replaces before counting; nil when nobody asked for it.
    let table: Replacements?
    /// What a hint may propose; the standard table where none was asked for.
    let hints: Replacements
    /// Takes the marks off first, and names the words that become ambiguous; nil keeps them.
    let collisions: Collisions?

    func count(_ text: SegmentedText) -> Counted {
        let typed = collisions.map { _ in again(text.text.unmarked) } ?? text
        let report = table.map { ReplacementReport(typed, $0) }
        let sent = report?.after ?? typed
        return Counted(
            text: sent, report: report, forced: ForcedCharacter(sent, hints),
            ambiguous: collisions?.findings(in: text.text).map(\.words))
    }

    func count(_ text: String) -> Counted { count(again(text)) }

    func count(utf16: [UInt16]) -> Counted {
        count(SegmentedText(utf16: utf16, reference: reference, alphabet: alphabet))
    }

    /// What else would make the text shorter: the table for all it knows, and no marks.
    func others(_ text: SegmentedText) -> (plain: SegmentedText?, unmarked: SegmentedText?) {
        guard text.encoding == .ucs2 else { return (nil, nil) }
        let plain = ReplacementReport(text, hints).after
        let unmarked = ReplacementReport(again(text.text.unmarked), hints).after
        return (
            plain.segments < text.segments ? plain : nil,
            unmarked.segments < min(text.segments, plain.segments) ? unmarked : nil
        )
    }

    private func again(_ text: String) -> SegmentedText {
        SegmentedText(text, reference: reference, alphabet: alphabet)
    }

    /// One counted text, and what there is to say of it.
    struct Counted {
        let text: SegmentedText
        let report: ReplacementReport?
        let forced: ForcedCharacter?
        let ambiguous: [[String]]?
    }
}
