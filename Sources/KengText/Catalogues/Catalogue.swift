import FoundationEssentials

/// The interface words and replies of one language, from `Locales/<language>/messages.arb`.
package final class Catalogue: Sendable {
    package let language: InterfaceLanguage
    private let messages: [String: CatalogueMessage]

    package enum Problem: Error, Hashable {
        case unreadable(path: String)
        /// The file is no ARB: a JSON object of texts, with objects under names that begin with `@`.
        case notCatalogue(path: String)
        case unknownKey(String, InterfaceLanguage)
        case brokenPattern(String, InterfaceLanguage, at: Int)
        case missingValue(String, key: String)
    }

    package init(_ language: InterfaceLanguage, patterns: [String: String]) {
        self.language = language
        messages = patterns.mapValues { CatalogueMessage($0, language: language) }
    }

    /// Reads the catalogue of `language` under `folder`, which is `Locales`.
    package convenience init(_ language: InterfaceLanguage, in folder: String) throws(Problem) {
        let path = "\(folder)/\(language.rawValue)/messages.arb"
        guard let data = FileManager.default.contents(atPath: path)
        else { throw .unreadable(path: path) }
        let entries: [String: Entry]
        do {
            entries = try JSONDecoder().decode([String: Entry].self, from: data)
        } catch {
            throw .notCatalogue(path: path)
        }
        var patterns: [String: String] = [:]
        for (key, entry) in entries where !key.hasPrefix("@") {
            guard case .text(let pattern) = entry else { throw .notCatalogue(path: path) }
            patterns[key] = pattern
        }
        self.init(language, patterns: patterns)
    }

    package var keys: Set<String> { Set(messages.keys) }

    /// The text under `key`, filled in; values the pattern does not ask for are left out.
    package func text(
        _ key: String, _ values: [String: MessageValue] = [:]
    ) throws(Problem) -> String {
        guard let message = messages[key] else { throw .unknownKey(key, language) }
        do {
            return try message.text(values).get()
        } catch let broken as MessageFormatter.BrokenPattern {
            throw .brokenPattern(key, language, at: broken.offset)
        } catch let missing as CatalogueMessage.MissingValue {
            throw .missingValue(missing.name, key: key)
        } catch {
            preconditionFailure("a message has no other way to fail")
        }
    }

    /// The text under `key` as the file has it, before anything is filled in.
    package func pattern(of key: String) -> String? {
        messages[key]?.pattern
    }

    /// The placeholders the text under `key` asks for.
    package func placeholders(of key: String) throws(Problem) -> Set<String> {
        guard let message = messages[key] else { throw .unknownKey(key, language) }
        do {
            return try message.names()
        } catch {
            throw .brokenPattern(key, language, at: error.offset)
        }
    }
}

/// A value of an ARB file: a text, or what is known about one.
private enum Entry: Decodable {
    case text(String)
    case note

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Whatever is no text is a note about one; its form does not matter here.
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .note
        }
    }
}
