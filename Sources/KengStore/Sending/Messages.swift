package import KengDomain

/// A row to be planned.
package struct PlannedMessage: Hashable, Sendable {
    package let id: Message.ID
    package let wave: Wave.ID?
    package let resident: Resident.ID?
    package let phone: PhoneNumber
    package let channel: Channel
    package let lane: Lane
    package let messageClass: MessageClass
    package let state: MessageState
    /// `Suppression` of a suppressed row, else `HandoffFacts.Purpose`.
    package let reason: Int64
    package let body: Body.ID
    package let segments: Int
    package let offset: UTCOffset
    package let due: Instant
    package let expires: Instant
    /// The gateway by which it should leave: that of the text it answers.
    package let via: String?

    package init(
        id: Message.ID, wave: Wave.ID?, resident: Resident.ID?, phone: PhoneNumber,
        channel: Channel, lane: Lane, messageClass: MessageClass, state: MessageState,
        reason: Int64, body: Body.ID, segments: Int, offset: UTCOffset, due: Instant,
        expires: Instant, via: String? = nil
    ) {
        self.id = id
        self.wave = wave
        self.resident = resident
        self.phone = phone
        self.channel = channel
        self.lane = lane
        self.messageClass = messageClass
        self.state = state
        self.reason = reason
        self.body = body
        self.segments = segments
        self.offset = offset
        self.due = due
        self.expires = expires
        self.via = via
    }
}

extension PlannedMessage {
    /// The fingerprint of all that is decided here and never changes; `SealedTable.message` lists it.
    package var seal: Int64 {
        Seal.short([
            .integer(id.rawValue), .optional(wave?.rawValue), .optional(resident?.rawValue),
            .integer(phone.number), .integer(channel.rawValue), .integer(lane.rawValue),
            .integer(messageClass.rawValue), .integer(body.rawValue), .integer(segments),
            .integer(offset.minutes), .integer(expires.milliseconds),
        ])
    }
}

/// A planned row that is due, with what the rule of hand-off needs to know.
package struct DueMessage: Hashable, Sendable {
    package let id: Message.ID
    package let wave: Wave.ID?
    package let phone: PhoneNumber
    package let body: Body.ID
    package let segments: Int
    package let attempts: Int
    package let facts: HandoffFacts
    /// Whose law holds; nil when the recipient's area is gone.
    package let jurisdiction: String?
    package let area: Area.ID?
}

extension Transaction {
    /// Plans rows; one that exists for the same wave, resident and channel is left as it is.
    ///
    /// - Returns: the rows that were new.
    package func plan(_ messages: [PlannedMessage]) throws -> [PlannedMessage] {
        let new = try runTogether(
            """
            INSERT INTO message (id, wave_id, resident_id, phone, channel, lane, class, state,
                reason, body_id, segments, utc_offset, due_at, expires_at, attempts, seal, via)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16)
            ON CONFLICT (wave_id, resident_id, channel) WHERE wave_id IS NOT NULL DO NOTHING
            """,
            messages.map { message in
                [
                    .integer(message.id.rawValue), .optional(message.wave?.rawValue),
                    .optional(message.resident?.rawValue), .integer(message.phone.number),
                    .integer(message.channel.rawValue), .integer(message.lane.rawValue),
                    .integer(message.messageClass.rawValue), .integer(message.state.rawValue),
                    .integer(message.reason), .integer(message.body.rawValue),
                    .integer(message.segments), .integer(message.offset.minutes),
                    .integer(message.due.milliseconds), .integer(message.expires.milliseconds),
                    .integer(message.seal), .optional(message.via),
                ]
            })
        guard new < messages.count else { return messages }
        // Their ids are new, so that those which are there were new.
        return try messages.filter { message in
            try first(
                "SELECT 1 FROM message WHERE id = $1", [.integer(message.id.rawValue)]
            ) { _ in true } == true
        }
    }

