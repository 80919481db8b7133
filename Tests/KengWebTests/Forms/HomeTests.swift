import KengDomain
import KengEngine
import KengStore
import Testing

@testable import KengWeb

/// The first page counts what there is, not what it has room for.
struct HomeTests {
    /// Texts nobody could read, from one phone of ward 5.
    private func receive(_ count: Int, _ intent: String, in city: City) async throws {
        let newID = city.world.newID
        try await city.database.write { transaction in
            let household = try transaction.householdLines(
                in: City.Place.ward, afterCode: "", limit: 1)[0]
            let phone = try transaction.residentLines(of: household.id)[0].phone
            for _ in 0..<count {
                let id = newID()
                let text = InboundText(
                    id: id, gateway: "sandbox", providerID: "\(id)", phone: phone,
                    text: "?", at: City.start, receivedAt: City.start)
                try transaction.keepingTexts {
                    try $0.keep(text, intent: intent, session: nil, reply: nil)
                }
            }
        }
    }

    @Test func everyReplyThatCouldNotBeReadIsCounted() async throws {
        let city = try await City()
        try await receive(70, "unreadable", in: city)
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("70 tin trả lời chưa đọc được."))
        }
        // They are none of another ward's business.
        try await city.browse(as: "ward") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("70 tin trả lời chưa đọc được."))
        }
        let other = try await city.database.read {
            try $0.inboundAttentionCount(
                of: "unreadable", under: City.Place.otherDistrict, most: 1001)
        }
        #expect(other == 0)
    }

    @Test func moreThanAPageCanCountIsSaid() async throws {
        let city = try await City()
        try await receive(HomePages.mostCounted + 1, "unreadable", in: city)
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("Hơn 1.000 tin trả lời chưa đọc được."))
        }
    }

    /// A fire is not pushed off the page by texts that came after it.
    @Test func emergenciesComeFirstHoweverManyOtherTextsFollow() async throws {
        let city = try await City()
        try await receive(5, "emergency", in: city)
        try await receive(30, "unreadable", in: city)
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("Đang hiện 3 trên 5 tin báo cháy."))
            #expect(text.contains("30 tin trả lời chưa đọc được."))
        }
    }

    @Test func allDraftsAreCountedAndTheRestIsALinkAway() async throws {
        let city = try await City()
        for _ in 0..<23 { _ = try await city.draft() }
        // Somebody else's drafts neither count nor take the place of one's own.
        let chief = try #require(try await city.accounts.account(named: "chief"))
        let first = try #require(
            try await city.database.read { try $0.campaigns(in: [.draft]).first })
        let brief = try #require(try await city.database.read { try $0.campaign(first)?.brief })
        for _ in 0..<21 { _ = try await city.desk.create(brief, by: chief) }
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("Đang hiện 20 trên 23 bản nháp."))
            #expect(text.contains("href=\"/campaigns?state=draft\""))
            #expect(text.split(separator: "/check\"").count == 21)
            #expect(Markup.faults(text) == [])
        }
    }

    @Test func whatIsAllShownIsNotCounted() async throws {
        let city = try await City()
        for _ in 0..<3 { _ = try await city.draft() }
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(!text.contains("Đang hiện"))
        }
    }

    @Test func runningCampaignsAreCountedToo() async throws {
        let city = try await City()
        let running = CampaignState.running(digest: "d", by: Account.ID(rawValue: 1))
        for _ in 0..<21 {
            let id = try await city.draft()
            try await city.database.write { try $0.setState(running, of: id, at: City.start) }
        }
        try await city.browse(as: "author") { browser in
            let text = try await browser.get("/").text
            #expect(text.contains("Đang hiện 20 trên 21 chiến dịch đang chạy."))
        }
    }

    /// What people answered stands on the campaign's page, and the time to the second.
    @Test func aCampaignSaysWhatCameOfIt() async throws {
        let city = try await City()
        _ = try await city.story()
        let id = try #require(
            try await city.database.read { try $0.campaigns(in: [.running]).first })
        try await city.database.write { transaction in
            try transaction.count(.replied, of: id, by: 3)
            try transaction.count(.passed, of: id, by: 2)
            try transaction.count(.covered, of: id, by: 1)
        }
        try await city.browse(as: "author") { browser in
            for address in ["/campaigns/\(id)", "/campaigns/\(id)/progress"] {
                let text = try await browser.get(address).text
                for (word, count, share) in [
                    ("Tin có người trả lời", 3, "50%"), ("Lượt trả lời đạt", 2, "67%"),
                    ("Hộ mới được bao phủ", 1, "50%"),
                ] {
                    let row = text.split(separator: "<tr>").first { $0.contains(word) } ?? ""
                    #expect(row.contains(">\(count)</td><td class=\"number\">\(share)</td>"))
                }
                #expect(text.contains("Cập nhật lúc 09:00:00"))
            }
            let indonesian = try await browser.get("/campaigns/\(id)?lang=id").text
            #expect(indonesian.contains("09.00.00"))
        }
    }
}
