import KengDomain
import KengEngine
import KengStore
import Testing

@testable import KengWeb

/// A wrong field is refused on the page that has it, beside it, with what was typed still in it.
struct CampaignFormTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let field: String
        let value: String
        let shows: String
        var testDescription: String { "\(field) \(value.prefix(20))" }

        init(_ field: String, _ value: String, _ shows: String) {
            self.field = field
            self.value = value
            self.shows = shows
        }
    }

    static let right = [
        ("lesson", "smoke-is-the-killer"), ("area", "3"), ("language", "vi"),
        ("start-day", "2026-11-24"), ("start-time", "08:00"), ("end-day", "2026-11-24"),
        ("end-time", "20:00"), ("waves", "1"), ("every", "0"), ("manner", "all"),
        ("name", "Khói"), ("budget", "0"),
    ]

    static let wrong = [
        Wrong("budget", "abc", "Không dùng được “abc”: nhập số nguyên từ 0 đến 1.000.000.000"),
        Wrong("budget", "-5", "Không dùng được “-5”"),
        Wrong("budget", "99999999999999999999", "Không dùng được “99999999999999999999”"),
        Wrong("manner", "shout", "Chọn một trong các cách này"),
        Wrong("name", String(repeating: "ế", count: 3000), "Nhập từ 1 đến 120 ký tự"),
        Wrong("waves", "many", "Không dùng được “many”: nhập số nguyên từ 1 đến 366"),
        Wrong("every", "-1", "Không dùng được “-1”: nhập số nguyên từ 0 đến 366"),
        Wrong("start-day", "1970-01-01", "Nhập ngày từ 22/11/2025 đến 24/11/2028"),
        Wrong("start-day", "sometime", "Nhập ngày, ví dụ"),
        Wrong("start-time", "25:00", "Nhập giờ, ví dụ"),
        Wrong("end-day", "9999-12-31", "Nhập ngày từ 22/11/2025 đến 24/11/2028"),
        Wrong("end-time", "noon", "Nhập giờ, ví dụ"),
        Wrong("lesson", "nothing-here", "Chưa có bài học “nothing-here” nào"),
        Wrong("lesson", "No Slug", "Chọn một bài học"),
        Wrong("area", "abc", "Chọn ít nhất một địa bàn"),
        Wrong("language", "tlh", "Chọn ít nhất một ngôn ngữ"),
    ]

    @Test(arguments: wrong)
    func itIsRefusedBesideTheFieldAndNothingIsKept(wrong: Wrong) async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let answer = try await browser.post(
                "/campaigns", Self.right.map { $0 == wrong.field ? ($0, wrong.value) : ($0, $1) })
            #expect(answer.status == 422)
            #expect(Markup.faults(answer.text) == [])
            #expect(answer.text.contains("<a href=\"#\(wrong.field)\">\(wrong.shows)"))
            #expect(answer.text.contains("id=\"\(wrong.field)\""))
            #expect(
                answer.text.contains(
                    "<p class=\"problem\" id=\"\(wrong.field)-problem\">\(wrong.shows)"))
            // Somebody who hears the page is told it at the field.
            let described = answer.text.split(separator: "aria-describedby=\"").dropFirst()
                .map { $0.prefix { $0 != "\"" }.split(separator: " ") }
            #expect(described.contains { $0.contains("\(wrong.field)-problem") })
            #expect(answer.text.contains("aria-invalid=\"true\""))
            if ["budget", "name", "waves", "every"].contains(wrong.field) {
                #expect(
                    answer.text.contains("name=\"\(wrong.field)\" value=\"\(wrong.value)\"")
                        || answer.text.contains("value=\"\(wrong.value)\""))
            }
        }
        let kept = try await city.database.read { try $0.campaigns(in: CampaignWord.allCases) }
        #expect(kept.isEmpty)
    }

    /// The first two steps are asked for by address, before anything is sent.
    @Test(arguments: [
        ("/campaigns/new?act=next", ["lesson"]),
        ("/campaigns/new/who?lesson=smoke-is-the-killer&act=next", ["area", "language"]),
    ])
    func theFirstStepsSayItBesideTheField(address: String, fields: [String]) async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let answer = try await browser.get(address)
            #expect(answer.status == 422)
            #expect(Markup.faults(answer.text) == [])
            for field in fields {
                #expect(answer.text.contains("aria-describedby=\"\(field)-problem\""))
                #expect(answer.text.contains("<p class=\"problem\" id=\"\(field)-problem\">"))
            }
            #expect(answer.text.contains("aria-invalid=\"true\""))
        }
    }

    @Test func aFieldWithoutAProblemIsNotCalledWrong() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            for page in ["/campaigns/new", "/campaigns/new/who", "/campaigns/new/when"] {
                let text = try await browser.get(page).text
                #expect(!text.contains("aria-invalid"))
                #expect(!text.contains("class=\"problem\""))
            }
        }
    }

    @Test func aChangeThatIsWrongLeavesTheCampaignAsItWas() async throws {
        let city = try await City()
        let id = try await city.draft()
        let before = try await city.database.read { try $0.campaign(id) }
        try await city.browse(as: "author") { browser in
            let fields = Self.right.map { $0 == "budget" ? ($0, "many") : ($0, $1) }
            let answer = try await browser.post("/campaigns", [("id", "\(id)")] + fields)
            #expect(answer.status == 422)
            // What names no campaign makes none either.
            let other = try await browser.post("/campaigns", [("id", "x")] + Self.right)
            #expect(other.status == 404)
        }
        let after = try await city.database.read { try $0.campaign(id) }
        #expect(after == before)
    }

    @Test func aBudgetIsTakenAsPeopleWriteIt() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let fields = Self.right.map { $0 == "budget" ? ($0, "41.280") : ($0, $1) }
            let answer = try await browser.post("/campaigns", fields)
            #expect(answer.status == 303)
        }
        let budgets = try await city.database.read { transaction in
            try transaction.campaigns(in: [.draft]).compactMap {
                try transaction.campaign($0)?.brief.budgetSegments
            }
        }
        #expect(budgets == [41_280])
    }

    @Test(arguments: [
        CampaignState.finished(digest: "d", by: Account.ID(rawValue: 2)), .cancelled,
    ])
    func whatHasEndedOffersNoStop(state: CampaignState) async throws {
        let city = try await City()
        let id = try await city.draft()
        try await city.database.write { try $0.setState(state, of: id, at: City.start) }
        try await city.browse(as: "author") { browser in
            let answer = try await browser.get("/campaigns/\(id)/stop")
            #expect(answer.status == 409)
            #expect(!answer.text.contains("action=\"/campaigns/\(id)/stop\""))
            #expect(answer.text.contains("không còn gì để dừng") == (state.word == .finished))
            #expect(!answer.text.contains(Words.missingMark))
        }
    }

    @Test func anAuthorWhoApprovesIsToldWhoMay() async throws {
        let city = try await City()
        let id = try await city.draft()
        try await city.browse(as: "author") { browser in
            _ = try await browser.post("/campaigns/\(id)/submit")
            let answer = try await browser.post("/campaigns/\(id)/approve", [("digest", "x")])
            #expect(answer.status == 403)
            #expect(answer.text.contains("Chỉ người phê duyệt"))
        }
    }
}
