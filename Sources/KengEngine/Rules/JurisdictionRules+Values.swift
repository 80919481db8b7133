package import KengContent
package import KengDomain

extension JurisdictionRules {
    /// What placeholders stand for at a place; what is not certain there stays out and is never guessed.
    package func values(areas path: [Area]) -> Placeholders {
        var values = Placeholders(fireNumber: fireNumber(areas: path.map(\.code)))
        values[Placeholders.policeNumber] = policeNumber
        values[Placeholders.ambulanceNumber] = ambulanceNumber
        return values
    }
}

extension Placeholders {
    /// Every placeholder stands for itself: the text as it is approved, before any place is known.
    static let unresolved = Placeholders([
        fireNumber: "{fire_number}", policeNumber: "{police_number}",
        ambulanceNumber: "{ambulance_number}", sender: "{sender}",
    ])
}
