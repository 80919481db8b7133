import NIOCore

/// The fields of a receipt's text, each found by its own name and read by its own pattern.
struct ReceiptFields: Hashable {
    private(set) var id: String?
    private(set) var submitted: String?
    private(set) var done: String?
    private(set) var stat: String?
    private(set) var error: String?

    private enum Name {
        case id, submitDate, doneDate, stat, error, text
    }

    // Written backwards: names are compared from their colon towards their first letter.
    private static let names: [(Name, [UInt8])] = [
        (.id, Array("di".utf8)), (.stat, Array("tats".utf8)), (.error, Array("rre".utf8)),
        (.submitDate, Array("etad timbus".utf8)), (.doneDate, Array("etad enod".utf8)),
        (.text, Array("txet".utf8)),
    ]

    /// What follows `text:` is the message itself and is not searched.
    init(_ payload: ByteBuffer) {
        let octets = payload.readableBytesUInt8Span
        for colon in octets.indices where octets[colon] == UInt8(ascii: ":") {
            guard let name = Self.name(before: colon, in: octets) else { continue }
            guard name != .text else { return }
            guard let range = Self.value(after: colon, in: octets),
                let value = payload.getString(
                    at: payload.readerIndex + range.lowerBound, length: range.count)
            else { continue }
            take(value, as: name)
        }
    }

    private mutating func take(_ value: String, as name: Name) {
        switch name {
        case .id: id = id ?? value
        case .submitDate: submitted = submitted ?? Self.date(value)
        case .doneDate: done = done ?? Self.date(value)
        case .stat: stat = stat ?? value
        case .error: error = error ?? value
        case .text: break
        }
    }

    private static func name(before colon: Int, in octets: Span<UInt8>) -> Name? {
        for (name, reversed) in names {
            let start = colon - reversed.count
            guard start >= 0, start == 0 || !isWord(octets[start - 1]) else { continue }
            var matched = 0
            while matched < reversed.count,
                lower(octets[colon - 1 - matched]) == reversed[matched]
            {
                matched += 1
            }
            if matched == reversed.count { return name }
        }
        return nil
    }

    /// Up to the next blank or octet outside ASCII; nil when nothing is there.
    private static func value(after colon: Int, in octets: Span<UInt8>) -> Range<Int>? {
        var start = colon + 1
        while start < octets.count, octets[start] == UInt8(ascii: " ") { start += 1 }
        var end = start
        while end < octets.count, octets[end] > 0x20, octets[end] < 0x7F {
            // "err: text:…": the value is missing, and this is the next field.
            if start > colon + 1, octets[end] == UInt8(ascii: ":") { return nil }
            end += 1
        }
        return start < end ? start..<end : nil
    }

    private static func date(_ value: String) -> String? {
        let digits = value.utf8
        guard digits.count == 10 || digits.count == 12 else { return nil }
        return digits.allSatisfy { (0x30...0x39).contains($0) } ? value : nil
    }

    private static func lower(_ octet: UInt8) -> UInt8 {
        switch octet {
        case 0x41...0x5A: octet | 0x20
        case UInt8(ascii: "_"): UInt8(ascii: " ")
        default: octet
        }
    }

    private static func isWord(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
