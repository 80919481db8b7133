import KengDomain

/// Recounts of what one row says and others show.
extension Transaction {
    /// A message is where the receipts of its segments and the notes of its hand-overs put it.
    package func checkStates() throws -> Check {
        try check(
            "message states", promise: 2, rows: "SELECT COUNT(*) FROM message",
            faults: """
                SELECT 'message/' || message.id, 'state ' || message.state,
                    'state ' || said.state || ', as its receipts say'
                FROM (
                    SELECT message_id,
                        CASE WHEN MIN(status) = 5 THEN 4
                            WHEN SUM(CASE WHEN status = 4 THEN 1 ELSE 0 END) > 0 THEN 5
                            WHEN SUM(CASE WHEN status = 3 THEN 1 ELSE 0 END) > 0 THEN 6
                            ELSE 3 END AS state
                    FROM part
                    GROUP BY message_id
                ) AS said
                JOIN message ON message.id = said.message_id
                WHERE message.state <> said.state
                UNION ALL
                SELECT 'message/' || message.id, 'state ' || message.state,
                    'no hand-over, or the state after one'
                FROM message
                WHERE (message.handoff_at IS NULL AND message.state IN (2, 3, 4, 5, 7, 8))
                    OR (message.handoff_at IS NOT NULL AND message.state IN (1, 9, 10))
                    OR (message.settled_at IS NULL AND message.state IN (3, 4, 5, 6, 7, 8, 10))
                    OR (message.settled_at IS NOT NULL AND message.state = 1)
                UNION ALL
                SELECT 'message/' || message.id, 'state ' || message.state,
                    'the note that says so'
                FROM message
                WHERE (message.state = 7 AND NOT EXISTS (
                        SELECT 1 FROM message_event
                        WHERE message_event.message_id = message.id
                            AND message_event.at = message.settled_at
                            AND message_event.what IN ('rejected', 'gave_up')))
                    OR (message.state = 8 AND NOT EXISTS (
                        SELECT 1 FROM message_event
                        WHERE message_event.message_id = message.id
                            AND message_event.at = message.settled_at
                            AND message_event.what = 'no_answer'))
                UNION ALL
                SELECT 'message/' || message.id, 'state ' || message.state,
                    'rejected, as its note says'
                FROM message_event
                JOIN message ON message.id = message_event.message_id
                WHERE message_event.what IN ('rejected', 'gave_up') AND message.state <> 7
                UNION ALL
                SELECT 'message/' || message.id, 'settled at ' || message.settled_at,
                    'settled at ' || part.at
                FROM part
                JOIN message ON message.id = part.message_id
                WHERE message.segments = 1 AND message.settled_at <> part.at
                    AND (part.status = 0 OR part.status >= 3)
                UNION ALL
                SELECT 'message/' || message.id, 'settled at ' || message.settled_at,
                    'settled when its last segment was delivered'
                FROM message
                WHERE message.state = 4 AND message.segments > 1 AND NOT EXISTS (
                    SELECT 1 FROM part
                    WHERE part.message_id = message.id AND part.at = message.settled_at)
                ORDER BY 1
                """)
    }

    /// An answer goes to the phone that wrote, for the reason the text was read as.
    package func checkReplies() throws -> Check {
        try check(
            "replies", promise: 7,
            rows: "SELECT COUNT(*) FROM inbound WHERE reply_id IS NOT NULL",
            faults: """
                SELECT 'message/' || inbound.reply_id,
                    CASE WHEN message.id IS NULL THEN 'missing' ELSE 'another reason or phone' END,
                    'the answer to inbound/' || inbound.id
                FROM inbound
                LEFT JOIN message ON message.id = inbound.reply_id
                WHERE inbound.reply_id IS NOT NULL AND (message.id IS NULL
                    OR message.phone <> inbound.phone OR message.wave_id IS NOT NULL
                    OR (message.state <> 9 AND message.reason <> CASE inbound.intent
                        WHEN 'optout' THEN 1 WHEN 'emergency' THEN 2 ELSE 0 END))
                UNION ALL
                SELECT 'message/' || message.id, 'reason ' || message.reason, 'reason 0'
                FROM message
                WHERE message.wave_id IS NOT NULL AND message.state <> 9 AND message.reason <> 0
                ORDER BY 1
                """)
    }

    /// A phone is opted out exactly when the last it said was that, and since then.
    package func checkConsents() throws -> Check {
        try check(
            "consents", promise: 4, rows: "SELECT COUNT(*) FROM consent",
            faults: """
                SELECT 'phone/' || COALESCE(phone.holder_id, 0),
                    CASE WHEN phone.opted_out_at IS NULL THEN 'not opted out'
                        ELSE 'opted out at ' || phone.opted_out_at END,
                    CASE WHEN consent.act = 'opt_out' THEN 'opted out at ' || consent.at
                        ELSE 'not opted out' END
                FROM phone
                LEFT JOIN (
                    SELECT phone, MAX(id) AS id FROM consent GROUP BY phone
                ) AS newest ON newest.phone = phone.number
                LEFT JOIN consent ON consent.id = newest.id
                WHERE (phone.opted_out_at IS NOT NULL OR consent.id IS NOT NULL)
                    AND COALESCE(phone.opted_out_at, -1)
                        <> CASE WHEN consent.act = 'opt_out' THEN consent.at ELSE -1 END
                UNION ALL
                SELECT 'consent/' || consent.id, 'a phone that is gone', 'the phone that said so'
                FROM consent
                LEFT JOIN phone ON phone.number = consent.phone
                WHERE phone.number IS NULL
                ORDER BY 1
                """)
    }
}
