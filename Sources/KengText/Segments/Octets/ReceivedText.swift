/// Reads the octets that a handset sent; whatever they are, the answer is a text or nil.
///
/// Providers name codings wrongly, and a stop that nobody could read is a stop ignored: so octets
/// that cannot be what they are called are read as what they can be.
package enum ReceivedText {
    /// The text, without its header; nil when the coding is binary and the octets are no plain text.
    ///
    /// - Parameter coding: the `data_coding` of the PDU.
    /// - Parameter alphabet: what the route's provider means by 0.
    package static func read(
        _ octets: [UInt8], coding: UInt8, alphabet: Alphabet = .gsm0338
    ) -> String? {
        // SMPP 3.4, 5.2.19; 0xF0 to 0xFF as in 3GPP TS 23.038, 4.
        switch coding {
        case 0x01: octet(octets, .ascii)
        case 0x02, 0x04, 0xF4...0xF7, 0xFC...0xFF: isPlain(octets) ? octet(octets, .ascii) : nil
        case 0x03: octet(octets, .latin1)
        case 0x08, 0x18...0x1B: wide(octets)
        case 0x05: charset("Shift_JIS", octets)
        case 0x06: charset("ISO-8859-5", octets)
        case 0x07: charset("ISO-8859-8", octets)
        case 0x0A: charset("ISO-2022-JP", octets)
        case 0x0E: charset("EUC-KR", octets)
        default: octet(octets, alphabet)
        }
    }

    private static func isPlain(_ octets: [UInt8]) -> Bool {
        !octets.isEmpty
            && octets.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D }
    }

    private static func octet(_ octets: [UInt8], _ called: Alphabet) -> String {
        switch alphabet(of: octets, called) {
        case .gsm0338: return GSM7.decode(octets)
        case .ascii: return String(decoding: octets, as: UTF8.self)
        // Nobody types the controls 80 to 9F; phones of the West mean their Windows letters.
        case .latin1: return charset("windows-1252", octets) ?? ""
        }
    }

    /// What the octets are: septets have no high bit, and no one types control codes.
    ///
    /// The answer `ascii` stands for UTF-8, which it is a part of.
    private static func alphabet(of octets: [UInt8], _ called: Alphabet) -> Alphabet {
        let isHigh = octets.contains { $0 >= 0x80 }
        switch called {
        case .gsm0338, .ascii:
            if isHigh { return String(validating: octets, as: UTF8.self) == nil ? .latin1 : .ascii }
        case .latin1:
            if isHigh { return .latin1 }
        }
        guard called != .gsm0338 else { return called }
        let hasControls = octets.contains { $0 < 0x20 && !(0x09...0x0D).contains($0) }
        return hasControls ? .gsm0338 : called
    }

    /// UTF-16BE, or what a byte order mark says; half a character reads as U+FFFD.
    private static func wide(_ octets: [UInt8]) -> String {
        let isLittle = octets.count >= 2 && octets[0] == 0xFF && octets[1] == 0xFE
        let isMarked = isLittle || octets.count >= 2 && octets[0] == 0xFE && octets[1] == 0xFF
        var units: [UInt16] = []
        units.reserveCapacity(octets.count / 2)
        var index = isMarked ? 2 : 0
        while index + 1 < octets.count {
            let (first, second) = (UInt16(octets[index]), UInt16(octets[index + 1]))
            units.append(isLittle ? second << 8 | first : first << 8 | second)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Nil only where this machine's ICU does not know the charset.
    private static func charset(_ name: String, _ octets: [UInt8]) -> String? {
        // Replacing never stops, so the only problem is an unknown name.
        guard var decoder = try? CharsetDecoder(name, policy: .replace) else { return nil }
        var output: [UInt8] = []
        guard (try? decoder.decode(octets, isLast: true, into: &output)) != nil else { return nil }
        return String(decoding: output, as: UTF8.self)
    }
}
