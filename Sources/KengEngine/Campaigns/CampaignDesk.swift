package import KengDomain
import KengContent
package import KengStore

/// Where people make, check, approve and stop campaigns.
package struct CampaignDesk: Sendable {
    let database: Database
    package let world: World
    let tree: AreaMap
    let rulebook: Rulebook
    let composer: Composer
    /// What the route takes, for the estimated end.
    let segmentsPerSecond: Int
    /// What a segment costs at most by the ways that are configured; nil when nobody has said.
    package let price: SegmentPrice?

    package init(
        database: Database, world: World, tree: AreaMap, rulebook: Rulebook,
        composer: Composer, segmentsPerSecond: Int, price: SegmentPrice? = nil
    ) {
        self.database = database
        self.world = world
        self.tree = tree
        self.rulebook = rulebook
        self.composer = composer
        self.segmentsPerSecond = segmentsPerSecond
        self.price = price
    }

    package func create(_ brief: CampaignBrief, by account: Account) async throws -> Campaign.ID {
        try mayWrite(brief, account)
        let now = world.now()
        let id = world.newID(Campaign.self)
        let campaign = Campaign(
            id: id, brief: brief, author: account.id, state: .draft, createdAt: now)
        let price = price
        try await database.write { transaction in
            try transaction.admit(brief, price: price, at: now)
            try transaction.save(campaign)
            try transaction.audit(
                "campaign.create", by: account.name, subject: "campaign/\(id)", at: now)
        }
        return id
    }

    /// Changes a draft.
    ///
    /// What was submitted or approved goes back to draft: a change voids the approval.
    package func revise(
        _ id: Campaign.ID, to brief: CampaignBrief, by account: Account
    ) async throws {
        try mayWrite(brief, account)
        let now = world.now()
        let price = price
        try await database.write { transaction in
            var campaign = try transaction.known(id)
            try transaction.admit(brief, price: price, at: now)
            if campaign.state.word != .draft { try campaign.state.sendBack() }
            campaign.brief = brief
            try transaction.save(campaign)
            try transaction.setState(.draft, of: id, at: now)
            try transaction.audit(
                "campaign.revise", by: account.name, subject: "campaign/\(id)", at: now)
        }
    }

    package func submit(_ id: Campaign.ID, by account: Account) async throws {
        let now = world.now()
        let prepared = try await prepare(id)
        try mayWrite(prepared.campaign.brief, account)
        guard prepared.campaign.brief.schedule.ends > now else { throw DeskProblem.alreadyOver }
        try await database.write { transaction in
            var campaign = try transaction.known(id)
            guard campaign.brief == prepared.campaign.brief else {
                throw DeskProblem.changedMeanwhile
            }
            try campaign.state.submit(digest: prepared.digest)
            try transaction.setEditions(
                prepared.editions.map(\.id), texts: prepared.texts, of: id)
            try transaction.setState(campaign.state, of: id, at: now)
            try transaction.audit(
                "campaign.submit", by: account.name, subject: "campaign/\(id)",
                detail: prepared.digest, at: now)
        }
    }

    /// Approves exactly the digest the approver saw; an alarm waits for a second approver then.
    ///
    /// - Returns: whether nobody else has to approve it.
    @discardableResult
    package func approve(
        _ id: Campaign.ID, digest: String, by account: Account
    ) async throws -> Bool {
        guard account.role.mayApprove else { throw DeskProblem.approversOnly }
        let prepared = try await prepare(id)
        try inArea(prepared.campaign.brief, account)
        let now = world.now()
        return try await database.write { transaction in
            var campaign = try transaction.known(id)
            guard campaign.brief == prepared.campaign.brief else {
                throw DeskProblem.changedMeanwhile
            }
            if case .submitted(let submitted, _) = campaign.state, submitted == prepared.digest,
                digest != submitted
            {
                throw DeskProblem.otherDigest(given: digest, submitted: submitted)
            }
            try campaign.state.approve(
                digest: prepared.digest, by: account.id, author: campaign.author,
                approvals: campaign.brief.messageClass.approvals)
            try transaction.setState(campaign.state, of: id, at: now)
            let isApproved = campaign.state.word == .approved
            try transaction.audit(
                isApproved ? "campaign.approve" : "campaign.approve_first", by: account.name,
                subject: "campaign/\(id)", detail: prepared.digest, at: now)
            return isApproved
        }
    }

    package func sendBack(_ id: Campaign.ID, by account: Account) async throws {
        try await change(id, "campaign.send_back", by: account) {
            try $0.sendBack()
        }
    }

    package func pause(_ id: Campaign.ID, by account: Account) async throws {
        try await change(id, "campaign.pause", by: account) { try $0.pause() }
    }

    package func resume(_ id: Campaign.ID, by account: Account) async throws {
        try await change(id, "campaign.resume", by: account) { try $0.resume() }
    }

    /// Ends a campaign; what has not left never will.
    package func stop(_ id: Campaign.ID, by account: Account) async throws {
        try await change(id, "campaign.stop", by: account) { try $0.stop() }
    }

    /// Starts one more wave of what was approved, to those whom a message missed and none reached.
    ///
    /// Its window opens now and is as long as the first one; hours, caps and the ceiling hold as ever. It
    /// is a person's act: a message of which nobody can say what became of it may have arrived.
    ///
    /// - Throws: `DeskProblem.nobodyMissed`, and the refusals of `CampaignState.sendAgain`.
    package func sendAgain(_ id: Campaign.ID, by account: Account) async throws {
        let now = world.now()
        let word = try await database.read { try $0.known(id).state.word }
        guard word == .finished else { throw CampaignState.Refusal.wrongState(word) }
        let prepared = try await prepare(id)
        try mayWrite(prepared.campaign.brief, account)
        let wave = world.newID(Wave.self)
        try await database.write { transaction in
            var campaign = try transaction.known(id)
            let approved = campaign.state.digest ?? ""
            try campaign.state.sendAgain()
            guard prepared.digest == approved else {
                throw CampaignState.Refusal.changed(submitted: approved, now: prepared.digest)
            }
            guard try transaction.mostMissed(by: campaign) > 0 else {
                throw DeskProblem.nobodyMissed
            }
            let schedule = campaign.brief.schedule
            let again = Wave(
                id: wave, campaign: id, number: try transaction.lastWaveNumber(of: id) + 1,
                starts: now, ends: now + (schedule.ends - schedule.starts))
            try transaction.addWave(again)
            try transaction.setState(campaign.state, of: id, at: now)
            try transaction.audit(
                "campaign.send_again", by: account.name, subject: "campaign/\(id)", at: now)
            try transaction.audit(
                "wave.start", by: "keng", subject: "wave/\(wave)", detail: again.record, at: now)
        }
    }

    /// How many people a campaign missed at most, and how many of its messages nobody can tell about.
    package func missed(by id: Campaign.ID) async throws -> (people: Int, unknown: Int) {
        try await database.read { transaction in
            (
                try transaction.mostMissed(by: try transaction.known(id)),
                try transaction.waveCounts(of: id).filter { $0.state == .unknown }
                    .reduce(0) { $0 + $1.messages }
            )
        }
    }

    private func change(
        _ id: Campaign.ID, _ act: String, by account: Account,
        _ event: @escaping @Sendable (inout CampaignState) throws -> Void
    ) async throws {
        let now = world.now()
        let brief = try await database.read { try $0.known(id).brief }
        try mayWrite(brief, account)
        try await database.write { transaction in
            var campaign = try transaction.known(id)
            try event(&campaign.state)
            try transaction.setState(campaign.state, of: id, at: now)
            try transaction.audit(act, by: account.name, subject: "campaign/\(id)", at: now)
        }
    }

    func mayWrite(_ brief: CampaignBrief, _ account: Account) throws {
        guard account.role.mayWrite else { throw DeskProblem.notAllowed }
        try inArea(brief, account)
    }

    private func inArea(_ brief: CampaignBrief, _ account: Account) throws {
        guard !brief.audience.areas.isEmpty, !brief.audience.languages.isEmpty else {
            throw DeskProblem.emptyAudience
        }
        for area in brief.audience.areas
        where !tree.contains(area, under: account.area) {
            throw DeskProblem.outsideArea
        }
    }
}

package enum DeskProblem: Error, Hashable {
    case notAllowed
    case approversOnly
    /// Fields of a brief that cannot be used; nothing was kept.
    case faults([BriefFault])
    case noSuchCampaign
    /// The lesson has no published edition in this language for this jurisdiction.
    case noEdition(Language, Jurisdiction)
    case emptyAudience
    /// The audience reaches beyond the area of the account.
    case outsideArea
    case alreadyOver
    /// Everybody was reached, or may still be.
    case nobodyMissed
    case changedMeanwhile
    /// The approver names another digest than the one that was submitted and still holds.
    case otherDigest(given: String, submitted: String)
    case noRules(Jurisdiction)
}

extension Transaction {
    func known(_ id: Campaign.ID) throws -> Campaign {
        guard let campaign = try campaign(id) else { throw DeskProblem.noSuchCampaign }
        return campaign
    }
}
