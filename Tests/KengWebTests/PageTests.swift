import HTTPTypes
import KengDomain
import KengEngine
import KengStore
import KengText
import Testing

@testable import KengWeb

struct PageTests {
    /// Every page of the console, in every language, says everything in that language.
    @Test(arguments: InterfaceLanguage.allCases)
    func everyPageIsWhole(language: InterfaceLanguage) async throws {
        let city = try await City()
        let draft = try await city.draft()
        let (household, resident, message) = try await city.story()
        let pages = [
            "/", "/campaigns", "/campaigns?state=running", "/campaigns/new",
            "/campaigns/new/who?lesson=smoke-is-the-killer",
            "/campaigns/new/who?lesson=smoke-is-the-killer&q=dong+da",
            "/campaigns/new/when?lesson=smoke-is-the-killer&area=2&language=vi",
            "/campaigns/new/when?id=\(draft)", "/campaigns/\(draft)",
            "/campaigns/\(draft)/check", "/campaigns/\(draft)/stop", "/coverage",
            "/coverage?below=50&q=phuc&level=3", "/coverage?q=nothing", "/areas/t/01",
            "/areas/t/00001", "/lessons", "/lessons/smoke-is-the-killer",
            "/lessons/smoke-is-the-killer?language=id", "/households", "/households?q=H5-1",
            "/households?area=5", "/households?q=none", "/households/\(household)",
            "/messages/\(message)", "/inbox", "/phones", "/phones/\(resident)", "/p/t/01",
            "/l/smoke-is-the-killer", "/stop", "/packs",
        ]
        try await city.browse(as: "author") { browser in
            for page in pages {
                let mark = page.contains("?") ? "&" : "?"
                let answer = try await browser.get("\(page)\(mark)lang=\(language.rawValue)")
                #expect(answer.status == 200, "\(page)")
                #expect(!answer.text.contains(Words.missingMark), "\(page)")
                #expect(answer.text.contains("<html lang=\"\(language.rawValue)\">"), "\(page)")
                #expect(Markup.faults(answer.text) == [], "\(page)")
                #expect(answer.text.utf8.count < 200_000, "\(page)")
            }
            for fragment in ["/campaigns/\(draft)/progress", "/phones/\(resident)/texts"] {
                let answer = try await browser.get("\(fragment)?lang=\(language.rawValue)")
                #expect(answer.status == 200)
                #expect(!answer.text.contains(Words.missingMark))
                #expect(!answer.text.contains("<html"))
            }
        }
    }

    @Test(arguments: InterfaceLanguage.allCases)
    func everyWordIsThere(language: InterfaceLanguage) throws {
        let catalogues = try Catalogues(in: City.root + "/Locales")
        let console = catalogues.faults().filter { "\($0)".contains("console.") }
        #expect(console == [])
        let words = Words(language, in: catalogues)
        var keys = CampaignWord.allCases.map { "state.\($0.text)" }
        keys += Account.Role.allCases.map { "role.\($0.rawValue)" }
        for state in MessageState.allCases {
            let code = DeliveryWord.code(state, 0)
            keys += ["delivery.\(code)", "delivery.\(code).help"]
        }
        keys += ["opted_out", "planned"].flatMap { ["delivery.\($0)", "delivery.\($0).help"] }
        let reasons =
            Suppression.allCases.map(\.word)
            + ["undelivered", "rejected", "expired", "unknown", "other"]
        keys += reasons.flatMap { ["reason.\($0)", "reason.\($0).help"] }
        keys +=
            [
                "notFound", "foreignForm", "tooLarge", "unreadable", "wrongMethod",
            ].flatMap { ["error.\($0)", "error.\($0).text"] } + ["error.notAllowed", "error.ours"]
        keys += [
            "writers", "approvers", "gone", "noEdition", "emptyAudience", "outsideArea",
            "alreadyOver", "nobodyMissed", "changed", "noRules", "wrongState",
            "approverIsAuthor", "approvedAlready",
        ].map { "refusal.\($0)" }
        keys += [
            "lesson", "area", "language", "day", "time", "over", "endsFirst", "waves", "overlap",
        ].map { "problem.\($0)" }
        keys += ["enroute", "unknown", "expired", "failed", "delivered"].map { "receipt.\($0)" }
        keys += MessageClass.allCases.map { "class.\($0.word)" }
        keys += ["A", "B", "C"].map { "grade.\($0)" } + ["preview.gsm7", "preview.ucs2"]
        for key in keys {
            #expect(!words.text(key).contains(Words.missingMark), "\(key)")
        }
    }

    @Test func anUnknownPageAndAWrongMethodSayWhatToDo() async throws {
        let city = try await City()
        try await city.browse(as: nil) { browser in
            for (tag, word) in [
                ("vi", "Không có trang này"), ("id", "Halaman tidak ada"),
                ("zh", "没有这个页面"),
            ] {
                let answer = try await browser.get("/nowhere?lang=\(tag)")
                #expect(answer.status == 404)
                #expect(answer.text.contains(word))
            }
            let wrong = try await browser.post("/stop")
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "GET, HEAD")
        }
    }

    @Test func withoutASessionPagesSayHowToGetALink() async throws {
        let city = try await City()
        try await city.browse(as: nil) { browser in
            for page in ["/", "/campaigns", "/households", "/coverage.csv"] {
                let answer = try await browser.get(page)
                #expect(answer.status == 401)
                #expect(answer.text.contains("keng user link"))
                #expect(!answer.text.contains("Ba Đình"))
            }
        }
    }

    @Test func everyAnswerCarriesTheSafetyHeaders() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            for page in ["/", "/nowhere", "/assets/keng.css"] {
                let headers = try await browser.get(page).headers
                let policy = headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe"))
                #expect(headers[.xContentTypeOptions] == "nosniff")
            }
            let answer1 = try await browser.get("/")
            #expect(answer1.headers[.cacheControl] == "no-store")
        }
    }

    @Test(arguments: [
        ("zh-CN,zh;q=0.9,en;q=0.8", InterfaceLanguage.chinese), ("in", .indonesian),
        ("fr,vi;q=0.5,id;q=0.7", .indonesian), ("en-GB", .english),
    ])
    func theBrowsersLanguageIsTaken(header: String, expected: InterfaceLanguage) {
        #expect(InterfaceLanguage(accepted: header) == expected)
    }

    @Test func aLanguageWeDoNotSpeakIsNotTaken() {
        #expect(InterfaceLanguage(accepted: "fr, zh-TW;q=0.9, vi;q=0") == nil)
    }
}
