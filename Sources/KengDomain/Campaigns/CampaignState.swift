/// Where a campaign stands.
///
/// What was approved is a digest; what differs from it needs a new approval.
package enum CampaignState: Hashable, Sendable {
    case draft
    /// - Parameter first: who has approved it already, where two must.
    case submitted(digest: String, first: Account.ID? = nil)
    case approved(digest: String, by: Account.ID)
    case running(digest: String, by: Account.ID)
    case paused(digest: String, by: Account.ID)
    case finished(digest: String, by: Account.ID)
    case cancelled

    package enum Refusal: Error, Hashable {
        /// The act does not fit the state it is in.
        case wrongState(CampaignWord)
        /// A second person must approve.
        case approverIsAuthor
        /// Of two who must approve, this one did already.
        case approvedAlready
        /// The campaign is no longer what was submitted.
        case changed(submitted: String, now: String)
    }

    package mutating func submit(digest: String) throws(Refusal) {
        switch self {
        case .draft: self = .submitted(digest: digest)
        case .submitted, .approved, .running, .paused, .finished, .cancelled:
            throw .wrongState(word)
        }
    }

    /// Gives it back to its author.
    package mutating func sendBack() throws(Refusal) {
        switch self {
        case .submitted, .approved: self = .draft
        case .draft, .running, .paused, .finished, .cancelled: throw .wrongState(word)
        }
    }

    /// - Parameter approvals: how many people must approve, none of them its author: one or two.
    package mutating func approve(
        digest now: String, by approver: Account.ID, author: Account.ID, approvals: Int
    ) throws(Refusal) {
        switch self {
        case .submitted(let digest, let first):
            guard approver != author else { throw .approverIsAuthor }
            guard digest == now else { throw .changed(submitted: digest, now: now) }
            guard approver != first else { throw .approvedAlready }
            self =
                first == nil && approvals > 1
                ? .submitted(digest: digest, first: approver)
                : .approved(digest: digest, by: approver)
        case .draft, .approved, .running, .paused, .finished, .cancelled:
            throw .wrongState(word)
        }
    }

    /// The scheduler's act, when the first wave is due.
    package mutating func start() throws(Refusal) {
        switch self {
        case .approved(let digest, let approver): self = .running(digest: digest, by: approver)
        case .draft, .submitted, .running, .paused, .finished, .cancelled:
            throw .wrongState(word)
        }
    }

    package mutating func pause() throws(Refusal) {
        switch self {
        case .running(let digest, let approver), .approved(let digest, let approver):
            self = .paused(digest: digest, by: approver)
        case .draft, .submitted, .paused, .finished, .cancelled: throw .wrongState(word)
        }
    }

    package mutating func resume() throws(Refusal) {
        switch self {
        case .paused(let digest, let approver): self = .running(digest: digest, by: approver)
        case .draft, .submitted, .approved, .running, .finished, .cancelled:
            throw .wrongState(word)
        }
    }

    package mutating func stop() throws(Refusal) {
        switch self {
        case .draft, .submitted, .approved, .running, .paused: self = .cancelled
        case .finished, .cancelled: throw .wrongState(word)
        }
    }

    package mutating func finish() throws(Refusal) {
        switch self {
        case .running(let digest, let approver): self = .finished(digest: digest, by: approver)
        case .draft, .submitted, .approved, .paused, .finished, .cancelled:
            throw .wrongState(word)
        }
    }

    /// One more wave of what was approved, to those whom the others did not reach.
    package mutating func sendAgain() throws(Refusal) {
        switch self {
        case .finished(let digest, let approver): self = .running(digest: digest, by: approver)
        case .draft, .submitted, .approved, .running, .paused, .cancelled:
            throw .wrongState(word)
        }
    }

    package var word: CampaignWord {
        switch self {
        case .draft: .draft
        case .submitted: .submitted
        case .approved: .approved
        case .running: .running
        case .paused: .paused
        case .finished: .finished
        case .cancelled: .cancelled
        }
    }

    package var digest: String? {
        switch self {
        case .draft, .cancelled: nil
        case .submitted(let digest, _), .approved(let digest, _), .running(let digest, _),
            .paused(let digest, _), .finished(let digest, _):
            digest
        }
    }
}

/// A campaign's state without its payload, as rows, pages and the API name it.
package enum CampaignWord: Int64, Hashable, Sendable, CaseIterable {
    case draft = 1
    case submitted = 2
    case approved = 3
    case running = 4
    case paused = 5
    case finished = 6
    case cancelled = 7

    package var text: String {
        switch self {
        case .draft: "draft"
        case .submitted: "submitted"
        case .approved: "approved"
        case .running: "running"
        case .paused: "paused"
        case .finished: "finished"
        case .cancelled: "cancelled"
        }
    }
}
