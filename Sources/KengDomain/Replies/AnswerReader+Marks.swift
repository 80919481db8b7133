/// Punctuation around answers.
extension AnswerReader {
    private static let questions: Set<Unicode.Scalar> = ["?", "\u{BF}", "\u{61F}"]
    /// Between two letters these say "or" or "and"; in a full row they only part the letters.
    private static let joiners: Set<Unicode.Scalar> = ["/", "\\", "|", "&", "+", "\u{2044}"]
    /// After a letter or a question's number these part it from what follows.
    private static let delimiters: Set<Unicode.Scalar> = [
        ".", ")", "]", "}", ":", "-", "–", "—", "、", "。", "】", "」", "=", ">",
    ]
    private static let harmlessSymbols: Set<Unicode.Scalar> = [
        "=", "<", ">", "~", "→", "✓", "●", "■", "◆", "^", "`", "´",
    ]

    var hasQuestionMark: Bool { text.allMarks.contains(where: Self.questions.contains) }

    var hasJoiner: Bool { text.allMarks.contains(where: Self.joiners.contains) }

    var hasSum: Bool { text.allMarks.contains { $0 == "+" || $0 == "&" } }

    /// Whether the word at `index` is parted from the one before by a mark that ends a label.
    func isDelimited(_ index: Int) -> Bool {
        text.marks[index]?.contains(where: Self.delimiters.contains) ?? false
    }

    /// Punctuation may be typed freely; questions and signs such as % and $ change what is said.
    func marksAreHarmless() -> Bool {
        text.allMarks.allSatisfy { mark in
            if Self.questions.contains(mark) || mark == "@" || mark == "%" { return false }
            if Self.joiners.contains(mark) || Self.harmlessSymbols.contains(mark) { return true }
            return switch mark.properties.generalCategory {
            case .dashPunctuation, .openPunctuation, .closePunctuation, .connectorPunctuation,
                .initialPunctuation, .finalPunctuation, .otherPunctuation:
                true
            default: false
            }
        }
    }
}
