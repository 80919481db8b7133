/// The GSM 7-bit default alphabet and its extension table, 3GPP TS 23.038, 6.2.1.
package enum GSM7 {
    /// The code that announces an extension character.
    package static let escape: UInt8 = 0x1B

    /// Characters by code; the escape's own place holds a space, as the standard asks of old phones.
    static let alphabet: [Unicode.Scalar] = Array(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{20}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    /// Characters that take the escape and a code: two septets.
    static let extras: [(code: UInt8, scalar: Unicode.Scalar)] = [
        (0x0A, "\u{0C}"), (0x14, "^"), (0x28, "{"), (0x29, "}"), (0x2F, "\\"), (0x3C, "["),
        (0x3D, "~"), (0x3E, "]"), (0x40, "|"), (0x65, "€"),
    ]

    /// Codes by UTF-16 unit up to the euro sign; the high bit marks an extension character.
    private static let codes: [UInt8] = {
        var codes = [UInt8](repeating: escape, count: 0x20AD)
        for (code, scalar) in alphabet.enumerated() where code != escape {
            codes[Int(scalar.value)] = UInt8(code)
        }
        for (code, scalar) in extras { codes[Int(scalar.value)] = code | 0x80 }
        return codes
    }()

    /// Appends the unpacked septets of a character that is in the alphabet.
    static func append(_ unit: UInt16, to septets: inout [UInt8]) {
        let code = codes[Int(unit)]
        precondition(code != escape, "a text is only called GSM-7 when each character is in it")
        if code & 0x80 != 0 { septets.append(escape) }
        septets.append(code & 0x7F)
    }

    /// Reads unpacked septets; an escape before an unknown code shows the code's own character.
    package static func decode(_ septets: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for septet in septets {
            if isEscaped {
                isEscaped = false
                let known = extras.first { $0.code == septet }?.scalar
                text.append(known ?? alphabet[Int(septet & 0x7F)])
            } else if septet == escape {
                isEscaped = true
            } else {
                text.append(alphabet[Int(septet & 0x7F)])
            }
        }
        return String(text)
    }
}
