import Foundation

/// A file of lines such as `database = /var/lib/keng/keng.sqlite`; `#` starts a remark.
struct SettingsFile: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        let text: String
        let line: Int
    }

    let path: String
    let entries: [Setting: Entry]

    /// - Throws: a complaint with the line and, for a name nobody knows, the nearest one.
    init(path: String) throws(Complaint) {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Complaint(
                .badConfiguration, "The settings file \(path) cannot be read.",
                "It must be a text file in UTF-8 that you may read.", "ls -l \(path)")
        }
        try self.init(text, path: path)
    }

    init(_ text: String, path: String) throws(Complaint) {
        var entries: [Setting: Entry] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let number = index + 1
            let content = line.prefix { $0 != "#" }.trimmingPrefix { $0.isWhitespace }
            guard !content.isEmpty else { continue }
            let halves = content.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = halves[0].trimmed
            let value = halves.count == 2 ? halves[1].trimmed : ""
            guard !value.isEmpty else {
                throw Complaint(
                    .badConfiguration, "\(path):\(number): no value is given.",
                    "A line is a name, an equals sign and a value.",
                    "Write it as: database = keng.sqlite")
            }
            guard let setting = Setting(rawValue: name) else {
                let known = Setting.allCases.map(\.rawValue)
                let guess = Spelling.nearest(to: name, among: known)
                throw Complaint(
                    .badConfiguration, "\(path):\(number): “\(name)” is no setting.",
                    "The settings are \(known.joined(separator: ", ")).",
                    guess.map { "Did you mean “\($0)”?" } ?? "Remove the line.")
            }
            if let first = entries[setting] {
                throw Complaint(
                    .badConfiguration, "\(path):\(number): “\(name)” is set twice.",
                    "Line \(first.line) sets it as well.", "Keep one of the two lines.")
            }
            entries[setting] = Entry(text: value, line: number)
        }
        self.path = path
        self.entries = entries
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// Finds the word that was meant.
enum Spelling {
    /// The known word that differs in the fewest letters, when that is at most a third of them.
    static func nearest(to word: String, among known: [String]) -> String? {
        let found = known.map { ($0, distance(Array(word), Array($0))) }.min { $0.1 < $1.1 }
        guard let found, found.1 * 3 <= max(word.count, 3) else { return nil }
        return found.0
    }

    /// Letters to add, drop or change (Levenshtein).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var corner = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let step = letter == other ? corner : min(corner, row[column], row[column + 1]) + 1
                corner = row[column + 1]
                row[column + 1] = step
            }
        }
        return row[right.count]
    }
}
