package import KengDomain
import KengStore

/// Days of mourning: announced on short notice, kept from the next hand-off on.
extension CampaignDesk {
    /// Letters of a reason.
    package static let quietReason = 1...200

    /// Holds what can wait on that day, in an area and everywhere below it; the second time changes nothing.
    ///
    /// Campaigns of awareness and advertising wait until the day is over there; service, alarms and answers do
    /// not.
    ///
    /// - Throws: `DeskProblem.approversOnly`, `.outsideArea`.
    package func addQuietDay(
        _ day: LocalDay, in area: Area.ID, reason: String, by account: Account
    ) async throws -> Bool {
        try mayQuiet(area, account)
        let quiet = QuietDay(area: area, day: day, reason: reason, addedAt: world.now())
        return try await database.write { transaction in
            guard try transaction.add(quiet) else { return false }
            try transaction.audit(
                "quiet_day.add", by: account.name,
                subject: "quiet_day/\(area)/\(day.number)", detail: reason, at: quiet.addedAt)
            return true
        }
    }

    /// - Returns: whether there was one.
    package func removeQuietDay(
        _ day: LocalDay, in area: Area.ID, by account: Account
    ) async throws -> Bool {
        try mayQuiet(area, account)
        let now = world.now()
        return try await database.write { transaction in
            guard try transaction.removeQuietDay(day, in: area) else { return false }
            try transaction.audit(
                "quiet_day.remove", by: account.name,
                subject: "quiet_day/\(area)/\(day.number)", at: now)
            return true
        }
    }

    private func mayQuiet(_ area: Area.ID, _ account: Account) throws {
        guard account.role.mayApprove else { throw DeskProblem.approversOnly }
        guard tree.contains(area, under: account.area) else { throw DeskProblem.outsideArea }
    }
}
