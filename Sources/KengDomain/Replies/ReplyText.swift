/// A reply cut into words, numbers and marks, with and without its diacritics.
///
/// Takes text in NFKD, so that full-width and circled letters are plain and every mark is a scalar of its own.
struct ReplyText {
    struct Word: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            case letters
            case digits
            /// One Chinese character; Chinese writes no spaces, so each is a word.
            case han
            case picture
        }

        let kind: Kind
        /// Lower case, no marks, đ as d; a letter drawn out (`stoppp`) is written once.
        let plain: String
        /// Lower case with marks; the tone stands last, so that hủy and huỷ are the same word.
        let marked: String
        let hasMarks: Bool
        let isUpper: Bool
        /// Answer letters, when the word is made of nothing else.
        let choices: [Choice]?
        /// Whether `choices` needed a Cyrillic or Greek letter that only looks like A, B or C.
        let isLookalike: Bool
        /// Nothing at all between this word and the one before.
        let isAttached: Bool
    }

    private(set) var words: [Word] = []
    /// Punctuation and symbols by the place of the word they stand before; `words.count` is the end.
    private(set) var marks: [Int: [Unicode.Scalar]] = [:]

    init(decomposed text: String) {
        var cutter = ReplyCutter()
        for scalar in text.unicodeScalars { cutter.take(scalar) }
        (words, marks) = cutter.finish()
    }

    var allMarks: [Unicode.Scalar] { marks.values.flatMap(\.self) }

    func hasMark(before index: Int) -> Bool { marks[index] != nil }
}

/// Builds the words of a `ReplyText`, scalar by scalar.
private struct ReplyCutter {
    private var words: [ReplyText.Word] = []
    private var marks: [Int: [Unicode.Scalar]] = [:]
    private var run: [Unicode.Scalar] = []
    private var kind: ReplyText.Word.Kind = .letters
    private var isAttached = false

    mutating func take(_ scalar: Unicode.Scalar) {
        if let letter = OptionLetter.drawn(scalar) {
            add(letter, as: .letters)
            return
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            guard !properties.isIdeographic else { return single(scalar, as: .han) }
            add(scalar, as: .letters)
        case .letterNumber where properties.isIdeographic:
            single(scalar, as: .han)
        case .decimalNumber:
            guard let value = properties.numericValue, let digit = UInt8(exactly: value) else {
                return
            }
            add(Unicode.Scalar(0x30 + digit), as: .digits)
        case .nonspacingMark, .spacingMark:
            // Emoji carry variation selectors; letters carry their accents.
            guard !properties.isVariationSelector else { return }
            if !run.isEmpty, kind == .letters { run.append(scalar) }
        case .enclosingMark, .format, .surrogate, .privateUse, .unassigned:
            break
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control:
            close()
            isAttached = false
        case .otherSymbol where scalar == "\u{FFFD}":
            break  // What is left of half an emoji.
        case .otherSymbol, .modifierSymbol:
            guard properties.isEmoji || properties.isEmojiModifier else { return mark(scalar) }
            if !properties.isEmojiModifier { single(scalar, as: .picture) }
        case .dashPunctuation, .openPunctuation, .closePunctuation, .connectorPunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .letterNumber, .otherNumber:
            mark(scalar)
        @unknown default:
            mark(scalar)
        }
    }

    mutating func finish() -> ([ReplyText.Word], [Int: [Unicode.Scalar]]) {
        close()
        return (words, marks)
    }

    private mutating func add(_ scalar: Unicode.Scalar, as kind: ReplyText.Word.Kind) {
        if !run.isEmpty, self.kind != kind { close() }
        self.kind = kind
        run.append(scalar)
    }

    private mutating func single(_ scalar: Unicode.Scalar, as kind: ReplyText.Word.Kind) {
        close()
        self.kind = kind
        run = [scalar]
        close()
    }

    private mutating func mark(_ scalar: Unicode.Scalar) {
        close()
        marks[words.count, default: []].append(scalar)
        isAttached = false
    }

    private mutating func close() {
        guard !run.isEmpty else { return }
        words.append(ReplyText.Word(run, kind: kind, isAttached: isAttached))
        run = []
        isAttached = true
    }
}

extension ReplyText.Word {
    fileprivate init(_ run: [Unicode.Scalar], kind: Kind, isAttached: Bool) {
        self.kind = kind
        self.isAttached = isAttached
        guard kind == .letters else {
            plain = String(String.UnicodeScalarView(run))
            marked = plain
            hasMarks = false
            isUpper = false
            choices = nil
            isLookalike = false
            return
        }
        let spelling = OptionLetter.spelling(of: run)
        choices = spelling?.choices
        isLookalike = spelling?.isLookalike ?? false
        isUpper = run.allSatisfy { !$0.properties.isLowercase }
        (plain, marked) = Diacritics.split(run)
        hasMarks = plain != marked
    }
}
