package import KengDomain

/// The words of automatic texts, from the catalogues in `Locales`.
package struct Phrasebook: Sendable {
    /// The text of a key in a language with its named values put in.
    package let say: @Sendable (Language, String, [String: String]) -> String

    package init(say: @escaping @Sendable (Language, String, [String: String]) -> String) {
        self.say = say
    }
}
