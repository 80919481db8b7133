/// Who sends or receives: type of number, numbering plan, and the digits or the brand name.
public struct Address: Hashable, Sendable {
    public let ton: UInt8
    public let npi: UInt8
    public let digits: String

    /// Sixty-four octets at most; what carries a message allows only twenty and checks that itself.
    public init(ton: UInt8 = 0, npi: UInt8 = 0, digits: String) throws(FieldProblem) {
        try digits.check(.address, limit: Field.longAddressLimit)
        self.ton = ton
        self.npi = npi
        self.digits = digits
    }

    init(uncheckedTON ton: UInt8, npi: UInt8, digits: String) {
        self.ton = ton
        self.npi = npi
        self.digits = digits
    }

    /// No address given: the gateway fills in its own, or takes any.
    public static let none = Address(uncheckedTON: 0, npi: 0, digits: "")
}

extension Address: CustomStringConvertible {
    /// Safe for logs: all but the last three digits are hidden.
    public var description: String { "\(ton)/\(npi)/…\(digits.suffix(3))" }
}
