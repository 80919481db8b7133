import KengText

/// A text of the content and where it stands.
package struct SourceText: Hashable, Sendable {
    package let text: String
    /// The place of its first line.
    package let place: Place
    /// Each further line of the text is a further line of the file (markdown, YAML `|`).
    package let followsLines: Bool

    package init(_ text: String, at place: Place, followsLines: Bool = false) {
        self.text = text
        self.place = place
        self.followsLines = followsLines
    }

    package var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

    func place(at index: String.Index) -> Place {
        guard followsLines else { return place }
        let breaks = text[..<index].utf8.count { $0 == UInt8(ascii: "\n") }
        return Place(file: place.file, line: place.line + breaks)
    }
}

extension String {
    /// Unicode form NFC, in which all that Keng stores and hashes is kept.
    package var inNFC: String { nfc }

    /// Swift compares canonically, so the bytes are compared.
    var isInNFC: Bool { inNFC.utf8.elementsEqual(utf8) }
}
