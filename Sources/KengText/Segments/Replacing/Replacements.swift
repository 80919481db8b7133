/// Characters that a route replaces before a text is counted and sent, such as “ by ".
///
/// One table belongs to one route; `Locales/replacements.txt` is the standard one.
package struct Replacements: Hashable, Sendable {
    /// A line of the table for one character.
    package struct Rule: Hashable, Sendable {
        package let character: Unicode.Scalar
        /// Empty where the character is taken out; all of it is in GSM-7.
        package let replacement: String
    }

    package static let none = Replacements(rules: [:])

    let rules: [UInt32: Rule]

    init(rules: [UInt32: Rule]) {
        self.rules = rules
    }

    package var count: Int { rules.count }

    package func replacement(of character: Unicode.Scalar) -> String? {
        rules[character.value]?.replacement
    }

    /// The text with each character of the table replaced; not composed anew.
    package func replaced(_ text: String) -> String {
        replacing(text).text
    }

    /// Also tells how often each rule was used, in order of first use.
    func replacing(_ text: String) -> (text: String, uses: [ReplacementReport.Use]) {
        var plain = String.UnicodeScalarView()
        var uses: [ReplacementReport.Use] = []
        for scalar in text.unicodeScalars {
            guard let rule = rules[scalar.value] else {
                plain.append(scalar)
                continue
            }
            plain.append(contentsOf: rule.replacement.unicodeScalars)
            if let known = uses.firstIndex(where: { $0.rule == rule }) {
                uses[known].count += 1
            } else {
                uses.append(ReplacementReport.Use(rule: rule, count: 1))
            }
        }
        return (String(plain), uses)
    }
}
