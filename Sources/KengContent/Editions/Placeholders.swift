package import KengDomain

/// Puts values into texts at `{name}`; nothing else in a text is touched.
///
/// A placeholder is a lower-case ASCII name in braces. A value is put in as it is: braces in it stay braces.
package struct Placeholders: Hashable, Sendable {
    package static let fireNumber = "fire_number"
    package static let policeNumber = "police_number"
    package static let ambulanceNumber = "ambulance_number"
    package static let sender = "sender"

    package enum Problem: Error, Hashable {
        /// The text needs a value that is not known here.
        case unresolved(String)

        package var name: String {
            switch self {
            case .unresolved(let name): name
            }
        }
    }

    private var values: [String: String]

    package init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// A missing value may be given as nil and then stays unresolved.
    package init(fireNumber: String?, sender: String? = nil) {
        values = [:]
        values[Self.fireNumber] = fireNumber
        values[Self.sender] = sender
    }

    package subscript(_ name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The text with every placeholder replaced, or the first one that has no value.
    package func resolve(_ text: String) throws(Problem) -> String {
        let bytes = text.utf8
        var resolved = ""
        var start = bytes.startIndex
        var search = start
        while let open = bytes[search...].firstIndex(of: UInt8(ascii: "{")) {
            guard let name = Self.name(after: open, in: text) else {
                search = bytes.index(after: open)
                continue
            }
            guard let value = values[String(name)] else { throw .unresolved(String(name)) }
            resolved += text[start..<open]
            resolved += value
            start = bytes.index(after: name.endIndex)
            search = start
        }
        guard start != bytes.startIndex else { return text }
        resolved += text[start...]
        return resolved
    }

    /// The names in a text, in order, repeated ones repeated.
    package static func names(in text: String) -> [String] {
        var names: [String] = []
        var search = text.startIndex
        while let open = text.utf8[search...].firstIndex(of: UInt8(ascii: "{")) {
            search = text.utf8.index(after: open)
            if let name = name(after: open, in: text) {
                names.append(String(name))
                search = name.endIndex
            }
        }
        return names
    }

    /// The name between the brace at `open` and its closing brace, if that is a placeholder.
    private static func name(after open: String.Index, in text: String) -> Substring? {
        let start = text.utf8.index(after: open)
        let rest = text.utf8[start...]
        guard
            let end = rest.firstIndex(where: { byte in
                !(0x61...0x7A).contains(byte) && byte != UInt8(ascii: "_")
            }), end > start, rest[end] == UInt8(ascii: "}")
        else { return nil }
        return text[start..<end]
    }
}

extension EditionText {
    /// The names of all placeholders that the sendable texts use; resolving these is enough to send it.
    package var placeholders: Set<String> {
        var texts = [title, summary, sms, smsUnmarked ?? "", zalo]
        texts += blocks.flatMap { [$0.heading, $0.markdown] } + lines.map(\.say)
        for question in quiz?.questions ?? [] {
            texts += [question.ask, question.right] + question.options + question.wrong
        }
        return Set(texts.flatMap(Placeholders.names(in:)))
    }
}
