import KengContent
import KengDomain
import KengEngine
import KengText

/// Puts a place's numbers into the texts of one edition, for reading on a page.
///
/// What is not certain there is never guessed: the page says "your local fire brigade's number" instead.
struct LessonValues: Sendable {
    private let values: Placeholders

    init(_ key: Edition.Key, _ site: Site) {
        var values = site.rulebook.rules(of: key.jurisdiction)?.values(areas: []) ?? Placeholders()
        let words = Words(.init(key.language), in: site.catalogues)
        for name in [
            Placeholders.fireNumber, Placeholders.policeNumber, Placeholders.ambulanceNumber,
        ] where values[name] == nil {
            values[name] = words.text("local.\(name)")
        }
        values[Placeholders.sender] = site.settings.senderNames.first ?? "Keng"
        self.values = values
    }

    func resolved(_ text: String) -> String {
        do {
            return try values.resolve(text)
        } catch {
            // A name nobody knows stays as it is written; publishing has refused it already.
            return text
        }
    }

    func html(_ markdown: String) -> String {
        LessonMarkup.html(resolved(markdown))
    }
}
