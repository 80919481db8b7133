import KengDomain
import KengStore

extension Verifier {
    /// Promise 13: the chain shows a changed or missing entry, and the rows are what it tells of.
    func checkAudit(_ report: inout Report) async throws {
        // Read before the chain, at one moment: what is told after that is about later rows.
        let (end, rows) = try await database.read { transaction in
            (
                try transaction.lastAuditNumber(),
                [
                    "campaign": try transaction.campaignRecords(),
                    "wave": try transaction.waveRecords(),
                    "account": try transaction.accountRecords(),
                    "edition": try transaction.editionRecords(),
                    "quiet_day": try transaction.quietDayRecords(),
                ]
            )
        }
        var trail = AuditTrail()
        var previous = ""
        var number: Int64 = 0
        var found: [Violation] = []
        let head = report.heads.first { $0.name == "audit" }
        while true {
            let from = number
            let batch = try await database.read {
                try $0.auditEntries(after: from, limit: 10_000)
            }
            guard !batch.isEmpty else { break }
            for entry in batch {
                found += missing(from: number + 1, to: entry.number - 1)
                let expected = entry.hash(after: previous)
                if entry.hash != expected {
                    found.append(
                        Violation(
                            promise: 13, row: "audit/\(entry.number)",
                            found: String(entry.hash.prefix(12)),
                            expected: String(expected.prefix(12))))
                }
                if entry.number == head?.links, entry.hash != head?.seal {
                    found.append(
                        Violation(
                            promise: 13, row: "audit/\(entry.number)", found: "another entry",
                            expected: "the newest link the table “chain” keeps"))
                }
                if entry.number <= end { trail.read(entry) }
                // The stored hash goes on, so that one changed entry is named once.
                previous = entry.hash
                number = entry.number
            }
        }
        found += missing(from: number + 1, to: head?.links ?? 0)
        if head == nil, number > 0 {
            found.append(
                Violation(
                    promise: 13, row: "chain/audit", found: "missing",
                    expected: "\(number) entries"))
        }
        report.add("audit chain", rows: Int(number), found)
        for kind in ["campaign", "wave", "account", "edition", "quiet_day"] {
            let known = rows[kind] ?? []
            let older = kind == "wave" ? report.heads.first { $0.name == kind }?.older : nil
            report.add(
                "\(kind.replacing("_", with: " "))s in the audit chain", rows: known.count,
                trail.faults(kind, in: known, untold: older ?? 0))
        }
    }

    private func missing(from first: Int64, to last: Int64) -> [Violation] {
        guard first <= last else { return [] }
        return (first...min(last, first + Int64(Report.most))).map {
            Violation(promise: 13, row: "audit/\($0)", found: "missing", expected: "an entry")
        }
    }

    /// Promise 12: a campaign's rows give the digest that was approved.
    func checkDigests(_ report: inout Report) async throws {
        let campaigns = try await database.read { try $0.digestedCampaigns() }
        let older = report.heads.first { $0.name == "campaign" }?.older ?? 0
        var found: [Violation] = []
        var unknown: [Violation] = []
        for (id, digest) in campaigns {
            let texts = try await database.read { try $0.textsHash(of: id) }
            guard let texts else {
                unknown.append(
                    Violation(
                        promise: 12, row: "campaign/\(id)", found: "no hash of its texts",
                        expected: "the one its digest was made of"))
                continue
            }
            let again = await self.digest(of: Campaign.ID(rawValue: id), texts: texts)
            guard again != digest else { continue }
            found.append(
                Violation(
                    promise: 12, row: "campaign/\(id)",
                    found: "what gives the digest \(again?.prefix(12) ?? "none")",
                    expected: "what gives \(digest.prefix(12)), as it was submitted"))
        }
        found += unknown.dropFirst(Int(older))
        report.add("campaign digests", rows: campaigns.count, found)
    }

    private func digest(of id: Campaign.ID, texts: String) async -> String? {
        // `try?`: rows that cannot be read any more give no digest, and that is what is reported.
        let read = try? await database.read { transaction in
            (
                try transaction.campaign(id)?.brief,
                try transaction.editions(of: id).compactMap { try transaction.edition($0)?.hash }
            )
        }
        guard let (brief, editions) = read, let brief else { return nil }
        let roots = brief.audience.areas.compactMap { tree.area($0) }
        return CampaignDigest.of(brief, areas: roots, editions: editions, texts: texts)
    }
}
