import Synchronization

/// One text of a catalogue; its pattern is compiled on first use and kept.
final class CatalogueMessage: Sendable {
    let pattern: String
    private let language: InterfaceLanguage
    /// True when the pattern is the text: nothing to fill in, nothing quoted.
    private let isPlain: Bool
    private let formatter = Mutex<MessageFormatter?>(nil)

    init(_ pattern: String, language: InterfaceLanguage) {
        self.pattern = pattern
        self.language = language
        isPlain = !pattern.contains("{") && !pattern.contains("}") && !pattern.contains("''")
    }

    func names() throws(MessageFormatter.BrokenPattern) -> Set<String> {
        guard !isPlain else { return [] }
        return try use { $0.names }
    }

    /// - Returns: the text, or the first placeholder that has no value.
    func text(
        _ values: [String: MessageValue]
    ) throws(MessageFormatter.BrokenPattern) -> Result<String, MissingValue> {
        guard !isPlain else { return .success(pattern) }
        let figures = Figures(interface: language)
        return try use { formatter in
            let missing = formatter.names.subtracting(values.keys).min()
            if let missing { return .failure(MissingValue(name: missing)) }
            return .success(formatter.format(values, figures: figures))
        }
    }

    struct MissingValue: Error {
        let name: String
    }

    private func use<Answer: Sendable>(
        _ body: (inout MessageFormatter) -> Answer
    ) throws(MessageFormatter.BrokenPattern) -> Answer {
        try formatter.withLock { kept throws(MessageFormatter.BrokenPattern) in
            if var formatter = kept.take() {
                let answer = body(&formatter)
                kept = consume formatter
                return answer
            }
            var formatter = try MessageFormatter(pattern, language: language)
            let answer = body(&formatter)
            kept = consume formatter
            return answer
        }
    }
}
