import Foundation
import KengStore

/// A command to type next, as a shell takes it: what was said already is said again.
struct NextCommand {
    /// The words after the program's name, as they were typed.
    let typed: [String]

    static var now: NextCommand {
        NextCommand(typed: Array(ProcessInfo.processInfo.arguments.dropFirst()))
    }

    /// The same command once more; a given option takes the place of the one that was typed.
    func again(_ option: String? = nil, _ value: String = "") -> String {
        guard let option else { return Self.line(typed) }
        var words = Self.without(option, typed)
        let end = words.firstIndex(of: "--") ?? words.endIndex
        words.insert(contentsOf: [option, value], at: end)
        return Self.line(words)
    }

    /// Another command about the same database.
    func other(_ words: String...) -> String {
        Self.line(words + (value(of: "--database").map { ["--database", $0] } ?? []))
    }

    /// What an option was given; the last one holds.
    func value(of option: String) -> String? {
        var value: String?
        for (index, word) in typed.enumerated() {
            if word == "--" { break }
            if word == option, index + 1 < typed.count { value = typed[index + 1] }
            if word.hasPrefix(option + "=") { value = String(word.dropFirst(option.count + 1)) }
        }
        return value
    }

    private static func without(_ option: String, _ typed: [String]) -> [String] {
        var kept: [String] = []
        var rest = typed[...]
        while let word = rest.popFirst() {
            if word == "--" { return kept + [word] + rest }
            if word == option {
                rest = rest.dropFirst()
            } else if !word.hasPrefix(option + "=") {
                kept.append(word)
            }
        }
        return kept
    }

    /// `keng` and the words, each as one word of a shell.
    static func line(_ words: [String]) -> String {
        (["keng"] + words.map { quoted(withoutPassword($0)) }).joined(separator: " ")
    }

    /// A screen is read by others, too.
    private static func withoutPassword(_ word: String) -> String {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2, parts[0].hasPrefix("--") {
            return parts[0] + "=" + withoutPassword(parts[1])
        }
        let location = DatabaseLocation(word)
        return location.isServer ? "\(location)" : word
    }

    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "_./:@%+,=-".utf8.contains(byte)
                }
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
