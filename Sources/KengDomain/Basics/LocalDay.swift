/// A calendar day somewhere, counted in days since 1970-01-01 (Gregorian).
package struct LocalDay: Hashable, Sendable, Comparable {
    package let number: Int

    package enum Problem: Error, Hashable {
        case notADay(String)
    }

    package init(number: Int) {
        self.number = number
    }

    package init(of instant: Instant, at offset: UTCOffset) {
        number = Int(floorDivide(instant.milliseconds + offset.milliseconds, 86_400_000))
    }

    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Days from civil, Howard Hinnant's algorithm: years start in March.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
        let back = civil
        guard back.month == month, back.day == day else { return nil }
    }

    /// Reads `2025-12-31`.
    package init(_ text: String) throws(Problem) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts[2].utf8.count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]), let known = LocalDay(year: year, month: month, day: day)
        else { throw .notADay(text) }
        self = known
    }

    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth + (marchMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The moment this day reaches `minute` on a wall clock at `offset`.
    package func instant(at minute: MinuteOfDay, offset: UTCOffset) -> Instant {
        Instant(
            milliseconds: Int64(number) * 86_400_000 + Int64(minute.minutes) * 60_000
                - offset.milliseconds)
    }

    package func advanced(by days: Int) -> LocalDay {
        LocalDay(number: number + days)
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.number < right.number
    }
}

extension LocalDay: CustomStringConvertible {
    package var description: String {
        let (year, month, day) = civil
        let years = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        return "\(years)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}

extension UTCOffset {
    package var milliseconds: Int64 { Int64(minutes) * 60_000 }

    /// What a wall clock at this offset shows at `instant`.
    package func minuteOfDay(at instant: Instant) -> MinuteOfDay {
        let local = instant.milliseconds + milliseconds
        let minute = Int((local - floorDivide(local, 86_400_000) * 86_400_000) / 60_000)
        guard let known = MinuteOfDay(minutes: minute) else {
            preconditionFailure("a remainder of a day is a minute of it")
        }
        return known
    }
}

package func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
