import Crypto
package import KengDomain

/// An edition with what a pack needs to know about it.
package struct PackSource: Hashable, Sendable {
    package let key: Edition.Key
    /// The edition's number: 1 for the first of its key.
    package let number: Int
    package let publishedAt: Instant
    package let text: EditionText

    package init(key: Edition.Key, number: Int, publishedAt: Instant, text: EditionText) {
        self.key = key
        self.number = number
        self.publishedAt = publishedAt
        self.text = text
    }

    package init(_ edition: Edition) {
        self.init(
            key: edition.key, number: edition.number, publishedAt: edition.publishedAt,
            text: edition.text)
    }

    /// The publication's name for ever, in all its editions: a UUID of version 5 (RFC 9562, 5.5).
    package var identifier: String {
        let namespace: [UInt8] = [
            0x6B, 0x65, 0x6E, 0x67, 0x00, 0x11, 0x51, 0x14, 0x81, 0x19, 0x70, 0x61, 0x63, 0x6B,
            0x73,
            0x31,
        ]
        let name = "\(key.slug)/\(key.language.rawValue)/\(key.jurisdiction)"
        var bytes = Array(Insecure.SHA1.hash(data: namespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let hex = Array(Digest.hex(of: bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }
            .joined(separator: "-")
    }

    /// Reads `2026-11-22T07:00:00Z`; other forms of a moment are not read.
    package static func moment(_ text: String) -> Instant? { Timestamp.instant(text) }

    /// `2026-11-22T07:00:00Z`, in UTC without fractions.
    var modified: String { Timestamp.text(publishedAt) }
}

/// A moment as RFC 3339 text in UTC, in whole seconds.
enum Timestamp {
    static func text(_ instant: Instant) -> String {
        let day = LocalDay(of: instant, at: .utc)
        let seconds = Int(floorDivide(instant.milliseconds, 1000)) - day.number * 86_400
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(day)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
    }

    static func instant(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let day = day(String(text.prefix(10)))
        else { return nil }
        let parts = [11, 14, 17].compactMap {
            Int(String(decoding: bytes[$0..<($0 + 2)], as: UTF8.self))
        }
        guard parts.count == 3, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]),
            (0..<60).contains(parts[2])
        else { return nil }
        let seconds = day.number * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2]
        return Instant(milliseconds: Int64(seconds) * 1000)
    }
}
