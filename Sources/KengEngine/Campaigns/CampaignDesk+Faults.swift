package import KengDomain
import KengStore

extension CampaignDesk {
    /// Does everything that `create` does but keep the campaign.
    ///
    /// - Throws: what `create` would throw.
    package func rehearse(_ brief: CampaignBrief, by account: Account) async throws {
        try mayWrite(brief, account)
        let now = world.now()
        let price = price
        try await database.read { try $0.admit(brief, price: price, at: now) }
    }
}

extension Transaction {
    /// Every door to a campaign's fields leads through here, so that none lets in what another refuses.
    ///
    /// - Throws: `DeskProblem.faults` with all of them.
    func admit(_ brief: CampaignBrief, price: SegmentPrice?, at now: Instant) throws {
        var faults: [BriefFault] = []
        if !BriefField.name.contains(brief.name.count) {
            faults.append(BriefFault(.name, brief.name, .characters(BriefField.name)))
        }
        if try !isLesson(brief.lesson) {
            faults.append(
                BriefFault(.lesson, brief.lesson.text, .lesson(try lessons().map(\.text))))
        }
        let window = BriefField.window(at: now)
        let schedule = brief.schedule
        if !window.contains(schedule.starts) {
            faults.append(BriefFault(.starts, schedule.starts, .within(window)))
        }
        if schedule.ends <= now {
            faults.append(BriefFault(.ends, schedule.ends, .after(now)))
        } else if !window.contains(schedule.ends) {
            faults.append(BriefFault(.ends, schedule.ends, .within(window)))
        }
        if !BriefField.budget.contains(brief.budgetSegments) {
            faults.append(
                BriefFault(.budget, "\(brief.budgetSegments)", .whole(BriefField.budget)))
        }
        if !SegmentPrice.budgets.contains(brief.budgetMoney) {
            faults.append(
                BriefFault(.money, "\(brief.budgetMoney)", .whole(SegmentPrice.budgets)))
        } else if brief.budgetMoney > 0, price == nil {
            faults.append(BriefFault(.money, "\(brief.budgetMoney)", .price))
        }
        guard faults.isEmpty else { throw DeskProblem.faults(faults) }
    }
}
