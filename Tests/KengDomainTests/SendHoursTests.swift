import KengDomain
import Testing

struct SendHoursTests {
    static let noon = Instant(milliseconds: 1_795_410_000_000)

    @Test(arguments: [420, 480, 540, -300], UInt64(1)...4)
    func theFirstLawfulMomentIsLawfulAndTheFirst(minutes: Int, seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let offset = try UTCOffset(minutes: minutes)
        for _ in 0..<40 {
            let opens = Int(chance.next() % 1439)
            let hours = try SendHours(
                opens: try #require(MinuteOfDay(minutes: opens)),
                closesAtMinute: opens + 1 + Int(chance.next() % UInt64(1440 - opens)))
            let asked = Self.noon + .milliseconds(Int64(chance.next() % 172_800_000))
            let first = hours.firstLawful(from: asked, at: offset)
            #expect(first >= asked)
            #expect(hours.allows(first, at: offset))
            #expect(first == asked || !hours.allows(first - .milliseconds(1), at: offset))
            #expect(first - asked <= .seconds(86_400))
            var minute = asked
            var missed = 0
            while minute < first {
                if hours.allows(minute, at: offset) { missed += 1 }
                minute = minute + .seconds(613)
            }
            #expect(missed == 0)
            let closing = hours.closing(of: first, at: offset)
            #expect(closing > first)
            #expect(hours.allows(closing - .milliseconds(1), at: offset))
            #expect(hours.closesAtMinute == 1440 || !hours.allows(closing, at: offset))
        }
    }

    @Test func openingMinuteIsLawfulAndClosingMinuteIsNot() throws {
        let hours = try SendHours(opens: try MinuteOfDay("07:00"), closesAtMinute: 1290)
        let day = LocalDay(of: Self.noon, at: .hanoi)
        func at(_ clock: String) throws -> Bool {
            hours.allows(day.instant(at: try MinuteOfDay(clock), offset: .hanoi), at: .hanoi)
        }
        #expect(try !at("06:59"))
        #expect(try at("07:00"))
        #expect(try at("21:29"))
        #expect(try !at("21:30"))
    }

    @Test(arguments: [(420, 420), (420, 60), (0, 1441)])
    func emptyHoursAreRefused(opens: Int, closes: Int) throws {
        let opens = try #require(MinuteOfDay(minutes: opens))
        #expect(throws: SendHours.Problem.empty(opens: opens, closesAtMinute: closes)) {
            try SendHours(opens: opens, closesAtMinute: closes)
        }
    }
}

struct HandoffRuleTests {
    static func facts(
        _ purpose: HandoffFacts.Purpose = .ordinary, lane: Lane = .bulk, isOptedOut: Bool = false,
        day: Int = 0, week: Int = 0, expires: Duration = .seconds(86_400)
    ) -> HandoffFacts {
        HandoffFacts(
            messageClass: .awareness, lane: lane, purpose: purpose, isOptedOut: isOptedOut,
            sentInDay: day, sentInWeek: week, offset: .hanoi,
            expires: SendHoursTests.noon + expires)
    }

    @Test(arguments: [
        (facts(), HandoffDecision.send),
        (facts(isOptedOut: true), .suppress(.optedOut)),
        (facts(lane: .reply, isOptedOut: true), .suppress(.optedOut)),
        (facts(.optOutConfirmation, isOptedOut: true), .send),
        (facts(.emergencyAnswer, isOptedOut: true), .send),
        (facts(day: 1), .suppress(.capped)),
        (facts(week: 4), .suppress(.capped)),
        (facts(lane: .reply, day: 9, week: 9), .send),
        (facts(expires: .zero), .expire),
        (facts(.emergencyAnswer, expires: .zero), .expire),
    ])
    func byDay(facts: HandoffFacts, decision: HandoffDecision) throws {
        let rule = HandoffRule(
            hours: try SendHours(opens: try MinuteOfDay("07:00"), closesAtMinute: 1290),
            cap: JurisdictionRules.Cap(perDay: 1, perWeek: 4))
        #expect(rule.decide(facts, at: SendHoursTests.noon) == decision)
    }

    @Test func byNight() throws {
        let rule = HandoffRule(
            hours: try SendHours(opens: try MinuteOfDay("07:00"), closesAtMinute: 1290), cap: .none)
        let night = SendHoursTests.noon + .seconds(11 * 3600)
        let morning = SendHoursTests.noon + .seconds(19 * 3600)
        #expect(rule.decide(Self.facts(), at: night) == .hold(until: morning))
        #expect(rule.decide(Self.facts(expires: .seconds(12 * 3600)), at: night) == .expire)
        #expect(rule.decide(Self.facts(.emergencyAnswer), at: night) == .send)
    }
}
