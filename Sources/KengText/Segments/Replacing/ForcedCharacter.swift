/// The first character that made a text UCS-2, and what doing without it would save.
package struct ForcedCharacter: Hashable, Sendable {
    /// One character as a reader sees it, marks included.
    package let character: String
    /// How often it stands in the text.
    package let count: Int
    /// What could stand in its place: from the route's table, else its form without marks; nil when
    /// neither has anything else.
    package let replacement: String?
    /// The text with each of them replaced; nil where nothing can replace it.
    package let after: SegmentCount?
    /// Segments saved when it alone is replaced; other characters may keep the text UCS-2.
    package let saved: Int

    /// Nil when the text is GSM-7.
    package init?(_ text: SegmentedText, _ table: Replacements) {
        guard let range = text.forcedRange else { return nil }
        let cluster = text.utf16[range]
        character = String(decoding: cluster, as: UTF16.self)
        let places = Self.occurrences(of: cluster, in: text.utf16)
        count = places.count
        let replaced = table.replaced(character)
        let other = replaced == character ? character.unmarked : replaced
        guard other != character else {
            replacement = nil
            after = nil
            saved = 0
            return
        }
        replacement = other
        var units: [UInt16] = []
        units.reserveCapacity(text.utf16.count)
        var start = 0
        for place in places {
            units += text.utf16[start..<place]
            units += other.utf16
            start = place + cluster.count
        }
        units += text.utf16[start...]
        let after = SegmentCount(
            utf16: units, reference: text.reference, alphabet: text.alphabet)
        self.after = after
        saved = text.segments - after.segments
    }

    /// Where the units begin, from the left; a match inside a larger cluster counts too.
    private static func occurrences(
        of cluster: ArraySlice<UInt16>, in text: [UInt16]
    ) -> [Int] {
        var places: [Int] = []
        var index = 0
        while index + cluster.count <= text.count {
            if text[index] == cluster[cluster.startIndex],
                text[index..<(index + cluster.count)] == cluster
            {
                places.append(index)
                index += cluster.count
            } else {
                index += 1
            }
        }
        return places
    }
}
