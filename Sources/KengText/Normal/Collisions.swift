/// Vietnamese words that differ only in their marks: "cháy" (fire) and "chạy" (run) are both "chay".
package struct Collisions: Sendable {
    /// Words of one text that nobody can tell apart once the marks are gone.
    package struct Finding: Hashable, Sendable {
        /// The form they share.
        package let unmarked: String
        /// The words as they stand in the text, lower case, in order of first use.
        package let words: [String]
    }

    package enum Problem: Error, Hashable {
        case tooFew(line: Int)
        /// The words of a group must share one unmarked form.
        case noCollision(String, line: Int)
        case repeated(String, line: Int)
    }

    /// Groups by unmarked form; a form may be on several lines of the file.
    private let groups: [String: Set<String>]

    /// Reads `Locales/vi/collisions.txt`: one group a line, words apart by spaces, `#` comments.
    package init(_ file: String) throws(Problem) {
        var groups: [String: Set<String>] = [:]
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }
                .split(whereSeparator: \.isWhitespace)
                .map { String($0).nfc.lowercased() }
            guard let first = words.first else { continue }
            guard words.count >= 2 else { throw .tooFew(line: index + 1) }
            for word in words {
                guard word.folded == first.folded
                else { throw .noCollision(word, line: index + 1) }
                guard groups[first.folded, default: []].insert(Self.spelled(word)).inserted
                else { throw .repeated(word, line: index + 1) }
            }
        }
        self.groups = groups
    }

    package var count: Int { groups.count }

    /// The words of `text` that become ambiguous among themselves when it is sent without marks.
    package func findings(in text: String) -> [Finding] {
        var order: [String] = []
        var present: [String: [(spelled: String, typed: String)]] = [:]
        for word in TextBreaks.words.words(in: text.nfc.lowercased()) {
            let form = word.folded
            guard let group = groups[form] else { continue }
            let spelled = Self.spelled(word)
            guard group.contains(spelled),
                !present[form, default: []].contains(where: { $0.spelled == spelled })
            else { continue }
            if present[form] == nil { order.append(form) }
            present[form, default: []].append((spelled, word))
        }
        return order.compactMap { form in
            guard let words = present[form], words.count > 1 else { return nil }
            return Finding(unmarked: form, words: words.map(\.typed))
        }
    }

    /// One spelling of words that are written in two: `hoả` as `hỏa`, `khoẻ` as `khỏe`.
    private static func spelled(_ word: String) -> String {
        guard let newer = newerEndings[String(word.suffix(2))] else { return word }
        return word.dropLast(2) + newer
    }

    private static let newerEndings: [String: String] = {
        let newer = [
            "òa", "ỏa", "õa", "óa", "ọa", "òe", "ỏe", "õe", "óe", "ọe", "ùy", "ủy", "ũy", "úy",
            "ụy",
        ]
        let older = [
            "oà", "oả", "oã", "oá", "oạ", "oè", "oẻ", "oẽ", "oé", "oẹ", "uỳ", "uỷ", "uỹ", "uý",
            "uỵ",
        ]
        return Dictionary(uniqueKeysWithValues: zip(older.map(\.nfc), newer.map(\.nfc)))
    }()
}
