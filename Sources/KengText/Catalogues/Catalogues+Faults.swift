extension Catalogues {
    /// What keeps the catalogues from saying the same in every language.
    package enum Fault: Hashable, Sendable {
        case missing(key: String, InterfaceLanguage)
        case empty(key: String, InterfaceLanguage)
        case broken(key: String, InterfaceLanguage, at: Int)
        /// The placeholders differ from those of the English text.
        case placeholders(key: String, InterfaceLanguage, found: Set<String>, expected: Set<String>)
    }

    /// All faults, by key and then by language; none means that nothing is untranslated.
    package func faults() -> [Fault] {
        var keys: Set<String> = []
        for language in InterfaceLanguage.allCases {
            keys.formUnion(self[interface: language].keys)
        }
        return keys.sorted().flatMap { key in
            InterfaceLanguage.allCases.compactMap { fault(of: key, in: $0) }
        }
    }

    private func fault(of key: String, in language: InterfaceLanguage) -> Fault? {
        guard let pattern = self[interface: language].pattern(of: key)
        else { return .missing(key: key, language) }
        guard !pattern.allSatisfy(\.isWhitespace) else { return .empty(key: key, language) }
        let found: Set<String>
        do {
            found = try self[interface: language].placeholders(of: key)
        } catch .brokenPattern(_, _, let offset) {
            return .broken(key: key, language, at: offset)
        } catch {
            return .missing(key: key, language)
        }
        // English missing or broken is a fault of its own; there is nothing to compare with then.
        guard let expected = try? english.placeholders(of: key), found != expected
        else { return nil }
        return .placeholders(key: key, language, found: found, expected: expected)
    }
}
