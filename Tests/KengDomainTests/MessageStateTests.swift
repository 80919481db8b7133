import KengDomain
import Testing

/// Promise 6, in the value that keeps it.
struct MessageStateTests {
    /// Reports on parts in any order, each with any repetition, end in the same state.
    @Test(arguments: UInt64(1)...20)
    func reportsCommute(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        for start in [MessageState.handoff, .accepted, .unknown] {
            let segments = 1 + Int(chance.next() % 3)
            let reports = (0..<(1 + Int(chance.next() % 6))).map { _ in
                (
                    Int(chance.next() % UInt64(segments)),
                    ReceiptStatus.allCases[Int(chance.next() % 5)]
                )
            }
            let ends = (0..<10).map { _ in
                let order = (reports + reports).shuffled(using: &chance)
                return Self.end(start, order, segments: segments)
            }
            #expect(Set(ends).count == 1, "\(start) \(reports)")
        }
    }

    private static func end(
        _ start: MessageState, _ reports: [(Int, ReceiptStatus)], segments: Int
    ) -> MessageState {
        var state = start
        var parts: [Int: ReceiptStatus] = [:]
        for (part, status) in reports {
            parts[part] = parts[part]?.merged(with: status) ?? status
            state = .merging(state, statuses: Array(parts.values), parts: segments)
        }
        return state
    }

    @Test(
        arguments: [
            ([], 1, MessageState.accepted), ([.delivered], 1, .delivered),
            ([.delivered], 2, .accepted), ([.delivered, .delivered], 2, .delivered),
            ([.delivered, .failed], 2, .undelivered), ([.expired, .failed], 2, .undelivered),
            ([.expired, .delivered], 2, .expired), ([.enroute], 1, .accepted),
            ([.unknown, .enroute], 2, .accepted),
        ] as [([ReceiptStatus], Int, MessageState)])
    func segmentsMakeTheState(statuses: [ReceiptStatus], segments: Int, state: MessageState) {
        #expect(.merging(.accepted, statuses: statuses, parts: segments) == state)
    }

    @Test(arguments: [MessageState.planned, .suppressed, .cancelled])
    func whatNeverLeftIsMovedByNoReport(state: MessageState) {
        #expect(MessageState.merging(state, statuses: [.delivered], parts: 1) == state)
    }

    @Test func aLateDeliveryCorrectsDoubtAndExpiry() {
        for state in [MessageState.unknown, .expired, .undelivered, .handoff] {
            #expect(MessageState.merging(state, statuses: [.delivered], parts: 1) == .delivered)
        }
    }

    @Test(arguments: ReceiptStatus.allCases, ReceiptStatus.allCases)
    func twoReportsMergeToTheHigher(one: ReceiptStatus, other: ReceiptStatus) {
        #expect(one.merged(with: other) == other.merged(with: one))
        #expect(one.merged(with: other).merged(with: one) == max(one, other))
    }
}
