extension SegmentedText {
    /// The text as it is sent; a lone surrogate reads as U+FFFD.
    package var text: String { String(decoding: utf16, as: UTF16.self) }

    /// The first character outside GSM-7, which made the whole text UCS-2.
    package var forcedBy: String? {
        forcedRange.map { String(decoding: utf16[$0], as: UTF16.self) }
    }

    /// One part as text.
    package func text(ofPart part: Int) -> String {
        String(decoding: utf16[parts[part]], as: UTF16.self)
    }

    /// Septets or UTF-16 units of one part.
    package func units(ofPart part: Int) -> Int {
        switch encoding {
        case .ucs2: parts[part].count
        case .gsm7:
            utf16[parts[part]].reduce(0) {
                $0 + Int(CharacterClass.table[Int($1)] >> CharacterClass.weightShift)
            }
        }
    }
}
