import Foundation
import KengText
import Mustache

/// The page templates, compiled once per language with their words in place.
///
/// `[[key]]` in a template is the word under `console.key`; a word that is missing stops the start.
struct PageTemplates: Sendable {
    private let libraries: [InterfaceLanguage: MustacheLibrary]

    enum Problem: Error, Hashable {
        case noTemplates(folder: String)
        case missingWord(String, template: String, InterfaceLanguage)
        case openWord(template: String)
    }

    init(folder: URL, catalogues: Catalogues) throws {
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "mustache" }
        guard !files.isEmpty else { throw Problem.noTemplates(folder: folder.path) }
        var libraries: [InterfaceLanguage: MustacheLibrary] = [:]
        for language in InterfaceLanguage.allCases {
            var library = MustacheLibrary()
            for file in files {
                let name = file.deletingPathExtension().lastPathComponent
                let text = try Self.filled(
                    String(contentsOf: file, encoding: .utf8), template: name,
                    catalogue: catalogues[interface: language])
                try library.register(
                    "{{% CONTENT_TYPE:\(EscapedHTML.name)}}\n" + text, named: name)
            }
            libraries[language] = library
        }
        self.libraries = libraries
    }

    func render(_ view: Any, as template: String, in language: InterfaceLanguage) -> String? {
        libraries[language]?.render(view, withTemplate: template)
    }

    private static func filled(
        _ text: String, template: String, catalogue: Catalogue
    ) throws -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "[[") {
            filled += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "]]") else {
                throw Problem.openWord(template: template)
            }
            let key = String(rest[..<close.lowerBound])
            let word: String
            do {
                word = try catalogue.text("console." + key)
            } catch {
                throw Problem.missingWord(key, template: template, catalogue.language)
            }
            filled += EscapedHTML().escapeText(word)
            rest = rest[close.upperBound...]
        }
        return filled + rest
    }
}

/// Escapes scalar by scalar.
///
/// Mustache's own escaping looks at whole characters, so a quote followed by a combining mark, being
/// another character, would end an attribute.
struct EscapedHTML: MustacheContentType {
    static let name = "KENG"

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: Self.isSpecial) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
