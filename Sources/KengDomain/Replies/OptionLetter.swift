/// The many ways Unicode draws A, B and C.
enum OptionLetter {
    /// The plain letter of a drawn one that normalisation leaves alone: 🅰 🅐 🇦, and © where a phone "corrected" (c).
    static func drawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x1F150...0x1F169: Unicode.Scalar(0x41 + scalar.value - 0x1F150)
        case 0x1F170...0x1F189: Unicode.Scalar(0x41 + scalar.value - 0x1F170)
        case 0x1F1E6...0x1F1FF: Unicode.Scalar(0x41 + scalar.value - 0x1F1E6)
        case 0xA9: "C"
        default: nil
        }
    }

    /// The choices of a word made of nothing but A, B and C.
    static func spelling(of run: [Unicode.Scalar]) -> (choices: [Choice], isLookalike: Bool)? {
        var choices: [Choice] = []
        var isLookalike = false
        for scalar in run {
            switch scalar {
            case "A", "a": choices.append(.a)
            case "B", "b": choices.append(.b)
            case "C", "c": choices.append(.c)
            // Cyrillic А а В С с and Greek Α Β Ϲ: another keyboard, the same picture.
            case "\u{410}", "\u{430}", "\u{391}":
                choices.append(.a)
                isLookalike = true
            case "\u{412}", "\u{392}":
                choices.append(.b)
                isLookalike = true
            case "\u{421}", "\u{441}", "\u{3F9}":
                choices.append(.c)
                isLookalike = true
            default: return nil
            }
        }
        return (choices, isLookalike)
    }
}
