/// How the characters of one SMS travel.
package enum SegmentEncoding: String, Hashable, Sendable {
    /// The 7-bit default alphabet; an extension character takes two septets.
    case gsm7
    /// UTF-16; a character above U+FFFF takes two units.
    case ucs2
}

/// How many units fit: in a text that travels alone, and in each part of a longer one.
package struct SegmentLimits: Hashable, Sendable {
    package let single: Int
    package let part: Int

    package init(single: Int, part: Int) {
        self.single = single
        self.part = part
    }
}

/// The header that joins the parts of one text; a longer reference leaves less room.
package enum PartReference: Hashable, Sendable {
    /// `05 00 03 rr tt ss`
    case short
    /// `06 08 04 rr rr tt ss`
    case long

    package func limits(_ encoding: SegmentEncoding) -> SegmentLimits {
        switch (self, encoding) {
        case (.short, .gsm7): SegmentLimits(single: 160, part: 153)
        case (.long, .gsm7): SegmentLimits(single: 160, part: 152)
        case (.short, .ucs2): SegmentLimits(single: 70, part: 67)
        case (.long, .ucs2): SegmentLimits(single: 70, part: 66)
        }
    }
}
