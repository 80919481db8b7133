/// What the tables now say of something the audit chain tells the story of.
package struct RecordRow: Hashable, Sendable {
    /// As the chain calls it, such as `campaign/12`.
    package let subject: String
    package let fields: [String]

    package init(subject: String, fields: [String]) {
        self.subject = subject
        self.fields = fields
    }
}

extension Transaction {
    /// Campaigns with their state, digest, author, approver, when they were made, submitted and approved, and
    /// who approved first where two must.
    package func campaignRecords() throws -> [RecordRow] {
        try records(
            fields: 8,
            """
            SELECT 'campaign/' || campaign.id, CAST(campaign.state AS TEXT), campaign.digest,
                author.name, approver.name, CAST(campaign.created_at AS TEXT),
                CAST(campaign.submitted_at AS TEXT), CAST(campaign.approved_at AS TEXT),
                CASE WHEN campaign.first_approver_id = 0 THEN NULL
                    ELSE COALESCE(first.name, CAST(campaign.first_approver_id AS TEXT)) END
            FROM campaign
            LEFT JOIN account AS author ON author.id = campaign.author_id
            LEFT JOIN account AS approver ON approver.id = campaign.approver_id
            LEFT JOIN account AS first ON first.id = campaign.first_approver_id
            ORDER BY campaign.id
            """)
    }

    /// Waves with their place and window, and when planning and sending ended.
    package func waveRecords() throws -> [RecordRow] {
        try records(
            fields: 4,
            """
            SELECT 'wave/' || id,
                campaign_id || ' ' || number || ' ' || starts_at || ' ' || ends_at,
                CAST(planned_at AS TEXT),
                CASE WHEN planned_at IS NULL THEN NULL ELSE CAST(seal AS TEXT) END,
                CAST(finished_at AS TEXT)
            FROM wave
            ORDER BY id
            """)
    }

    /// Accounts with their role, area and name, and when they were opened and closed.
    package func accountRecords() throws -> [RecordRow] {
        try records(
            fields: 3,
            """
            SELECT 'account/' || id, role || ' ' || area_id || ' ' || name,
                CAST(created_at AS TEXT), CAST(closed_at AS TEXT)
            FROM account
            ORDER BY id
            """)
    }

    /// Quiet days with their reason and when they were added.
    package func quietDayRecords() throws -> [RecordRow] {
        try records(
            fields: 2,
            """
            SELECT 'quiet_day/' || area_id || '/' || day, reason, CAST(added_at AS TEXT)
            FROM quiet_day
            ORDER BY area_id, day
            """)
    }

    private func records(fields: Int, _ sql: String) throws -> [RecordRow] {
        try all(sql) { row in
            RecordRow(
                subject: try row.text(0),
                fields: (1...fields).map { row.optionalText($0) ?? "none" })
        }
    }

    /// The hash of the texts a campaign's digest was made of; nil for a campaign older than that is kept.
    package func textsHash(of campaign: Int64) throws -> String? {
        try first("SELECT texts FROM campaign WHERE id = $1", [.integer(campaign)]) {
            $0.optionalText(0)
        } ?? nil
    }

    package func lastAuditNumber() throws -> Int64 {
        try first("SELECT COALESCE(MAX(number), 0) FROM audit") { try $0.integer(0) } ?? 0
    }

    /// Campaigns that have a digest.
    package func digestedCampaigns() throws -> [(id: Int64, digest: String)] {
        try all("SELECT id, digest FROM campaign WHERE digest IS NOT NULL ORDER BY id") {
            (try $0.integer(0), try $0.text(1))
        }
    }
}
