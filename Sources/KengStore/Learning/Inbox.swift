package import KengDomain

/// A text from a handset as it is kept.
package struct InboundText: Hashable, Sendable {
    package let id: Int64
    package let gateway: String
    package let providerID: String
    package let phone: PhoneNumber
    package let text: String
    package let at: Instant
    package let receivedAt: Instant

    package init(
        id: Int64, gateway: String, providerID: String, phone: PhoneNumber, text: String,
        at: Instant, receivedAt: Instant
    ) {
        self.id = id
        self.gateway = gateway
        self.providerID = providerID
        self.phone = phone
        // No handset writes it, and PostgreSQL keeps no text with one.
        self.text =
            text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
        self.at = at
        self.receivedAt = receivedAt
    }
}

/// Who holds a phone, and where they live.
package struct PhoneHolder: Hashable, Sendable {
    package let phone: PhoneNumber
    package let resident: Resident.ID
    package let household: Household.ID
    package let area: Area.ID
    package let language: Language
    package let isOptedOut: Bool
    /// Unreadable texts in a row that were met with a help text or silence.
    package let unreadable: Int
}

/// The texts from handsets while one transaction adds to them: the end of their chain is read and written once.
package struct InboundLedger {
    private let transaction: any Transaction
    private var head: ChainHead?
    private var hasGrown = false

    fileprivate init(_ transaction: any Transaction) throws {
        self.transaction = transaction
        head = try transaction.chainHead(of: .inbound)
    }

    /// Whether a text of the same provider and with the same name is kept, by this transaction or before.
    package func knows(_ inbound: InboundText) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM inbound WHERE gateway = $1 AND provider_id = $2",
            [.text(inbound.gateway), .text(inbound.providerID)]
        ) { _ in true } ?? false
    }

    /// Keeps a text with what it was read as and led to, as the next link of the chain of all texts.
    package mutating func keep(
        _ inbound: InboundText, intent: String, session: Int64?, reply: Message.ID?
    ) throws {
        let row: [Value] = [
            .integer(inbound.id), .text(inbound.gateway), .text(inbound.providerID),
            .integer(inbound.phone.number), .text(inbound.text),
            .integer(inbound.at.milliseconds), .integer(inbound.receivedAt.milliseconds),
            .text(intent), .optional(session), .optional(reply?.rawValue),
        ]
        let made = SealedTable.inbound.next(after: head, id: inbound.id, row)
        try transaction.execute(
            """
            INSERT INTO inbound (id, gateway, provider_id, phone, text, at, received_at, intent,
                session_id, reply_id, link, after_id, seal)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            row + [.integer(made.links), .optional(head?.last), .text(made.seal)])
        head = made
        hasGrown = true
    }

    fileprivate func close() throws {
        guard hasGrown, let head else { return }
        try transaction.setHead(head)
    }
}

extension Transaction {
    /// Keeps texts; all of them with what `body` makes of them, or none.
    package func keepingTexts<Answer>(
        _ body: (inout InboundLedger) throws -> Answer
    ) throws -> Answer {
        var ledger = try InboundLedger(self)
        let answer = try body(&ledger)
        try ledger.close()
        return answer
    }

    package func holder(of phone: PhoneNumber) throws -> PhoneHolder? {
        try first(
            """
            SELECT resident.id, resident.household_id, resident.area_id,
                COALESCE(phone.language, resident.language), phone.opted_out_at, phone.unreadable
            FROM phone
            JOIN resident ON resident.id = phone.holder_id
            WHERE phone.number = $1
            """, [.integer(phone.number)]
        ) { row in
            guard let language = Language(code: try row.integer(3)) else {
                throw StoreProblem.wrongShape(column: 3)
            }
            return PhoneHolder(
                phone: phone, resident: Resident.ID(rawValue: try row.integer(0)),
                household: Household.ID(rawValue: try row.integer(1)),
                area: Area.ID(rawValue: try row.integer(2)), language: language,
                isOptedOut: row.optionalInteger(4) != nil,
                unreadable: Int(try row.integer(5)))
        }
    }

    /// Also true of a phone that nobody listed: strangers may refuse, too.
    package func isOptedOut(_ phone: PhoneNumber) throws -> Bool {
        try first(
            "SELECT opted_out_at FROM phone WHERE number = $1", [.integer(phone.number)]
        ) { $0.optionalInteger(0) != nil } ?? false
    }

    /// Opts a phone out or in and writes the ledger; saying the same again only adds to the ledger.
    ///
    /// What left before an opt-out has an earlier moment, also when the clock was set back in between.
    package func setOptOut(
        _ isOut: Bool, of phone: PhoneNumber, evidence: String, at now: Instant, entry: Int64
    ) throws {
        let last = try first(
            "SELECT COALESCE(MAX(handoff_at), 0) FROM message WHERE phone = $1",
            [.integer(phone.number)]
        ) { try $0.integer(0) }
        let moment = isOut ? max(now.milliseconds, last ?? 0) : now.milliseconds
        try execute(
            """
            INSERT INTO phone (number, opted_out_at) VALUES ($1, $2)
            ON CONFLICT (number) DO UPDATE SET opted_out_at = excluded.opted_out_at
            """, [.integer(phone.number), isOut ? .integer(moment) : .null])
        let row: [Value] = [
            .integer(entry), .integer(phone.number), .text(isOut ? "opt_out" : "opt_in"),
            .text("reply"), .text(evidence), .integer(moment),
        ]
        let made = try link(.consent, id: entry, row)
        try execute(
            """
            INSERT INTO consent (id, phone, act, basis, evidence, at, link, after_id, seal)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, row + [.integer(made.link), .optional(made.after), .text(made.seal)])
    }

    package func setLanguage(_ language: Language, of phone: PhoneNumber) throws {
        try execute(
            "UPDATE phone SET language = $1 WHERE number = $2",
            [.integer(language.code), .integer(phone.number)])
    }

    package func setUnreadable(_ count: Int, of phone: PhoneNumber) throws {
        try execute(
            "UPDATE phone SET unreadable = $1 WHERE number = $2",
            [.integer(count), .integer(phone.number)])
    }
}

extension Transaction {
    /// Where a resident lives.
    package func home(
        of resident: Resident.ID
    ) throws -> (household: Household.ID, area: Area.ID)? {
        try first(
            "SELECT household_id, area_id FROM resident WHERE id = $1",
            [.integer(resident.rawValue)]
        ) {
            (
                Household.ID(rawValue: try $0.integer(0)),
                Area.ID(rawValue: try $0.integer(1))
            )
        }
    }
}
