package import KengDomain

/// One hand-over the provider took: a reference per segment, or one for a whole text that it cuts itself.
package struct TakenMessage: Hashable, Sendable {
    package let message: Message.ID
    package let gateway: String
    package let references: [String]
    /// Its receipts name no phone, so that the references themselves must be indexed.
    package let isFoundByReference: Bool
    /// One reference stands for several segments.
    package let isWhole: Bool

    package init(
        message: Message.ID, gateway: String, references: [String],
        isFoundByReference: Bool = false,
        isWhole: Bool = false
    ) {
        self.message = message
        self.gateway = gateway
        self.references = references
        self.isFoundByReference = isFoundByReference
        self.isWhole = isWhole
    }
}

/// A receipt as it came.
package struct PartReceipt: Hashable, Sendable {
    package let gateway: String
    package let reference: String
    /// Whom it is about; nil where the provider does not say.
    package let phone: PhoneNumber?
    package let status: ReceiptStatus
    package let code: String
    package let at: Instant

    package init(
        gateway: String, reference: String, phone: PhoneNumber?, status: ReceiptStatus,
        code: String, at: Instant
    ) {
        self.gateway = gateway
        self.reference = reference
        self.phone = phone
        self.status = status
        self.code = code
        self.at = at
    }
}

extension Transaction {
    /// Records the references of taken messages; the second time for the same changes nothing.
    package func recordTaken(_ taken: [TakenMessage], at now: Instant) throws {
        try runTogether(
            """
            INSERT INTO part (message_id, number, gateway, reference, by_reference, status, at,
                seal)
            VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
            ON CONFLICT (message_id, number) DO NOTHING
            """,
            taken.flatMap { one in
                one.references.enumerated().map { number, reference -> [Value] in
                    let row: [Value] = [
                        .integer(one.message.rawValue), .integer(one.isWhole ? 0 : number + 1),
                        .text(one.gateway), .text(reference), .flag(one.isFoundByReference),
                    ]
                    let at = Value.integer(now.milliseconds)
                    return row + [at, .integer(Seal.short(row + [.integer(0), .null, at]))]
                }
            })
    }

    /// Early receipts of these references, taken off the waiting table.
    package func takeEarlyReceipts(of taken: [TakenMessage]) throws -> [PartReceipt] {
        // Nearly always nothing waits, and one look tells.
        guard try first("SELECT 1 FROM early_receipt LIMIT 1", [], { _ in true }) != nil else {
            return []
        }
        var receipts: [PartReceipt] = []
        for one in taken {
            for reference in one.references {
                let found = try first(
                    """
                    SELECT status, code, at, phone FROM early_receipt
                    WHERE gateway = $1 AND reference = $2
                    """, [.text(one.gateway), .text(reference)]
                ) { row in
                    PartReceipt(
                        gateway: one.gateway, reference: reference,
                        phone: try row.optionalInteger(3).map {
                            try PhoneNumber(international: $0)
                        },
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

    /// Why a message is where it is, for the page that shows all that happened to it.
    package func note(
        _ events: [(message: Message.ID, gateway: String, what: String, code: String)],
        at now: Instant, newID: () -> Int64
    ) throws {
        try runTogether(
            """
            INSERT INTO message_event (id, message_id, at, gateway, what, code, seal)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            events.map {
                let row: [Value] = [
                    .integer(newID()), .integer($0.message.rawValue), .integer(now.milliseconds),
                    .text($0.gateway), .text($0.what), .text($0.code),
                ]
                return row + [.integer(Seal.short(row))]
            })
    }
}
