import Foundation
import HTTPTypes
import KengDomain
import KengEngine
import KengStore
import KengText
import Testing

@testable import KengWeb

struct SafetyTests {
    @Test func whatPeopleWroteIsNeverMarkup() async throws {
        let city = try await City()
        let (household, resident, message) = try await city.story()
        try await city.browse(as: "author") { browser in
            let pages = [
                "/households/\(household)", "/messages/\(message)", "/inbox", "/phones",
                "/phones/\(resident)", "/", "/campaigns",
                "/coverage?q=%22%3E%3Cscript%3E", "/households?q=%3Cscript%3Ex",
                "/nowhere?%22%3E%3Cscript%3E=1",
            ]
            for page in pages {
                let text = try await browser.get(page).text
                #expect(!text.contains("<script>"), "\(page)")
                #expect(!text.contains("<img"), "\(page)")
                #expect(!text.contains("<b>hơn"), "\(page)")
                #expect(Markup.faults(text) == [], "\(page)")
            }
            let shown = try await browser.get("/households/\(household)").text
            #expect(shown.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"))
        }
    }

    /// A quote with a combining mark is another character to Swift, and still a quote to a browser.
    @Test func aQuoteWithACombiningMarkStaysInsideItsAttribute() async throws {
        #expect(EscapedHTML().escapeText("\"\u{301}") == "&quot;\u{301}")
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/coverage?q=%22%CC%81%20onfocus%3Dx").text
            #expect(text.contains("value=\"&quot;\u{301} onfocus=x\""))
        }
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 64), String(repeating: "0", count: 128),
        String(repeating: "x", count: 128),
    ])
    func aFormThatIsNotOursChangesNothing(token: String) async throws {
        let city = try await City()
        let draft = try await city.draft()
        try await city.browse(as: "author") { browser in
            let answer = try await browser.post("/campaigns/\(draft)/submit", token: token)
            #expect(answer.status == 403)
        }
        let state = try await city.database.read { try $0.campaign(draft)?.state }
        #expect(state == .draft)
    }

    @Test func anotherSessionsTokenIsForeign() {
        let token = Browser.token(for: "one")
        #expect(FormToken.isValid(token, for: "one"))
        #expect(!FormToken.isValid(token, for: "two"))
        #expect(!FormToken.isValid(String(token.dropLast(2)), for: "one"))
    }

    /// A page that is compressed must not tell by its length how near a guess is to its token.
    @Test func noTwoPagesCarryTheSameToken() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            var seen: Set<Substring> = []
            for _ in 0..<3 {
                let page = try await browser.get("/campaigns").text
                let tokens = page.split(separator: "name=\"form_token\" value=\"").dropFirst()
                    .map { $0.prefix { $0 != "\"" } }
                #expect(!tokens.isEmpty)
                #expect(tokens.allSatisfy { $0.count == 128 })
                let halves = tokens.flatMap { [$0.prefix(64), $0.suffix(64)] }
                #expect(seen.isDisjoint(with: halves))
                seen.formUnion(halves)
                let draft = try await city.draft()
                let sent = try await browser.post(
                    "/campaigns/\(draft)/submit", token: String(tokens[0]))
                #expect(sent.status == 303)
            }
        }
    }

    @Test func aFormBeyondTheLimitIsNotRead() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let answer = try await browser.post(
                "/campaigns", [("name", String(repeating: "x", count: 70_000))])
            #expect(answer.status == 413)
        }
    }

    @Test func aSignInLinkOpensOnceAndLookingAtItSpendsNothing() async throws {
        let city = try await City()
        let token = try await city.accounts.newLink(for: "chief")
        try await city.browse(as: nil) { browser in
            for _ in 0..<3 {
                let page = try await browser.get("/sign-in?token=\(token)")
                #expect(page.status == 200)
                #expect(page.text.contains(token))
            }
            let opened = try await browser.post("/sign-in", [("token", token)])
            #expect(opened.status == 303)
            let cookie = opened.headers[values: .setCookie].first { $0.hasPrefix("keng_session=") }
            #expect(cookie?.contains("HttpOnly") == true)
            #expect(cookie?.contains("SameSite=Lax") == true)
            let again = try await browser.post("/sign-in", [("token", token)])
            #expect(again.status == 403)
            #expect(!again.headers[values: .setCookie].contains { $0.hasPrefix("keng_session=") })
        }
    }

    @Test func signingOutEndsTheSession() async throws {
        let city = try await City()
        try await city.browse(as: "chief") { browser in
            let answer1 = try await browser.get("/")
            #expect(answer1.status == 200)
            let answer2 = try await browser.post("/sign-out")
            #expect(answer2.status == 303)
            let answer3 = try await browser.get("/")
            #expect(answer3.status == 401)
        }
    }

    @Test func anAccountSeesItsOwnAreaAlone() async throws {
        let city = try await City()
        let cityWide = try await city.draft()
        let inside = try await city.draft(area: City.Place.ward)
        let other = try await city.database.read {
            try $0.householdLines(in: City.Place.otherWard, afterCode: "", limit: 1)[0].id
        }
        try await city.browse(as: "ward") { browser in
            let hidden = [
                "/areas/t/01", "/areas/t/00181", "/coverage?area=2", "/coverage.csv?area=8",
                "/households?area=8", "/households/\(other)", "/campaigns/\(cityWide)",
                "/campaigns/\(cityWide)/check", "/campaigns/\(cityWide)/progress",
                "/campaigns/new/when?from=\(cityWide)",
            ]
            for page in hidden {
                let answer4 = try await browser.get(page)
                #expect(answer4.status == 404, "\(page)")
            }
            let answer5 = try await browser.post("/campaigns/\(cityWide)/stop")
            #expect(answer5.status == 404)
            let answer6 = try await browser.get("/campaigns/\(inside)")
            #expect(answer6.status == 200)
            let list = try await browser.get("/campaigns").text
            #expect(list.contains("/campaigns/\(inside)/check"))
            #expect(!list.contains("/campaigns/\(cityWide)/"))
            let answer7 = try await browser.get("/households?q=H8-1")
            #expect(answer7.text.contains("H8-1<") == false)
            let beyond = try await browser.post(
                "/campaigns",
                [
                    ("lesson", "smoke-is-the-killer"), ("area", "8"), ("language", "vi"),
                    ("start-day", "2026-11-24"), ("start-time", "08:00"),
                    ("end-day", "2026-11-24"), ("end-time", "20:00"),
                ])
            #expect(beyond.status == 403)
        }
    }

    @Test func aViewerChangesNothing() async throws {
        let city = try await City()
        let draft = try await city.draft()
        try await city.browse(as: "viewer") { browser in
            let answer8 = try await browser.get("/campaigns/\(draft)")
            #expect(answer8.status == 200)
            let answer9 = try await browser.get("/campaigns/new")
            #expect(answer9.status == 403)
            for act in [
                "submit", "approve", "send-back", "pause", "resume", "stop", "send-again",
            ] {
                let answer = try await browser.post("/campaigns/\(draft)/\(act)")
                #expect(answer.status == 403, "\(act)")
            }
            let page = try await browser.get("/campaigns/\(draft)/check").text
            #expect(!page.contains("<form method=\"post\" action=\"/campaigns"))
        }
        let state = try await city.database.read { try $0.campaign(draft)?.state }
        #expect(state == .draft)
    }
}
