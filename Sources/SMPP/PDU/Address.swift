/// A number, short code or sender name with its type of number and numbering plan.
public struct Address: Hashable, Sendable {
    public let ton: UInt8
    public let npi: UInt8
    /// Up to 64 characters; all PDUs but `data_sm` and `alert_notification` take 20.
    public let digits: String

    public static let none = Address(unchecked: "", ton: 0, npi: 0)

    public init(ton: UInt8, npi: UInt8, digits: String) throws(FieldProblem) {
        try Field.longAddress.check(digits)
        self.init(unchecked: digits, ton: ton, npi: npi)
    }

    private init(unchecked digits: String, ton: UInt8, npi: UInt8) {
        self.ton = ton
        self.npi = npi
        self.digits = digits
    }

    init(from reader: inout FieldReader, _ field: Field = .address) throws(FieldProblem) {
        self.ton = try reader.byte(.typeOfNumber)
        self.npi = try reader.byte(.numberingPlan)
        self.digits = try reader.string(field)
    }
}
