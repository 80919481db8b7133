import KengDomain
import KengEngine
import KengStore
import KengText
import Testing

@testable import KengWeb

struct CheckPageTests {
    /// The texts a page shows as handsets do, without the bands of their segments.
    private static func bubbles(_ page: String) -> [String] {
        page.matches(of: #/<p class="bubble"[^>]*>(.*?)</p>/#.dotMatchesNewlines())
            .map { String($0.1.replacing(#/<[^>]+>/#, with: "")) }
    }

    /// The rows of the table add up to its last line, and that is what the facts say.
    @Test func theTextsAddUpToTheTotals() async throws {
        let city = try await City()
        let draft = try await city.draft()
        let sheet = try await city.desk.check(draft)
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check?lang=en").text
            let table = try #require(
                page.firstMatch(of: #/<caption>All texts.*?</table>/#.dotMatchesNewlines()))
            let rows = table.0.matches(
                of:
                    #/<tr><th scope="row">Text \d+</th>.*?>(\d+)</td>.*?>(\d+)</td>.*?>(\d+)</td></tr>/#
            ).map { [$0.1, $0.2, $0.3].compactMap { Int($0) } }
            #expect(rows.count == sheet.texts.count)
            #expect(rows.count == 2 * QuizBank.forms)
            #expect(rows.allSatisfy { $0[0] * $0[1] == $0[2] })
            #expect(rows.reduce(0) { $0 + $1[0] } == sheet.recipients)
            #expect(rows.reduce(0) { $0 + $1[2] } == sheet.segments)
            let last = try #require(table.0.firstMatch(of: #/<b>(\d+)</b>.*?<b>(\d+)</b>/#))
            #expect(Int(last.1) == sheet.recipients)
            #expect(Int(last.2) == sheet.segments)
            #expect(page.contains("<dt>Segments</dt><dd>\(sheet.segments)</dd>"))
        }
    }

    /// Whole, cut into bands, each under its number.
    @Test func everyTextIsOnThePage() async throws {
        let city = try await City()
        let draft = try await city.draft()
        let sheet = try await city.desk.check(draft)
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check?lang=en").text
            let bubbles = Self.bubbles(page)
            for text in sheet.texts {
                #expect(bubbles.contains(EscapedHTML().escapeText(text.body.text)))
            }
            let other = try #require(sheet.texts.compactMap(\.otherMarks).first)
            #expect(bubbles.contains(EscapedHTML().escapeText(other.text)))
            #expect(page.contains("To compare, not sent: without marks"))
            for question in sheet.texts.compactMap(\.replies).flatMap(\.questions) {
                for line in [question.ask] + question.options + question.feedback {
                    #expect(page.contains(EscapedHTML().escapeText(line)), "\(line)")
                }
            }
        }
    }

    /// The author sees what is not as it was written, and the bubble shows what leaves.
    @Test func whatTheRouteReplacesIsNamed() async throws {
        let table = try Replacements("a = 4\nU+0020 = _")
        let city = try await City(route: RouteText(replacements: table))
        let draft = try await city.draft(isUnmarked: true)
        let sheet = try await city.desk.check(draft)
        let text = try #require(sheet.texts.first { $0.language == .vietnamese })
        #expect(text.body.text.contains("_") && !text.body.text.contains("a"))
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check?lang=en").text
            #expect(Self.bubbles(page).contains(EscapedHTML().escapeText(text.body.text)))
            let uses = Dictionary(
                uniqueKeysWithValues: text.replaced.map { ($0.rule.character, $0.count) })
            #expect(page.contains("a → 4 (\(try #require(uses["a"])))"))
            #expect(page.contains("U+20 → _ (\(try #require(uses[" "])))"))
        }
    }

    /// The reader's word for the lesson, not its name in addresses.
    @Test(arguments: [("vi", Language.vietnamese), ("id", .indonesian), ("zh-Hans", .chinese)])
    func theLessonIsCalledByItsTitle(tag: String, language: Language) async throws {
        let city = try await City()
        let draft = try await city.draft()
        let (household, _, _) = try await city.story()
        let titles = try await city.database.read { try $0.lessonTitles() }
        func title(_ slug: Slug) -> String {
            titles.first { $0.slug == slug && $0.language == language }?.title ?? "?"
        }
        let trained = try #require(
            try await city.database.read { try $0.attendanceLines(of: household).first?.lesson })
        let own = try title(Slug("smoke-is-the-killer"))
        let learned = title(trained)
        try await city.browse(as: "author") { browser in
            let check = try await browser.get("/campaigns/\(draft)/check?lang=\(tag)").text
            #expect(check.contains("<dd lang=\"\(tag)\">\(own)</dd>"))
            #expect(!check.contains(">smoke-is-the-killer<"))
            let history = try await browser.get("/households/\(household)?lang=\(tag)").text
            #expect(history.contains("“\(learned)”"))
            #expect(!history.contains(trained.text))
        }
    }

    @Test func aCampaignWithoutANameGetsTheLessonsTitle() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            _ = try await browser.post(
                "/campaigns?lang=vi",
                [
                    ("lesson", "smoke-is-the-killer"), ("area", "3"), ("language", "vi"),
                    ("start-day", "2026-11-24"), ("start-time", "08:00"),
                    ("end-day", "2026-11-24"), ("end-time", "20:00"), ("waves", "1"),
                    ("every", "0"), ("name", " "),
                ])
        }
        let titles = try await city.database.read { try $0.lessonTitles() }
        let smoke = try Slug("smoke-is-the-killer")
        let title = try #require(
            titles.first { $0.slug == smoke && $0.language == .vietnamese }?.title)
        let name = try await city.database.read { transaction in
            try transaction.campaigns(in: [.draft]).first.flatMap {
                try transaction.campaign($0)?.brief.name
            }
        }
        #expect(name == "\(title), Quận Ba Đình")
    }

    /// On paper: who wrote, who approves, room for both to sign, and when it was printed.
    @Test func thePaperHasAPlaceToSign() async throws {
        let city = try await City()
        let draft = try await city.draft()
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check?lang=en").text
            let sign = try #require(
                page.firstMatch(
                    of: #/<table class="sign onprint">.*?</table>/#.dotMatchesNewlines()))
            for word in ["Name", "Date", "Signature", "Author", "Approver", ">author<"] {
                #expect(sign.0.contains(word), "\(word)")
            }
            #expect(page.contains("As of 23 November 2026, 09:00"))
        }
    }
}
