import KengDomain
import KengText

extension Site {
    /// The number someone typed into a search, if it is one; spaces, dots and +84 or 0 are all read.
    func phone(typed: String, in region: Jurisdiction) -> PhoneNumber? {
        // Not a phone number: the search then looks for a household's code alone.
        try? PhoneNumberReader(region: region).read(typed).number
    }
}
