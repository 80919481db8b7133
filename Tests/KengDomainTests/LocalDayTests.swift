import KengDomain
import Testing

struct LocalDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2000-03-01", 11017),
        ("1900-03-01", -25508), ("2024-02-29", 19782), ("2026-11-23", 20780),
        ("9999-12-31", 2_932_896), ("0001-01-01", -719_162),
    ])
    func knownDaysHaveTheirNumbers(text: String, number: Int) throws {
        let day = try LocalDay(text)
        #expect(day.number == number)
        #expect(day.description == text)
        #expect(LocalDay(number: number) == day)
    }

    @Test(arguments: [
        "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-30",
        "2026-4-30", "2026/04/30", "", "2026-04-30 ", "2026-04-00", "0000-01-01",
    ])
    func whatIsNoDayIsRefused(text: String) {
        #expect(throws: LocalDay.Problem.notADay(text)) { try LocalDay(text) }
    }

    /// Each day of four centuries follows the one before it in the calendar.
    @Test func civilDaysFollowEachOther() {
        var known = LocalDay(number: -25_567).civil
        var wrong: [Int] = []
        for number in -25_566..<120_530 {
            let next = LocalDay(number: number).civil
            let follows =
                next.day == 1
                ? (next.month == known.month + 1 && next.year == known.year)
                    || (next.month == 1 && known.month == 12 && next.year == known.year + 1)
                : next.year == known.year && next.month == known.month && next.day == known.day + 1
            let back = LocalDay(year: next.year, month: next.month, day: next.day)?.number
            if !follows || back != number { wrong.append(number) }
            known = next
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test(
        arguments: [-840, -1, 0, 420, 480, 540, 840], [-90_000_000_001, -1, 0, 1_795_395_600_001])
    func aMomentLiesInItsDayAndMinute(minutes: Int, milliseconds: Int64) throws {
        let offset = try UTCOffset(minutes: minutes)
        let moment = Instant(milliseconds: milliseconds)
        let day = LocalDay(of: moment, at: offset)
        let start = day.instant(at: offset.minuteOfDay(at: moment), offset: offset)
        #expect(start <= moment && moment < start + .seconds(60))
    }

    @Test(arguments: [("00:00", 0), ("07:00", 420), ("7:05", 425), ("23:59", 1439)])
    func clocksAreRead(text: String, minutes: Int) throws {
        #expect(try MinuteOfDay(text).minutes == minutes)
    }

    @Test(arguments: ["24:00", "12:60", "-1:00", "1200", "12:5", "a:bc", ""])
    func whatIsNoClockIsRefused(text: String) {
        #expect(throws: MinuteOfDay.Problem.notAClock(text)) { try MinuteOfDay(text) }
    }

    @Test(arguments: [-841, 841])
    func aZoneBeyondTheWorldIsRefused(minutes: Int) {
        #expect(throws: UTCOffset.Problem.outOfRange(minutes)) { try UTCOffset(minutes: minutes) }
    }
}
