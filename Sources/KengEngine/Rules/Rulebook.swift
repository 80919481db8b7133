package import KengDomain

/// The rules of every jurisdiction Keng knows, as `Content/jurisdictions` gives them.
package struct Rulebook: Sendable {
    private let rules: [Jurisdiction: JurisdictionRules]

    package init(_ rules: [JurisdictionRules]) {
        self.rules = Dictionary(rules.map { ($0.jurisdiction, $0) }) { _, last in last }
    }

    package var jurisdictions: [Jurisdiction] { rules.keys.sorted() }

    /// Nil: nothing may be sent to that jurisdiction, since nobody wrote down its law.
    package func rules(of jurisdiction: Jurisdiction) -> JurisdictionRules? {
        rules[jurisdiction]
    }

    package func handoffRule(
        for messageClass: MessageClass, in jurisdiction: Jurisdiction
    ) -> HandoffRule? {
        rules[jurisdiction].map {
            HandoffRule(
                hours: $0.hours[messageClass], cap: $0.caps[messageClass],
                quietDays: messageClass.keepsQuietDays ? $0.quietDays : [])
        }
    }
}
