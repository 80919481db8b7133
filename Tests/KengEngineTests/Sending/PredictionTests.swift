import Foundation
import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promises 11 and 14.
struct PredictionTests {
    @Test(arguments: [QuizSession.Manner.oneByOne, .allInOne])
    func whatWasPredictedIsWhatWasTaken(manner: QuizSession.Manner) async throws {
        let city = try await TestCity(.init(households: 42))
        let id = try await city.desk.create(try city.brief(manner: manner), by: city.author)
        let sheet = try await city.desk.check(id)
        try await city.desk.submit(id, by: city.author)
        try await city.desk.approve(id, digest: sheet.digest, by: city.approver)
        try await city.run(for: .seconds(10 * 3600))
        let sent = try await city.number(
            "SELECT COUNT(*) FROM message WHERE wave_id IS NOT NULL AND state = 4")
        #expect(sheet.recipients == sent)
        #expect(try await city.number("SELECT COUNT(*) FROM part") == sheet.segments)
        #expect(
            try await city.number("SELECT COUNT(*) FROM message WHERE state = 9")
                == sheet.unsendable.reduce(0) { $0 + $1.recipients })
    }

    @Test func theHandsetShowsTheKeptText() async throws {
        let city = try await TestCity(.init(households: 21))
        try await city.approve(try city.brief())
        try await city.run(for: .seconds(10 * 3600))
        let kept = try await city.database.read { transaction in
            try transaction.all(
                """
                SELECT message.phone, body.text FROM message
                JOIN body ON body.id = message.body_id
                WHERE message.state = 4
                """
            ) { (try PhoneNumber(international: try $0.integer(0)), try $0.text(1)) }
        }
        #expect(kept.count > 10)
        for (phone, text) in kept {
            let shown = city.sandbox.handset(phone, at: city.clock.now).map(\.text)
            #expect(shown.contains(text))
        }
        #expect(try await city.violations().isEmpty)
    }

    /// Lessons, questions, feedback and replies alike.
    @Test func everyTextIsCountedAsItIsSent() async throws {
        let city = try await TestCity(.init(households: 28, people: TestCity.Setup.lively))
        try await city.approve(try city.brief(manner: .oneByOne))
        try await city.run(for: .seconds(12 * 3600), tick: .seconds(20))
        let replies = try await city.number("SELECT COUNT(*) FROM message WHERE wave_id IS NULL")
        #expect(replies > 10)
        for handover in city.watch.handovers {
            #expect(SegmentCount(handover.text.text).segments == handover.text.segments)
        }
    }

    /// Each form of each language is on the sheet, with as many recipients as really get it.
    @Test(arguments: [QuizSession.Manner.oneByOne, .allInOne, nil])
    func whatLeavesIsExactlyWhatIsShown(manner: QuizSession.Manner?) async throws {
        let city = try await TestCity(.init(households: 84))
        let id = try await city.approve(try city.brief(manner: manner))
        let sheet = try await city.desk.check(id)
        try await city.run(for: .seconds(10 * 3600))
        let sent = try await city.database.read { transaction in
            try transaction.all(
                """
                SELECT body.text, COUNT(*), SUM(message.segments) FROM message
                JOIN body ON body.id = message.body_id
                WHERE message.wave_id IS NOT NULL AND message.state = 4
                GROUP BY body.text
                """
            ) { "\(try $0.integer(1)) \(try $0.integer(2)) \(try $0.text(0))" }
        }
        let shown = Dictionary(grouping: sheet.texts, by: \.body.text).map { text, same in
            "\(same.reduce(0) { $0 + $1.recipients }) \(same.reduce(0) { $0 + $1.segments }) \(text)"
        }
        #expect(Set(sent) == Set(shown))
        #expect(sheet.languages.flatMap(\.texts).count == sheet.texts.count)
        #expect(Set(sheet.texts.map(\.form)).count == (manner == nil ? 1 : QuizBank.forms))
    }

    /// What word processors write costs a segment or two: the route's table takes it out, the sheet
    /// says so, and that text leaves.
    @Test func whatTheRouteReplacesIsShownAndSentSo() async throws {
        let table = try Replacements(
            String(contentsOfFile: Shelf.locales + "/replacements.txt", encoding: .utf8))
        let city = try await TestCity(
            .init(households: 42, route: RouteText(replacements: table)))
        for draft in try Shelf.drafts.get() {
            try await city.publish(draft.saying("“Ayo…”"))
        }
        let id = try await city.approve(try city.brief(["I"]))
        let sheet = try await city.desk.check(id)
        let indonesian = sheet.texts.filter { $0.language == .indonesian }
        try #require(!indonesian.isEmpty)
        for text in indonesian {
            #expect(text.body.text.contains("\"Ayo...\""))
            #expect(text.body.encoding == SegmentEncoding.gsm7.rawValue)
            #expect(text.replaced.map { "\($0.rule.character)\($0.count)" } == ["“1", "…1", "”1"])
        }
        try await city.run(for: .seconds(10 * 3600))
        let sent = Set(city.watch.handovers.map(\.text.text))
        #expect(!sent.isEmpty && sent.isSubset(of: sheet.texts.map(\.body.text)))
        #expect(
            try await city.number("SELECT SUM(segments) FROM message WHERE state = 4")
                == sheet.segments)
    }

    /// What people are told after an answer was on the sheet, and costs no more than it said.
    @Test(arguments: [QuizSession.Manner.oneByOne, .allInOne])
    func repliesAreThoseOfTheSheet(manner: QuizSession.Manner) async throws {
        let city = try await TestCity(.init(households: 42, people: TestCity.Setup.lively))
        let id = try await city.approve(try city.brief(manner: manner))
        let sheet = try await city.desk.check(id)
        try await city.run(for: .seconds(12 * 3600), tick: .seconds(20))
        let replies = try await city.database.read { transaction in
            try transaction.all(
                """
                SELECT body.text, message.segments FROM inbound
                JOIN message ON message.id = inbound.reply_id
                JOIN body ON body.id = message.body_id
                WHERE inbound.intent = 'answer' AND inbound.session_id IS NOT NULL
                """
            ) { (text: try $0.text(0), segments: Int(try $0.integer(1))) }
        }
        #expect(replies.count > 10)
        #expect(replies.reduce(0) { $0 + $1.segments } <= sheet.mostReplySegments)
        let known = sheet.texts.compactMap(\.replies)
        let starts = known.flatMap(\.questions).flatMap(\.feedback).map { $0 + "\n" }
        let reasons = known.flatMap(\.questions).map(\.reason)
        for reply in replies where !starts.contains(where: reply.text.hasPrefix) {
            let isWhole = known.contains {
                $0.passed.text == reply.text || $0.help.text == reply.text
            }
            #expect(isWhole || reasons.contains { reply.text.contains($0) }, "\(reply.text)")
        }
    }

    /// Without marks it is the same text to the last question, and only to compare.
    @Test func theOtherMarksAreThoseOfTheSameText() async throws {
        let city = try await TestCity(.init(households: 42))
        var brief = try city.brief(["V"], manner: .oneByOne)
        let marked = try await city.desk.check(city.desk.create(brief, by: city.author))
        brief.isUnmarked = true
        let unmarked = try await city.desk.check(city.desk.create(brief, by: city.author))
        func texts(_ sheet: CheckSheet, _ text: (CheckText) -> String?) -> [String] {
            sheet.texts.filter { $0.language == .vietnamese }.compactMap(text)
        }
        #expect(texts(marked) { $0.otherMarks?.text } == texts(unmarked) { $0.body.text })
        #expect(texts(unmarked) { $0.otherMarks?.text } == texts(marked) { $0.body.text })
        #expect(marked.texts.allSatisfy { ($0.otherMarks == nil) == ($0.language != .vietnamese) })
    }

    /// Later waves ask the other forms, so a person in a one-person audience sees all three.
    @Test func textsOfLaterWavesAreShownToo() async throws {
        let city = try await TestCity(.init(households: 42))
        let id = try await city.desk.create(
            try city.brief(manner: .oneByOne, hours: 5, everyDays: 1, waves: 3), by: city.author)
        let sheet = try await city.desk.check(id)
        for language in sheet.languages {
            #expect(Set(language.texts.map(\.form)) == Set(0..<QuizBank.forms))
        }
    }

    /// Makassar has no number that is certain: its people are listed, and others are sent to.
    @Test func anAreaWithoutACertainNumberIsNotSentTo() async throws {
        let city = try await TestCity(.init(households: 42))
        let id = try await city.approve(try city.brief(["I"]))
        let sheet = try await city.desk.check(id)
        try await city.run(for: .seconds(10 * 3600))
        let makassar = try city.area("73.71").id
        let listed = try await city.numbers(
            "SELECT phone FROM message WHERE state = 9 AND reason = 4 ORDER BY phone")
        let people = try await city.numbers(
            """
            SELECT phone FROM resident WHERE is_holder = 1 AND area_id = \(makassar)
            ORDER BY phone
            """)
        #expect(!people.isEmpty && listed == people)
        #expect(sheet.unsendable.map(\.reason) == [.noFireNumber])
        #expect(sheet.unsendable.first?.recipients == people.count)
        #expect(!city.watch.handovers.isEmpty)
        for handover in city.watch.handovers {
            #expect(!people.contains(handover.text.phone.number))
            #expect(handover.text.text.contains("112"))
            #expect(!handover.text.text.contains("114"))
            #expect(!handover.text.text.contains("{"))
        }
    }
}
