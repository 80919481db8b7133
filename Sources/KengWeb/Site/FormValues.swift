/// Names and values of a query or a form, in their order; a name may come again.
struct FormValues: Sendable, Hashable {
    private(set) var pairs: [Pair]

    struct Pair: Sendable, Hashable {
        let name: String
        let value: String
    }

    init(_ pairs: [Pair] = []) {
        self.pairs = pairs
    }

    /// Reads `application/x-www-form-urlencoded`; what is no UTF-8 is repaired, never refused.
    init(encoded: some StringProtocol) {
        pairs = encoded.split(separator: "&").prefix(2000).map { item in
            let halves = item.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: Self.decoded(halves[0]),
                value: halves.count > 1 ? Self.decoded(halves[1]) : "")
        }
    }

    /// The first value under a name, trimmed; nil when absent or empty.
    subscript(name: String) -> String? {
        let value = pairs.first { $0.name == name }?.value.trimmed
        return value?.isEmpty == false ? value : nil
    }

    func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    mutating func append(_ name: String, _ value: String) {
        pairs.append(Pair(name: name, value: value))
    }

    func without(_ names: Set<String>) -> FormValues {
        FormValues(pairs.filter { !names.contains($0.name) })
    }

    func setting(_ name: String, _ value: String?) -> FormValues {
        var new = without([name])
        if let value { new.append(name, value) }
        return new
    }

    /// The values as a query, without the question mark.
    var encoded: String {
        pairs.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }
            .joined(separator: "&")
    }

    /// An address with these values as its query.
    func address(_ path: String) -> String {
        pairs.isEmpty ? path : path + "?" + encoded
    }

    private static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2).compactMap(hexValue)
                if digits.count == 2 {
                    bytes.append(digits[0] << 4 | digits[1])
                    rest.removeFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%" + hexDigit(byte >> 4) + hexDigit(byte & 15)
            }
        }
        return encoded
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    private static func hexDigit(_ value: UInt8) -> String {
        String(value, radix: 16, uppercase: true)
    }
}
