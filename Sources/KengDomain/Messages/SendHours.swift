/// Why a message is sent; hours and caps depend on it (facts: law and consent, 6).
package enum MessageClass: Int64, Hashable, Sendable, CaseIterable {
    case awareness = 1
    case service = 2
    case advertising = 3
    case emergency = 4

    package var word: String {
        switch self {
        case .awareness: "awareness"
        case .service: "service"
        case .advertising: "advertising"
        case .emergency: "emergency"
        }
    }

    /// How many people must approve a campaign of it: an alarm that goes past hours and caps, two.
    package var approvals: Int {
        switch self {
        case .awareness, .service, .advertising: 1
        case .emergency: 2
        }
    }

    /// Whether it waits on holidays and days of mourning.
    package var keepsQuietDays: Bool {
        switch self {
        case .awareness, .advertising: true
        case .service, .emergency: false
        }
    }

    package init?(word: String) {
        guard let known = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = known
    }
}

/// The lawful minutes of a local day, from `opens` up to but not including `closes`.
package struct SendHours: Hashable, Sendable {
    package let opens: MinuteOfDay
    /// 1 to 1440 minutes after midnight; 1440 is the end of the day.
    package let closesAtMinute: Int

    private init(known opens: MinuteOfDay, closesAtMinute: Int) {
        self.opens = opens
        self.closesAtMinute = closesAtMinute
    }

    package static let always = SendHours(known: .midnight, closesAtMinute: 1440)

    package enum Problem: Error, Hashable {
        case empty(opens: MinuteOfDay, closesAtMinute: Int)
    }

    package init(opens: MinuteOfDay, closesAtMinute: Int) throws(Problem) {
        guard closesAtMinute <= 1440, opens.minutes < closesAtMinute else {
            throw .empty(opens: opens, closesAtMinute: closesAtMinute)
        }
        self.opens = opens
        self.closesAtMinute = closesAtMinute
    }

    package func allows(_ instant: Instant, at offset: UTCOffset) -> Bool {
        let minute = offset.minuteOfDay(at: instant).minutes
        return opens.minutes <= minute && minute < closesAtMinute
    }

    /// `instant` itself when lawful, else the next opening minute on the wall clock at `offset`.
    package func firstLawful(from instant: Instant, at offset: UTCOffset) -> Instant {
        guard !allows(instant, at: offset) else { return instant }
        let today = LocalDay(of: instant, at: offset)
        let opening = today.instant(at: opens, offset: offset)
        return opening > instant
            ? opening : today.advanced(by: 1).instant(at: opens, offset: offset)
    }

    /// The moment the lawful window that holds `instant` ends.
    package func closing(of instant: Instant, at offset: UTCOffset) -> Instant {
        let today = LocalDay(of: instant, at: offset)
        let midnight = Instant(
            milliseconds: Int64(today.number) * 86_400_000 - offset.milliseconds)
        return midnight + .seconds(closesAtMinute * 60)
    }
}
