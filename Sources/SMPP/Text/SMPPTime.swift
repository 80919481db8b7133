/// A time as `schedule_delivery_time` and `validity_period` hold it; SMPP 3.4, 7.1.1.
public enum SMPPTime: Hashable, Sendable {
    case absolute(Fields, tenths: Int, quartersFromUTC: Int)
    case relative(Fields)

    /// Two digits each; in an absolute time the year counts from 2000.
    public struct Fields: Hashable, Sendable {
        public let year, month, day, hour, minute, second: Int

        public init(
            year: Int = 0, month: Int = 0, day: Int = 0, hour: Int = 0, minute: Int = 0,
            second: Int = 0
        ) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
        }

        var all: [Int] { [year, month, day, hour, minute, second] }

        func isWithin(absolute: Bool) -> Bool {
            let lowest = absolute ? 1 : 0
            return (0...99).contains(year) && (lowest...12).contains(month)
                && (lowest...31).contains(day) && (0...23).contains(hour)
                && (0...59).contains(minute) && (0...59).contains(second)
        }
    }

    /// Reads sixteen characters; nil for anything else.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 16, octets[..<15].allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        let pairs = stride(from: 0, to: 12, by: 2).map { Self.number(octets[$0..<($0 + 2)]) }
        let fields = Fields(
            year: pairs[0], month: pairs[1], day: pairs[2], hour: pairs[3], minute: pairs[4],
            second: pairs[5])
        let quarters = Self.number(octets[13..<15])
        switch octets[15] {
        case UInt8(ascii: "R"):
            self = .relative(fields)
        case UInt8(ascii: "+"):
            self = .absolute(
                fields, tenths: Int(octets[12]) - 48, quartersFromUTC: quarters)
        case UInt8(ascii: "-"):
            self = .absolute(
                fields, tenths: Int(octets[12]) - 48, quartersFromUTC: -quarters)
        default:
            return nil
        }
        guard isValid else { return nil }
    }

    /// Sixteen characters; nil when a part does not fit its place.
    public var text: String? {
        guard isValid else { return nil }
        switch self {
        case .relative(let fields):
            return Self.digits(fields) + "000R"
        case .absolute(let fields, let tenths, let quarters):
            return Self.digits(fields) + String(tenths) + Self.two(quarters.magnitude)
                + (quarters < 0 ? "-" : "+")
        }
    }

    /// The relative form, rounded up to a second; nil for less than a second or above 31 days.
    public static func lasting(_ duration: Duration) -> SMPPTime? {
        let (whole, attoseconds) = duration.components
        guard whole >= 0, whole < 32 * 86_400 else { return nil }
        let seconds = Int(whole) + (attoseconds > 0 ? 1 : 0)
        let time = SMPPTime.relative(
            Fields(
                day: seconds / 86_400, hour: seconds / 3_600 % 24, minute: seconds / 60 % 60,
                second: seconds % 60))
        return seconds > 0 && time.isValid ? time : nil
    }

    private var isValid: Bool {
        switch self {
        case .relative(let fields): fields.isWithin(absolute: false)
        case .absolute(let fields, let tenths, let quarters):
            fields.isWithin(absolute: true) && (0...9).contains(tenths)
                && (-48...48).contains(quarters)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func digits(_ fields: Fields) -> String {
        fields.all.map { two($0.magnitude) }.joined()
    }

    private static func two(_ number: UInt) -> String {
        (number < 10 ? "0" : "") + String(number)
    }
}
