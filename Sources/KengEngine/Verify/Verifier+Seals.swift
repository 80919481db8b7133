import KengDomain
import KengStore

/// The end of a chain as an earlier run printed it: `audit/412/9f3a…`.
package struct QuotedHead: Hashable, Sendable {
    package let chain: String
    package let link: Int64
    package let seal: String

    /// Nil when the text is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, Self.chains.contains(parts[0]), let link = Int64(parts[1]),
            link >= 0
        else { return nil }
        self.init(chain: parts[0], link: link, seal: parts[2])
    }

    private init(chain: String, link: Int64, seal: String) {
        self.chain = chain
        self.link = link
        self.seal = seal
    }

    package static let chains = ["audit", "inbound", "consent", "attendance"]
}

extension Verifier {
    private static let batch = 10_000

    /// Every row that carries a seal still gives it, and a wave's seals still add up.
    func checkSeals(_ report: inout Report) async throws {
        let waves = try await database.read { try $0.plannedWaveSeals() }
        var sums: [Int64: Int64] = [:]
        for table in SealedTable.rows {
            var tally = SealTally(table, report.heads)
            try await walk(table) { row in
                tally.add(row)
                guard table == .message, let wave = row.group, let found = row.found else { return }
                sums[wave, default: 0] &+= Int64(found) ?? 0
            }
            report.add("sealed \(table.name)", rows: tally.rows, tally.faults)
        }
        let wrong = waves.filter { sums[$0.key] ?? 0 != $0.value }.keys.sorted()
        report.add(
            "waves with all their messages", rows: waves.count,
            wrong.map {
                Violation(
                    promise: 13, row: "wave/\($0)", found: "other messages than were planned",
                    expected: "those whose seals add up to its own")
            })
    }

    /// Every link of the append-only tables follows the one before it, and none is missing.
    func checkChains(_ report: inout Report) async throws {
        for table in SealedTable.chains {
            let head = report.heads.first { $0.name == table.name }
            var tally = SealTally(table, report.heads)
            var links: Int64 = 0
            var newest: SealedRow?
            try await walk(table) { row in
                tally.add(row)
                if row.isAfterMissing, let after = row.after { tally.miss(after) }
                // What was added since the head was read is not counted in it.
                if let link = row.link, row.found != nil, link <= head?.links ?? 0 { links += 1 }
                if row.key.first == head?.last { newest = row }
            }
            if let last = head?.last, newest == nil { tally.miss(last) }
            if links != head?.links || newest?.found ?? "" != head?.seal ?? "" {
                tally.faults.append(
                    Violation(
                        promise: 13, row: "chain/\(table.name)", found: "\(links) rows",
                        expected: "\(head?.links ?? 0), the last with the seal kept here"))
            }
            if tally.unsealed != head?.older ?? 0 {
                tally.faults.append(
                    Violation(
                        promise: 13, row: "chain/\(table.name)",
                        found: "\(tally.unsealed) rows without a seal",
                        expected: "\(head?.older ?? 0)"))
            }
            report.add("chain of \(table.name)", rows: tally.rows, tally.faults)
        }
    }

    /// What somebody wrote down elsewhere is still in its place.
    func checkQuoted(_ quoted: [QuotedHead], _ report: inout Report) async throws {
        guard !quoted.isEmpty else { return }
        var found: [Violation] = []
        for head in quoted where head.link > 0 {
            let seal = try await database.read {
                try $0.seal(ofLink: head.link, in: head.chain)
            }
            guard seal != head.seal else { continue }
            found.append(
                Violation(
                    promise: 13, row: "\(head.chain)/\(head.link)", found: seal ?? "missing",
                    expected: "\(head.seal), as it was written down"))
        }
        report.add("heads written down", rows: quoted.count, found)
    }

    /// Reads a table in the order of its keys, a batch at a time, so that a running program never waits.
    private func walk(_ table: SealedTable, _ look: (SealedRow) -> Void) async throws {
        var key: [Int64] = Array(repeating: .min, count: table.keyLength)
        while true {
            let from = key
            let batch = try await database.read {
                try $0.sealedRows(of: table, after: from, limit: Self.batch)
            }
            guard let last = batch.last else { return }
            key = last.key
            for row in batch { look(row) }
        }
    }
}

/// What is wrong with the rows of one sealed table.
private struct SealTally {
    private let table: SealedTable
    /// Rows without a seal that may be, since they are older than seals.
    private let older: Int64
    private(set) var unsealed: Int64 = 0
    private(set) var rows = 0
    var faults: [Verifier.Violation] = []

    init(_ table: SealedTable, _ heads: [ChainHead]) {
        self.table = table
        older = heads.first { $0.name == table.name }?.older ?? 0
    }

    mutating func add(_ row: SealedRow) {
        rows += 1
        guard !row.isRight else { return }
        if row.found == nil {
            unsealed += 1
            guard unsealed > older else { return }
        }
        name(row.key, "another content", "what was sealed when it was written")
    }

    mutating func miss(_ id: Int64) {
        name([id], "missing", "the row the next one follows")
    }

    private mutating func name(_ key: [Int64], _ found: String, _ expected: String) {
        guard faults.count < Verifier.Report.most else { return }
        let row = table.table + "/" + key.map(String.init).joined(separator: "/")
        faults.append(
            Verifier.Violation(promise: 13, row: row, found: found, expected: expected))
    }
}
