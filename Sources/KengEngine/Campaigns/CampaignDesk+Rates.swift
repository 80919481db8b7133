package import KengDomain
import KengStore

/// How fast gateways may be, while they send.
extension CampaignDesk {
    /// Nothing at all, or so much that the longest text still has a second to leave in.
    package static let rates = RateShare.least...1_000_000

    /// Sets a gateway's rate below its contract for all programs, within a second; 0 lets nothing leave by it.
    ///
    /// - Parameter segmentsPerSecond: nil for as much as the contract allows.
    /// - Throws: `DeskProblem.approversOnly`.
    package func setRate(
        _ segmentsPerSecond: Int?, of gateway: String, by account: Account
    ) async throws {
        guard account.role.mayApprove else { throw DeskProblem.approversOnly }
        let now = world.now()
        try await database.write { transaction in
            try transaction.setRate(segmentsPerSecond, of: gateway)
            try transaction.audit(
                "gateway.rate", by: account.name, subject: "gateway/\(gateway)",
                detail: segmentsPerSecond.map { "\($0)" } ?? "contract", at: now)
        }
    }
}
