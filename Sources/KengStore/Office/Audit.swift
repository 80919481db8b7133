import Crypto
package import KengDomain

/// One line of the chain: who did what to what.
package struct AuditEntry: Hashable, Sendable {
    package let number: Int64
    package let at: Instant
    package let actor: String
    package let act: String
    package let subject: String
    package let detail: String
    package let hash: String

    /// The hash it must have when `previous` is the hash of the entry before it.
    package func hash(after previous: String) -> String {
        Self.hash(
            previous: previous, number: number, at: at, actor: actor, act: act, subject: subject,
            detail: detail)
    }

    /// The hash of this entry when `previous` is the hash of the one before it.
    package static func hash(
        previous: String, number: Int64, at: Instant, actor: String, act: String,
        subject: String, detail: String
    ) -> String {
        var hasher = SHA256()
        for field in [
            previous, String(number), String(at.milliseconds), actor, act, subject, detail,
        ] {
            // The length before each field keeps "ab","c" apart from "a","bc".
            hasher.update(data: Array("\(field.utf8.count):\(field)".utf8))
        }
        return hasher.finalize().hexadecimal
    }
}

extension Transaction {
    /// Adds to the chain in the transaction of the act itself, so that neither exists alone.
    package func audit(
        _ act: String, by actor: String, subject: String, detail: String = "", at now: Instant
    ) throws {
        let last = try first(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [],
            { (number: try $0.integer(0), hash: try $0.text(1)) })
        let number = (last?.number ?? 0) + 1
        let hash = AuditEntry.hash(
            previous: last?.hash ?? "", number: number, at: now, actor: actor, act: act,
            subject: subject, detail: detail)
        try execute(
            """
            INSERT INTO audit (number, at, actor, act, subject, detail, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .integer(number), .integer(now.milliseconds), .text(actor), .text(act),
                .text(subject), .text(detail), .text(hash),
            ])
        try setHead(ChainHead(name: "audit", links: number, last: number, seal: hash, older: 0))
    }

    package func auditEntries(after number: Int64, limit: Int) throws -> [AuditEntry] {
        try all(
            """
            SELECT number, at, actor, act, subject, detail, hash FROM audit
            WHERE number > $1
            ORDER BY number
            LIMIT $2
            """, [.integer(number), .integer(limit)]
        ) { row in
            AuditEntry(
                number: try row.integer(0), at: Instant(milliseconds: try row.integer(1)),
                actor: try row.text(2), act: try row.text(3), subject: try row.text(4),
                detail: try row.text(5), hash: try row.text(6))
        }
    }

    package func setting(_ name: String) throws -> String? {
        try first("SELECT value FROM setting WHERE name = $1", [.text(name)]) {
            try $0.text(0)
        }
    }

    /// Segments a second that people let a gateway have, below its contract; nil where they said nothing.
    package func rate(of gateway: String) throws -> Int? {
        try setting("rate." + gateway).flatMap { Int($0) }
    }

    /// - Parameter segmentsPerSecond: nil for as much as the contract allows.
    package func setRate(_ segmentsPerSecond: Int?, of gateway: String) throws {
        if let segmentsPerSecond {
            try set("rate." + gateway, to: String(segmentsPerSecond))
        } else {
            try execute("DELETE FROM setting WHERE name = $1", [.text("rate." + gateway)])
        }
    }

    package func set(_ name: String, to value: String) throws {
        try execute(
            """
            INSERT INTO setting (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(name), .text(value)])
    }
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
