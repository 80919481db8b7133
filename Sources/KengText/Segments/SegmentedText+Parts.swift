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

    /// One part as octets: unpacked septets with their escapes, or UTF-16BE.
    package func octets(ofPart part: Int) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(parts[part].count * 2)
        for unit in utf16[parts[part]] {
            switch encoding {
            case .gsm7:
                GSM7.append(unit, to: &octets)
            case .ucs2:
                octets.append(UInt8(unit >> 8))
                octets.append(UInt8(truncatingIfNeeded: unit))
            }
        }
        return octets
    }

    /// The same text with plain quotes, dashes and spaces, when that costs fewer segments.
    package var plainer: SegmentedText? {
        guard encoding == .ucs2 else { return nil }
        let plain = SegmentedText(text.withPlainTypography)
        return plain.segments < segments ? plain : nil
    }
}

extension String {
    /// The text with typographic marks of word processors made into those GSM-7 has.
    package var withPlainTypography: String {
        var plain = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "“", "”", "„", "‟", "«", "»", "″": plain += "\""
            case "‘", "’", "‚", "‛", "′", "`", "´": plain += "'"
            case "‐", "‑", "‒", "–", "—", "―", "−", "•": plain += "-"
            case "…": plain += "..."
            case "\t", "\u{A0}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{205F}": plain += " "
            case "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{AD}": continue
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}
