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

    @Test func thePreviewIsWhatTheFirstAreaGets() async throws {
        let city = try await TestCity(.init(households: 84))
        let id = try await city.approve(try city.brief(["V"], manner: nil))
        let preview = try await city.desk.check(id).languages
        try await city.run(for: .seconds(600))
        for line in preview {
            #expect(
                city.watch.handovers.contains {
                    $0.text.language == line.language && $0.text.text == line.text
                        && $0.text.segments == line.segments
                })
        }
        #expect(preview.count == 3)
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
