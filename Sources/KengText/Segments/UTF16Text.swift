/// Strings as UTF-16 units, several times faster than through `String.UTF16View`.
enum UTF16Text {
    static func units(of text: String) -> [UInt16] {
        var text = text
        return text.withUTF8 { unsafe units(of: $0.span) }
    }

    /// Takes well-formed UTF-8, as a `String` holds it; it never has fewer bytes than UTF-16 units.
    private static func units(of bytes: Span<UInt8>) -> [UInt16] {
        var units = [UInt16](repeating: 0, count: bytes.count)
        var filled = 0
        var index = 0
        while index < bytes.count {
            let lead = UInt16(bytes[index])
            if lead < 0x80 {
                units[filled] = lead
                index += 1
            } else if lead < 0xE0 {
                units[filled] = (lead & 0x1F) << 6 | low(bytes[index + 1])
                index += 2
            } else if lead < 0xF0 {
                units[filled] = lead << 12 | low(bytes[index + 1]) << 6 | low(bytes[index + 2])
                index += 3
            } else {
                let high = (lead & 0x07) << 8 | low(bytes[index + 1]) << 2
                units[filled] = 0xD800 + (high | low(bytes[index + 2]) >> 4) - 0x40
                filled += 1
                units[filled] = 0xDC00 | (low(bytes[index + 2]) & 0x0F) << 6 | low(bytes[index + 3])
                index += 4
            }
            filled += 1
        }
        units.removeLast(units.count - filled)
        return units
    }

    @inline(__always)
    private static func low(_ byte: UInt8) -> UInt16 {
        UInt16(byte & 0x3F)
    }
}
