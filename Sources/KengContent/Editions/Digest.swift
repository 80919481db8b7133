import Crypto
package import Foundation

/// SHA-256 as lower-case hex.
package enum Digest {
    package static func hex(_ bytes: some DataProtocol) -> String {
        hex(of: SHA256.hash(data: bytes))
    }

    static func hex(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The hash that tells whether a part of a text has changed: NFC, each run of white space one space.
    static func ofPart(_ text: String) -> String {
        let words = text.inNFC.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return hex(Array(words.utf8))
    }
}
