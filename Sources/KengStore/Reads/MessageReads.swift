package import KengDomain

/// One text to one phone, with the words it carried.
package struct MessageLine: Hashable, Sendable, Identifiable {
    package let id: Message.ID
    package let campaign: Campaign.ID?
    package let campaignName: String?
    package let resident: Resident.ID?
    package let phone: PhoneNumber
    package let state: MessageState
    package let reason: Int64
    package let channel: Channel
    package let text: String
    package let language: Language
    package let encoding: String
    package let segments: Int
    package let due: Instant
    package let expires: Instant
    package let attempts: Int
    package let handoffAt: Instant?
    package let settledAt: Instant?
    package let offset: UTCOffset
}

/// What the provider said of one segment.
package struct PartLine: Hashable, Sendable {
    package let number: Int
    package let gateway: String
    package let status: ReceiptStatus?
    package let code: String
    package let at: Instant
}

package struct MessageEventLine: Hashable, Sendable {
    package let at: Instant
    package let gateway: String
    package let what: String
    package let code: String
}

/// A text that came from a handset.
package struct InboundLine: Hashable, Sendable, Identifiable {
    package let id: Int64
    package let phone: PhoneNumber
    package let text: String
    package let at: Instant
    package let intent: String
    package let reply: Message.ID?
    package let resident: Resident.ID?
    package let household: Household.ID?
    package let areaName: String?
    package let offset: UTCOffset
}

package struct AttendanceLine: Hashable, Sendable {
    package let resident: Resident.ID
    package let lesson: Slug
    package let kind: String
    package let points: Int
    package let asked: Int
    package let at: Instant
    package let covers: Bool
    package let message: Message.ID?
}

extension MessageLine {
    fileprivate static let select = """
        SELECT message.id, wave.campaign_id, campaign.name, message.resident_id, message.phone,
            message.state, message.reason, message.channel, body.text, body.language,
            body.encoding, message.segments, message.due_at, message.expires_at,
            message.attempts, message.handoff_at, message.settled_at, message.utc_offset
        FROM message
        JOIN body ON body.id = message.body_id
        LEFT JOIN wave ON wave.id = message.wave_id
        LEFT JOIN campaign ON campaign.id = wave.campaign_id
        """

    fileprivate init(row: any Row) throws {
        guard let state = MessageState(rawValue: try row.integer(5)),
            let channel = Channel(rawValue: try row.integer(7)),
            let language = Language(code: try row.integer(9))
        else { throw StoreProblem.wrongShape(column: 5) }
        self.init(
            id: Message.ID(rawValue: try row.integer(0)),
            campaign: row.optionalInteger(1).map { Campaign.ID(rawValue: $0) },
            campaignName: row.optionalText(2),
            resident: row.optionalInteger(3).map { Resident.ID(rawValue: $0) },
            phone: try PhoneNumber(international: try row.integer(4)), state: state,
            reason: try row.integer(6), channel: channel, text: try row.text(8),
            language: language, encoding: try row.text(10), segments: Int(try row.integer(11)),
            due: Instant(milliseconds: try row.integer(12)),
            expires: Instant(milliseconds: try row.integer(13)),
            attempts: Int(try row.integer(14)),
            handoffAt: row.optionalInteger(15).map { Instant(milliseconds: $0) },
            settledAt: row.optionalInteger(16).map { Instant(milliseconds: $0) },
            offset: try UTCOffset(minutes: Int(try row.integer(17))))
    }
}

extension Transaction {
    package func messageLine(_ id: Message.ID) throws -> MessageLine? {
        try first(
            "\(MessageLine.select) WHERE message.id = $1", [.integer(id.rawValue)],
            MessageLine.init(row:))
    }

    /// The newest texts to a phone.
    package func messageLines(to phone: PhoneNumber, limit: Int) throws -> [MessageLine] {
        try all(
            "\(MessageLine.select) WHERE message.phone = $1 ORDER BY message.id DESC LIMIT $2",
            [.integer(phone.number), .integer(limit)], MessageLine.init(row:))
    }

    package func partLines(of message: Message.ID) throws -> [PartLine] {
        try all(
            """
            SELECT number, gateway, status, code, at FROM part
            WHERE message_id = $1
            ORDER BY number
            """, [.integer(message.rawValue)]
        ) { row in
            PartLine(
                number: Int(try row.integer(0)), gateway: try row.text(1),
                status: ReceiptStatus(rawValue: try row.integer(2)),
                code: row.optionalText(3) ?? "",
                at: Instant(milliseconds: try row.integer(4)))
        }
    }

