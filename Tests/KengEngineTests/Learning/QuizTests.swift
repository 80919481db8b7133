import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

struct QuizTests {
    @Test func allInOneIsPassedByOneRow() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(city.texts(to: phone).last?.contains("5/5") == true)
        #expect(try await city.sessions(of: phone) == [.passed])
        #expect(try await city.number("SELECT COUNT(*) FROM attendance WHERE points = 5") == 1)
        #expect(try await city.number("SELECT COUNT(*) FROM household WHERE covered_at > 0") == 1)
    }

    /// One who answers wrongly, one who passes, and one of the same household who passes later.
    @Test func aCampaignCountsWhatCameOfIt() async throws {
        let city = try await TestCity(.init(households: 7))
        let id = try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(60))
        var phones: [PhoneNumber] = []
        for handover in city.watch.handovers
        where handover.text.language == .vietnamese && !phones.contains(handover.text.phone) {
            phones.append(handover.text.phone)
        }
        try #require(phones.count >= 3)
        func counts() async throws -> [CampaignCount: Int] {
            try await city.database.read { try $0.campaignCounts(of: id) }
        }
        #expect(try await counts() == [:])
        let letters = try city.rightLetters(for: phones[0])
        try await city.type(String(wrong(letters)), from: phones[0])
        #expect(try await counts() == [.replied: 1])
        try await city.change(
            """
            UPDATE resident SET household_id = (
                SELECT household_id FROM resident WHERE phone = \(phones[1].number))
            WHERE phone = \(phones[2].number)
            """)
        for phone in phones[1...2] {
            let letters = try city.rightLetters(for: phone)
            try await city.type(String(letters), from: phone)
            try await city.type(String(letters), from: phone)
        }
        #expect(try await counts() == [.replied: 3, .passed: 2, .covered: 1])
    }

    @Test func allInOneIsFailedByWrongLetters() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"]))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(String(wrong(try city.rightLetters(for: phone))), from: phone)
        #expect(city.texts(to: phone).last?.contains("0/5") == true)
        #expect(try await city.sessions(of: phone) == [.failed])
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 0)
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 0)
    }

    @Test(arguments: [true, false])
    func oneByOneAsksFiveTimes(isRight: Bool) async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], manner: .oneByOne))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        for number in 1...5 {
            #expect(city.texts(to: phone).count == number)
            #expect(city.texts(to: phone).last?.contains("\(number)/5. ") == true)
            let letters = try city.rightLetters(for: phone)
            try await city.type(
                String((isRight ? letters : wrong(letters)).prefix(1)), from: phone)
        }
        #expect(city.texts(to: phone).last?.contains(isRight ? "5/5" : "0/5") == true)
        #expect(try await city.sessions(of: phone) == [isRight ? .passed : .failed])
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == (isRight ? 1 : 0))
        #expect(try await city.violations().isEmpty)
    }

    @Test func aRetryAsksAnotherForm() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], everyDays: 4, waves: 2))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(String(wrong(try city.rightLetters(for: phone))), from: phone)
        let first = try #require(city.texts(to: phone).first)
        try await city.run(for: .seconds(4 * 86_400), tick: .seconds(60))
        let second = try #require(city.texts(to: phone).last)
        #expect(first != second)
        try await city.type(String(try city.rightLetters(for: phone)), from: phone)
        #expect(try await city.sessions(of: phone) == [.failed, .passed])
        #expect(try await city.number("SELECT COUNT(DISTINCT form) FROM session") == 2)
        #expect(try await city.number("SELECT COUNT(*) FROM attendance") == 1)
        #expect(try await city.violations().isEmpty)
    }

    @Test(arguments: [QuizSession.Manner.oneByOne, .allInOne])
    func anUnreadableReplyIsHelpedOnce(manner: QuizSession.Manner) async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], manner: manner))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        for _ in 0..<3 { try await city.type("khong biet gi het", from: phone) }
        #expect(city.texts(to: phone).count == 2)
        let letters = try city.rightLetters(for: phone)
        try await city.type(String(letters), from: phone)
        #expect(city.texts(to: phone).count == 3)
    }

    @Test func aStrangeTextWithoutAQuestionIsHelpedOnce() async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], manner: nil))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        for _ in 0..<3 { try await city.type("xin chao cac ban", from: phone) }
        #expect(city.texts(to: phone).count == 2)
    }

    @Test(arguments: [false, true])
    func anEmergencyIsAnsweredAtOnce(isOptedOut: Bool) async throws {
        let city = try await TestCity(.init(households: 42, segmentsPerSecond: 24))
        let night = city.clock.now + .seconds(18 * 3600)
        try await city.approve(try city.brief(["V", "31.71"]))
        try await city.run(for: .seconds(600))
        for (phone, number) in [
            (try city.reader(), "114"), (try city.indonesian(), "112"),
        ] {
            if isOptedOut { try await city.type("STOP", from: phone) }
            city.clock.set(max(night, city.clock.now))
            let before = city.texts(to: phone).count
            city.sandbox.type(from: phone, text: "113", at: city.clock.now)
            try await city.run(for: .seconds(1), tick: .milliseconds(10))
            #expect(city.texts(to: phone).count == before + 1)
            #expect(city.texts(to: phone).last?.contains(number) == true)
        }
    }

    /// What saves from smoke may set off gas, so each cry has its own answer.
    @Test(arguments: [
        ("nhà tôi có mùi gas", "không gọi điện trong nhà"), ("nhà tôi có khói", "bịt khe"),
    ])
    func gasIsAnsweredAsGas(cry: String, advice: String) async throws {
        let city = try await TestCity(.init(households: 7))
        try await city.approve(try city.brief(["V"], manner: nil))
        try await city.run(for: .seconds(60))
        let phone = try city.reader()
        try await city.type(cry, from: phone)
        let answer = try #require(city.texts(to: phone).last)
        #expect(answer.contains(advice) && answer.contains("114"))
    }
}

extension TestCity {
    /// A phone in Jakarta.
    func indonesian() throws -> PhoneNumber {
        let found = watch.handovers.first { $0.text.phone.digits.hasPrefix("62") }
        guard let found else { throw Problem.noMessage }
        return found.text.phone
    }

    func sessions(of phone: PhoneNumber) async throws -> [QuizSession.State] {
        try await numbers("SELECT state FROM session WHERE phone = \(phone.number) ORDER BY id")
            .compactMap(QuizSession.State.init(code:))
    }
}
