/// A table, or the part of one that is written together, whose rows carry a fingerprint of these columns.
package struct SealedTable: Hashable, Sendable {
    struct Column: Hashable {
        let name: String
        var isText = false
    }

    /// Its name in the table `chain`.
    package let name: String
    package let table: String
    let key: [String]
    let columns: [Column]
    let seal: String
    /// Each row also carries its place, the row before it and the seals of all before it.
    package let isChained: Bool
    /// Rows without this column have nothing to seal yet.
    let present: String?

    package var keyLength: Int { key.count }

    private init(
        _ name: String, table: String? = nil, key: [String] = ["id"], _ columns: [Column],
        seal: String = "seal", isChained: Bool = false, present: String? = nil
    ) {
        self.name = name
        self.table = table ?? name
        self.key = key
        self.columns = columns
        self.seal = seal
        self.isChained = isChained
        self.present = present
    }

    private static func integers(_ names: String...) -> [Column] { names.map { Column(name: $0) } }
    private static func texts(_ names: String...) -> [Column] {
        names.map { Column(name: $0, isText: true) }
    }

    /// What was decided when a message was planned; the wave comes second.
    package static let message = SealedTable(
        "message",
        integers(
            "id", "wave_id", "resident_id", "phone", "channel", "lane", "class", "body_id",
            "segments", "utc_offset", "expires_at"))

    package static let handoff = SealedTable(
        "handoff", table: "message", integers("id", "handoff_at"), seal: "handoff_seal",
        present: "handoff_at")

    package static let part = SealedTable(
        "part", key: ["message_id", "number"],
        integers("message_id", "number") + texts("gateway", "reference")
            + integers("by_reference", "status") + texts("code") + integers("at"))

    package static let event = SealedTable(
        "message_event", integers("id", "message_id", "at") + texts("gateway", "what", "code"))

    package static let session = SealedTable(
        "session",
        integers(
            "id", "phone", "resident_id", "message_id", "campaign_id", "edition_id", "form",
            "manner", "state") + texts("answers") + integers("unreadable") + texts("jurisdiction")
            + integers("deadline", "started_at", "ended_at"))

    package static let inbound = SealedTable(
        "inbound",
        integers("id") + texts("gateway", "provider_id") + integers("phone") + texts("text")
            + integers("at", "received_at") + texts("intent")
            + integers("session_id", "reply_id"), isChained: true)

    package static let consent = SealedTable(
        "consent", integers("id", "phone") + texts("act", "basis", "evidence") + integers("at"),
        isChained: true)

    package static let attendance = SealedTable(
        "attendance",
        integers("id", "resident_id", "household_id", "area_id") + texts("slug")
            + integers("period", "edition_id") + texts("kind")
            + integers(
                "points", "asked", "at", "session_id", "message_id", "inbound_id", "covers"),
        isChained: true)

    package static let rows = [message, handoff, part, event, session]
    package static let chains = [inbound, consent, attendance]
}

/// A row with the seal it carries and the seal its fields give.
package struct SealedRow: Sendable {
    package let key: [Int64]
    package let found: String?
    package let expected: String
    /// The row before it in its chain, and whether that is there.
    package let after: Int64?
    package let isAfterMissing: Bool
    package let link: Int64?
    /// The wave of a message.
    package let group: Int64?

    package var isRight: Bool { found == expected }
}

extension Transaction {
    /// Up to `limit` rows after `key`, in the order of their keys.
    package func sealedRows(
        of table: SealedTable, after key: [Int64], limit: Int
    ) throws -> [SealedRow] {
        let keys = table.key.map { "own.\($0)" }.joined(separator: ", ")
        let columns = table.columns.map { "own.\($0.name)" }.joined(separator: ", ")
        let places = table.key.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let link = table.isChained ? ", own.link, own.after_id, before.seal, before.id" : ""
        let join =
            table.isChained
            ? "LEFT JOIN \(table.table) AS before ON before.id = own.after_id" : ""
        let present = table.present.map { "AND own.\($0) IS NOT NULL" } ?? ""
        let sql = """
            SELECT own.\(table.seal), \(keys), \(columns)\(link)
            FROM \(table.table) AS own
            \(join)
            WHERE (\(keys)) > (\(places)) \(present)
            ORDER BY \(keys)
            LIMIT $1
            """
        let first = 1 + table.key.count
        let last = first + table.columns.count
        return try all(sql, [.integer(limit)] + key.map { .integer($0) }) { row in
            var fields: [Value] = table.columns.enumerated().map { offset, column in
                column.isText
                    ? .optional(row.optionalText(first + offset))
                    : .optional(row.optionalInteger(first + offset))
            }
            let key = try table.key.indices.map { try row.integer(1 + $0) }
            guard table.isChained else {
                return SealedRow(
                    key: key, found: row.optionalInteger(0).map(String.init),
                    expected: String(Seal.short(fields)), after: nil, isAfterMissing: false,
                    link: nil, group: row.optionalInteger(first + 1))
            }
            let after = row.optionalInteger(last + 1)
            fields.append(.optional(row.optionalInteger(last)))
            fields.append(.optional(after))
            return SealedRow(
                key: key, found: row.optionalText(0),
                expected: Seal.link(after: row.optionalText(last + 2) ?? "", fields), after: after,
                isAfterMissing: after != nil && row.optionalInteger(last + 3) == nil,
                link: row.optionalInteger(last), group: nil)
        }
    }

    /// The sum of the seals of each wave that is planned to its end.
    package func plannedWaveSeals() throws -> [Int64: Int64] {
        let rows = try all("SELECT id, seal FROM wave WHERE planned_at IS NOT NULL") {
            (try $0.integer(0), try $0.integer(1))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
