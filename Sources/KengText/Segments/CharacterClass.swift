/// What counting must know of a character, in one byte.
enum CharacterClass {
    /// NFC may change the character or what stands before it.
    static let unsure: UInt8 = 1
    /// The character may share a grapheme cluster with a neighbour.
    static let clusters: UInt8 = 2
    /// Shifts a class to its weight in septets: 0 is not in GSM-7, 2 is in the extension table.
    static let weightShift: UInt8 = 2

    /// Classes of the Basic Multilingual Plane, by code point; one look-up for each character.
    static let table: [UInt8] = {
        var classes = ICUText.characterFlags(below: 0x10000)
        for (code, scalar) in GSM7.alphabet.enumerated() where code != GSM7.escape {
            classes[Int(scalar.value)] |= 1 << weightShift
        }
        for (_, scalar) in GSM7.extras { classes[Int(scalar.value)] |= 2 << weightShift }
        return classes
    }()

    /// The same for a route's alphabet: what it lacks is not in GSM-7 there.
    static func table(_ alphabet: Alphabet) -> [UInt8] {
        switch alphabet {
        case .gsm0338: table
        case .ascii: asciiTable
        case .latin1: latin1Table
        }
    }

    private static let asciiTable = narrowed(to: .ascii)
    private static let latin1Table = narrowed(to: .latin1)

    private static func narrowed(to alphabet: Alphabet) -> [UInt8] {
        var classes = table
        for unit in UInt16.min...UInt16.max where !alphabet.holds(unit) {
            classes[Int(unit)] &= unsure | clusters
        }
        return classes
    }

    /// Classes above U+FFFF by block: pictures and rare Han are sure, all else is asked of ICU.
    @inline(__always)
    static func supplementary(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x1F000..<0x1FC00: clusters
        case 0x20000..<0x2F800, 0x30000..<0x40000: 0
        default: unsure | clusters
        }
    }
}
