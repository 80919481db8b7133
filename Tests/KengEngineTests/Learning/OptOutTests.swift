import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 4.
struct OptOutTests {
    static let stopped = "Đã ngừng gửi tin tới số này. Muốn nhận lại, soạn DK."

    @Test(arguments: ["TC", "STOP", "Từ chối", "dung gui"])
    func oneConfirmationAndNothingAfterIt(word: String) async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], everyDays: 4, waves: 2))
        try await city.run(for: .seconds(120))
        let phone = try city.reader()
        try await city.type(word, from: phone)
        let before = city.texts(to: phone).count
        #expect(city.texts(to: phone).last == Self.stopped)
        try await city.type(word, from: phone)
        try await city.type("HD", from: phone)
        try await city.type(String(city.rightLetters(for: phone)), from: phone)
        try await city.run(for: .seconds(6 * 86_400), tick: .seconds(60))
        #expect(city.texts(to: phone).count == before)
        #expect(
            try await city.number(
                """
                SELECT COUNT(*) FROM message
                WHERE phone = \(phone.number) AND state = 9 AND reason = 1
                    AND wave_id IS NOT NULL
                """) == 1)
        #expect(try await city.violations().isEmpty)
    }

    /// Rows that were planned before the opt-out do not leave either.
    @Test func whatWasPlannedBeforeDoesNotLeave() async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(2), tick: .milliseconds(100))
        let waiting = try await city.numbers(
            "SELECT phone FROM message WHERE state = 1 ORDER BY due_at DESC, id DESC LIMIT 5")
        for number in waiting {
            city.sandbox.type(
                from: try PhoneNumber(international: number), text: "STOP", at: city.clock.now)
        }
        try await city.run(for: .seconds(3600))
        #expect(waiting.count == 5)
        for number in waiting {
            let phone = try PhoneNumber(international: number)
            #expect(city.texts(to: phone).count == 1)
        }
        #expect(
            try await city.number("SELECT COUNT(*) FROM message WHERE state = 9 AND reason = 1")
                == 5)
        #expect(
            try await city.number(
                "SELECT COUNT(*) FROM message WHERE state = 4 AND wave_id IS NULL") == 5)
        #expect(try await city.violations().isEmpty)
    }

    /// By the clock the text left an hour after the opt-out; verify must know better.
    @Test func aClockSetBackBeforeAnOptOutIsNoViolation() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(120))
        let phone = try city.reader()
        city.clock.advance(by: .seconds(-3600))
        try await city.type("STOP", from: phone)
        #expect(city.texts(to: phone).last == Self.stopped)
        #expect(try await city.violations() == [])
    }

    @Test func aStrangerIsConfirmedOnceToo() async throws {
        let city = try await TestCity(.init(households: 7))
        let stranger = try PhoneNumber(international: 84_987_654_321)
        try await city.type("STOP", from: stranger)
        try await city.type("STOP", from: stranger)
        try await city.type("HD", from: stranger)
        #expect(city.texts(to: stranger).count == 1)
        try await city.type("DK", from: stranger)
        try await city.type("HD", from: stranger)
        #expect(city.texts(to: stranger).count == 3)
    }

    @Test func optingInAgainLetsTheNextWaveCome() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], everyDays: 4, waves: 2))
        try await city.run(for: .seconds(120))
        let phone = try city.reader()
        try await city.type("TC", from: phone)
        try await city.type("DK", from: phone)
        let before = city.texts(to: phone).count
        try await city.run(for: .seconds(5 * 86_400), tick: .seconds(60))
        #expect(city.texts(to: phone).count == before + 1)
        #expect(
            try await city.lines(
                "SELECT act FROM consent WHERE phone = \(phone.number) ORDER BY id", columns: 1)
                == ["opt_out", "opt_in"])
    }
}
