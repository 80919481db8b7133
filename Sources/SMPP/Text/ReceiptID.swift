/// How a gateway's receipts write the id that its responses gave.
public enum ReceiptID: String, Hashable, Sendable, CaseIterable {
    case exact
    case responseHexReceiptDecimal
    case responseDecimalReceiptHex
    /// All three, the likeliest first: two short ids may be taken for one another.
    case automatic

    /// What to remember a response's id under, whatever the receipts write.
    public static func key(_ messageID: String) -> String { normalised(messageID) }

    /// The keys to look under for a receipt's id, in order; never empty.
    public func keys(receipt: String) -> [String] {
        let id = Self.normalised(receipt)
        switch self {
        case .exact: return [id]
        case .responseHexReceiptDecimal: return [Self.hexadecimal(id) ?? id]
        case .responseDecimalReceiptHex: return [Self.decimal(id) ?? id]
        case .automatic:
            var keys = [id]
            for other in [Self.hexadecimal(id), Self.decimal(id)] {
                if let other, !keys.contains(other) { keys.append(other) }
            }
            return keys
        }
    }

    public func matches(response: String, receipt: String) -> Bool {
        keys(receipt: receipt).contains(Self.key(response))
    }

    /// Without blanks and zero octets around it and leading zeros, in lower case.
    public static func normalised(_ messageID: String) -> String {
        let octets = messageID.utf8
        guard let first = octets.firstIndex(where: { $0 > 0x20 }),
            let last = octets.lastIndex(where: { $0 > 0x20 })
        else { return "" }
        let trimmed = messageID[first...last]
        let kept = trimmed.drop { $0 == "0" }
        return kept.isEmpty ? "0" : kept.lowercased()
    }

    /// The same number to base 16; nil for anything but one to 64 decimal digits.
    public static func hexadecimal(_ digits: String) -> String? {
        converted(digits, from: 10, to: 16)
    }

    /// The same number to base 10; nil for anything but one to 64 hexadecimal digits.
    public static func decimal(_ digits: String) -> String? {
        converted(digits, from: 16, to: 10)
    }

    // Ids are wider than any integer: schoolbook arithmetic, lowest digit first.
    private static func converted(_ digits: String, from base: Int, to other: Int) -> String? {
        guard (1...64).contains(digits.utf8.count) else { return nil }
        var result: [Int] = [0]
        for octet in digits.utf8 {
            guard var carry = value(octet), carry < base else { return nil }
            for index in result.indices {
                let sum = result[index] * base + carry
                result[index] = sum % other
                carry = sum / other
            }
            while carry > 0 {
                result.append(carry % other)
                carry /= other
            }
        }
        while result.count > 1, result.last == 0 { result.removeLast() }
        let octets = result.reversed().map { UInt8($0 < 10 ? 0x30 + $0 : 0x61 - 10 + $0) }
        return String(decoding: octets, as: UTF8.self)
    }

    private static func value(_ octet: UInt8) -> Int? {
        switch octet {
        case 0x30...0x39: Int(octet) - 0x30
        case 0x41...0x46: Int(octet) - 0x41 + 10
        case 0x61...0x66: Int(octet) - 0x61 + 10
        default: nil
        }
    }
}
