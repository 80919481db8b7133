/// From letters, numbers and the words about them to answers in the order of the questions.
extension AnswerReader {
    private enum Item {
        /// A number that counts questions, said to be one.
        case index(Int)
        case letters([Choice])
        case digits(String, end: Int)
    }

    func answers(in pieces: [Piece]) -> [Choice]? {
        guard let items = items(of: pieces) else { return nil }
        if let choices = letters(of: items) ?? digits(of: items) {
            return accepted(choices, isIndexed: false, pieces: pieces)
        }
        guard let choices = indexed(items, pieces: pieces) else { return nil }
        return accepted(choices, isIndexed: true, pieces: pieces)
    }

    private func accepted(_ choices: [Choice], isIndexed: Bool, pieces: [Piece]) -> [Choice]? {
        guard !choices.isEmpty else { return nil }
        guard context.expected == 1 else {
            guard choices.count == context.expected else { return nil }
            return hasJoiner && choices.count < 3 ? nil : choices
        }
        guard choices.count > 1 else {
            // "+1" is a cheer, "B/" a slip of the thumb.
            guard !hasSum else { return nil }
            return isIndexed || standsAlone(in: pieces) ? choices : nil
        }
        guard !hasJoiner else { return nil }
        // Two letters are a choice not made; the same one over and over is emphasis or play.
        return isIndexed || (choices.count > 2 && Set(choices).count > 1) ? choices : nil
    }

    private func items(of pieces: [Piece]) -> [Item]? {
        var items: [Item] = []
        var before: Keywords.Role?
        for piece in pieces {
            switch piece.content {
            case .letters(let choices): items.append(.letters(choices))
            case .option(let choice): items.append(.letters([choice]))
            case .number(let number):
                switch before {
                case .header: break
                case .question: items.append(.index(Int(number) ?? 0))
                default: items.append(.digits(number, end: piece.end))
                }
            case .numeral(let value):
                guard before == .question else { return nil }
                items.append(.index(value))
            case .role: break
            }
            before = piece.role
        }
        return items
    }

    private func letters(of items: [Item]) -> [Choice]? {
        var all: [Choice] = []
        for item in items {
            guard case .letters(let choices) = item else { return nil }
            all += choices
        }
        return all
    }

    /// 1, 2, 3 for A, B, C: one digit, or exactly as many as there are questions.
    private func digits(of items: [Item]) -> [Choice]? {
        var all: [Choice] = []
        for item in items {
            guard case .digits(let digits, _) = item else { return nil }
            for digit in digits.utf8 {
                guard (0x31...0x33).contains(digit), let choice = Choice(rawValue: digit - 0x31)
                else { return nil }
                all.append(choice)
            }
        }
        return all.count == context.expected ? all : nil
    }

    /// `1A 2B 3C`, `A1 B2 C3`, `question 2: A`.
    private func indexed(_ items: [Item], pieces: [Piece]) -> [Choice]? {
        guard items.count >= 2, items.count.isMultiple(of: 2) else { return nil }
        var pairs: [(index: Int, choice: Choice)] = []
        var isReversed = false
        for place in stride(from: 0, to: items.count, by: 2) {
            switch (items[place], items[place + 1]) {
            case (.index(let index), .letters(let choices)) where choices.count == 1:
                pairs.append((index, choices[0]))
            case (.digits(let digits, let end), .letters(let choices)) where choices.count == 1:
                guard let index = Int(digits) else { return nil }
                let isJoined = text.words[end].isAttached || isDelimited(end)
                let isSame = index == 1 && choices[0] == .a
                guard items.count > 2 || isJoined || isSame else { return nil }
                pairs.append((index, choices[0]))
            case (.letters(let choices), .digits(let digits, _)) where choices.count == 1:
                guard let index = Int(digits) else { return nil }
                isReversed = true
                pairs.append((index, choices[0]))
            default: return nil
            }
        }
        guard pairs.count > 1 else {
            return !isReversed && (1...20).contains(pairs[0].index) ? [pairs[0].choice] : nil
        }
        guard !isReversed || pairs.count >= 3 else { return nil }
        pairs.sort { $0.index < $1.index }
        guard pairs.map(\.index) == Array(1...pairs.count) else { return nil }
        return pairs.map(\.choice)
    }

    /// Whether the only letter or digit cannot be a word of the sentence, or somebody's name.
    private func standsAlone(in pieces: [Piece]) -> Bool {
        guard let place = pieces.firstIndex(where: { $0.letter != nil || $0.isNumber }) else {
            return true
        }
        let piece = pieces[place]
        let before = place > 0 ? pieces[place - 1] : nil
        let after = place + 1 < pieces.count ? pieces[place + 1] : nil
        if let before, case .role(let role, let home) = before.content,
            !text.hasMark(before: piece.start),
            !mayFollow(piece, role, home: home, at: before.end - 1)
        {
            return false
        }
        if let after, case .role(let role, let home) = after.content,
            !text.hasMark(before: after.start),
            !mayPrecede(piece, role, home: home, at: after.start)
        {
            return false
        }
        return true
    }

    /// Whether a letter directly after a word of this role is an answer.
    private func mayFollow(
        _ piece: Piece, _ role: Keywords.Role, home: Language?, at neighbour: Int
    ) -> Bool {
        let stands = standsOut(piece, beside: neighbour)
        switch role {
        case .announce, .header: return true
        // "no B" is English for the opposite.
        case .question: return home != nil
        case .safe:
            let mayBeParticle =
                piece.letter == .a && home == .vietnamese
                && text.mayBePoliteParticle(piece.start, in: context.language)
            return !mayBeParticle || stands
        // Vietnamese shortens anh, bạn and chị to a, b and c; other languages only have an "a".
        case .loose:
            let spoken = home ?? context.language
            let isNoWord = spoken != .vietnamese && spoken != nil && (piece.letter ?? .a) != .a
            return stands || isNoWord
        case .title, .leadIn, .reason, .negation, .doubt: return false
        }
    }

    /// Whether a letter directly before a word of this role is an answer.
    private func mayPrecede(
        _ piece: Piece, _ role: Keywords.Role, home: Language?, at neighbour: Int
    ) -> Bool {
        switch role {
        case .safe, .header: true
        // "B pak" and "B谢谢" are polite; "b anh" can be somebody's name.
        case .title:
            home == .indonesian || home == .chinese || standsOut(piece, beside: neighbour)
        case .announce, .loose, .question: standsOut(piece, beside: neighbour)
        case .leadIn, .reason, .negation, .doubt: false
        }
    }

    /// A capital beside a word that is not in capitals is a letter, not a word.
    private func standsOut(_ piece: Piece, beside neighbour: Int) -> Bool {
        guard piece.letter != nil else { return false }
        return text.words[piece.start].isUpper && !text.words[neighbour].isUpper
    }
}

extension AnswerReader.Piece {
    fileprivate var isNumber: Bool {
        if case .number = content { true } else { false }
    }
}
