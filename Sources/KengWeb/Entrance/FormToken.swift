import Crypto
import Foundation

/// Proves that a form was made by us for this very session: a keyed hash under the session's secret.
enum FormToken {
    static func make(for secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("keng form 1".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return code.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Compares in constant time.
    static func isValid(_ token: String, for secret: String) -> Bool {
        let expected = Array(make(for: secret).utf8)
        let given = Array(token.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
