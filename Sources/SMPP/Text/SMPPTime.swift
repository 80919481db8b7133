/// A schedule or validity time of sixteen characters; SMPP 3.4, 7.1.1.
public enum SMPPTime: Hashable, Sendable {
    case absolute(Absolute)
    case relative(Relative)

    public enum Problem: Error, Hashable, Sendable {
        case length(Int)
        case character(at: Int)
        /// A part is a number, but none that a clock or a calendar shows.
        case outOfRange(at: Int)
    }

    /// A length of time from the moment the gateway takes the message.
    public struct Relative: Hashable, Sendable {
        public let years, months, days, hours, minutes, seconds: UInt8

        /// Rounded up to a second; nil for nothing, less than nothing, or 32 days and more.
        public init?(_ duration: Duration) {
            let (whole, attoseconds) = duration.components
            guard whole >= 0, whole < 32 * 86_400 else { return nil }
            let total = whole + (attoseconds > 0 ? 1 : 0)
            guard total > 0, total < 32 * 86_400 else { return nil }
            years = 0
            months = 0
            days = UInt8(truncatingIfNeeded: total / 86_400)
            hours = UInt8(truncatingIfNeeded: total / 3_600 % 24)
            minutes = UInt8(truncatingIfNeeded: total / 60 % 60)
            seconds = UInt8(truncatingIfNeeded: total % 60)
        }

        fileprivate init(_ pairs: [UInt8]) {
            years = pairs[0]
            months = pairs[1]
            days = pairs[2]
            hours = pairs[3]
            minutes = pairs[4]
            seconds = pairs[5]
        }
    }

    public init(_ text: String) throws(Problem) {
        let octets = Array(text.utf8)
        guard octets.count == 16 else { throw .length(octets.count) }
        for (index, octet) in octets.dropLast().enumerated() {
            guard (0x30...0x39).contains(octet) else { throw .character(at: index) }
        }
        let pairs = Self.pairs(octets)
        let quarters = Int(Self.pair(octets, at: 13))
        switch octets[15] {
        case UInt8(ascii: "R"):
            self = .relative(Relative(pairs))
        case UInt8(ascii: "+"):
            self = .absolute(try Absolute(pairs, tenths: octets[12] - 0x30, quarters: quarters))
        case UInt8(ascii: "-"):
            self = .absolute(try Absolute(pairs, tenths: octets[12] - 0x30, quarters: -quarters))
        default:
            throw .character(at: 15)
        }
    }

    /// The sixteen characters.
    public var text: String {
        switch self {
        case .absolute(let time):
            let sign = time.quarters < 0 ? "-" : "+"
            let day = Self.digits([UInt8(time.year % 100), time.month, time.day])
            let clock = Self.digits([time.hour, time.minute, time.second])
            let offset = Self.digits([UInt8(time.quarters.magnitude)])
            return day + clock + String(time.tenths) + offset + sign
        case .relative(let time):
            return Self.digits([
                time.years, time.months, time.days, time.hours, time.minutes, time.seconds,
            ]) + "000R"
        }
    }

    /// The six numbers of a date and a clock; the octets are known to be digits.
    static func pairs(_ octets: [UInt8]) -> [UInt8] {
        [0, 2, 4, 6, 8, 10].map { pair(octets, at: $0) }
    }

    private static func pair(_ octets: [UInt8], at index: Int) -> UInt8 {
        let tens: UInt8 = octets[index] - 0x30
        let ones: UInt8 = octets[index + 1] - 0x30
        return tens * 10 + ones
    }

    private static func digits(_ pairs: [UInt8]) -> String {
        pairs.map { ($0 < 10 ? "0" : "") + String($0) }.joined()
    }
}
