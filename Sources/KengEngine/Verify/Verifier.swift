import KengDomain
package import KengStore

/// Recounts everything that is counted and checks every promise that can be checked on a live database.
package struct Verifier: Sendable {
    private let database: Database
    private let tree: AreaMap
    private let rulebook: Rulebook

    package init(database: Database, tree: AreaMap, rulebook: Rulebook) {
        self.database = database
        self.tree = tree
        self.rulebook = rulebook
    }

    /// Something that is not as promised, and the row that shows it.
    package struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The number of the promise in the design, 0 for what only the tables promise.
        package let promise: Int
        /// The table and key, such as `wave_count/12/3`.
        package let row: String
        package let found: String
        package let expected: String

        package var description: String {
            "\(row): found \(found), expected \(expected) (promise \(promise))"
        }
    }

    /// What was checked and how many rows each check read.
    package struct Report: Sendable {
        package var violations: [Violation] = []
        package var checked: [(check: String, rows: Int)] = []
        /// Counting stops here; the rest is only counted.
        package static let most = 100

        mutating func add(_ check: String, rows: Int, _ found: [Violation]) {
            checked.append((check, rows))
            violations += found.prefix(Self.most)
        }
    }

    package func run() async throws -> Report {
        try await tree.reload()
        var report = Report()
        for check in try await database.read({ transaction in
            try [
                transaction.checkWaveCounts(), transaction.checkAreaCounts(),
                transaction.checkCoverage(), transaction.checkAttendances(),
                transaction.checkOptOuts(), transaction.checkParts(), transaction.checkInbound(),
                transaction.checkOrphans(), transaction.checkApprovals(),
                transaction.checkCampaignSums(), transaction.checkLearned(),
            ]
        }) {
            report.add(
                check.name, rows: check.rows,
                check.faults.map {
                    Violation(
                        promise: check.promise, row: $0.row, found: $0.found,
                        expected: $0.expected)
                })
        }
        try await checkHours(&report)
        try await checkAudit(&report)
        try await checkEditions(&report)
        try await checkBodies(&report)
        return report
    }

    /// Promise 3: no hand-off in a forbidden minute of the recipient's zone.
    private func checkHours(_ report: inout Report) async throws {
        var after: Int64 = 0
        var rows = 0
        var found: [Violation] = []
        while true {
            let from = after
            let batch = try await database.read { try $0.handoffs(after: from, limit: 20_000) }
            guard let last = batch.last else { break }
            after = last.id
            rows += batch.count
            for handoff in batch where handoff.purpose == 0 {
                guard let code = handoff.jurisdiction, let jurisdiction = try? Jurisdiction(code),
                    let rule = rulebook.handoffRule(for: handoff.messageClass, in: jurisdiction)
                else { continue }
                if !rule.hours.allows(handoff.at, at: handoff.offset) {
                    found.append(
                        Violation(
                            promise: 3, row: "message/\(handoff.id)",
                            found: "handed over at \(handoff.offset.minuteOfDay(at: handoff.at))",
                            expected: "a minute from \(rule.hours.opens) on"))
                }
            }
        }
        report.add("hours", rows: rows, found)
    }

    /// Promise 13: the chain shows a changed or missing entry.
    private func checkAudit(_ report: inout Report) async throws {
        var previous = ""
        var number: Int64 = 0
        var found: [Violation] = []
        while true {
            let from = number
            let batch = try await database.read {
                try $0.auditEntries(after: from, limit: 10_000)
            }
            guard !batch.isEmpty else { break }
            for entry in batch {
                if entry.number != number + 1 {
                    found.append(
                        Violation(
                            promise: 13, row: "audit/\(number + 1)", found: "missing",
                            expected: "an entry"))
                }
                let expected = AuditEntry.hash(
                    previous: previous, number: entry.number, at: entry.at, actor: entry.actor,
                    act: entry.act, subject: entry.subject, detail: entry.detail)
                if entry.hash != expected {
                    found.append(
                        Violation(
                            promise: 13, row: "audit/\(entry.number)",
                            found: String(entry.hash.prefix(12)),
                            expected: String(expected.prefix(12))))
                }
                // The stored hash goes on, so that one changed entry is named once.
                previous = entry.hash
                number = entry.number
            }
        }
        report.add("audit chain", rows: Int(number), found)
    }

    private func checkEditions(_ report: inout Report) async throws {
        let ids = try await database.read { try $0.editionIDs() }
        var found: [Violation] = []
        for id in ids {
            guard let row = try await database.read({ try $0.edition(id) }) else { continue }
            do {
                _ = try Edition(row: row)
            } catch {
                found.append(
                    Violation(
                        promise: 12, row: "edition/\(id)", found: "another text",
                        expected: "the text of hash \(row.hash.prefix(12))"))
            }
        }
        report.add("editions", rows: ids.count, found)
    }

    private func checkBodies(_ report: inout Report) async throws {
        let rows = try await database.read { try $0.bodies() }
        let found = rows.filter { $0.body.hash != $0.hash }.map {
            Violation(
                promise: 11, row: "body/\($0.id)", found: "another text",
                expected: "the text of hash \($0.hash.prefix(12))")
        }
        report.add("bodies", rows: rows.count, found)
    }
}
