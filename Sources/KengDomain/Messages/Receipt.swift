/// What a provider says later about one segment of a message.
package enum ReceiptStatus: Int64, Hashable, Sendable, CaseIterable, Comparable {
    case enroute = 1
    case unknown = 2
    case expired = 3
    case failed = 4
    case delivered = 5

    /// Merging keeps the higher rank, so any order and any repetition give the same end.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    package func merged(with other: ReceiptStatus) -> ReceiptStatus {
        max(self, other)
    }
}

extension MessageState {
    /// The state of a message of so many parts, some of which have been reported on as `statuses` say.
    ///
    /// All delivered means delivered; one final failure means undelivered or expired, whichever ranks higher.
    package static func merging(
        _ state: MessageState, statuses: [ReceiptStatus], parts: Int
    ) -> MessageState {
        switch state {
        case .planned, .suppressed, .cancelled: return state
        case .handoff, .accepted, .delivered, .undelivered, .expired, .rejected, .unknown: break
        }
        if statuses.count >= parts, statuses.allSatisfy({ $0 == .delivered }) {
            return .delivered
        }
        let failures = statuses.filter { $0 == .failed || $0 == .expired }
        if failures.contains(.failed) { return .undelivered }
        if failures.contains(.expired) { return .expired }
        // A report that is no verdict still proves that the provider has the message. Whatever an earlier
        // report made of it counts no more, so that the end depends on the reports and not on their order.
        return statuses.isEmpty ? state : .accepted
    }
}
