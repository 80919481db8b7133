import Foundation
import HTTPTypes
import KengDomain
import KengStore
import Testing

@testable import KengWeb

struct APICampaignTests {
    @Test func aNewCampaignIsADraftWithItsAddress() async throws {
        let answer = try await APIWorld().create()
        #expect(answer.status == 201)
        guard case .text(let id) = answer["id"] else {
            Issue.record("an id is a text")
            return
        }
        #expect(answer.headers[.location] == "/v1/campaigns/\(id)")
        #expect(answer["state"] == .text("draft"))
        #expect(answer["starts_at"] == .text("2026-11-24T01:00:00Z"))
        #expect(answer["quiz"] == .text("one_by_one"))
        #expect(answer["areas", "0", "name"] == .text("Hà Nội"))
        #expect(answer["route"] == .list([.text("sandbox")]))
    }

    @Test func theSameRequestAgainGivesTheSameBytesAndNoSecondCampaign() async throws {
        let world = try await APIWorld()
        let first = try await world.create()
        guard case .text(let id) = first["id"] else { return }
        // Even after the campaign has moved on.
        _ = try await world.ask(.post, "/v1/campaigns/\(id)/submit", as: "author")
        let second = try await world.create()
        #expect(second.status == 201)
        #expect(second.text == first.text)
        #expect(second.headers[.location] == first.headers[.location])
        #expect(try await count(world) == 1)
    }

