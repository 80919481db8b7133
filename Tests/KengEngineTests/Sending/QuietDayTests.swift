import KengDomain
@testable import KengEngine
import KengSimulation
import KengStore
import Testing

/// Promise 3 on days of mourning: announced on short notice, kept from the next hand-off on.
struct QuietDayTests {
    /// Where a message's recipient lives and the local day it left on.
    private static func days(_ city: TestCity) async throws -> [String: Set<Int64>] {
        let rows = try await city.lines(
            """
            SELECT area.code, (message.handoff_at + area.utc_offset * 60000) / 86400000
            FROM message
            JOIN resident ON resident.id = message.resident_id
            JOIN area ON area.id = resident.area_id
            WHERE message.wave_id IS NOT NULL AND message.handoff_at IS NOT NULL
            """, columns: 2)
        var days: [String: Set<Int64>] = [:]
        for row in rows {
            let parts = row.split(separator: "|")
            days[String(parts[0]), default: []].insert(Int64(parts[1]) ?? 0)
        }
        return days
    }

    private static func today(_ city: TestCity) throws -> LocalDay {
        LocalDay(of: city.clock.now, at: try city.area("V").offset)
    }

    @Test func whatCanWaitLeavesOnTheNextDay() async throws {
        let city = try await TestCity(.init(households: 42))
        let today = try Self.today(city)
        let isNew = try await city.desk.addQuietDay(
            today, in: try city.area("V").id, reason: "mourning", by: city.approver)
        #expect(isNew)
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(2 * 86_400))
        let days = try await Self.days(city)
        let vietnam = days.filter { $0.key.hasPrefix("V") }
        #expect(!vietnam.isEmpty)
        #expect(vietnam.values.allSatisfy { $0 == [Int64(today.number + 1)] })
        // The other country does not mourn.
        let others = days.filter { !$0.key.hasPrefix("V") }
        #expect(others.values.contains { $0.contains(Int64(today.number)) })
        #expect(try await city.violations().isEmpty)
    }

    @Test func nothingLeavesAfterTheAnnouncement() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(3), tick: .milliseconds(100))
        let before = city.watch.handovers.count
        let area = try city.area("V").id
        _ = try await city.desk.addQuietDay(
            try Self.today(city), in: area, reason: "mourning", by: city.approver)
        try await city.run(for: .seconds(6 * 3600))
        #expect(before > 0)
        #expect(city.watch.handovers.count == before)
        #expect(try await city.violations().isEmpty)
        try await city.run(for: .seconds(30 * 3600))
        #expect(try await city.number("SELECT COUNT(*) FROM message WHERE state = 1") == 0)
        #expect(city.watch.handovers.count > before)
        #expect(try await city.violations().isEmpty)
    }

    @Test(arguments: [MessageClass.service, .emergency])
    func serviceAndAlarmsDoNotWait(messageClass: MessageClass) async throws {
        let city = try await TestCity(.init(households: 12))
        _ = try await city.desk.addQuietDay(
            try Self.today(city), in: try city.area("V").id, reason: "mourning",
            by: city.approver)
        try await city.approve(try city.brief(["V"], messageClass: messageClass))
        try await city.run(for: .seconds(600))
        #expect(!city.watch.handovers.isEmpty)
        #expect(try await city.violations().isEmpty)
    }

    /// The holidays of a country are content, and the check page reckons with both kinds.
    @Test func theCheckSaysWhenTheFirstLeaves() async throws {
        let city = try await TestCity(.init(households: 12))
        let id = try await city.desk.create(try city.brief(["V"]), by: city.author)
        let before = try #require(try await city.desk.check(id).firstLeaves)
        let today = try Self.today(city)
        for offset in 0..<2 {
            _ = try await city.desk.addQuietDay(
                today.advanced(by: offset), in: try city.area("V").id, reason: "mourning",
                by: city.approver)
        }
        let sheet = try await city.desk.check(id)
        let first = try #require(sheet.firstLeaves)
        let zone = try city.area("V").offset
        #expect(LocalDay(of: before, at: zone) == today)
        #expect(LocalDay(of: first, at: zone) == today.advanced(by: 2))
        #expect(sheet.crossesQuietHours)
    }

    @Test func holidaysOfTheContentAreKept() throws {
        let hours = try SendHours(opens: try MinuteOfDay("07:00"), closesAtMinute: 21 * 60)
        let offset = try UTCOffset(minutes: 420)
        let day = try LocalDay("2027-02-06")
        let rule = HandoffRule(
            hours: hours, cap: .none, quietDays: [day, day.advanced(by: 1)])
        let noon = day.instant(at: try MinuteOfDay("12:00"), offset: offset)
        let opening = day.advanced(by: 2).instant(at: try MinuteOfDay("07:00"), offset: offset)
        #expect(rule.firstLawful(from: noon, at: offset) == opening)
        let eve = day.advanced(by: -1).instant(at: try MinuteOfDay("21:30"), offset: offset)
        #expect(rule.firstLawful(from: eve, at: offset) == opening)
        #expect(rule.firstLawful(from: opening, at: offset) == opening)
    }

    @Test func onlyAnApproverOfThePlaceMay() async throws {
        let city = try await TestCity(.init(households: 3))
        let (day, area) = (try Self.today(city), try city.area("V").id)
        await #expect(throws: DeskProblem.approversOnly) {
            try await city.desk.addQuietDay(day, in: area, reason: "x", by: city.author)
        }
        let ward = Account(
            id: city.approver.id, name: "ward", role: .approver, area: try city.area("V1").id,
            language: "vi")
        await #expect(throws: DeskProblem.outsideArea) {
            try await city.desk.addQuietDay(day, in: area, reason: "x", by: ward)
        }
        #expect(try await city.number("SELECT COUNT(*) FROM quiet_day") == 0)
        var changes: [Bool] = []
        for _ in 0..<2 {
            changes.append(
                try await city.desk.addQuietDay(day, in: area, reason: "x", by: city.approver))
        }
        for _ in 0..<2 {
            changes.append(
                try await city.desk.removeQuietDay(day, in: area, by: city.approver))
        }
        #expect(changes == [true, false, true, false])
        #expect(try await city.violations().isEmpty)
    }
}
