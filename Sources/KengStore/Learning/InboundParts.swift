package import KengDomain

/// One part of a long text from a handset, kept until the others are there.
package struct InboundPart: Hashable, Sendable {
    /// What the parts of one text have in common.
    package struct Key: Hashable, Sendable {
        package let gateway: String
        package let phone: PhoneNumber
        /// The handset's own number for the text, which comes round again.
        package let reference: Int
        package let total: Int

        package init(gateway: String, phone: PhoneNumber, reference: Int, total: Int) {
            self.gateway = gateway
            self.phone = phone
            self.reference = reference
            self.total = total
        }
    }

    package let key: Key
    /// From 1.
    package let number: Int
    package let providerID: String
    package let octets: [UInt8]
    /// The provider's word for what the octets are.
    package let coding: UInt8
    package let at: Instant

    package init(
        key: Key, number: Int, providerID: String, octets: [UInt8], coding: UInt8, at: Instant
    ) {
        self.key = key
        self.number = number
        self.providerID = providerID
        self.octets = octets
        self.coding = coding
        self.at = at
    }
}

extension Transaction {
    /// Keeps a part once.
    ///
    /// - Returns: false when the same provider id was kept before; nothing changes then.
    package func keep(_ part: InboundPart) throws -> Bool {
        try execute(
            """
            INSERT INTO inbound_part
                (gateway, provider_id, phone, reference, total, number, octets, coding, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (gateway, provider_id) DO NOTHING
            """,
            [
                .text(part.key.gateway), .text(part.providerID), .integer(part.key.phone.number),
                .integer(part.key.reference), .integer(part.key.total), .integer(part.number),
                .bytes(part.octets), .integer(Int64(part.coding)),
                .integer(part.at.milliseconds),
            ]) > 0
    }

    /// The parts of one text that wait, by their numbers.
    package func waitingParts(_ key: InboundPart.Key) throws -> [InboundPart] {
        try all(
            """
            SELECT number, provider_id, octets, coding, at FROM inbound_part
            WHERE joined_at IS NULL AND phone = $1 AND gateway = $2 AND reference = $3
                AND total = $4
            ORDER BY number
            """,
            [
                .integer(key.phone.number), .text(key.gateway), .integer(key.reference),
                .integer(key.total),
            ]
        ) { row in
            InboundPart(
                key: key, number: Int(try row.integer(0)), providerID: try row.text(1),
                octets: row.optionalBytes(2) ?? [],
                coding: UInt8(truncatingIfNeeded: try row.integer(3)),
                at: Instant(milliseconds: try row.integer(4)))
        }
    }

    /// They are a text now; a repeat is still known by its name.
    package func markJoined(_ parts: [InboundPart], at now: Instant) throws {
        try runMany(
            "UPDATE inbound_part SET joined_at = $1 WHERE gateway = $2 AND provider_id = $3",
            parts.map {
                [.integer(now.milliseconds), .text($0.key.gateway), .text($0.providerID)]
            })
    }

    /// Texts of which a part has waited since before `moment`.
    package func overdueTexts(
        of gateway: String, before moment: Instant, limit: Int
    ) throws -> [InboundPart.Key] {
        try all(
            """
            SELECT DISTINCT gateway, phone, reference, total FROM inbound_part
            WHERE joined_at IS NULL AND at < $1 AND gateway = $2
            LIMIT $3
            """, [.integer(moment.milliseconds), .text(gateway), .integer(limit)]
        ) { row in
            InboundPart.Key(
                gateway: try row.text(0),
                phone: try PhoneNumber(international: try row.integer(1)),
                reference: Int(try row.integer(2)), total: Int(try row.integer(3)))
        }
    }

    /// The provider's names of what came from a gateway in the last moments before the newest text.
    ///
    /// Empty when the last worker ended in good order: then everything was acknowledged.
    package func textsInDoubt(of gateway: String, within span: Duration) throws -> [String] {
        let last = try first(
            "SELECT ended_at FROM worker WHERE gateway IN ($1, '') ORDER BY id DESC LIMIT 1",
            [.text(gateway)]
        ) { $0.optionalInteger(0) }
        guard let last, last == nil else { return [] }
        let texts = try all(
            """
            SELECT provider_id, received_at FROM inbound
            WHERE gateway = $1
            ORDER BY id DESC
            LIMIT 20000
            """, [.text(gateway)]
        ) { (name: try $0.text(0), at: try $0.integer(1)) }
        let parts = try all(
            """
            SELECT provider_id, at FROM inbound_part
            WHERE gateway = $1
            ORDER BY at DESC
            LIMIT 2000
            """, [.text(gateway)]
        ) { (name: try $0.text(0), at: try $0.integer(1)) }
        let newest = max(texts.first?.at ?? 0, parts.first?.at ?? 0)
        return (texts + parts).filter { $0.at >= newest - span.milliseconds }.map(\.name)
    }
}
