extension SMPPTime {
    /// A day and a clock, with how many quarter hours that clock is ahead of UTC.
    public struct Absolute: Hashable, Sendable {
        /// 2000 to 2099: the wire has two digits.
        public let year: Int
        public let month, day, hour, minute, second, tenths: UInt8
        /// -48 to 48; Vietnam has 28.
        public let quarters: Int

        /// Nil outside the years 2000 to 2099 or more than twelve hours from UTC.
        public init?(secondsSince1970 seconds: Int64, quarters: Int) {
            guard (-48...48).contains(quarters), (0...4_200_000_000).contains(seconds) else {
                return nil
            }
            let local = seconds + Int64(quarters) * 900
            var days = Int(local / 86_400) - Self.daysTo2000
            guard local >= 0, days >= 0 else { return nil }
            var year = 2000
            while days >= Self.days(year: year) {
                days -= Self.days(year: year)
                year += 1
            }
            guard year < 2100 else { return nil }
            var month = 1
            while days >= Self.days(month: month, year: year) {
                days -= Self.days(month: month, year: year)
                month += 1
            }
            let clock = local % 86_400
            self.year = year
            self.month = UInt8(month)
            day = UInt8(days + 1)
            hour = UInt8(clock / 3_600)
            minute = UInt8(clock / 60 % 60)
            second = UInt8(clock % 60)
            tenths = 0
            self.quarters = quarters
        }

        /// The ten or twelve digits of a receipt's date; nil when they are no date.
        public init?(receipt digits: String, quarters: Int) {
            guard digits.utf8.count == 10 || digits.utf8.count == 12, quarters.magnitude <= 48,
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            let whole = digits.utf8.count == 10 ? digits + "00" : digits
            do throws(Problem) {
                try self.init(SMPPTime.pairs(Array(whole.utf8)), tenths: 0, quarters: quarters)
            } catch {
                return nil
            }
        }

        init(_ pairs: [UInt8], tenths: UInt8, quarters: Int) throws(Problem) {
            year = 2000 + Int(pairs[0])
            guard (1...12).contains(pairs[1]) else { throw .outOfRange(at: 2) }
            let last = Self.days(month: Int(pairs[1]), year: year)
            guard (1...last).contains(Int(pairs[2])) else { throw .outOfRange(at: 4) }
            guard pairs[3] < 24 else { throw .outOfRange(at: 6) }
            guard pairs[4] < 60 else { throw .outOfRange(at: 8) }
            guard pairs[5] < 60 else { throw .outOfRange(at: 10) }
            guard quarters.magnitude <= 48 else { throw .outOfRange(at: 13) }
            month = pairs[1]
            day = pairs[2]
            hour = pairs[3]
            minute = pairs[4]
            second = pairs[5]
            self.tenths = tenths
            self.quarters = quarters
        }

        public var secondsSince1970: Int64 {
            var days = Self.daysTo2000
            for earlier in 2000..<year { days += Self.days(year: earlier) }
            for earlier in 1..<Int(month) { days += Self.days(month: earlier, year: year) }
            days += Int(day) - 1
            let clock = Int(hour) * 3_600 + Int(minute) * 60 + Int(second)
            return Int64(days * 86_400 + clock - quarters * 900)
        }

        private static let daysTo2000 = 10_957

        // Between 2000 and 2099 every fourth year is a leap year.
        private static func days(year: Int) -> Int { year % 4 == 0 ? 366 : 365 }

        private static func days(month: Int, year: Int) -> Int {
            switch month {
            case 2: year % 4 == 0 ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }
    }
}
