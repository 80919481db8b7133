/// A mobile number in international form: digits only, country code first, at most 15 (E.164).
///
/// What people type is read by `KengText.PhoneNumberReader`, which knows each country's plan.
package struct PhoneNumber: Hashable, Sendable, Comparable {
    /// The digits as one number; a country code never starts with zero, so nothing is lost.
    package let number: Int64

    package enum Problem: Error, Hashable {
        case wrongLength(Int)
    }

    /// Takes digits with the country code in front.
    package init(international number: Int64) throws(Problem) {
        guard (10_000_000...999_999_999_999_999).contains(number) else {
            throw .wrongLength(String(number).count)
        }
        self.number = number
    }

    package var digits: String { String(number) }

    package static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }
}

extension PhoneNumber: CustomStringConvertible {
    /// Safe for logs: all but the last three digits are hidden.
    package var description: String { "…" + digits.suffix(3) }
}
