package import KengDomain
package import KengText

/// The words of automatic texts, from the catalogues in `Locales`.
package struct Phrasebook: Sendable {
    /// The text of a key in a language with its named values put in.
    package let say: @Sendable (Language, String, [String: String]) -> String

    package init(say: @escaping @Sendable (Language, String, [String: String]) -> String) {
        self.say = say
    }
}

extension Phrasebook {
    /// The words of automatic texts; a word that is missing would be a fault of the build, so the key is said.
    package init(_ catalogues: Catalogues) {
        self.init { language, key, values in
            let named = values.mapValues { MessageValue.text($0) }
            do {
                return try catalogues[language].text(key, named)
            } catch {
                return key
            }
        }
    }
}
