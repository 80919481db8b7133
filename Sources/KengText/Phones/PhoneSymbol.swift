/// What one character of a typed phone number means.
enum PhoneSymbol: Hashable {
    case digit(UInt8)
    case plus
    case dot
    case apostrophe
    case separator

    /// Reads the character that begins at `place`; nil when it has no business in a number.
    static func read(_ bytes: Span<UInt8>, at place: Int) -> (PhoneSymbol, length: Int)? {
        let byte = bytes[place]
        switch byte {
        case 0x30...0x39: return (.digit(byte - 0x30), 1)
        case 0x20, 0x09, 0x28, 0x29, 0x2D: return (.separator, 1)
        case 0x2B: return (.plus, 1)
        case 0x2E: return (.dot, 1)
        case 0x27: return (.apostrophe, 1)
        case 0xC2 where place + 1 < bytes.count:
            // No-break space and soft hyphen.
            return [0xA0, 0xAD].contains(bytes[place + 1]) ? (.separator, 2) : nil
        case 0xE2, 0xE3, 0xEF:
            guard place + 2 < bytes.count else { return nil }
            let scalar =
                UInt32(byte & 0x0F) << 12 | UInt32(bytes[place + 1] & 0x3F) << 6
                | UInt32(bytes[place + 2] & 0x3F)
            return wide(scalar).map { ($0, 3) }
        default: return nil
        }
    }

    private static func wide(_ scalar: UInt32) -> PhoneSymbol? {
        switch scalar {
        case 0xFF10...0xFF19: .digit(UInt8(scalar - 0xFF10))
        case 0xFF0B: .plus
        case 0xFF0E: .dot
        case 0x2019: .apostrophe
        // Spaces, invisible direction marks (address books copy them), hyphens and dashes, the wide forms.
        case 0x2000...0x200F, 0x2010...0x2015, 0x202A...0x202F, 0x205F, 0x2060, 0x2066...0x2069,
            0x2212, 0x3000, 0xFEFF, 0xFF08, 0xFF09, 0xFF0D:
            .separator
        default: nil
        }
    }
}
