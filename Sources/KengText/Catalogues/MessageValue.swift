package import KengDomain

/// What stands in a message's placeholder; numbers, days and times are written as the language does.
package enum MessageValue: Hashable, Sendable {
    case text(String)
    case number(Int)
    case decimal(Double)
    case day(LocalDay)
    case time(MinuteOfDay)
}

extension MessageValue: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        self = .text(value)
    }
}

extension MessageValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) {
        self = .number(value)
    }
}
