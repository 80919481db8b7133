import KengDomain

extension Transaction {
    /// Merges receipts by rank into their segments and messages; the order and repetitions do not matter.
    ///
    /// One whose reference is not known yet waits for its message.
    package func merge(_ receipts: [PartReceipt]) throws {
        var tally = WaveTally()
        for receipt in receipts {
            guard let part = try part(of: receipt) else {
                try keepEarly(receipt)
                continue
            }
            let old = ReceiptStatus(rawValue: part.status)
            let merged = old.map { $0.merged(with: receipt.status) } ?? receipt.status
            guard merged != old, let state = MessageState(rawValue: part.state) else { continue }
            try execute(
                """
                UPDATE part SET status = $1, code = $2, at = $3, seal = $6
                WHERE message_id = $4 AND number = $5
                """,
                [
                    .integer(merged.rawValue), .text(receipt.code),
                    .integer(receipt.at.milliseconds), .integer(part.message),
                    .integer(part.number), .integer(part.seal(merged, of: receipt)),
                ])
            // A long text may travel whole, under one reference: then one receipt speaks for all of it.
            let reports =
                part.segments == 1
                ? [merged]
                : try all(
                    "SELECT status FROM part WHERE message_id = $1", [.integer(part.message)]
                ) { ReceiptStatus(rawValue: try $0.integer(0)) }
            let new = MessageState.merging(
                state, statuses: reports.compactMap { $0 }, parts: reports.count)
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

    /// By the phone, whose index the caps need anyway; an index of the references costs as much as all else
    /// together, since they come in no order.
    private func part(of receipt: PartReceipt) throws -> ReceiptedPart? {
        if let phone = receipt.phone {
            return try first(
                """
                SELECT part.message_id, part.number, part.status, message.state,
                    message.segments, message.wave_id, part.by_reference
                FROM message
                JOIN part ON part.message_id = message.id
                WHERE message.phone = $1 AND part.reference = $2 AND part.gateway = $3
                ORDER BY message.id DESC
                LIMIT 1
                """,
                [.integer(phone.number), .text(receipt.reference), .text(receipt.gateway)],
                ReceiptedPart.init(row:))
        }
        return try first(
            """
            SELECT part.message_id, part.number, part.status, message.state,
                message.segments, message.wave_id, part.by_reference
            FROM part
            JOIN message ON message.id = part.message_id
            WHERE part.by_reference = 1 AND part.reference = $1 AND part.gateway = $2
            ORDER BY part.message_id DESC
            LIMIT 1
            """, [.text(receipt.reference), .text(receipt.gateway)], ReceiptedPart.init(row:))
    }

    private func keepEarly(_ receipt: PartReceipt) throws {
        try execute(
            """
            INSERT INTO early_receipt (gateway, reference, phone, status, code, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (gateway, reference) DO UPDATE SET
                status = excluded.status, code = excluded.code, at = excluded.at
            WHERE excluded.status > early_receipt.status
            """,
            [
                .text(receipt.gateway), .text(receipt.reference),
                .optional(receipt.phone?.number), .integer(receipt.status.rawValue),
                .text(receipt.code), .integer(receipt.at.milliseconds),
            ])
    }
}

/// A segment that a receipt is about, with what it was before.
private struct ReceiptedPart {
    let message: Int64
    let number: Int64
    let status: Int64
    let state: Int64
    let segments: Int
    let wave: Int64?
    let byReference: Int64

    /// The fingerprint of the row as the receipt leaves it; `SealedTable.part` lists it.
    func seal(_ status: ReceiptStatus, of receipt: PartReceipt) -> Int64 {
        Seal.short([
            .integer(message), .integer(number), .text(receipt.gateway), .text(receipt.reference),
            .integer(byReference), .integer(status.rawValue), .text(receipt.code),
            .integer(receipt.at.milliseconds),
        ])
    }
}

extension ReceiptedPart {
    init(row: any Row) throws {
        self.init(
            message: try row.integer(0), number: try row.integer(1), status: try row.integer(2),
            state: try row.integer(3), segments: Int(try row.integer(4)),
            wave: row.optionalInteger(5), byReference: try row.integer(6))
    }
}
