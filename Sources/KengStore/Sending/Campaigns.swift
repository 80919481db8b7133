package import KengDomain

extension Transaction {
    /// Adds a campaign, or replaces one that is still a draft.
    package func save(_ campaign: Campaign) throws {
        let brief = campaign.brief
        try execute(
            """
            INSERT INTO campaign (id, name, slug, state, class, manner, unmarked, languages,
                untrained_only, starts_at, ends_at, repeat_days, waves, route, budget_segments,
                author_id, created_at, budget_money)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, slug = excluded.slug,
                state = excluded.state, class = excluded.class, manner = excluded.manner,
                unmarked = excluded.unmarked, languages = excluded.languages,
                untrained_only = excluded.untrained_only, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, repeat_days = excluded.repeat_days,
                waves = excluded.waves, route = excluded.route,
                budget_segments = excluded.budget_segments,
                budget_money = excluded.budget_money
            """,
            [
                .integer(campaign.id.rawValue), .text(brief.name), .text(brief.lesson.text),
                .integer(campaign.state.word.rawValue), .integer(brief.messageClass.rawValue),
                .integer(brief.manner?.rawValue ?? 0), .flag(brief.isUnmarked),
                .text(brief.audience.languages.map(\.rawValue).joined(separator: ",")),
                .flag(brief.audience.isUntrainedOnly),
                .integer(brief.schedule.starts.milliseconds),
                .integer(brief.schedule.ends.milliseconds), .integer(brief.schedule.everyDays),
                .integer(brief.schedule.waves), .text(brief.route.joined(separator: ",")),
                .integer(brief.budgetSegments), .integer(campaign.author.rawValue),
                .integer(campaign.createdAt.milliseconds), .integer(brief.budgetMoney),
            ])
        try execute(
            "DELETE FROM campaign_area WHERE campaign_id = $1", [.integer(campaign.id.rawValue)])
        try runMany(
            "INSERT INTO campaign_area (campaign_id, area_id) VALUES ($1, $2)",
            brief.audience.areas.map { [.integer(campaign.id.rawValue), .integer($0.rawValue)] })
    }

    package func campaign(_ id: Campaign.ID) throws -> Campaign? {
        let areas = try all(
            "SELECT area_id FROM campaign_area WHERE campaign_id = $1 ORDER BY area_id",
            [.integer(id.rawValue)]
        ) { Area.ID(rawValue: try $0.integer(0)) }
        return try first(
            """
            SELECT id, name, slug, state, class, manner, unmarked, languages, untrained_only,
                starts_at, ends_at, repeat_days, waves, route, budget_segments, author_id,
                digest, approver_id, created_at, first_approver_id,
                budget_money
            FROM campaign
            WHERE id = $1
            """, [.integer(id.rawValue)]
        ) { try Campaign(row: $0, areas: areas) }
    }

    /// Campaigns in one of these states, oldest start first.
    package func campaigns(in states: [CampaignWord]) throws -> [Campaign.ID] {
        try states.flatMap { word in
            try all(
                "SELECT id FROM campaign WHERE state = $1 ORDER BY starts_at, id",
                [.integer(word.rawValue)]
            ) { Campaign.ID(rawValue: try $0.integer(0)) }
        }
    }