    /// Replies and other single texts of these lanes that are due, lane by lane.
    ///
    /// - Parameter gateway: only those that leave by it: that answer what came by it, or wait for another in
    ///   vain. An alarm waits for none.
    package func dueReplies(
        in lanes: [Lane] = Lane.allCases, via gateway: String? = nil, at now: Instant, limit: Int
    ) throws -> [DueMessage] {
        try lanes.flatMap { lane in
            let isFree = gateway == nil || lane == .emergency
            return try all(
                """
                SELECT \(DueMessage.columns)
                FROM message
                \(DueMessage.joins)
                WHERE message.state = 1 AND message.wave_id IS NULL AND message.lane = $1
                    AND message.due_at <= $2
                    \(isFree ? "" : "AND (message.via IS NULL OR message.via = $4 OR message.due_at < $5)")
                ORDER BY message.due_at, message.id
                LIMIT $3
                """,
                [.integer(lane.rawValue), .integer(now.milliseconds), .integer(limit)]
                    + (isFree
                        ? []
                        : [
                            .text(gateway ?? ""),
                            .integer((now - DueMessage.patience).milliseconds),
                        ])
            ) { try DueMessage(row: $0, sentInDay: 0, sentInWeek: 0) }
        }
    }

    /// Rows of one wave that are due, with how many texts of their class the phone got lately.
    package func due(in wave: Wave.ID, at now: Instant, limit: Int) throws -> [DueMessage] {
        try all(
            """
            SELECT \(DueMessage.columns), (\(DueMessage.recent)), (\(DueMessage.recent("$5")))
            FROM message
            \(DueMessage.joins)
            WHERE message.state = 1 AND message.wave_id = $1 AND message.due_at <= $2
            ORDER BY message.due_at, message.id
            LIMIT $3
            """,
            [
                .integer(wave.rawValue), .integer(now.milliseconds), .integer(limit),
                .integer((now - .seconds(86_400)).milliseconds),
                .integer((now - .seconds(7 * 86_400)).milliseconds),
            ]
        ) { row in
            try DueMessage(
                row: row, sentInDay: Int(try row.integer(14)),
                sentInWeek: Int(try row.integer(15)))
        }
    }

    /// The earliest moment at which any planned row is due: replies, or waves of running campaigns.
    package func nextDue(waves: [Wave.ID]) throws -> Instant? {
        var earliest: Instant?
        for lane in Lane.allCases {
            let due = try first(
                """
                SELECT due_at FROM message
                WHERE state = 1 AND wave_id IS NULL AND lane = $1
                ORDER BY due_at
                LIMIT 1
                """, [.integer(lane.rawValue)]
            ) { Instant(milliseconds: try $0.integer(0)) }
            if let due { earliest = min(earliest ?? due, due) }
        }
        for wave in waves {
            let due = try first(
                """
                SELECT due_at FROM message
                WHERE state = 1 AND wave_id = $1
                ORDER BY due_at
                LIMIT 1
                """, [.integer(wave.rawValue)]
            ) { Instant(milliseconds: try $0.integer(0)) }
            if let due { earliest = min(earliest ?? due, due) }
        }
        return earliest
    }

    /// Rows in `handoff` of one worker, by id.
    package func handedOver(
        by worker: Int64, after last: Message.ID = Message.ID(rawValue: 0), limit: Int
    ) throws -> [DueMessage] {
        try all(
            """
            SELECT \(DueMessage.columns)
            FROM message
            \(DueMessage.joins)
            WHERE message.state = 2 AND message.worker = $1 AND message.id > $2
            ORDER BY message.id
            LIMIT $3
            """, [.integer(worker), .integer(last.rawValue), .integer(limit)]
        ) { try DueMessage(row: $0, sentInDay: 0, sentInWeek: 0) }
    }

    /// Cancels up to `limit` planned rows of a wave.
    ///
    /// - Returns: how many there were.
    package func cancelPlanned(in wave: Wave.ID, limit: Int, at now: Instant) throws -> Int {
        let rows = try all(
            """
            SELECT id, segments FROM message
            WHERE state = 1 AND wave_id = $1
            ORDER BY due_at, id
            LIMIT $2
            """, [.integer(wave.rawValue), .integer(limit)]
        ) { (id: Message.ID(rawValue: try $0.integer(0)), segments: Int(try $0.integer(1))) }
        try settle(rows.map { ($0.id, .cancelled, 0) }, at: now)
        var tally = WaveTally()
        for row in rows { tally.move(wave, from: .planned, to: .cancelled, segments: row.segments) }
        try apply(tally)
        return rows.count
    }

