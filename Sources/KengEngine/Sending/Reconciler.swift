import KengDomain
import KengGateways
import KengStore

/// Asks the provider about rows that were handed over and never answered for.
struct Reconciler: Sendable {
    let desk: CampaignDesk
    let gateway: any Gateway
    let worker: Int64

    /// - Returns: how many were found taken, never seen, and in doubt for ever.
    ///
    /// - Parameter own: also the rows of this worker, except these, of which the gateway is still to tell.
    func run(at now: Instant, own inHand: Set<Int64>? = nil) async throws -> (
        taken: Int, requeued: Int, unknown: Int
    ) {
        var sum = (taken: 0, requeued: 0, unknown: 0)
        var last: (worker: Int64, message: Message.ID)?
        while true {
            // No worker has the number 0.
            let (worker, after) = (inHand == nil ? worker : 0, last)
            let found = try await desk.database.read {
                try $0.handedOver(notBy: worker, after: after, limit: 1000)
            }
            guard let end = found.last else { return sum }
            last = (end.worker, end.message.id)
            let rows = found.map(\.message).filter { inHand?.contains($0.id.rawValue) != true }
            guard !rows.isEmpty else { continue }
            let answers =
                gateway.canLookUp
                ? await gateway.lookUp(rows.map(\.id.rawValue))
                : rows.map { _ in LookUp.cannotTell }
            var work = OutcomeWork(gateway: gateway)
            for (row, answer) in zip(rows, answers) {
                switch answer {
                case .taken: sum.taken += 1
                case .neverSeen: sum.requeued += 1
                case .cannotTell: sum.unknown += 1
                }
                work.resolve(row, answer, at: now)
            }
            let (results, world) = (work, desk.world)
            try await desk.database.write { transaction in
                try results.apply(to: transaction, at: now, newID: world.newID)
            }
        }
    }
}