    /// Writes the state with its payload; the moment of submitting or approving is kept.
    package func setState(_ state: CampaignState, of id: Campaign.ID, at now: Instant) throws {
        let approver: Account.ID? =
            switch state {
            case .approved(_, let by), .running(_, let by), .paused(_, let by),
                .finished(_, let by):
                by
            case .draft, .submitted, .cancelled: nil
            }
        var first: Account.ID?
        if case .submitted(_, let by) = state { first = by }
        try execute(
            """
            UPDATE campaign
            SET state = $1,
                digest = COALESCE($2, CASE WHEN $1 = 1 THEN NULL ELSE digest END),
                approver_id = COALESCE($3, CASE WHEN $1 <= 2 THEN NULL ELSE approver_id END),
                first_approver_id = CASE WHEN $1 <= 2 THEN $5 ELSE first_approver_id END,
                submitted_at = CASE WHEN $1 = 2 AND $5 IS NULL THEN $4 ELSE submitted_at END,
                approved_at = CASE WHEN $1 = 3 THEN $4 ELSE approved_at END
            WHERE id = $6
            """,
            [
                .integer(state.word.rawValue), .optional(state.digest),
                .optional(approver?.rawValue), .integer(now.milliseconds),
                .optional(first?.rawValue), .integer(id.rawValue),
            ])
    }

    /// Freezes what a digest was made of: the editions, and the hash of the texts composed from them.
    package func setEditions(
        _ editions: [Edition.ID], texts: String, of id: Campaign.ID
    ) throws {
        try execute(
            "UPDATE campaign SET texts = $1 WHERE id = $2", [.text(texts), .integer(id.rawValue)])
        try execute(
            "DELETE FROM campaign_edition WHERE campaign_id = $1", [.integer(id.rawValue)])
        try runMany(
            "INSERT INTO campaign_edition (campaign_id, edition_id) VALUES ($1, $2)",
            editions.map { [.integer(id.rawValue), .integer($0.rawValue)] })
    }

    package func editions(of id: Campaign.ID) throws -> [Edition.ID] {
        try all(
            "SELECT edition_id FROM campaign_edition WHERE campaign_id = $1 ORDER BY edition_id",
            [.integer(id.rawValue)]
        ) { Edition.ID(rawValue: try $0.integer(0)) }
    }
}

extension Campaign {
    fileprivate init(row: any Row, areas: [Area.ID]) throws {
        guard let word = CampaignWord(rawValue: try row.integer(3)),
            let messageClass = MessageClass(rawValue: try row.integer(4))
        else { throw StoreProblem.wrongShape(column: 3) }
        let schedule = try Schedule(
            starts: Instant(milliseconds: try row.integer(9)),
            ends: Instant(milliseconds: try row.integer(10)),
            everyDays: Int(try row.integer(11)), waves: Int(try row.integer(12)))
        let brief = CampaignBrief(
            name: try row.text(1), lesson: try Slug(try row.text(2)), messageClass: messageClass,
            manner: QuizSession.Manner(rawValue: try row.integer(5)),
            isUnmarked: try row.flag(6),
            audience: Audience(
                areas: areas,
                languages: try row.text(7).split(separator: ",").compactMap {
                    Language(rawValue: String($0))
                },
                isUntrainedOnly: try row.flag(8)),
            schedule: schedule,
            route: try row.text(13).split(separator: ",").map(String.init),
            budgetSegments: Int(try row.integer(14)), budgetMoney: Int(try row.integer(20)))
        self.init(
            id: Campaign.ID(rawValue: try row.integer(0)), brief: brief,
            author: Account.ID(rawValue: try row.integer(15)),
            state: try CampaignState(
                word: word, digest: row.optionalText(16) ?? "",
                approver: Account.ID(rawValue: row.optionalInteger(17) ?? 0),
                first: row.optionalInteger(19).map { Account.ID(rawValue: $0) }),
            createdAt: Instant(milliseconds: try row.integer(18)))
    }
}

extension CampaignState {
    fileprivate init(
        word: CampaignWord, digest: String, approver: Account.ID, first: Account.ID?
    ) throws {
        switch word {
        case .draft: self = .draft
        case .submitted: self = .submitted(digest: digest, first: first)
        case .approved: self = .approved(digest: digest, by: approver)
        case .running: self = .running(digest: digest, by: approver)
        case .paused: self = .paused(digest: digest, by: approver)
        case .finished: self = .finished(digest: digest, by: approver)
        case .cancelled: self = .cancelled
        }
    }
}
