import KengDomain
import KengGateways
import KengStore

/// Asks the provider about rows that were handed over and never answered for.
struct Reconciler: Sendable {
    let desk: CampaignDesk
    let gateway: any Gateway
    let worker: Int64
    /// What of the dead's hand-overs had begun to leave, where that was written down on this machine.
    let departures: DepartureLogs?
    /// Settles also what left by gateways that no living program has, of which nobody can ask.
    let isFirst: Bool

    /// Settles what a dead worker's own log tells: what never left is simply sent, what was taken is kept as such.
    ///
    /// - Returns: how many were taken, and how many never left.
    private func settleByLog(
        of dead: Int64, at now: Instant
    ) async throws -> (taken: Int, stayed: Int) {
        guard let departures, case .known(let left, let taken) = departures.account(of: dead)
        else { return (0, 0) }
        var sum = (taken: 0, stayed: 0)
        var last: Message.ID? = Message.ID(rawValue: 0)
        while let after = last {
            let (gateway, world) = (gateway, desk.world)
            // Read and settled in one commit: another worker may be at the same rows.
            let (counts, end) = try await desk.database.write { transaction in
                let rows = try transaction.handedOver(by: dead, after: after, limit: 1000)
                var work = OutcomeWork(gateway: gateway)
                var counts = (taken: 0, stayed: 0)
                for row in rows {
                    if let references = taken[row.id.rawValue] {
                        work.resolve(row, .taken(references: references), at: now)
                        counts.taken += 1
                    } else if !left.contains(row.id.rawValue) {
                        work.stayed(row, at: now)
                        counts.stayed += 1
                    }
                }
                try work.apply(to: transaction, at: now, newID: world.newID)
                return (counts, rows.last?.id)
            }
            sum = (sum.taken + counts.taken, sum.stayed + counts.stayed)
            last = end
        }
        return sum
    }

    /// The ended workers whose rows are this one's to settle: those of the same gateway, and orphans.
    private func dead() async throws -> [(worker: Int64, isOrphan: Bool)] {
        let (found, living) = try await desk.database.read { transaction in
            (
                try transaction.endedWorkersWithRows(),
                Set(try transaction.livingWorkers().map(\.gateway))
            )
        }
        return found.compactMap { dead in
            // A row from before workers named their gateway is asked for where one can.
            if dead.gateway == gateway.name || (dead.gateway.isEmpty && isFirst) {
                return (dead.worker, false)
            }
            return isFirst && !living.contains(dead.gateway) ? (dead.worker, true) : nil
        }
    }

    /// What left by a gateway that is no more: in doubt for ever.
    private func giveUp(on dead: Int64, at now: Instant) async throws -> Int {
        var sum = 0
        while true {
            let (gateway, world) = (gateway, desk.world)
            let count = try await desk.database.write { transaction in
                let rows = try transaction.handedOver(by: dead, limit: 1000)
                var work = OutcomeWork(gateway: gateway)
                for row in rows { work.resolve(row, .cannotTell, at: now) }
                try work.apply(to: transaction, at: now, newID: world.newID)
                return rows.count
            }
            guard count > 0 else { return sum }
            sum += count
        }
    }

    /// Takes over what ended workers left, and settles it with all of this worker's own that is in doubt.
    ///
    /// Taken over first, in a commit of its own, so that no two workers settle the same row.
    ///
    /// - Parameter inHand: rows of which the gateway is still to tell.
    /// - Returns: how many were found taken, never seen, and in doubt for ever.
    func run(at now: Instant, inHand: Set<Int64> = []) async throws -> (
        taken: Int, requeued: Int, unknown: Int
    ) {
        let worker = worker
        var sum = (taken: 0, requeued: 0, unknown: 0)
        for (dead, isOrphan) in try await dead() {
            let known = try await settleByLog(of: dead, at: now)
            sum = (sum.taken + known.taken, sum.requeued + known.stayed, sum.unknown)
            guard !isOrphan else {
                sum.unknown += try await giveUp(on: dead, at: now)
                continue
            }
            while try await desk.database.write({
                try $0.adoptHandedOver(of: dead, by: worker, limit: 1000)
            }) > 0 {}
        }
        var last = Message.ID(rawValue: 0)
        while true {
            let after = last
            let found = try await desk.database.read {
                try $0.handedOver(by: worker, after: after, limit: 1000)
            }
            guard let end = found.last else { break }
            last = end.id
            let rows = found.filter { !inHand.contains($0.id.rawValue) }
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
                // Whom others count among the dead has no rows of its own any more.
                try transaction.beat(worker, at: now)
                try results.apply(to: transaction, at: now, newID: world.newID)
            }
        }
        if let departures {
            // Also of those that are dead and not yet known to be.
            let open = try await desk.database.read { try $0.workersWithRows() }
            departures.forget(allBut: Set(open))
        }
        return sum
    }
}
