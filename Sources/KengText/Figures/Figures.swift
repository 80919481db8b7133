package import KengDomain

/// Numbers, shares, days and times as a reader of one language writes them.
package struct Figures: Hashable, Sendable {
    package let language: InterfaceLanguage

    package init(interface language: InterfaceLanguage) {
        self.language = language
    }

    package init(_ language: Language) {
        self.init(interface: InterfaceLanguage(language))
    }

    /// `41.280` in Vietnamese and Indonesian, `41,280` in Chinese and English.
    package func number(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += groupMark }
            text.append(digit)
        }
        return text
    }

    /// `52%`, or `52,4%` with one decimal; rounded to the nearest, with two exceptions for honesty:
    /// it says 100% only when all are there and 0% only when none is.
    ///
    /// - Returns: "–" when `whole` is zero, since there is nothing to take a share of.
    package func percent(_ part: Int, of whole: Int, decimals: Int = 0) -> String {
        precondition((0...2).contains(decimals), "a share has no more than two decimals")
        precondition(part >= 0, "a part of something is never below nothing")
        guard whole > 0 else { return "–" }
        let scale = [1, 10, 100][decimals]
        let full = 100 * scale
        var share = (2 * part * full + whole) / (2 * whole)
        if part < whole { share = min(share, full - 1) }
        if part > 0 { share = max(share, 1) }
        let fraction = String(share % scale)
        let zeros = String(repeating: "0", count: decimals - (decimals == 0 ? 0 : fraction.count))
        return number(share / scale) + (decimals == 0 ? "" : decimalMark + zeros + fraction) + "%"
    }

    /// `21/11/2026`, `21 November 2026`, `2026年11月21日`.
    package func day(_ day: LocalDay) -> String {
        let (year, month, date) = day.civil
        switch language {
        case .vietnamese: return "\(padded(date))/\(padded(month))/\(year)"
        case .indonesian: return "\(date) \(Self.indonesianMonths[month - 1]) \(year)"
        case .chinese: return "\(year)年\(month)月\(date)日"
        case .english: return "\(date) \(Self.englishMonths[month - 1]) \(year)"
        }
    }

    /// `08:30`, in Indonesian `08.30`.
    package func time(_ minute: MinuteOfDay) -> String {
        padded(minute.minutes / 60) + (language == .indonesian ? "." : ":")
            + padded(minute.minutes % 60)
    }

    /// `08:30:15`, in Indonesian `08.30.15`; for what is fresh to the second.
    package func clock(_ instant: Instant, at offset: UTCOffset) -> String {
        let second = floorDivide(instant.milliseconds + offset.milliseconds, 1000) % 60
        return time(offset.minuteOfDay(at: instant)) + (language == .indonesian ? "." : ":")
            + padded(Int(second < 0 ? second + 60 : second))
    }

    private var groupMark: String {
        switch language {
        case .vietnamese, .indonesian: "."
        case .chinese, .english: ","
        }
    }

    private var decimalMark: String {
        switch language {
        case .vietnamese, .indonesian: ","
        case .chinese, .english: "."
        }
    }

    private func padded(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static let indonesianMonths = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ]

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}