    package func eventLines(of message: Message.ID) throws -> [MessageEventLine] {
        try all(
            """
            SELECT at, gateway, what, code FROM message_event
            WHERE message_id = $1
            ORDER BY id
            """, [.integer(message.rawValue)]
        ) { row in
            MessageEventLine(
                at: Instant(milliseconds: try row.integer(0)), gateway: try row.text(1),
                what: try row.text(2), code: try row.text(3))
        }
    }

    /// The newest texts from a phone.
    package func inboundLines(from phone: PhoneNumber, limit: Int) throws -> [InboundLine] {
        try all(
            """
            SELECT id, phone, text, at, intent, reply_id, NULL, NULL, NULL, 0
            FROM inbound
            WHERE phone = $1
            ORDER BY id DESC
            LIMIT $2
            """, [.integer(phone.number), .integer(limit)], InboundLine.init(row:))
    }

    /// Texts of phones in scope that ask for a person: unreadable ones and emergencies, newest first.
    ///
    /// - Parameter intent: only those of one kind.
    package func inboundAttention(
        of intent: String? = nil, under scope: Area.ID, before: Int64?, limit: Int
    ) throws -> [InboundLine] {
        try all(
            """
            SELECT inbound.id, inbound.phone, inbound.text, inbound.at, inbound.intent,
                inbound.reply_id, resident.id, resident.household_id, area.name,
                area.utc_offset
            FROM inbound
            JOIN phone ON phone.number = inbound.phone
            JOIN resident ON resident.id = phone.holder_id
            JOIN area ON area.id = resident.area_id
            JOIN area_ancestor ON area_ancestor.ancestor_id = $1
                AND area_ancestor.area_id = resident.area_id
            WHERE inbound.intent IN ('unreadable', 'emergency') AND inbound.id < $2
                AND ($3 = '' OR inbound.intent = $3)
            ORDER BY inbound.id DESC
            LIMIT $4
            """,
            [
                .integer(scope.rawValue), .integer(before ?? .max), .text(intent ?? ""),
                .integer(limit),
            ], InboundLine.init(row:))
    }

    /// How many texts of one kind ask for a person; `most` when there are that many or more.
    package func inboundAttentionCount(
        of intent: String, under scope: Area.ID, most: Int
    ) throws -> Int {
        try first(
            """
            SELECT COUNT(*)
            FROM (
                SELECT inbound.id
                FROM inbound
                JOIN phone ON phone.number = inbound.phone
                JOIN resident ON resident.id = phone.holder_id
                JOIN area_ancestor ON area_ancestor.ancestor_id = $1
                    AND area_ancestor.area_id = resident.area_id
                WHERE inbound.intent IN ('unreadable', 'emergency') AND inbound.intent = $2
                LIMIT $3) AS found
            """, [.integer(scope.rawValue), .text(intent), .integer(most)]
        ) { Int(try $0.integer(0)) } ?? 0
    }

    package func attendanceLines(of household: Household.ID) throws -> [AttendanceLine] {
        try all(
            """
            SELECT resident_id, slug, kind, points, asked, at, covers, message_id
            FROM attendance
            WHERE household_id = $1
            ORDER BY id DESC
            """, [.integer(household.rawValue)]
        ) { row in
            AttendanceLine(
                resident: Resident.ID(rawValue: try row.integer(0)),
                lesson: try Slug(try row.text(1)),
                kind: try row.text(2), points: Int(try row.integer(3)),
                asked: Int(try row.integer(4)),
                at: Instant(milliseconds: try row.integer(5)), covers: try row.flag(6),
                message: row.optionalInteger(7).map { Message.ID(rawValue: $0) })
        }
    }
}

extension InboundLine {
    fileprivate init(row: any Row) throws {
        self.init(
            id: try row.integer(0),
            phone: try PhoneNumber(international: try row.integer(1)), text: try row.text(2),
            at: Instant(milliseconds: try row.integer(3)), intent: try row.text(4),
            reply: row.optionalInteger(5).map { Message.ID(rawValue: $0) },
            resident: row.optionalInteger(6).map { Resident.ID(rawValue: $0) },
            household: row.optionalInteger(7).map { Household.ID(rawValue: $0) },
            areaName: row.optionalText(8),
            offset: try UTCOffset(minutes: Int(try row.integer(9))))
    }
}
