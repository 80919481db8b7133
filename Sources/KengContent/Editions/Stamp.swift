package import Foundation
import KengDomain

/// Fills the `from:` maps of translations with the hashes of the source as it reads now.
///
/// Nothing but the map changes in a file. A hash that is stale stays unless renewing: only a person knows
/// that a translation was brought up to date.
package struct Stamp {
    private let library: Library

    package init(_ library: Library) {
        self.library = library
    }

    package struct Outcome: Sendable {
        /// The new bytes of the files that change.
        package var changed: [String: Data] = [:]
        /// Where a stale hash was left as it is.
        package var stale: [Place] = []
    }

    package func rewrites(of content: ContentFiles, renewing: Bool) -> Outcome {
        var outcome = Outcome()
        for lesson in library.lessons {
            guard let source = lesson.texts[lesson.manifest.source] else { continue }
            for text in lesson.texts.values where text.language != source.language {
                rewrite(
                    text.place.file, text.from, source: TranslationPart.parts(of: source),
                    in: content, renewing, &outcome)
            }
        }
        for script in library.scripts {
            guard let source = script.texts[script.manifest.source] else { continue }
            for text in script.texts.values where text.language != source.language {
                rewrite(
                    text.place.file, text.from, source: TranslationPart.parts(of: source),
                    in: content, renewing, &outcome)
            }
        }
        outcome.stale.sort()
        return outcome
    }

    private func rewrite(
        _ file: String, _ from: [String: SourceText], source: [TranslationPart],
        in content: ContentFiles, _ renewing: Bool, _ outcome: inout Outcome
    ) {
        var lines: [String] = []
        var isCurrent = from.count == source.count
        for part in source {
            let known = from[part.id]
            if known?.text != part.hash { isCurrent = false }
            if let known, known.text != part.hash, !renewing {
                outcome.stale.append(known.place)
                lines.append("  \(part.id): \(known.text)")
            } else {
                lines.append("  \(part.id): \(part.hash)")
            }
        }
        guard !isCurrent, let bytes = content.files[file],
            let changed = FromMap(Array(bytes)).replaced(by: lines), changed != Array(bytes)
        else { return }
        outcome.changed[file] = Data(changed)
    }
}

/// Where the `from:` map of a file stands, in bytes.
struct FromMap {
    private let bytes: [UInt8]
    /// The range of each line, its end of line included.
    private let lines: [Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<(index + 1))
            start = index + 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        self.lines = lines
    }

    /// The file with this map instead of the old one; nil where no place for a map is found.
    ///
    /// A new map goes to the end of the front matter, or before the lines of a script.
    func replaced(by entries: [String]) -> [UInt8]? {
        guard let place else { return nil }
        let end = text(0).hasSuffix("\r\n") ? "\r\n" : "\n"
        let map = (["from:"] + entries).map { $0 + end }.joined()
        return Array(bytes[..<place.lowerBound]) + Array(map.utf8)
            + Array(bytes[place.upperBound...])
    }

    private var place: Range<Int>? {
        let isMarkdown = !lines.isEmpty && text(0).trimmed == "---"
        for index in lines.indices.dropFirst(isMarkdown ? 1 : 0) {
            let line = text(index)
            if line.hasPrefix("from:") {
                var last = index
                while last + 1 < lines.count, continues(text(last + 1)) { last += 1 }
                return lines[index].lowerBound..<lines[last].upperBound
            }
            if isMarkdown ? line.trimmed == "---" : line.hasPrefix("lines:") {
                return lines[index].lowerBound..<lines[index].lowerBound
            }
        }
        return nil
    }

    private func text(_ index: Int) -> String {
        String(decoding: bytes[lines[index]], as: UTF8.self)
    }

    private func continues(_ line: String) -> Bool {
        line.hasPrefix(" ") && !line.allSatisfy(\.isWhitespace) || line.hasPrefix("}")
    }
}
