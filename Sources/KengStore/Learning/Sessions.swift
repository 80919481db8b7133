package import KengDomain

/// One resident's walk through one quiz, as rows keep it.
package struct SessionRow: Hashable, Sendable {
    package let id: Int64
    package let phone: PhoneNumber
    package let resident: Resident.ID
    package let message: Message.ID
    package let campaign: Campaign.ID
    package let edition: Edition.ID
    package let form: Int
    package let manner: QuizSession.Manner
    package let jurisdiction: Jurisdiction
    package let deadline: Instant
    package let startedAt: Instant
    package let state: QuizSession.State
    package let answers: [Choice]
    package let unreadable: Int

    package init(
        id: Int64, phone: PhoneNumber, resident: Resident.ID, message: Message.ID,
        campaign: Campaign.ID, edition: Edition.ID, form: Int, manner: QuizSession.Manner,
        jurisdiction: Jurisdiction, deadline: Instant, startedAt: Instant,
        state: QuizSession.State, answers: [Choice], unreadable: Int
    ) {
        self.id = id
        self.phone = phone
        self.resident = resident
        self.message = message
        self.campaign = campaign
        self.edition = edition
        self.form = form
        self.manner = manner
        self.jurisdiction = jurisdiction
        self.deadline = deadline
        self.startedAt = startedAt
        self.state = state
        self.answers = answers
        self.unreadable = unreadable
    }
}

/// The newest text with questions that was handed to a phone, and the session it opened, if any.
package struct AskedQuiz: Hashable, Sendable {
    package let message: Message.ID
    package let resident: Resident.ID
    package let campaign: Campaign.ID
    package let edition: Edition.ID
    package let form: Int
    package let manner: QuizSession.Manner
    package let handedOverAt: Instant
    package let session: SessionRow?
}

extension Transaction {
    /// Asks only for texts that left after `since`.
    package func newestQuiz(
        of phone: PhoneNumber, since: Instant
    ) throws -> AskedQuiz? {
        guard
            let asked = try first(
                """
                SELECT message.id, message.resident_id, wave.campaign_id, body.edition_id,
                    body.form, campaign.manner, message.handoff_at
                FROM message
                JOIN wave ON wave.id = message.wave_id
                JOIN campaign ON campaign.id = wave.campaign_id
                JOIN body ON body.id = message.body_id
                WHERE message.phone = $1 AND message.wave_id IS NOT NULL
                    AND message.handoff_at > $2 AND body.form IS NOT NULL
                ORDER BY message.id DESC
                LIMIT 1
                """, [.integer(phone.number), .integer(since.milliseconds)],
                { row -> AskedQuiz in
                    guard let manner = QuizSession.Manner(rawValue: try row.integer(5)) else {
                        throw StoreProblem.wrongShape(column: 5)
                    }
                    return AskedQuiz(
                        message: Message.ID(rawValue: try row.integer(0)),
                        resident: Resident.ID(rawValue: try row.integer(1)),
                        campaign: Campaign.ID(rawValue: try row.integer(2)),
                        edition: Edition.ID(rawValue: try row.integer(3)),
                        form: Int(try row.integer(4)), manner: manner,
                        handedOverAt: Instant(milliseconds: try row.integer(6)), session: nil)
                })
        else { return nil }
        let session = try session(of: asked.message, phone: phone)
        return AskedQuiz(
            message: asked.message, resident: asked.resident, campaign: asked.campaign,
            edition: asked.edition, form: asked.form, manner: asked.manner,
            handedOverAt: asked.handedOverAt, session: session)
    }

    private func session(of message: Message.ID, phone: PhoneNumber) throws -> SessionRow? {
        try first(
            """
            SELECT id, resident_id, campaign_id, edition_id, form, manner, state, answers,
                unreadable, jurisdiction, deadline, started_at
            FROM session
            WHERE message_id = $1
            """, [.integer(message.rawValue)]
        ) { row in
            guard let manner = QuizSession.Manner(rawValue: try row.integer(5)),
                let state = QuizSession.State(code: try row.integer(6))
            else { throw StoreProblem.wrongShape(column: 5) }
            return SessionRow(
                id: try row.integer(0), phone: phone,
                resident: Resident.ID(rawValue: try row.integer(1)), message: message,
                campaign: Campaign.ID(rawValue: try row.integer(2)),
                edition: Edition.ID(rawValue: try row.integer(3)), form: Int(try row.integer(4)),
                manner: manner, jurisdiction: try Jurisdiction(try row.text(9)),
                deadline: Instant(milliseconds: try row.integer(10)),
                startedAt: Instant(milliseconds: try row.integer(11)), state: state,
                answers: try row.text(7).compactMap(Choice.init(letter:)),
                unreadable: Int(try row.integer(8)))
        }
    }

    /// Writes a session as it stands now; one per message.
    package func save(_ session: SessionRow, at now: Instant) throws {
        let isOver = session.state != .asking
        let row: [Value] = [
            .integer(session.id), .integer(session.phone.number),
            .integer(session.resident.rawValue), .integer(session.message.rawValue),
            .integer(session.campaign.rawValue), .integer(session.edition.rawValue),
            .integer(session.form), .integer(session.manner.rawValue),
            .integer(session.state.code), .text(String(session.answers.map(\.letter))),
            .integer(session.unreadable), .text(session.jurisdiction.code),
            .integer(session.deadline.milliseconds),
            .integer(session.startedAt.milliseconds),
            isOver ? .integer(now.milliseconds) : .null,
        ]
        try execute(
            """
            INSERT INTO session (id, phone, resident_id, message_id, campaign_id, edition_id, form,
                manner, state, answers, unreadable, jurisdiction, deadline, started_at, ended_at,
                seal)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (message_id) DO UPDATE SET state = excluded.state,
                answers = excluded.answers, unreadable = excluded.unreadable,
                ended_at = excluded.ended_at, seal = excluded.seal
            """, row + [.integer(Seal.short(row))])
    }
}

extension QuizSession.State {
    package var code: Int64 {
        switch self {
        case .asking: 1
        case .passed: 2
        case .failed: 3
        case .expired: 4
        }
    }

    package init?(code: Int64) {
        switch code {
        case 1: self = .asking
        case 2: self = .passed
        case 3: self = .failed
        case 4: self = .expired
        default: return nil
        }
    }
}
