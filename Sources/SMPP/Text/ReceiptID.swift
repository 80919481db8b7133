/// Brings the id in a response and the id in its receipt to one form.
public enum ReceiptID {
    /// How a message centre writes the same id in two places.
    public enum Mode: Hashable, Sendable, CaseIterable {
        case exact
        case responseHexReceiptDecimal
        case responseDecimalReceiptHex
        /// Either of the above; may take two short ids for one, so use it only to learn the mode.
        case automatic
    }

    /// Without surrounding blanks and leading zeros, in lower case.
    public static func normalise(_ id: String) -> String {
        let kept = id.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let trimmed = kept.drop { $0 == "0" }
        return trimmed.isEmpty && !kept.isEmpty ? "0" : String(trimmed)
    }

    /// The key under which a response's id is remembered: decimal ids become hexadecimal.
    public static func key(response id: String, _ mode: Mode) -> String {
        switch mode {
        case .exact, .automatic, .responseHexReceiptDecimal: normalise(id)
        case .responseDecimalReceiptHex: hexadecimal(id) ?? normalise(id)
        }
    }

    /// The key under which a receipt's id is looked for.
    public static func key(receipt id: String, _ mode: Mode) -> String {
        switch mode {
        case .exact, .automatic, .responseDecimalReceiptHex: normalise(id)
        case .responseHexReceiptDecimal: hexadecimal(id) ?? normalise(id)
        }
    }

    public static func matches(response: String, receipt: String, _ mode: Mode) -> Bool {
        guard mode == .automatic else {
            return key(response: response, mode) == key(receipt: receipt, mode)
        }
        let modes: [Mode] = [.exact, .responseHexReceiptDecimal, .responseDecimalReceiptHex]
        return modes.contains { matches(response: response, receipt: receipt, $0) }
    }

    /// A decimal number of up to 64 digits in base 16; nil when it is anything else.
    public static func hexadecimal(_ id: String) -> String? {
        let number = normalise(id)
        guard (1...64).contains(number.utf8.count) else { return nil }
        var digits: [UInt8] = []  // base 16, lowest first
        for octet in number.utf8 {
            guard (48...57).contains(octet) else { return nil }
            var carry = Int(octet) - 48
            for index in digits.indices {
                let value = Int(digits[index]) * 10 + carry
                digits[index] = UInt8(value % 16)
                carry = value / 16
            }
            while carry > 0 {
                digits.append(UInt8(carry % 16))
                carry /= 16
            }
        }
        guard !digits.isEmpty else { return "0" }
        return digits.reversed().map { String($0, radix: 16) }.joined()
    }
}
