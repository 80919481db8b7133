import Foundation
package import KengDomain
import Yams

/// Reads `Locales/<language>/keywords.yaml`; every key and every entry must be known.
package enum KeywordFile {
    package enum Problem: Error, Hashable {
        case unreadable(file: String)
        case syntax(file: String, line: Int)
        case unknownKey(String, file: String, line: Int)
        case notText(file: String, line: Int)
        /// No folder of the given one has a keywords.yaml.
        case none(folder: String)
    }

    /// The folders read, in this order; words of `en` count in every language.
    private static let folders: [(name: String, language: Language?)] = [
        ("vi", .vietnamese), ("id", .indonesian), ("zh-Hans", .chinese), ("en", nil),
    ]

    /// All tables under a `Locales` folder.
    package static func load(locales: String) throws(Problem) -> [Keywords] {
        var tables: [Keywords] = []
        for (name, language) in folders {
            let file = locales + "/" + name + "/keywords.yaml"
            guard FileManager.default.fileExists(atPath: file) else { continue }
            guard let bytes = FileManager.default.contents(atPath: file),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw .unreadable(file: file) }
            tables.append(try parse(text, language: language, file: file))
        }
        guard !tables.isEmpty else { throw .none(folder: locales) }
        return tables
    }

    package static func parse(
        _ text: String, language: Language?, file: String
    ) throws(Problem) -> Keywords {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            var line = 1
            if case .parser(_, _, let mark, _) = error { line = mark.line }
            if case .scanner(_, _, let mark, _) = error { line = mark.line }
            throw .syntax(file: file, line: line)
        } catch {
            throw .syntax(file: file, line: 1)
        }
        var reader = KeywordNodes(file: file, table: Keywords(language: language))
        if let root { try reader.read(root) }
        return reader.table
    }
}

/// Walks the YAML tree into a table.
private struct KeywordNodes {
    typealias Problem = KeywordFile.Problem

    let file: String
    var table: Keywords

    private static let topics: [String: Keywords.Topic] = [
        "emergency": .fire, "gas": .gas, "opt_out": Keywords.Topic(.optOut),
        "opt_in": Keywords.Topic(.optIn), "help": Keywords.Topic(.help),
        "language": Keywords.Topic(.language),
    ]

    mutating func read(_ root: Node) throws(Problem) {
        for (key, node) in try pairs(of: root) {
            if let topic = Self.topics[key] {
                try readTopic(topic, scope: .all, node)
            } else if let role = Keywords.Role(rawValue: key) {
                table.roles[role, default: []] += try texts(of: node)
            } else if key == "options" {
                for (letter, phrases) in try pairs(of: node) {
                    guard let choice = letter.first.flatMap(Choice.init(letter:)),
                        letter.count == 1
                    else { throw unknown(letter, node) }
                    table.options[choice] = try texts(of: phrases)
                }
            } else if key == "numerals" {
                table.numerals = try texts(of: node)
            } else if key == "never_rows" {
                table.neverRows = try texts(of: node)
            } else {
                throw unknown(key, node)
            }
        }
    }

    private mutating func readTopic(
        _ topic: Keywords.Topic, scope: Keywords.Scope, _ node: Node
    ) throws(Problem) {
        for (key, value) in try pairs(of: node) {
            if let fit = Keywords.Fit(rawValue: key) {
                try readEntries(topic, fit: fit, scope: scope, value)
            } else if let inner = Keywords.Scope(rawValue: key), inner != .all, scope == .all {
                try readTopic(topic, scope: inner, value)
            } else if key == "context", scope == .all {
                table.context[topic] = try texts(of: value)
            } else if key == "except", scope == .all {
                table.except[topic] = try texts(of: value)
            } else {
                throw unknown(key, value)
            }
        }
    }

    private mutating func readEntries(
        _ topic: Keywords.Topic, fit: Keywords.Fit, scope: Keywords.Scope, _ node: Node
    ) throws(Problem) {
        guard topic.intent == .language else {
            for say in try texts(of: node) {
                table.entries.append(
                    Keywords.Entry(say: say, topic: topic, fit: fit, scope: scope))
            }
            return
        }
        // Language words stand under the language they ask for.
        for (tag, words) in try pairs(of: node) {
            guard let asks = Language(tag: tag) else { throw unknown(tag, node) }
            for say in try texts(of: words) {
                table.entries.append(
                    Keywords.Entry(say: say, topic: topic, fit: fit, scope: scope, asks: asks))
            }
        }
    }

    private func pairs(of node: Node) throws(Problem) -> [(String, Node)] {
        guard let mapping = node.mapping else { throw .notText(file: file, line: line(node)) }
        var pairs: [(String, Node)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw .notText(file: file, line: line(key))
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private func texts(of node: Node) throws(Problem) -> [String] {
        guard let sequence = node.sequence else { throw .notText(file: file, line: line(node)) }
        var texts: [String] = []
        for item in sequence {
            guard let text = item.scalar?.string, !text.isEmpty else {
                throw .notText(file: file, line: line(item))
            }
            texts.append(text)
        }
        return texts
    }

    private func unknown(_ key: String, _ node: Node) -> Problem {
        .unknownKey(key, file: file, line: line(node))
    }

    private func line(_ node: Node) -> Int { node.mark?.line ?? 1 }
}
