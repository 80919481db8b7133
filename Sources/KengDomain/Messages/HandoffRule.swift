/// What is true of one planned message at the moment it might leave.
package struct HandoffFacts: Hashable, Sendable {
    /// Answers to what a person just wrote go past the caps, and two kinds go past an opt-out.
    package enum Purpose: Int64, Hashable, Sendable {
        case ordinary = 0
        /// The one confirmation that follows an opt-out.
        case optOutConfirmation = 1
        /// "Call the fire brigade now", to someone who wrote that there is a fire.
        case emergencyAnswer = 2
    }

    package let messageClass: MessageClass
    package let lane: Lane
    package let purpose: Purpose
    package let isOptedOut: Bool
    /// Texts of this class handed over to this phone in the last 24 hours and 7 days.
    package let sentInDay: Int
    package let sentInWeek: Int
    package let offset: UTCOffset
    package let expires: Instant
    /// How long after the opening minute it leaves when it waited for that.
    package let delay: Duration

    package init(
        messageClass: MessageClass, lane: Lane, purpose: Purpose, isOptedOut: Bool,
        sentInDay: Int, sentInWeek: Int, offset: UTCOffset, expires: Instant,
        delay: Duration = .zero
    ) {
        self.messageClass = messageClass
        self.lane = lane
        self.purpose = purpose
        self.isOptedOut = isOptedOut
        self.sentInDay = sentInDay
        self.sentInWeek = sentInWeek
        self.offset = offset
        self.expires = expires
        self.delay = delay
    }
}

package enum HandoffDecision: Hashable, Sendable {
    case send
    /// Not now: due again at this moment.
    case hold(until: Instant)
    case suppress(Suppression)
    case expire
}

/// Decides at hand-off, whatever planning thought: the law of the send path in one place.
package struct HandoffRule: Hashable, Sendable {
    package let hours: SendHours
    package let cap: JurisdictionRules.Cap
    /// Days on which nothing leaves at all.
    package var quietDays: Set<LocalDay>

    package init(
        hours: SendHours, cap: JurisdictionRules.Cap, quietDays: Set<LocalDay> = []
    ) {
        self.hours = hours
        self.cap = cap
        self.quietDays = quietDays
    }

    /// `instant` itself when lawful, else the next lawful moment on the wall clock at `offset`.
    package func firstLawful(from instant: Instant, at offset: UTCOffset) -> Instant {
        var lawful = hours.firstLawful(from: instant, at: offset)
        var day = LocalDay(of: lawful, at: offset)
        while quietDays.contains(day) {
            day = day.advanced(by: 1)
            lawful = hours.firstLawful(
                from: day.instant(at: .midnight, offset: offset), at: offset)
        }
        return lawful
    }

    /// Every minute of the day, no caps.
    package static let always = HandoffRule(hours: .always, cap: .none)

    /// Areas wait for moments of their own after an opening, so that a whole country does not answer at once.
    package static let longestDelay = Duration.seconds(600)

    /// How long after the opening minute the texts of an area leave, when they waited for it.
    package static func delay(in area: Area.ID) -> Duration {
        var chance = SeededGenerator(seed: 7, subject: area.rawValue)
        let milliseconds = UInt64(longestDelay.milliseconds)
        return .milliseconds(Int64(chance.next() % milliseconds))
    }

    /// When a text leaves that has to wait for `opening`: a little later, if it does not expire by that.
    package static func spread(
        _ opening: Instant, by delay: Duration, before expires: Instant
    ) -> Instant {
        opening + delay < expires ? opening + delay : opening
    }

    package func decide(_ facts: HandoffFacts, at now: Instant) -> HandoffDecision {
        guard now < facts.expires else { return .expire }
        switch facts.purpose {
        case .optOutConfirmation, .emergencyAnswer: return .send
        case .ordinary: break
        }
        if facts.isOptedOut { return .suppress(.optedOut) }
        if facts.lane != .reply {
            if let most = cap.perDay, facts.sentInDay >= most { return .suppress(.capped) }
            if let most = cap.perWeek, facts.sentInWeek >= most { return .suppress(.capped) }
        }
        // An answer to what a person just wrote waits for no day of mourning.
        let lawful =
            facts.lane == .bulk
            ? firstLawful(from: now, at: facts.offset)
            : hours.firstLawful(from: now, at: facts.offset)
        guard lawful > now else { return .send }
        guard lawful < facts.expires else { return .expire }
        return .hold(
            until: Self.spread(lawful, by: facts.delay, before: facts.expires))
    }
}
