package import KengDomain

/// One hand-over the provider took: a reference per segment.
package struct TakenMessage: Hashable, Sendable {
    package let message: Message.ID
    package let gateway: String
    package let references: [String]

    package init(message: Message.ID, gateway: String, references: [String]) {
        self.message = message
        self.gateway = gateway
        self.references = references
    }
}

/// A receipt as it came.
package struct PartReceipt: Hashable, Sendable {
    package let gateway: String
    package let reference: String
    package let status: ReceiptStatus
    package let code: String
    package let at: Instant

    package init(
        gateway: String, reference: String, status: ReceiptStatus, code: String, at: Instant
    ) {
        self.gateway = gateway
        self.reference = reference
        self.status = status
        self.code = code
        self.at = at
    }
}

extension Transaction {
    /// Records the references of taken messages; the second time for the same changes nothing.
    package func recordTaken(_ taken: [TakenMessage], at now: Instant) throws {
        try runMany(
            """
            INSERT INTO part (message_id, number, gateway, reference, status, at)
            VALUES ($1, $2, $3, $4, 0, $5)
            ON CONFLICT (message_id, number) DO NOTHING
            """,
            taken.flatMap { one in
                one.references.enumerated().map { number, reference in
                    [
                        .integer(one.message.rawValue), .integer(number + 1),
                        .text(one.gateway), .text(reference), .integer(now.milliseconds),
                    ]
                }
            })
    }

    /// Early receipts of these references, taken off the waiting table.
    package func takeEarlyReceipts(of taken: [TakenMessage]) throws -> [PartReceipt] {
        var receipts: [PartReceipt] = []
        for one in taken {
            for reference in one.references {
                let found = try first(
                    """
                    SELECT status, code, at FROM early_receipt
                    WHERE gateway = $1 AND reference = $2
                    """, [.text(one.gateway), .text(reference)]
                ) { row in
                    PartReceipt(
                        gateway: one.gateway, reference: reference,
                        status: ReceiptStatus(rawValue: try row.integer(0)) ?? .unknown,
                        code: try row.text(1), at: Instant(milliseconds: try row.integer(2)))
                }
                guard let found else { continue }
                receipts.append(found)
                try execute(
                    "DELETE FROM early_receipt WHERE gateway = $1 AND reference = $2",
                    [.text(one.gateway), .text(reference)])
            }
        }
        return receipts
    }

    /// Merges receipts by rank into their segments and messages; the order and repetitions do not matter.
    ///
    /// One whose reference is not known yet waits for its message.
    package func merge(_ receipts: [PartReceipt]) throws {
        var tally = WaveTally()
        for receipt in receipts {
            let part = try first(
                """
                SELECT part.message_id, part.number, part.status, message.state,
                    message.segments, message.wave_id, message.reason
                FROM part
                JOIN message ON message.id = part.message_id
                WHERE part.gateway = $1 AND part.reference = $2
                """, [.text(receipt.gateway), .text(receipt.reference)]
            ) { row in
                (
                    message: try row.integer(0), number: try row.integer(1),
                    status: try row.integer(2), state: try row.integer(3),
                    segments: Int(try row.integer(4)), wave: row.optionalInteger(5),
                    reason: try row.integer(6)
                )
            }
            guard let part else {
                try keepEarly(receipt)
                continue
            }
            let old = ReceiptStatus(rawValue: part.status)
            let merged = old.map { $0.merged(with: receipt.status) } ?? receipt.status
            guard merged != old, let state = MessageState(rawValue: part.state) else { continue }
            try execute(
                """
                UPDATE part SET status = $1, code = $2, at = $3
                WHERE message_id = $4 AND number = $5
                """,
                [
                    .integer(merged.rawValue), .text(receipt.code),
                    .integer(receipt.at.milliseconds), .integer(part.message),
                    .integer(part.number),
                ])
            let statuses = try all(
                "SELECT status FROM part WHERE message_id = $1 AND status > 0",
                [.integer(part.message)]
            ) { ReceiptStatus(rawValue: try $0.integer(0)) ?? .unknown }
            let new = MessageState.merging(state, statuses: statuses, segments: part.segments)
            guard new != state else { continue }
            try execute(
                """
                UPDATE message SET state = $1, settled_at = $2, worker = NULL WHERE id = $3
                """,
                [
                    .integer(new.rawValue), .integer(receipt.at.milliseconds),
                    .integer(part.message),
                ])
            tally.move(
                part.wave.map { Wave.ID(rawValue: $0) }, from: state, to: new,
                segments: part.segments)
        }
        try apply(tally)
    }

    private func keepEarly(_ receipt: PartReceipt) throws {
        try execute(
            """
            INSERT INTO early_receipt (gateway, reference, status, code, at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (gateway, reference) DO UPDATE SET
                status = excluded.status, code = excluded.code, at = excluded.at
            WHERE excluded.status > early_receipt.status
            """,
            [
                .text(receipt.gateway), .text(receipt.reference),
                .integer(receipt.status.rawValue), .text(receipt.code),
                .integer(receipt.at.milliseconds),
            ])
    }

    /// Why a message is where it is, for the page that shows all that happened to it.
    package func note(
        _ events: [(message: Message.ID, gateway: String, what: String, code: String)],
        at now: Instant, newID: () -> Int64
    ) throws {
        try runMany(
            """
            INSERT INTO message_event (id, message_id, at, gateway, what, code)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            events.map {
                [
                    .integer(newID()), .integer($0.message.rawValue), .integer(now.milliseconds),
                    .text($0.gateway), .text($0.what), .text($0.code),
                ]
            })
    }
}
