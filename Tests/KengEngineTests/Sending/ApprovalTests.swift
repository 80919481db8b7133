import KengContent
import KengDomain
@testable import KengEngine
import KengGateways
import KengSimulation
import KengStore
import KengText
import Testing

/// Promise 12.
struct ApprovalTests {
    /// Each changes one thing of a brief.
    static let changes: [(name: String, change: @Sendable (inout CampaignBrief) throws -> Void)] = [
        ("name", { $0.name = "other" }),
        ("lesson", { $0.lesson = try Slug("other-lesson") }),
        ("class", { $0.messageClass = .service }),
        ("manner", { $0.manner = .oneByOne }),
        ("no quiz", { $0.manner = nil }),
        ("marks", { $0.isUnmarked = true }),
        ("languages", { $0.audience.languages = [.vietnamese] }),
        ("untrained", { $0.audience.isUntrainedOnly = true }),
        (
            "start",
            {
                $0.schedule = try Schedule(
                    starts: $0.schedule.starts + .seconds(60), ends: $0.schedule.ends)
            }
        ),
        (
            "end",
            {
                $0.schedule = try Schedule(
                    starts: $0.schedule.starts, ends: $0.schedule.ends + .seconds(60))
            }
        ),
        (
            "waves",
            {
                $0.schedule = try Schedule(
                    starts: $0.schedule.starts, ends: $0.schedule.ends, everyDays: 7, waves: 2)
            }
        ),
        ("route", { $0.route = ["zalo", "sandbox"] }),
        ("budget", { $0.budgetSegments = 5000 }),
        ("money", { $0.budgetMoney = 5000 }),
    ]

    @Test(arguments: changes.indices)
    func everyPartOfTheBriefIsInTheDigest(place: Int) async throws {
        let city = try await TestCity(.init(households: 3))
        var brief = try city.brief(["V"])
        let areas = [try city.area("V")]
        let before = CampaignDigest.of(brief, areas: areas, editions: [], texts: ["a"])
        try Self.changes[place].change(&brief)
        #expect(CampaignDigest.of(brief, areas: areas, editions: [], texts: ["a"]) != before)
    }

    @Test func areasEditionsAndTextsAreInTheDigest() async throws {
        let city = try await TestCity(.init(households: 3))
        let brief = try city.brief(["V"])
        let areas = [try city.area("V")]
        let editions = try Shelf.drafts.get().map(\.edition)
        let digests = [
            CampaignDigest.of(brief, areas: areas, editions: editions, texts: ["a", "b"]),
            CampaignDigest.of(
                brief, areas: [try city.area("V1")], editions: editions, texts: ["a", "b"]),
            CampaignDigest.of(
                brief, areas: areas, editions: Array(editions.dropFirst()), texts: ["a", "b"]),
            CampaignDigest.of(brief, areas: areas, editions: editions, texts: ["a", "c"]),
            CampaignDigest.of(brief, areas: areas, editions: editions, texts: ["ab"]),
        ]
        #expect(Set(digests).count == digests.count)
    }

