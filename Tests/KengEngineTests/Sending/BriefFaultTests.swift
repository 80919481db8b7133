import KengContent
import KengDomain
@testable import KengEngine
import KengSimulation
import KengStore
import Testing

/// Every door to a campaign's fields refuses the same, and keeps nothing of what it refuses.
struct BriefFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let field: BriefFault.Field
        let change: @Sendable (inout CampaignBrief, Instant) throws -> Void

        init(
            _ name: String, _ field: BriefFault.Field,
            _ change: @escaping @Sendable (inout CampaignBrief, Instant) throws -> Void
        ) {
            testDescription = name
            self.field = field
            self.change = change
        }
    }

    static let year = Duration.seconds(366 * 86_400)

    static let cases = [
        Case("no name", .name) { brief, _ in brief.name = "" },
        Case("a long name", .name) { brief, _ in
            brief.name = String(repeating: "ế", count: 121)
        },
        Case("an unknown lesson", .lesson) { brief, _ in brief.lesson = try Slug("nothing") },
        Case("a window that is over", .ends) { brief, now in
            brief.schedule = try Schedule(starts: now - .seconds(60), ends: now)
        },
        Case("an end far off", .ends) { brief, now in
            brief.schedule = try Schedule(
                starts: now, ends: now + year + year + .milliseconds(1))
        },
        Case("a start far off", .starts) { brief, now in
            brief.schedule = try Schedule(
                starts: now - year - .milliseconds(1), ends: now + .seconds(60))
        },
        Case("a negative budget", .budget) { brief, _ in brief.budgetSegments = -1 },
        Case("a huge budget", .budget) { brief, _ in brief.budgetSegments = 1_000_000_001 },
    ]

    @Test(arguments: cases)
    func aWrongFieldIsNamedAndNothingIsKept(wrong: Case) async throws {
        let city = try await TestCity(.init(households: 3))
        let id = try await city.desk.create(try city.brief(["V"]), by: city.author)
        let before = try await city.lines(
            "SELECT name, slug, starts_at, ends_at, budget_segments FROM campaign", columns: 5)
        let entries = try await city.number("SELECT COUNT(*) FROM audit")
        var brief = try city.brief(["V"])
        try wrong.change(&brief, city.clock.now)
        let bad = brief
        let request = RequestKey(text: "k", bodyHash: "h")
        for act in [
            { _ = try await city.desk.create(bad, by: city.author) },
            { try await city.desk.rehearse(bad, by: city.author) },
            { try await city.desk.revise(id, to: bad, by: city.author) },
            {
                _ = try await city.desk.createOnce(bad, by: city.author, request: request) { _ in
                    ""
                }
            },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: DeskProblem.self) { try await act() }
            guard case .faults(let faults) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(faults.map(\.field) == [wrong.field])
        }
        let after = try await city.lines(
            "SELECT name, slug, starts_at, ends_at, budget_segments FROM campaign", columns: 5)
        #expect(after == before)
        #expect(try await city.number("SELECT COUNT(*) FROM audit") == entries)
        #expect(try await city.number("SELECT COUNT(*) FROM request") == 0)
    }

    @Test func theLimitsThemselvesAreTaken() async throws {
        let city = try await TestCity(.init(households: 3))
        var brief = try city.brief(["V"])
        let now = city.clock.now
        brief.name = String(repeating: "ế", count: 120)
        brief.budgetSegments = 1_000_000_000
        brief.schedule = try Schedule(starts: now - Self.year, ends: now + Self.year + Self.year)
        try await city.desk.rehearse(brief, by: city.author)
        #expect(try await city.number("SELECT COUNT(*) FROM campaign") == 0)
        _ = try await city.desk.create(brief, by: city.author)
    }

    @Test func anUnknownLessonIsAnsweredWithTheNamesOfThePublishedOnes() async throws {
        let city = try await TestCity(.init(households: 3))
        var brief = try city.brief(["V"])
        let known = brief.lesson.text
        brief.lesson = try Slug("nothing")
        let fault = BriefFault(.lesson, "nothing", .lesson([known]))
        let bad = brief
        await #expect(throws: DeskProblem.faults([fault])) {
            _ = try await city.desk.create(bad, by: city.author)
        }
    }

    /// A program that asks again after the window is over still gets its first answer.
    @Test func aRequestThatWasDoneIsNotCheckedAgain() async throws {
        let city = try await TestCity(.init(households: 3))
        let brief = try city.brief(["V"], hours: 1)
        let request = RequestKey(text: "k", bodyHash: "h")
        let first = try await city.desk.createOnce(brief, by: city.author, request: request) {
            "campaign \($0.id)"
        }
        city.clock.set(city.clock.now + .seconds(2 * 3600))
        let second = try await city.desk.createOnce(brief, by: city.author, request: request) {
            _ in "another"
        }
        #expect(second == first)
    }

    @Test(
        arguments: [
            ("500", 500), ("0", 0), ("41.280", 41_280), ("41,280", 41_280),
            ("1 000 000", 1_000_000),
            ("５００", 500), ("1.000.000.000", 1_000_000_000), ("abc", nil), ("-5", nil),
            ("1.5", nil), ("12.34.567", nil), ("1000000001", nil), ("", nil), ("5e3", nil),
            ("99999999999999999999", nil), (".500", nil), ("500.", nil), ("١٢", nil),
        ] as [(String, Int?)])
    func aNumberIsReadAsPeopleTypeIt(typed: String, number: Int?) throws {
        if let number {
            #expect(try BriefField.whole(typed, .budget, in: BriefField.budget) == number)
        } else {
            #expect(throws: BriefFault(.budget, typed, .whole(BriefField.budget))) {
                try BriefField.whole(typed, .budget, in: BriefField.budget)
            }
        }
    }

    @Test(arguments: ["two", "", "ALL", "nil"])
    func anUnknownMannerIsRefused(typed: String) {
        #expect(throws: BriefFault(.quiz, typed, .oneOf(["one", "all", "none"]))) {
            try BriefField.manner(typed)
        }
    }
}
