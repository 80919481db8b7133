/// How a message id is written in the response, and how in the receipt.
package enum SMSCIdentifiers: String, Hashable, Sendable, CaseIterable {
    /// The same decimal number in both.
    case same
    /// Hexadecimal in both: lower case in the response, upper case in the receipt.
    case letterCase = "case"
    /// The receipt has zeros in front.
    case padded
    /// Hexadecimal in the response, decimal in the receipt.
    case hexResponse = "hex-response"
    /// Decimal in the response, hexadecimal in the receipt.
    case hexReceipt = "hex-receipt"

    // Ids begin here, so that all are of one length; in base 16 each then has a letter.
    private static let first = 1_000_000_001
    private static let paddedLength = 14

    /// The id of the message with this place in the ledger, as its response has it.
    package func response(_ index: Int) -> String {
        let number = Self.first + index
        switch self {
        case .same, .padded, .hexReceipt: return String(number)
        case .letterCase, .hexResponse: return String(number, radix: 16)
        }
    }

    package func receipt(_ index: Int) -> String {
        let number = Self.first + index
        switch self {
        case .same, .hexResponse: return String(number)
        case .letterCase: return String(number, radix: 16, uppercase: true)
        case .hexReceipt: return String(number, radix: 16)
        case .padded:
            let digits = String(number)
            return String(repeating: "0", count: Self.paddedLength - digits.utf8.count) + digits
        }
    }

    /// The place in the ledger that a response's id stands for; it may never have been given.
    package func index(response id: String) -> Int? {
        let number: Int?
        switch self {
        case .same, .padded, .hexReceipt: number = Int(id)
        case .letterCase, .hexResponse: number = Int(id, radix: 16)
        }
        return number.map { $0 - Self.first }
    }
}