    /// Two people other than the author, and the record shows who.
    @Test func anAlarmLeavesAfterTheSecondApprovalOnly() async throws {
        let city = try await TestCity(.init(households: 12))
        let id = try await city.desk.create(
            try city.brief(["V"], messageClass: .emergency), by: city.author)
        try await city.desk.submit(id, by: city.author)
        let digest = try await city.desk.check(id).digest
        let isEnough = try await city.desk.approve(id, digest: digest, by: city.approver)
        #expect(!isEnough)
        try await city.run(for: .seconds(3600))
        #expect(city.watch.handovers.isEmpty)
        #expect(try await city.violations().isEmpty)
        await #expect(throws: CampaignState.Refusal.approvedAlready) {
            try await city.desk.approve(id, digest: digest, by: city.approver)
        }
        #expect(try await city.desk.approve(id, digest: digest, by: city.secondApprover))
        try await city.run(for: .seconds(3600))
        #expect(!city.watch.handovers.isEmpty)
        #expect(try await city.violations().isEmpty)
        try await city.change("UPDATE campaign SET first_approver_id = NULL")
        let found = try await city.violations().filter { $0.row == "campaign/\(id)" }
        #expect(Set(found.map(\.promise)) == [12, 13])
    }

    @Test func theAuthorCannotApprove() async throws {
        let city = try await TestCity(.init(households: 3))
        let id = try await city.desk.create(try city.brief(["V"]), by: city.approver)
        try await city.desk.submit(id, by: city.approver)
        let digest = try await city.desk.check(id).digest
        await #expect(throws: CampaignState.Refusal.approverIsAuthor) {
            try await city.desk.approve(id, digest: digest, by: city.approver)
        }
        await #expect(throws: DeskProblem.approversOnly) {
            try await city.desk.approve(id, digest: digest, by: city.author)
        }
        #expect(try await city.state(of: id) == .submitted)
    }

    @Test func anOldDigestIsRefused() async throws {
        let city = try await TestCity(.init(households: 3))
        let id = try await city.desk.create(try city.brief(["V"]), by: city.author)
        let old = try await city.desk.check(id).digest
        try await city.desk.revise(id, to: try city.brief(["V1"]), by: city.author)
        try await city.desk.submit(id, by: city.author)
        let submitted = try await city.desk.check(id).digest
        await #expect(throws: DeskProblem.otherDigest(given: old, submitted: submitted)) {
            try await city.desk.approve(id, digest: old, by: city.approver)
        }
        #expect(try await city.state(of: id) == .submitted)
    }

    @Test(arguments: [false, true])
    func aRevisionVoidsTheApproval(isApproved: Bool) async throws {
        let city = try await TestCity(.init(households: 7))
        let start = city.clock.now + .seconds(3600)
        let id = try await city.desk.create(try city.brief(["V"], starts: start), by: city.author)
        try await city.desk.submit(id, by: city.author)
        if isApproved {
            let digest = try await city.desk.check(id).digest
            try await city.desk.approve(id, digest: digest, by: city.approver)
        }
        try await city.desk.revise(
            id, to: try city.brief(["V1"], starts: start), by: city.author)
        #expect(try await city.state(of: id) == .draft)
        try await city.run(for: .seconds(8 * 3600))
        #expect(city.watch.handovers.isEmpty)
    }

    /// Somebody who changes the rows behind the desk's back does not get them sent.
    @Test(arguments: [
        "UPDATE campaign SET budget_segments = 99", "UPDATE campaign SET languages = 'vi'",
        "UPDATE campaign SET class = 2", "UPDATE campaign SET ends_at = ends_at + 1",
        "INSERT INTO campaign_area SELECT campaign_id, area_id + 1 FROM campaign_area",
        "DELETE FROM campaign_edition",
    ])
    func aChangedRowIsNotSent(sql: String) async throws {
        let city = try await TestCity(.init(households: 7))
        let id = try await city.approve(
            try city.brief(["V1"], starts: city.clock.now + .seconds(3600)))
        if sql.contains("edition") { try await city.publishAnew() }
        if sql.contains("area") {
            let other = try city.area("V2").id
            try await city.change(
                "INSERT INTO campaign_area (campaign_id, area_id) VALUES (\(id), \(other))")
        } else {
            try await city.change(sql)
        }
        try await city.run(for: .seconds(8 * 3600))
        #expect(try await city.state(of: id) == .draft)
        #expect(city.watch.handovers.isEmpty)
        #expect(
            try await city.number("SELECT COUNT(*) FROM audit WHERE act = 'campaign.changed'") == 1)
    }

    /// Neither a pause before the start nor the time between two waves is a way around the approval.
    @Test(arguments: [true, false])
    func aChangeBetweenWavesIsNotSent(isPausedBefore: Bool) async throws {
        let city = try await TestCity(.init(households: 7))
        let id = try await city.approve(
            try city.brief(
                ["V"], starts: city.clock.now + .seconds(60), everyDays: 4, waves: 2))
        if isPausedBefore {
            try await city.desk.pause(id, by: city.author)
            try await city.desk.resume(id, by: city.author)
        } else {
            try await city.run(for: .seconds(600))
            #expect(!city.watch.handovers.isEmpty)
        }
        let before = city.watch.handovers.count
        try await city.change("UPDATE campaign SET languages = 'vi'")
        try await city.run(for: .seconds(6 * 86_400), tick: .seconds(60))
        #expect(city.watch.handovers.count == before)
        #expect(try await city.state(of: id) == .paused)
    }

    @Test func aLaterEditionIsNotUsed() async throws {
        let city = try await TestCity(.init(households: 14))
        let id = try await city.approve(
            try city.brief(["V"], starts: city.clock.now + .seconds(3600)))
        try await city.publishAnew()
        try await city.run(for: .seconds(8 * 3600))
        #expect(try await city.state(of: id) == .finished)
        #expect(!city.watch.handovers.isEmpty)
        #expect(city.watch.handovers.allSatisfy { !$0.text.text.contains("ANEW") })

        let next = try await city.approve(
            try city.brief(["V1"], starts: city.clock.now + .seconds(86_400), hours: 96))
        try await city.run(for: .seconds(56 * 3600))
        #expect(try await city.state(of: next) == .finished)
        #expect(city.watch.handovers.contains { $0.text.text.contains("ANEW") })
        #expect(try await city.violations().isEmpty)
    }
}

extension TestCity {
    /// Publishes each edition again with a word more.
    func publishAnew() async throws {
        for draft in try Shelf.drafts.get() {
            let next = draft.saying("ANEW \(draft.key.jurisdiction).")
            try await publish(next)
        }
    }
}
