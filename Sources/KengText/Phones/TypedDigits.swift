/// The digits of what somebody typed as a phone number, at most 18, and whether a country code leads them.
struct TypedDigits: Hashable, Sendable {
    /// The digits as one number; `count` keeps the leading zeros.
    private(set) var value: Int64 = 0
    private(set) var count = 0
    /// Written with `+` or `00`, neither of which is kept.
    private(set) var isInternational = false

    static let limit = 18

    init(national value: Int64, count: Int) {
        self.value = value
        self.count = count
    }

    init(international value: Int64) {
        self.value = value
        count = String(value).utf8.count
        isInternational = true
    }

    /// Skips what people put between digits, seen or unseen, in half or full width.
    init(utf8 bytes: Span<UInt8>) throws(PhoneNumberReader.Problem) {
        var place = 0
        var dots = 0
        var sinceDot = 0
        while place < bytes.count {
            guard let (symbol, length) = PhoneSymbol.read(bytes, at: place) else {
                throw Self.unexpected(in: bytes, at: place)
            }
            switch symbol {
            case .digit(let digit):
                count += 1
                sinceDot += 1
                if count <= Self.limit { value = value * 10 + Int64(digit) }
            case .dot:
                dots += 1
                sinceDot = 0
            case .separator:
                break
            case .plus, .apostrophe:
                guard count == 0, !isInternational else {
                    throw Self.unexpected(in: bytes, at: place)
                }
                isInternational = symbol == .plus
            }
            place += length
        }
        guard count > 0 else { throw .empty }
        // A spreadsheet wrote the number as a fraction: 912345678.0
        if dots == 1, sinceDot == 1, count <= Self.limit, value % 10 == 0 {
            value /= 10
            count -= 1
        }
        guard count <= Self.limit else { throw .wrongLength(count) }
        if !isInternational, count > 8, value < Self.power(count - 2) {
            isInternational = true
            count -= 2
        }
    }

    /// ASCII, with `+` in front when a country code leads.
    var text: [UInt8] {
        var ascii = [UInt8](repeating: 0x30, count: count)
        var rest = value
        for place in ascii.indices.reversed() {
            ascii[place] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
        return isInternational ? [0x2B] + ascii : ascii
    }

    /// The first four digits: enough to know the number's plan by, too few to know its owner by.
    var prefix: String {
        String(decoding: text.drop { $0 == 0x2B }.prefix(4), as: UTF8.self)
    }

    /// These digits read as dialled at home: without the trunk zero, if there is one.
    var asNational: TypedDigits? {
        guard !isInternational else { return nil }
        return withoutTrunkZero
    }

    /// These digits read as led by `country`, whether or not a `+` says so; what follows it, without a trunk zero.
    func after(country: Int64) -> TypedDigits? {
        let rest = count - (country < 10 ? 1 : country < 100 ? 2 : 3)
        guard rest > 0, value / Self.power(rest) == country else { return nil }
        return TypedDigits(national: value % Self.power(rest), count: rest).withoutTrunkZero
    }

    private var withoutTrunkZero: TypedDigits? {
        guard value < Self.power(count - 1) else { return self }
        guard count > 1, value >= Self.power(count - 2) else { return nil }
        return TypedDigits(national: value, count: count - 1)
    }

    static func power(_ exponent: Int) -> Int64 {
        var result: Int64 = 1
        for _ in 0..<max(0, exponent) { result *= 10 }
        return result
    }

    private static func unexpected(
        in bytes: Span<UInt8>, at place: Int
    ) -> PhoneNumberReader.Problem {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        let found = String(decoding: copy[place...], as: UTF8.self).first ?? "\u{FFFD}"
        return .unexpected(found, at: String(decoding: copy[..<place], as: UTF8.self).count)
    }
}
