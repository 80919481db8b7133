import Crypto

/// A fingerprint of a row's fields.
///
/// It keeps no secret: it shows an edit by anyone who did not make it again, and what is made again is
/// caught by the chain it is part of.
package enum Seal {
    /// 63 bits, small enough to lie in every row of millions.
    package static func short(_ fields: [Value]) -> Int64 {
        let digest = SHA256.hash(data: bytes(of: fields))
        let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(number >> 1)
    }

    /// 128 bits in hexadecimal, for a link that carries all links before it.
    package static func link(after previous: String, _ fields: [Value]) -> String {
        SHA256.hash(data: bytes(of: [.text(previous)] + fields)).prefix(16).hexadecimal
    }

    /// Each field says its kind and length, so that two rows never look alike.
    private static func bytes(of fields: [Value]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.count * 9 + 64)
        for field in fields {
            switch field {
            case .integer(let value):
                bytes.append(1)
                add(value, to: &bytes)
            case .text(let value):
                bytes.append(2)
                add(Int64(value.utf8.count), to: &bytes)
                bytes.append(contentsOf: value.utf8)
            case .bytes(let value):
                bytes.append(3)
                add(Int64(value.count), to: &bytes)
                bytes.append(contentsOf: value)
            case .null:
                bytes.append(0)
            }
        }
        return bytes
    }

    private static func add(_ value: Int64, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
        }
    }
}
