/// Reads one JSON string (RFC 8259, 7) as UTF-16, so that lone surrogates survive as they came.
package enum JSONString {
    package enum Problem: Error, Hashable {
        /// What stands at the byte offset, counted from zero, is not what a string has there.
        case notAString(at: Int)
        case unfinished
        case badEscape(at: Int)
        case bareControl(UInt8, at: Int)
        case notUTF8(at: Int)
        case trailing(at: Int)
    }

    package static func read(_ bytes: ArraySlice<UInt8>) throws(Problem) -> [UInt16] {
        var reader = Reader(bytes: bytes)
        return try reader.string()
    }

    package static func read(_ text: String) throws(Problem) -> [UInt16] {
        try read(ArraySlice(text.utf8))
    }

    /// Appends `units` as a JSON string; what UTF-8 cannot hold is escaped.
    package static func write(_ units: ArraySlice<UInt16>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var index = units.startIndex
        while index < units.endIndex {
            let unit = units[index]
            index += 1
            let isPair =
                unit & 0xFC00 == 0xD800 && index < units.endIndex
                && units[index] & 0xFC00 == 0xDC00
            if isPair {
                output += String(decoding: units[(index - 1)...index], as: UTF16.self).utf8
                index += 1
            } else if unit < 0x20 || unit == 0x7F || unit & 0xF800 == 0xD800 {
                let digits = String(unit, radix: 16)
                output += "\\u".utf8
                output += String(repeating: "0", count: 4 - digits.utf8.count).utf8
                output += digits.utf8
            } else {
                if unit == 0x22 || unit == 0x5C { output.append(UInt8(ascii: "\\")) }
                output += String(decoding: [unit], as: UTF16.self).utf8
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

private struct Reader {
    let bytes: ArraySlice<UInt8>
    var index: Int

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var offset: Int { index - bytes.startIndex }

    mutating func string() throws(JSONString.Problem) -> [UInt16] {
        skipSpace()
        guard index < bytes.endIndex, bytes[index] == 0x22 else { throw .notAString(at: offset) }
        index += 1
        var units: [UInt16] = []
        units.reserveCapacity(bytes.endIndex - index)
        while index < bytes.endIndex {
            let byte = bytes[index]
            switch byte {
            case 0x22:
                index += 1
                skipSpace()
                guard index == bytes.endIndex else { throw .trailing(at: offset) }
                return units
            case 0x5C:
                units.append(try escape())
            case 0..<0x20:
                throw .bareControl(byte, at: offset)
            case 0..<0x80:
                units.append(UInt16(byte))
                index += 1
            default:
                try character(into: &units)
            }
        }
        throw .unfinished
    }

    private mutating func escape() throws(JSONString.Problem) -> UInt16 {
        let start = offset
        guard index + 1 < bytes.endIndex else { throw .unfinished }
        let kind = bytes[index + 1]
        index += 2
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(kind)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            guard index + 4 <= bytes.endIndex else { throw .unfinished }
            var unit: UInt16 = 0
            for digit in bytes[index..<(index + 4)] {
                guard let value = Character(Unicode.Scalar(digit)).hexDigitValue
                else { throw .badEscape(at: start) }
                unit = unit << 4 | UInt16(value)
            }
            index += 4
            return unit
        default: throw .badEscape(at: start)
        }
    }

    /// One character beyond ASCII, checked: no overlong form, no surrogate, nothing cut short.
    private mutating func character(into units: inout [UInt16]) throws(JSONString.Problem) {
        let length =
            switch bytes[index] {
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 1
            }
        let end = index + length
        guard length > 1, end <= bytes.endIndex else { throw .notUTF8(at: offset) }
        var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
        for byte in bytes[(index + 1)..<end] {
            guard byte & 0xC0 == 0x80 else { throw .notUTF8(at: offset) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
        guard value >= least, let scalar = Unicode.Scalar(value) else { throw .notUTF8(at: offset) }
        units.append(contentsOf: String(Character(scalar)).utf16)
        index = end
    }

    private mutating func skipSpace() {
        while index < bytes.endIndex, [0x20, 0x09, 0x0D, 0x0A].contains(bytes[index]) { index += 1 }
    }
}
