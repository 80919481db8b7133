/// Phrases with a meaning each, found by their first word.
struct Lexicon<Meaning: Sendable>: Sendable {
    struct Entry: Sendable {
        let words: [ReplyText.Word]
        let isExact: Bool
        let meaning: Meaning
    }

    /// Longest first, so that "terima kasih" is found before "terima".
    private var entries: [String: [Entry]] = [:]

    /// Adds a phrase given in NFKD; a leading `=` asks for exactly its marks.
    mutating func add(_ say: String, _ meaning: Meaning) {
        let isExact = say.hasPrefix("=")
        let words = ReplyText(decomposed: isExact ? String(say.dropFirst()) : say).words
        guard let first = words.first else { return }
        entries[first.plain, default: []].append(
            Entry(words: words, isExact: isExact, meaning: meaning))
        entries[first.plain]?.sort { $0.words.count > $1.words.count }
    }

    /// What the phrases that stand at `index` mean, and where each ends.
    func matches(at index: Int, in text: ReplyText) -> [(end: Int, meaning: Meaning)] {
        guard let candidates = entries[text.words[index].plain] else { return [] }
        return candidates.compactMap { entry in
            let end = index + entry.words.count
            guard end <= text.words.count else { return nil }
            for (offset, word) in entry.words.enumerated() {
                guard text.words[index + offset].says(word, exactly: entry.isExact) else {
                    return nil
                }
            }
            return (end, entry.meaning)
        }
    }
}

extension ReplyText.Word {
    /// Whether this, as somebody typed it, is `word` of a phrase: with all its marks or with none, never with others.
    func says(_ word: ReplyText.Word, exactly isExact: Bool) -> Bool {
        guard kind == word.kind else { return false }
        return hasMarks || isExact ? marked == word.marked : plain == word.plain
    }
}
