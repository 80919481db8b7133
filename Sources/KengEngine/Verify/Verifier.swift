import KengDomain
package import KengStore
import KengText

/// Recounts everything that is counted and checks every promise that can be checked on a live database.
package struct Verifier: Sendable {
    let database: Database
    let tree: AreaMap
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
        /// How far each chain has grown, to be written down elsewhere and asked about later.
        package var heads: [ChainHead] = []
        /// Counting stops here; the rest is only counted.
        package static let most = 100

        mutating func add(_ check: String, rows: Int, _ found: [Violation]) {
            checked.append((check, rows))
            violations += found.prefix(Self.most)
        }
    }

    /// - Parameter quoted: heads of chains that an earlier run printed; they must still be there.
    package func run(quoted: [QuotedHead] = []) async throws -> Report {
        try await tree.reload()
        var report = Report()
        report.heads = try await database.read { try $0.chainHeads() }
        for check in try await database.read({ transaction in
            try [
                transaction.checkWaveCounts(), transaction.checkAreaCounts(),
                transaction.checkCoverage(), transaction.checkAttendances(),
                transaction.checkOptOuts(), transaction.checkParts(), transaction.checkInbound(),
                transaction.checkOrphans(), transaction.checkApprovals(),
                transaction.checkCampaignSums(), transaction.checkLearned(),
                transaction.checkStates(),
                transaction.checkReplies(), transaction.checkConsents(),
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
        try await checkDigests(&report)
        try await checkSeals(&report)
        try await checkChains(&report)
        try await checkQuoted(quoted, &report)
        try await checkEditions(&report)
        try await checkBodies(&report)
        return report
    }

    /// Promise 3: no hand-off in a forbidden minute of the recipient's zone.
    private func checkHours(_ report: inout Report) async throws {
        var after: Int64 = 0
        var rows = 0
        var found: [Violation] = []
        let quiet = QuietCalendar(
            try await database.read { try $0.quietDays(from: LocalDay(number: 0)) }, tree: tree)
        while true {
            let from = after
            let batch = try await database.read { try $0.handoffs(after: from, limit: 20_000) }
            guard let last = batch.last else { break }
            after = last.id
            rows += batch.count
            for handoff in batch where handoff.purpose == 0 {
                guard let code = handoff.jurisdiction, let jurisdiction = try? Jurisdiction(code),
                    let messageClass = handoff.messageClass, let offset = handoff.offset,
                    let rule = rulebook.handoffRule(for: messageClass, in: jurisdiction)
                else { continue }
                if !rule.hours.allows(handoff.at, at: offset) {
                    found.append(
                        Violation(
                            promise: 3, row: "message/\(handoff.id)",
                            found: "handed over at \(offset.minuteOfDay(at: handoff.at))",
                            expected: "a minute from \(rule.hours.opens) on"))
                }
                guard handoff.lane == .bulk, messageClass.keepsQuietDays else { continue }
                let day = LocalDay(of: handoff.at, at: offset)
                let isQuiet =
                    rule.quietDays.contains(day)
                    || quiet.wasQuiet(day, in: handoff.area, at: handoff.at)
                if isQuiet {
                    found.append(
                        Violation(
                            promise: 3, row: "message/\(handoff.id)",
                            found: "handed over on a quiet day", expected: "another day"))
                }
            }
        }
        report.add("hours", rows: rows, found)
    }

    private func checkEditions(_ report: inout Report) async throws {
        let ids = try await database.read { try $0.editionIDs() }
        var found: [Violation] = []
        for id in ids {
            var isRight = false
            do {
                let row = try await database.read { try $0.edition(id) }
                isRight = try row.map { try Edition(row: $0).text.title == $0.title } ?? true
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                isRight = false
            }
            guard !isRight else { continue }
            found.append(
                Violation(
                    promise: 12, row: "edition/\(id)", found: "another text or title",
                    expected: "the text of its hash"))
        }
        report.add("editions", rows: ids.count, found)
    }

    private func checkBodies(_ report: inout Report) async throws {
        let rows = try await database.read { try $0.bodies() }
        let found = rows.filter { row in
            guard let body = row.body else { return true }
            // Counted again: what it costs and how it is coded follow from the text.
            let count = SegmentCount(body.text)
            return body.hash != row.hash || body.encoding != count.encoding.rawValue
                || body.units != count.units || body.segments != count.segments
        }.map {
            Violation(
                promise: 11, row: "body/\($0.id)", found: "another text or cost",
                expected: "the text of hash \($0.hash.prefix(12))")
        }
        report.add("bodies", rows: rows.count, found)
    }
}