    @Test func manyAtOnceUnderOneKeyMakeOneCampaign() async throws {
        let world = try await APIWorld()
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await world.create().text } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try await count(world) == 1)
    }

    @Test func theSameKeyWithAnotherBodyIsRefused() async throws {
        let world = try await APIWorld()
        _ = try await world.create()
        let other = APIWorld.body.replacing("Gọi 114", with: "Khác")
        let answer = try await world.create(body: other)
        #expect(answer.status == 422)
        #expect(answer.problem == "idempotency-key-used")
        #expect(try await count(world) == 1)
    }

    @Test func theSameKeyOfAnotherAccountIsAnotherKey() async throws {
        let world = try await APIWorld()
        _ = try await world.create()
        #expect(try await world.create(as: "chief").status == 201)
        #expect(try await count(world) == 2)
    }

    @Test(arguments: [nil, "", " ", String(repeating: "k", count: 256)] as [String?])
    func withoutAKeyNothingIsMade(key: String?) async throws {
        let world = try await APIWorld()
        let answer = try await world.ask(
            .post, "/v1/campaigns", as: "author", body: APIWorld.body,
            headers: key.map { [.idempotencyKey: $0] } ?? [:])
        #expect(answer.status == 400)
        #expect(answer.problem == "idempotency-key-needed")
        #expect(try await count(world) == 0)
    }

    @Test(arguments: [
        (#""name": "Gọi 114""#, #""name": 5"#, "/name"),
        (#""name": "Gọi 114""#, #""name": " ""#, "/name"),
        (#""name": "Gọi 114", "#, "", "/name"),
        (#""call-for-help""#, #""Call for help""#, "/lesson"),
        (#""code": "01""#, #""code": "99""#, "/areas/0"),
        (#""code": "01""#, #""kode": "01""#, "/areas/0/code"),
        (#"{"system": "t", "code": "01"}"#, "", "/areas"),
        (#"["vi"]"#, #"["vi", "en"]"#, "/languages/1"),
        (#"["vi"]"#, #""vi""#, "/languages"),
        ("08:00:00+07:00", "08:00", "/starts_at"),
        ("2026-11-25T18", "2026-11-23T18", "/ends_at"),
        (#""name""#, #""colour": 1, "name""#, "/colour"),
        (#""name""#, #""waves": 0, "name""#, "/waves"),
        (#""name""#, #""waves": 1.5, "name""#, "/waves"),
        (#""name""#, #""waves": 3, "every_days": 1, "name""#, "/every_days"),
        (#""name""#, #""quiz": "maybe", "name""#, "/quiz"),
        (#""name""#, #""unmarked": 1, "name""#, "/unmarked"),
        (#""name""#, #""route": ["a,b"], "name""#, "/route/0"),
        ("Gọi 114", String(repeating: "ọ", count: 121), "/name"),
        ("call-for-help", "call-for-halp", "/lesson"),
        ("2026-11-24T08:00:00+07:00", "1970-01-01T00:00:00Z", "/starts_at"),
        ("2026-11-25T18:00:00+07:00", "9999-12-31T00:00:00Z", "/ends_at"),
        (#""name""#, #""budget_segments": -1, "name""#, "/budget_segments"),
    ])
    func aFieldThatCannotBeUsedIsNamed(
        found: String, changed: String, pointer: String
    ) async throws {
        let world = try await APIWorld()
        let answer = try await world.create(body: APIWorld.body.replacing(found, with: changed))
        #expect(answer.status == 422)
        #expect(answer.problem == "fields")
        #expect(answer["errors", "0", "pointer"] == .text(pointer))
        #expect(try await count(world) == 0)
    }

    @Test(arguments: [
        (#""name""#, #""quiz": "maybe", "name""#, ["“maybe”", "one_by_one, all_in_one, none"]),
        (#""name""#, #""class": "advert", "name""#, ["“advert”", "awareness"]),
        (#"["vi"]"#, #"["vi", "en"]"#, ["“en”", "vi, id, zh-Hans"]),
    ])
    func aWrongWordIsToldWithTheRightOnes(
        found: String, changed: String, words: [String]
    ) async throws {
        let world = try await APIWorld()
        let answer = try await world.create(body: APIWorld.body.replacing(found, with: changed))
        guard case .text(let detail) = answer["errors", "0", "detail"] else {
            Issue.record("no detail")
            return
        }
        for word in words { #expect(detail.contains(word), "\(detail)") }
    }

    @Test func aWindowThatIsOverMakesNoDraft() async throws {
        let world = try await APIWorld()
        let answer = try await world.create(
            body: APIWorld.body.replacing("2026-11-24", with: "2026-11-20")
                .replacing("2026-11-25", with: "2026-11-21"))
        #expect(answer.status == 422)
        #expect(answer["errors", "0", "pointer"] == .text("/ends_at"))
        guard case .text(let detail) = answer["errors", "0", "detail"] else {
            Issue.record("a fault has a sentence")
            return
        }
        // What was found and what it is held against.
        #expect(detail.contains("2026-11-21T11:00:00Z"))
        #expect(detail.contains("2026-11-23T02:00:00Z"))
        #expect(try await count(world) == 0)
    }

    @Test func anUnknownLessonIsAnsweredWithThoseThatArePublished() async throws {
        let world = try await APIWorld()
        let answer = try await world.create(
            body: APIWorld.body.replacing("call-for-help", with: "nothing"))
        guard case .text(let detail) = answer["errors", "0", "detail"] else {
            Issue.record("a fault has a sentence")
            return
        }
        #expect(detail.contains("“nothing”"))
        #expect(detail.contains("call-for-help"))
    }

    @Test func aCampaignSaysWhatCameOfIt() async throws {
        let world = try await APIWorld()
        let made = try await world.create()
        for name in ["replied", "passed", "newly_covered"] { #expect(made[name] == .number(0)) }
        guard case .text(let id) = made["id"], let number = Int64(id) else { return }
        try await world.database.write { transaction in
            let id = Campaign.ID(rawValue: number)
            try transaction.count(.replied, of: id, by: 7)
            try transaction.count(.passed, of: id, by: 5)
            try transaction.count(.covered, of: id, by: 3)
        }
        let answer = try await world.ask(.get, "/v1/campaigns/\(id)", as: "author")
        #expect(answer["replied"] == .number(7))
        #expect(answer["passed"] == .number(5))
        #expect(answer["newly_covered"] == .number(3))
    }

    @Test(arguments: [
        "/v1/campaigns?stat=draft", "/v1/campaigns?state=draft&x=", "/v1/coverage?area=t/01",
        "/v1/areas/t/01?limit=5",
    ])
    func aParameterNobodyReadsIsNamed(address: String) async throws {
        let world = try await APIWorld()
        let answer = try await world.ask(.get, address, as: "viewer")
        #expect(answer.status == 400)
        #expect(answer.problem == "unknown-parameter")
        let name = address.split { "?&".contains($0) }.last?.prefix { $0 != "=" } ?? ""
        guard case .text(let title) = answer["title"] else {
            Issue.record("a problem has a sentence")
            return
        }
        #expect(title.contains("“\(name)”"))
        // Who has no key learns nothing of the address.
        #expect(try await world.ask(.get, address).status == 401)
    }

    @Test func anActWithAParameterDoesNothing() async throws {
        let world = try await APIWorld()
        guard case .text(let id) = try await world.create()["id"] else { return }
        let answer = try await world.ask(.post, "/v1/campaigns/\(id)/stop?dry_run=1", as: "author")
        #expect(answer.status == 400)
        let now = try await world.ask(.get, "/v1/campaigns/\(id)", as: "author")
        #expect(now["state"] == .text("draft"))
    }

    @Test func allWrongFieldsAreNamedAtOnce() async throws {
        let answer = try await APIWorld().create(body: #"{"languages": [], "x": 1}"#)
        guard case .list(let errors) = answer["errors"] else {
            Issue.record("errors is a list")
            return
        }
        #expect(errors.count == 7)
    }

    @Test(arguments: [("[]", 422), ("", 400), ("{", 400), ("\u{FEFF}x", 400)])
    func whatIsNoObjectIsRefused(body: String, status: Int) async throws {
        #expect(try await APIWorld().create(body: body).status == status)
    }

    @Test func aBodyWithoutEndIsRefused() async throws {
        let answer = try await APIWorld().create(
            body: String(repeating: " ", count: KeyedAsk.largestBody + 1))
        #expect(answer.status == 413)
        #expect(answer.problem == "too-large")
    }

    @Test func aCampaignIsCheckedSubmittedAndApprovedByTwoPeople() async throws {
        let world = try await APIWorld()
        guard case .text(let id) = try await world.create()["id"] else { return }
        let one = "/v1/campaigns/\(id)"
        let check = try await world.ask(.get, one + "/check", as: "chief")
        #expect(check["recipients"] == .number(6))
        guard case .text(let digest) = check["digest"] else {
            Issue.record("a check has a digest")
            return
        }
        #expect(try await world.ask(.post, one + "/submit", as: "author").status == 200)
        let right = #"{"digest": "\#(digest)"}"#
        let own = try await world.ask(.post, one + "/approve", as: "author", body: right)
        #expect(own.problem == "not-allowed")
        let other = try await world.ask(
            .post, one + "/approve", as: "chief", body: #"{"digest": "0"}"#)
        #expect(other.status == 409)
        #expect(other.problem == "changed")
        let approved = try await world.ask(.post, one + "/approve", as: "chief", body: right)
        #expect(approved["state"] == .text("approved"))
        let paused = try await world.ask(.post, one + "/pause", as: "author")
        #expect(paused["state"] == .text("paused"))
        #expect(
            try await world.ask(.post, one + "/resume", as: "author")["state"] == .text("running"))
        let early = try await world.ask(.post, one + "/send-again", as: "author")
        #expect(early.problem == "wrong-state")
        let stopped = try await world.ask(.post, one + "/stop", as: "author")
        #expect(stopped["state"] == .text("cancelled"))
        let again = try await world.ask(.post, one + "/stop", as: "author")
        #expect(again.status == 409)
        #expect(again.problem == "wrong-state")
    }

    @Test func anApproverMayNotApproveTheirOwn() async throws {
        let world = try await APIWorld()
        guard case .text(let id) = try await world.create(as: "chief")["id"] else { return }
        let one = "/v1/campaigns/\(id)"
        let submitted = try await world.ask(.post, one + "/submit", as: "chief")
        guard case .text(let digest) = submitted["digest"] else { return }
        let answer = try await world.ask(
            .post, one + "/approve", as: "chief", body: #"{"digest": "\#(digest)"}"#)
        #expect(answer.status == 403)
        #expect(answer.problem == "approver-is-author")
    }

    @Test func aCampaignOutsideTheAccountsAreaDoesNotExist() async throws {
        let world = try await APIWorld()
        guard case .text(let id) = try await world.create()["id"] else { return }
        for (method, path) in [
            (HTTPRequest.Method.get, ""), (.get, "/check"), (.post, "/stop"),
        ] {
            let answer = try await world.ask(method, "/v1/campaigns/\(id)\(path)", as: "ward")
            #expect(answer.status == 404)
        }
        let list = try await world.ask(.get, "/v1/campaigns", as: "ward")
        #expect(list["campaigns"] == .list([]))
        let wide = try await world.create(as: "ward")
        #expect(wide["errors", "0", "pointer"] == .text("/areas/0"))
    }

    @Test func aViewerMayLookButNotWrite() async throws {
        let world = try await APIWorld()
        #expect(try await world.create(as: "viewer").problem == "not-allowed")
        #expect(try await world.ask(.get, "/v1/campaigns", as: "viewer").status == 200)
    }

    @Test func theListIsPagedWithoutGapsOrRepeats() async throws {
        let world = try await APIWorld()
        for number in 1...5 { _ = try await world.create("k\(number)") }
        var seen: [JSONValue] = []
        var address = "/v1/campaigns?limit=2"
        for _ in 0..<5 {
            let page = try await world.ask(.get, address, as: "author")
            guard case .list(let lines) = page["campaigns"] else { break }
            for case .object(let line) in lines { seen.append(line["id"] ?? .null) }
            guard case .text(let next) = page["next"] else { break }
            address = "/v1/campaigns?limit=2&cursor=\(next)"
        }
        #expect(seen.count == 5)
        #expect(Set(seen).count == 5)
    }

    @Test(arguments: ["limit=0", "limit=201", "limit=x", "cursor=x", "state=lost"])
    func aParameterThatCannotBeUsedIsNamed(query: String) async throws {
        let answer = try await APIWorld().ask(.get, "/v1/campaigns?\(query)", as: "author")
        #expect(answer.status == 400)
        #expect(answer.problem == "parameter")
    }

    private func count(_ world: APIWorld) async throws -> Int {
        try await world.database.read { try $0.figures() }.campaigns.values.reduce(0, +)
    }
}
