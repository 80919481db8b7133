import HTTPTypes
import KengDomain
import KengEngine
import KengStore
import KengText
import Testing

@testable import KengWeb

struct CampaignFlowTests {
    private let when = [
        ("start-day", "2026-11-24"), ("start-time", "08:00"), ("end-day", "24/11/2026"),
        ("end-time", "20.00"), ("waves", "1"), ("every", "0"), ("manner", "all"),
        ("name", "Khói"), ("budget", "500"),
    ]

    @Test func fourStepsMakeADraft() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let who = try await browser.get("/campaigns/new?act=next&lesson=smoke-is-the-killer")
            #expect(who.status == 303)
            #expect(who.headers[.location] == "/campaigns/new/who?lesson=smoke-is-the-killer")
            let next = try await browser.get(
                "/campaigns/new/who?lesson=smoke-is-the-killer&area=3&area=4&language=vi"
                    + "&untrained=1&act=next")
            let expected =
                "/campaigns/new/when?lesson=smoke-is-the-killer&area=3&area=4&language=vi"
                + "&untrained=1"
            #expect(next.headers[.location] == expected)
            let saved = try await browser.post(
                "/campaigns",
                [
                    ("lesson", "smoke-is-the-killer"), ("area", "4"), ("area", "3"),
                    ("language", "vi"), ("untrained", "1"),
                ] + when)
            #expect(saved.status == 303)
            let address = saved.headers[.location] ?? ""
            let id = Campaign.ID(
                rawValue: Int64(address.split(separator: "/").dropFirst().first ?? "") ?? 0)
            let campaign = try await city.database.read { try $0.campaign(id) }
            let brief = try #require(campaign?.brief)
            #expect(brief.audience.areas == [City.Place.district, City.Place.otherDistrict])
            #expect(brief.audience.languages == [.vietnamese])
            #expect(brief.audience.isUntrainedOnly)
            #expect(brief.manner == .allInOne)
            #expect(brief.budgetSegments == 500)
            // 08:00 to 20:00 on the wall clock of Hanoi.
            #expect(brief.schedule.starts.milliseconds == 1_795_482_000_000)
            #expect(brief.schedule.ends - brief.schedule.starts == .seconds(12 * 3600))
            let check = try await browser.get(address)
            #expect(check.text.contains("Khói"))
            #expect(check.text.contains("class=\"b1\""))
        }
    }

    @Test func aFormThatFailsShowsItselfAgainFilled() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            var fields = when
            fields[2] = ("end-day", "2026-11-23")
            fields[3] = ("end-time", "08:30")
            let over = try await browser.post(
                "/campaigns",
                [("lesson", "smoke-is-the-killer"), ("area", "3"), ("language", "vi")] + fields)
            #expect(over.status == 422)
            #expect(over.text.contains("<title>[Chế độ thử] Lỗi:"))
            #expect(over.text.contains("href=\"#end-day\""))
            #expect(over.text.contains("value=\"Khói\""))
            #expect(over.text.contains("name=\"area\" value=\"3\""))
            let nobody = try await browser.get(
                "/campaigns/new/who?lesson=smoke-is-the-killer&act=next")
            #expect(nobody.status == 422)
            #expect(nobody.text.contains("href=\"#area\""))
        }
    }

    @Test func searchIgnoresMarks() async throws {
        let city = try await City()
        try await city.browse(as: "author") { browser in
            let found = try await browser.get("/campaigns/new/who?q=DONG+da").text
            #expect(found.contains("Quận Đống Đa"))
            #expect(!found.contains("Quận Ba Đình"))
        }
    }

    @Test func anAuthorCannotApproveAndIsToldWhy() async throws {
        let city = try await City()
        let chief = try #require(try await city.accounts.account(named: "chief"))
        let draft = try await city.draft()
        let brief = try #require(try await city.database.read { try $0.campaign(draft)?.brief })
        let own = try await city.desk.create(brief, by: chief)
        try await city.desk.submit(own, by: chief)
        let digest = try await city.desk.check(own).digest
        try await city.browse(as: "chief") { browser in
            let page = try await browser.get("/campaigns/\(own)/check").text
            #expect(page.contains("Người soạn không tự phê duyệt được"))
            #expect(!page.contains("action=\"/campaigns/\(own)/approve\""))
            let refused = try await browser.post(
                "/campaigns/\(own)/approve", [("digest", digest)])
            #expect(refused.status == 403)
            #expect(refused.text.contains("Người soạn không tự phê duyệt được"))
        }
        let state = try await city.database.read { try $0.campaign(own)?.state.word }
        #expect(state == .submitted)
    }

    @Test func aSecondPersonApprovesExactlyWhatWasShown() async throws {
        let city = try await City()
        let draft = try await city.draft()
        try await city.browse(as: "author") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check").text
            #expect(page.contains("action=\"/campaigns/\(draft)/submit\""))
            let answer1 = try await browser.post("/campaigns/\(draft)/submit")
            #expect(answer1.status == 303)
        }
        let sheet = try await city.desk.check(draft)
        try await city.browse(as: "chief") { browser in
            let page = try await browser.get("/campaigns/\(draft)/check").text
            #expect(page.contains("Lên lịch \(sheet.recipients) tin"))
            #expect(page.contains("value=\"\(sheet.digest)\""))
            let stale = try await browser.post(
                "/campaigns/\(draft)/approve", [("digest", "something else")])
            #expect(stale.status == 409)
            let done = try await browser.post(
                "/campaigns/\(draft)/approve", [("digest", sheet.digest)])
            #expect(done.status == 303)
        }
        let state = try await city.database.read { try $0.campaign(draft)?.state.word }
        #expect(state == .approved)
    }

    @Test func pauseResumeAndStopAreActsWithTheirNumbers() async throws {
        let city = try await City()
        _ = try await city.story()
        let running = try #require(
            try await city.database.read { try $0.campaigns(in: [.running]).first })
        try await city.browse(as: "author") { browser in
            let answer2 = try await browser.post("/campaigns/\(running)/pause")
            #expect(answer2.status == 303)
            let paused = try await browser.get("/campaigns/\(running)").text
            #expect(paused.contains("action=\"/campaigns/\(running)/resume\""))
            let answer3 = try await browser.post("/campaigns/\(running)/resume")
            #expect(answer3.status == 303)
            let sheet = try await browser.get("/campaigns/\(running)/stop").text
            #expect(sheet.contains("8 tin đã xử lý"))
            #expect(sheet.contains("3 tin còn lại"))
            let answer4 = try await browser.post("/campaigns/\(running)/stop")
            #expect(answer4.status == 303)
            let answer5 = try await browser.post("/campaigns/\(running)/resume")
            #expect(answer5.status == 409)
            let fragment = try await browser.get("/campaigns/\(running)/progress").text
            #expect(fragment.contains("data-finished"))
        }
    }

    @Test func anAlarmSaysWhoseApprovalIsMissing() async throws {
        let city = try await City()
        let id = try await city.draft(messageClass: .emergency)
        let check = "/campaigns/\(id)/check"
        try await city.browse(as: "author") { browser in
            let page = try await browser.get(check).text
            #expect(page.contains("cần hai người phê duyệt"))
            #expect(try await browser.post("/campaigns/\(id)/submit").status == 303)
        }
        let digest = try await city.desk.check(id).digest
        let approve = "action=\"/campaigns/\(id)/approve\""
        try await city.browse(as: "chief") { browser in
            let page = try await browser.get(check).text
            #expect(page.contains("người thứ nhất trong hai người"))
            #expect(page.ranges(of: "<th scope=\"row\">Người phê duyệt</th>").count == 2)
            let answer = try await browser.post(
                "/campaigns/\(id)/approve", [("digest", digest)])
            #expect(answer.status == 303)
            #expect(answer.headers[.location] == check)
            let after = try await browser.get(check).text
            #expect(!after.contains(approve))
            #expect(after.contains("chief đã phê duyệt"))
            // What waits for others is not on the list of what waits for this one.
            let home = try await browser.get("/").text
            #expect(!home.contains(check))
            let twice = try await browser.post(
                "/campaigns/\(id)/approve", [("digest", digest)])
            #expect(twice.status == 403)
        }
        try await city.browse(as: "deputy") { browser in
            let home = try await browser.get("/").text
            #expect(home.contains(check))
            let page = try await browser.get(check).text
            #expect(page.contains(approve))
            let answer = try await browser.post(
                "/campaigns/\(id)/approve", [("digest", digest)])
            #expect(answer.headers[.location] == "/campaigns/\(id)")
        }
        #expect(
            try await city.database.read { try $0.campaign(id)?.state.word } == .approved)
    }

    @Test func sendingAgainSaysToHowManyFirst() async throws {
        let city = try await City()
        _ = try await city.story()
        let id = try #require(
            try await city.database.read { try $0.campaigns(in: [.running]).first })
        let digest = try await city.desk.check(id).digest
        try await city.browse(as: "author") { browser in
            #expect(try await browser.get("/campaigns/\(id)/send-again").status == 409)
            let early = try await browser.post("/campaigns/\(id)/send-again")
            #expect(early.status == 409)
            try await city.database.write {
                try $0.setState(
                    .finished(digest: digest, by: Account.ID(rawValue: 1)), of: id,
                    at: City.start)
            }
            let page = try await browser.get("/campaigns/\(id)").text
            #expect(page.contains("href=\"/campaigns/\(id)/send-again\""))
            let sheet = try await browser.get("/campaigns/\(id)/send-again").text
            #expect(sheet.contains("Nhiều nhất 1 người"))
            #expect(!sheet.contains("không rõ đã tới"))
            #expect(!sheet.contains(Words.missingMark))
            let done = try await browser.post("/campaigns/\(id)/send-again")
            #expect(done.status == 303)
            let twice = try await browser.post("/campaigns/\(id)/send-again")
            #expect(twice.status == 409)
        }
        let waves = try await city.database.read { try $0.waves(of: id) }
        #expect(waves.map(\.number) == [1, 2])
    }

    @Test func answeringOnAPracticePhoneReachesIt() async throws {
        let city = try await City()
        let (_, resident, _) = try await city.story()
        try await city.browse(as: "author") { browser in
            let sent = try await browser.post("/phones/\(resident)", [("text", " A ")])
            #expect(sent.status == 303)
            let page = try await browser.get("/phones/\(resident)").text
            #expect(page.contains("Đáp án?"))
            #expect(!page.contains("84912"))
        }
        #expect(city.typed.all == ["A"])
    }
}
