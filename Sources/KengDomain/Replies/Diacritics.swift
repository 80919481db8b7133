/// Vietnamese words with and without their marks.
enum Diacritics {
    /// Grave, acute, tilde, hook and dot: the marks that are a tone and not a letter of their own.
    private static func isTone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300, 0x301, 0x303, 0x309, 0x323: true
        default: false
        }
    }

    /// The word without marks, and with them in one spelling: both lower case, letters drawn out written once.
    static func split(_ run: [Unicode.Scalar]) -> (plain: String, marked: String) {
        var plain: [Unicode.Scalar] = []
        var marked: [Unicode.Scalar] = []
        var tones: [Unicode.Scalar] = []
        var lowered: [Unicode.Scalar] = []
        for scalar in run { lowered += scalar.properties.lowercaseMapping.unicodeScalars }
        for scalar in lowered {
            switch scalar {
            case "đ", "ð":
                // Old keyboards type the Icelandic letter, which looks the same.
                plain.append("d")
                marked.append("đ")
            case _ where scalar.properties.generalCategory == .nonspacingMark:
                if isTone(scalar) { tones.append(scalar) } else { marked.append(scalar) }
            default:
                plain.append(scalar)
                marked.append(scalar)
            }
        }
        let tail = tones.sorted().reduce(into: [Unicode.Scalar]()) { kept, tone in
            if kept.last != tone { kept.append(tone) }
        }
        return (
            String(String.UnicodeScalarView(onceDrawn(plain))),
            String(String.UnicodeScalarView(onceDrawn(marked) + tail))
        )
    }

    /// `tolooong` becomes `tolong`; two of a letter stay two.
    private static func onceDrawn(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var kept: [Unicode.Scalar] = []
        var index = 0
        while index < letters.count {
            var end = index
            while end < letters.count, letters[end] == letters[index] { end += 1 }
            kept += letters[index..<(end - index >= 3 ? index + 1 : end)]
            index = end
        }
        return kept
    }
}
