import Crypto
import Foundation

/// Proves that a form was made by us for this very session: a keyed hash under the session's secret.
enum FormToken {
    /// Sixteen hexadecimal digits for each number of the mask, and the code under it.
    ///
    /// - Parameter random: gives another mask for each page. Without one, a page that repeats what its address
    ///   says would tell by its compressed length how much of the token an address guessed.
    static func make(for secret: String, random: () -> UInt64) -> String {
        let code = code(for: secret)
        var mask: [UInt8] = []
        while mask.count < code.count {
            let number = random()
            mask += (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
        }
        return (mask + zip(code, mask).map { $0 ^ $1 }).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Compares in constant time.
    static func isValid(_ token: String, for secret: String) -> Bool {
        let expected = code(for: secret)
        let digits = token.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == token.utf8.count, digits.count == 4 * expected.count else {
            return false
        }
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
        let given = zip(bytes.prefix(expected.count), bytes.dropFirst(expected.count)).map {
            $0 ^ $1
        }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func code(for secret: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Data("keng form 1".utf8), using: SymmetricKey(data: Data(secret.utf8))))
    }
}
