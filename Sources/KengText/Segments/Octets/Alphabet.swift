/// What a route's provider takes the octets of `data_coding` 0 for; each bind is set to one.
///
/// The air interface packs such a text in GSM 7-bit whatever the route speaks. So a character must
/// be in GSM 7-bit *and* in the route's alphabet, a text where one is not travels as UCS-2, and the
/// length is always counted in septets.
package enum Alphabet: String, Hashable, Sendable, CaseIterable {
    /// Unpacked septets, an octet each: `@` is 00, `[` is 1B 3C.
    case gsm0338
    /// `@` is 40, `[` is 5B; no `€`, no `é`.
    case ascii
    /// ISO 8859-1: as ASCII, and `é` is E9; no `€`, no Greek.
    case latin1

    /// Whether the route's own table has the character; GSM 7-bit is asked for beside it.
    func holds(_ unit: UInt16) -> Bool {
        switch self {
        case .gsm0338: true
        case .ascii: unit < 0x80
        case .latin1: unit < 0x100
        }
    }
}
