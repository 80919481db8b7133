package import KengDomain
package import KengStore

/// What became of a request that carries a key.
package enum TakenRequest: Hashable, Sendable {
    /// Done now, or done before under the same key with the same body: the answer is the same.
    case done(Campaign.ID, answer: String)
    /// The key was used for another body.
    case otherBody
}

extension CampaignDesk {
    /// Makes a draft; a second time with the same key changes nothing and gives the first answer.
    ///
    /// The draft and the memory of the key are one transaction, so a crash cannot part them.
    package func createOnce(
        _ brief: CampaignBrief, by account: Account, request: RequestKey,
        answer: @escaping @Sendable (Campaign) -> String
    ) async throws -> TakenRequest {
        try mayWrite(brief, account)
        let now = world.now()
        let campaign = Campaign(
            id: world.newID(Campaign.self), brief: brief, author: account.id, state: .draft,
            createdAt: now)
        let price = price
        return try await database.write { transaction in
            if let known = try transaction.request(request.text, of: account.id) {
                guard known.bodyHash == request.bodyHash else { return .otherBody }
                return .done(Campaign.ID(rawValue: known.subject), answer: known.answer)
            }
            // Only now: a request that was done once is answered again also when its window is over.
            try transaction.admit(brief, price: price, at: now)
            try transaction.save(campaign)
            let text = answer(campaign)
            try transaction.add(
                request, of: account.id, subject: campaign.id.rawValue, answer: text, at: now)
            try transaction.audit(
                "campaign.create", by: account.name, subject: "campaign/\(campaign.id)", at: now)
            return .done(campaign.id, answer: text)
        }
    }
}
