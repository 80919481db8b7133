import KengDomain
import KengGateways
import KengStore

/// Promises 1 and 2: everybody once, and every row comes to its end.
extension SimulationJudge {
    func missedOrDoubled() async throws -> [Violation] {
        var found: [Violation] = []
        let waves = try await city.database.read { transaction in
            try transaction.all(
                """
                SELECT wave.id, wave.campaign_id, wave.number FROM wave
                JOIN campaign ON campaign.id = wave.campaign_id
                WHERE wave.planned_at IS NOT NULL AND campaign.state <> 7
                """
            ) {
                (try $0.integer(0), Campaign.ID(rawValue: try $0.integer(1)), try $0.integer(2))
            }
        }
        for (wave, id, number) in waves {
            guard let campaign = record.campaigns.values.first(where: { $0.id == id }) else {
                found.append(Violation(1, "wave/\(wave)", "no person's campaign", "a campaign"))
                continue
            }
            var times: [Int64: Int] = [:]
            for row in rows.values where row.wave == wave {
                times[row.resident ?? 0, default: 0] += 1
            }
            guard number <= Int64(campaign.wish.waves) else {
                found += sentAgain(wave, number, of: id, times)
                continue
            }
            for (resident, facts) in residents where facts.isHolder {
                let isMeant = lies(facts.area, under: campaign.wish.areas)
                let count = times.removeValue(forKey: resident) ?? 0
                guard count != (isMeant ? 1 : 0) else { continue }
                found.append(
                    Violation(
                        1, "wave/\(wave), resident/\(resident)", "\(count) messages",
                        isMeant ? "1" : "none"))
            }
            for (resident, count) in times {
                found.append(
                    Violation(
                        1, "wave/\(wave), resident/\(resident)", "\(count) messages",
                        "none, not an owner of a phone"))
            }
        }
        return found
    }

    /// Those whom the campaign had missed, once each, and nobody else.
    ///
    /// Who was reached by a late receipt, before this wave was planned, may be left out.
    private func sentAgain(
        _ wave: Int64, _ number: Int64, of campaign: Campaign.ID, _ times: [Int64: Int]
    ) -> [Violation] {
        let act = record.again.first { $0.campaign == campaign && $0.wave == number }
        guard let act else {
            return [Violation(1, "wave/\(wave)", "sent again by nobody", "a person's act")]
        }
        var found: [Violation] = []
        for (resident, count) in times where count > 1 || !act.missed.contains(resident) {
            found.append(
                Violation(
                    2, "wave/\(wave), resident/\(resident)", "\(count) messages again",
                    act.missed.contains(resident) ? "1" : "none, it was not missed"))
        }
        let reached = Set(
            rows.values.filter { row in
                row.campaign == campaign && row.waveNumber < number
                    && (row.state == .delivered || row.state == .accepted)
            }.compactMap(\.resident))
        for resident in act.missed.subtracting(times.keys).subtracting(reached) {
            found.append(
                Violation(
                    2, "wave/\(wave), resident/\(resident)", "nothing again",
                    "1 message, it was missed"))
        }
        return found
    }

    /// What the provider took is what the rows say.
    func accounts() -> [Violation] {
        var found: [Violation] = []
        for row in rows.values {
            let taken = city.sandbox.acceptedCount(row.id)
            let place = "message/\(row.id)"
            switch row.state {
            case .accepted, .delivered, .undelivered, .unknown:
                if taken != 1 { found.append(Violation(2, place, "taken \(taken) times", "once")) }
            case .expired:
                // Before or after it left.
                if taken > 1 {
                    found.append(Violation(2, place, "taken \(taken) times", "at most once"))
                }
            case .rejected, .suppressed, .cancelled:
                if taken > 0 { found.append(Violation(2, place, "taken \(taken) times", "never")) }
            case .planned, .handoff, nil:
                found.append(Violation(2, place, "state \(row.state?.rawValue ?? 0)", "an end"))
            }
        }
        for handover in handovers where rows[handover.text.message] == nil {
            found.append(Violation(2, "message/\(handover.text.message)", "sent", "a row of it"))
        }
        return found
    }

    /// Promise 6: the state is what the receipts together say, whatever their order.
    func receiptsThatCount() -> [Violation] {
        var best: [String: ReceiptStatus] = [:]
        for case .kept(let event) in record.entries {
            guard case .receipt(let reference, _, let status, _) = event.content else { continue }
            best[reference] = max(best[reference] ?? status, status)
        }
        var reports: [Int64: [ReceiptStatus]] = [:]
        for (reference, status) in best {
            // The practice network's references are the message's number and the part's.
            guard let message = Int64(reference.prefix { $0 != "." }) else { continue }
            reports[message, default: []].append(status)
        }
        var found: [Violation] = []
        for (message, statuses) in reports {
            guard let row = rows[message], let state = row.state else { continue }
            let expected: MessageState
            if statuses.contains(.failed) {
                expected = .undelivered
            } else if statuses.contains(.expired) {
                expected = .expired
            } else if statuses.count >= max(1, Int(row.segments)),
                statuses.allSatisfy({ $0 == .delivered })
            {
                expected = .delivered
            } else {
                expected = .accepted
            }
            guard state != expected else { continue }
            found.append(Violation(6, "message/\(message)", "\(state)", "\(expected)"))
        }
        return found
    }
}

/// Promise 8: what is counted equals what is there.
enum CoverageRecount {
    static func run(_ database: Database) async throws -> [Violation] {
        let lines = try await database.read { transaction in
            try transaction.all(
                """
                SELECT area.code, 'covered',
                    (SELECT COUNT(DISTINCT attendance.household_id) FROM attendance
                        JOIN household ON household.id = attendance.household_id
                        JOIN area_ancestor ON area_ancestor.area_id = household.area_id
                        WHERE area_ancestor.ancestor_id = area.id),
                    COALESCE((SELECT total FROM area_count
                        WHERE area_count.area_id = area.id AND area_count.kind = 2), 0)
                FROM area
                UNION ALL
                SELECT 'resident/' || resident_id, 'attendances', 1, COUNT(*)
                FROM attendance
                GROUP BY resident_id, slug, period
                """
            ) { (try $0.text(0), try $0.text(1), try $0.integer(2), try $0.integer(3)) }
        }
        return lines.filter { $0.2 != $0.3 }.map { place, what, right, found in
            Violation(8, place, "\(found) \(what)", "\(right)")
        }
    }
}
