/// Reads a text as answers; every word of it must be understood.
struct AnswerReader {
    let text: ReplyText
    let meanings: Lexicon<ReplyReader.Meaning>
    let neverRows: Set<String>
    let context: ReplyContext

    /// A stretch of the text with one meaning.
    struct Piece {
        enum Content {
            case letters([Choice])
            case option(Choice)
            case number(String)
            case numeral(Int)
            case role(Keywords.Role, home: Language?)
        }

        let content: Content
        let start: Int
        let end: Int

        var role: Keywords.Role? {
            if case .role(let role, _) = content { role } else { nil }
        }

        /// Whether it is one letter, the only thing that can also be a word.
        var letter: Choice? {
            if case .letters(let choices) = content, choices.count == 1 { choices[0] } else { nil }
        }
    }

    /// The answers of the whole text; nil when it is anything else or could be.
    func choices() -> [Choice]? {
        guard let pieces = pieces(before: text.words.count), marksAreHarmless() else { return nil }
        guard !hasLookalike || pieces.allSatisfy({ $0.role == nil }) else { return nil }
        if let politely = withoutParticle(pieces) {
            if let choices = answers(in: politely) { return choices }
            // "A B ạ" with its mark lost is not the row A B A.
            if context.expected == 1, politely.count(where: { $0.role == nil }) > 1 { return nil }
        }
        return answers(in: pieces)
    }

    /// The answer of a text that goes on after a clear letter: `B. tắt bếp`, `B because …`.
    func quotedOption() -> Choice? {
        guard context.expected == 1, !hasQuestionMark, !hasLookalike,
            let place = text.words.firstIndex(where: { $0.choices?.count == 1 }),
            place + 1 < text.words.count,
            let head = pieces(before: place + 1), let choices = answers(in: head),
            choices.count == 1
        else { return nil }
        let reason = meanings.matches(at: place + 1, in: text).first { match in
            if case .role(.reason, _) = match.meaning { true } else { false }
        }
        let tail = reason?.end ?? place + 1
        guard reason != nil || isDelimited(place + 1),
            isOptionText(from: tail, least: reason == nil)
        else { return nil }
        return choices[0]
    }

    /// Whether the words from `start` can be an option's own: no second letter, no doubt, not too short.
    private func isOptionText(from start: Int, least: Bool) -> Bool {
        let tail = text.words[start...]
        guard let first = tail.first else { return false }
        var wanted = least ? 2 : 1
        for index in tail.indices {
            let word = text.words[index]
            let isParticle =
                index == text.words.count - 1
                && text.mayBePoliteParticle(index, in: context.language)
            guard word.choices?.count != 1 || isParticle else { return false }
            for (_, meaning) in meanings.matches(at: index, in: text) {
                guard case .role(let role, _) = meaning else { continue }
                if role == .doubt { return false }
                if role == .negation, index == start { wanted = 3 }
            }
        }
        let isNumber = tail.count == 1 && first.kind == .digits && first.plain.utf8.count >= 3
        return isNumber || tail.count(where: { $0.kind != .picture }) >= wanted
    }

    /// The text up to word `end` in pieces; nil when a word is unknown or speaks of doubt.
    private func pieces(before end: Int) -> [Piece]? {
        var pieces: [Piece] = []
        var index = 0
        while index < end {
            let word = text.words[index]
            if let choices = word.choices {
                guard choices.count == 1 || word.isUpper || !neverRows.contains(word.plain) else {
                    return nil
                }
                pieces.append(Piece(content: .letters(choices), start: index, end: index + 1))
                index += 1
            } else if word.kind == .digits {
                pieces.append(Piece(content: .number(word.plain), start: index, end: index + 1))
                index += 1
            } else if let match = meanings.matches(at: index, in: text).first(where: {
                $0.end <= end
            }) {
                switch match.meaning {
                case .role(.doubt, _), .role(.negation, _), .role(.reason, _): return nil
                case .role(let role, let home):
                    pieces.append(
                        Piece(content: .role(role, home: home), start: index, end: match.end))
                case .numeral(let value):
                    pieces.append(
                        Piece(content: .numeral(value), start: index, end: match.end))
                case .option(let choice):
                    pieces.append(Piece(content: .option(choice), start: index, end: match.end))
                }
                index = match.end
            } else if word.kind == .picture {
                index += 1
            } else {
                return nil
            }
        }
        return pieces
    }

    /// The pieces without a last `a` that is, or may be, the polite `ạ`; nil when there is none.
    private func withoutParticle(_ pieces: [Piece]) -> [Piece]? {
        guard context.language == .vietnamese, pieces.count > 1, let last = pieces.last,
            last.letter == .a, text.mayBePoliteParticle(last.start, in: .vietnamese),
            !text.words[last.start].isUpper
        else { return nil }
        switch pieces[pieces.count - 2].content {
        case .letters, .option, .role(.safe, _), .role(.loose, _), .role(.title, _):
            return pieces.dropLast()
        case .number, .numeral, .role: return nil
        }
    }

    private var hasLookalike: Bool { text.words.contains(where: \.isLookalike) }
}