    /// Writes down that these leave now, before the first byte does.
    package func handOff(_ messages: [DueMessage], worker: Int64, at now: Instant) throws {
        try runTogether(
            """
            UPDATE message
            SET state = 2, worker = $1, handoff_at = $2, attempts = attempts + 1,
                handoff_seal = $4
            WHERE id = $3 AND state = 1
            """,
            messages.map { message in
                let (id, at) = (Value.integer(message.id.rawValue), Value.integer(now.milliseconds))
                return [.integer(worker), at, id, .integer(Seal.short([id, at]))]
            })
    }

    package func hold(_ holds: [(message: Message.ID, until: Instant)]) throws {
        try runTogether(
            """
            UPDATE message SET due_at = $1
            WHERE id = $2 AND state = 1
            """,
            holds.map { [.integer($0.until.milliseconds), .integer($0.message.rawValue)] })
    }

    /// Settles rows that never left, or that left and got a final word.
    package func settle(
        _ ends: [(message: Message.ID, state: MessageState, reason: Int64)], at now: Instant
    ) throws {
        try runTogether(
            """
            UPDATE message SET state = $1, reason = $2, settled_at = $3, worker = NULL
            WHERE id = $4
            """,
            ends.map {
                [
                    .integer($0.state.rawValue), .integer($0.reason), .integer(now.milliseconds),
                    .integer($0.message.rawValue),
                ]
            })
    }

    /// Puts rows back in the queue after a refusal that may pass.
    ///
    /// A throttled row was not an attempt, so that one is taken back.
    package func requeue(
        _ rows: [(message: Message.ID, due: Instant, wasAttempt: Bool)]
    ) throws {
        try runTogether(
            """
            UPDATE message
            SET state = 1, worker = NULL, handoff_at = NULL, due_at = $1, attempts = attempts - $2
            WHERE id = $3 AND state = 2
            """,
            rows.map {
                [
                    .integer($0.due.milliseconds), .flag(!$0.wasAttempt),
                    .integer($0.message.rawValue),
                ]
            })
    }
}

extension DueMessage {
    /// How long an answer waits for the gateway that brought the question.
    fileprivate static let patience = Duration.seconds(30)

    fileprivate static let columns = """
        message.id, message.wave_id, message.phone, message.body_id, message.segments,
        message.attempts, message.lane, message.class, message.reason, message.utc_offset,
        message.expires_at, phone.opted_out_at, area.jurisdiction, area.id
        """

    fileprivate static let joins = """
        LEFT JOIN phone ON phone.number = message.phone
        LEFT JOIN resident ON resident.id = message.resident_id
        LEFT JOIN area ON area.id = resident.area_id
        """

    /// `$4` is a day ago; other moments are named.
    fileprivate static var recent: String { recent("$4") }

    fileprivate static func recent(_ since: String) -> String {
        """
        SELECT COUNT(*) FROM message AS other
        WHERE other.phone = message.phone AND other.class = message.class
            AND other.wave_id IS NOT NULL AND other.handoff_at > \(since)
            AND (other.state IN (2, 3, 4, 5, 8) OR (other.state = 6 AND EXISTS (
                SELECT 1 FROM part WHERE part.message_id = other.id)))
        """
    }

    fileprivate init(row: any Row, sentInDay: Int, sentInWeek: Int) throws {
        guard let lane = Lane(rawValue: try row.integer(6)),
            let messageClass = MessageClass(rawValue: try row.integer(7)),
            let purpose = HandoffFacts.Purpose(rawValue: try row.integer(8))
        else { throw StoreProblem.wrongShape(column: 6) }
        area = row.optionalInteger(13).map { Area.ID(rawValue: $0) }
        id = Message.ID(rawValue: try row.integer(0))
        wave = row.optionalInteger(1).map { Wave.ID(rawValue: $0) }
        phone = try PhoneNumber(international: try row.integer(2))
        body = Body.ID(rawValue: try row.integer(3))
        segments = Int(try row.integer(4))
        attempts = Int(try row.integer(5))
        facts = HandoffFacts(
            messageClass: messageClass, lane: lane, purpose: purpose,
            isOptedOut: row.optionalInteger(11) != nil,
            sentInDay: sentInDay, sentInWeek: sentInWeek,
            offset: try UTCOffset(minutes: Int(try row.integer(9))),
            expires: Instant(milliseconds: try row.integer(10)),
            delay: lane == .bulk ? area.map(HandoffRule.delay) ?? .zero : .zero)
        jurisdiction = row.optionalText(12)
    }
}
