import KengDomain

/// Moments as RFC 3339 writes them: `2026-11-22T01:30:00Z`, with milliseconds only when there are any.
enum Timestamp {
    static func text(_ instant: Instant) -> String {
        let day = LocalDay(of: instant, at: .utc)
        let rest = instant.milliseconds - Int64(day.number) * 86_400_000
        let seconds = rest / 1000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        let fraction = rest % 1000
        return "\(day)T" + clock.joined(separator: ":")
            + (fraction == 0 ? "" : "." + padded(fraction, 3)) + "Z"
    }

    /// Reads any offset and any fraction; what is finer than a millisecond is dropped.
    ///
    /// Nil is no moment. A leap second is taken as the second after it, since our days have none.
    static func instant(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, isLetter(bytes[10], "t"),
            // What is no day throws, and then the whole is no moment.
            let day = try? LocalDay(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), hour < 24, bytes[13] == UInt8(ascii: ":"),
            let minute = number(bytes[14..<16]), minute < 60, bytes[16] == UInt8(ascii: ":"),
            let second = number(bytes[17..<19]), second <= 60
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest.removeFirst(digits.count)
            let three = Array(digits.prefix(3)) + Array("000".utf8)
            fraction = number(three.prefix(3)) ?? 0
        }
        guard let offset = offset(rest) else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offset * 60
        return Instant(milliseconds: Int64(day.number) * 86_400_000 + seconds * 1000 + fraction)
    }

    /// Minutes east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(bytes)
        if bytes.count == 1, isLetter(bytes[0], "z") { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            let hours = number(bytes[1..<3]), hours < 24,
            let minutes = number(bytes[4..<6]), minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func isLetter(_ byte: UInt8, _ small: Unicode.Scalar) -> Bool {
        UInt32(byte | 0x20) == small.value
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
