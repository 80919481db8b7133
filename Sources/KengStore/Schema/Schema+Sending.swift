extension Schema {
    static let content = """
        CREATE TABLE edition (
            id BIGINT PRIMARY KEY,
            kind TEXT NOT NULL,
            slug TEXT NOT NULL,
            language BIGINT NOT NULL,
            jurisdiction TEXT NOT NULL,
            number BIGINT NOT NULL,
            hash TEXT NOT NULL,
            published_at BIGINT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (slug, language, jurisdiction, number)
        );

        CREATE TABLE plan (
            id BIGINT PRIMARY KEY,
            slug TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            indicator TEXT NOT NULL,
            area_id BIGINT NOT NULL,
            source TEXT NOT NULL
        );
        CREATE TABLE plan_target (
            plan_id BIGINT NOT NULL,
            area_id BIGINT NOT NULL,
            day BIGINT NOT NULL,
            percent BIGINT NOT NULL,
            PRIMARY KEY (plan_id, area_id, day)
        );
        """

    static let sending = """
        CREATE TABLE campaign (
            id BIGINT PRIMARY KEY,
            name TEXT NOT NULL,
            slug TEXT NOT NULL,
            state BIGINT NOT NULL,
            class BIGINT NOT NULL,
            manner BIGINT NOT NULL,
            unmarked BIGINT NOT NULL,
            languages TEXT NOT NULL,
            untrained_only BIGINT NOT NULL,
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL,
            repeat_days BIGINT NOT NULL,
            waves BIGINT NOT NULL,
            route TEXT NOT NULL,
            budget_segments BIGINT NOT NULL,
            author_id BIGINT NOT NULL,
            digest TEXT,
            approver_id BIGINT,
            created_at BIGINT NOT NULL,
            submitted_at BIGINT,
            approved_at BIGINT
        );
        CREATE INDEX campaign_state ON campaign (state, starts_at);

        CREATE TABLE campaign_area (
            campaign_id BIGINT NOT NULL,
            area_id BIGINT NOT NULL,
            PRIMARY KEY (campaign_id, area_id)
        );

        -- The editions a digest was made of.
        CREATE TABLE campaign_edition (
            campaign_id BIGINT NOT NULL,
            edition_id BIGINT NOT NULL,
            PRIMARY KEY (campaign_id, edition_id)
        );

        CREATE TABLE wave (
            id BIGINT PRIMARY KEY,
            campaign_id BIGINT NOT NULL,
            number BIGINT NOT NULL,
            starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL,
            cursor_area BIGINT NOT NULL,
            cursor_resident BIGINT NOT NULL,
            planned_at BIGINT,
            finished_at BIGINT,
            UNIQUE (campaign_id, number)
        );
        CREATE INDEX wave_planning ON wave (starts_at, id) WHERE planned_at IS NULL;
        CREATE INDEX wave_open ON wave (id) WHERE finished_at IS NULL;

        CREATE TABLE wave_count (
            wave_id BIGINT NOT NULL,
            state BIGINT NOT NULL,
            reason BIGINT NOT NULL,
            messages BIGINT NOT NULL,
            segments BIGINT NOT NULL,
            PRIMARY KEY (wave_id, state, reason)
        );

        -- Text that is the same for many is kept once.
        CREATE TABLE body (
            id BIGINT PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            text TEXT NOT NULL,
            language BIGINT NOT NULL,
            encoding TEXT NOT NULL,
            units BIGINT NOT NULL,
            segments BIGINT NOT NULL,
            edition_id BIGINT,
            form BIGINT
        );

        CREATE TABLE message (
            id BIGINT PRIMARY KEY,
            wave_id BIGINT,
            resident_id BIGINT,
            phone BIGINT NOT NULL,
            channel BIGINT NOT NULL,
            lane BIGINT NOT NULL,
            class BIGINT NOT NULL,
            state BIGINT NOT NULL,
            reason BIGINT NOT NULL,
            body_id BIGINT NOT NULL,
            segments BIGINT NOT NULL,
            utc_offset BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL,
            worker BIGINT,
            handoff_at BIGINT,
            settled_at BIGINT
        );
        CREATE UNIQUE INDEX message_once ON message (wave_id, resident_id, channel)
            WHERE wave_id IS NOT NULL;
        -- A paused wave is simply not asked for; nothing is scanned past.
        CREATE INDEX message_wave_due ON message (wave_id, due_at, id)
            WHERE state = 1 AND wave_id IS NOT NULL;
        CREATE INDEX message_reply_due ON message (lane, due_at, id)
            WHERE state = 1 AND wave_id IS NULL;
        CREATE INDEX message_handoff ON message (worker, id) WHERE state = 2;
        CREATE INDEX message_phone ON message (phone, id);

        -- One row per segment the provider took, and what it said of it.
        CREATE TABLE part (
            message_id BIGINT NOT NULL,
            number BIGINT NOT NULL,
            gateway TEXT NOT NULL,
            reference TEXT NOT NULL,
            status BIGINT NOT NULL,
            code TEXT,
            at BIGINT NOT NULL,
            PRIMARY KEY (message_id, number)
        );
        CREATE UNIQUE INDEX part_reference ON part (gateway, reference);

        -- Receipts that came before the answer to their hand-over.
        CREATE TABLE early_receipt (
            gateway TEXT NOT NULL,
            reference TEXT NOT NULL,
            status BIGINT NOT NULL,
            code TEXT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (gateway, reference)
        );

        -- Why a message is where it is: refusals, codes, retries.
        CREATE TABLE message_event (
            id BIGINT PRIMARY KEY,
            message_id BIGINT NOT NULL,
            at BIGINT NOT NULL,
            gateway TEXT NOT NULL,
            what TEXT NOT NULL,
            code TEXT NOT NULL
        );
        CREATE INDEX message_event_of ON message_event (message_id, id);

        -- A running program; rows it handed over are asked for when it is gone.
        CREATE TABLE worker (
            id BIGINT PRIMARY KEY,
            started_at BIGINT NOT NULL,
            seen_at BIGINT NOT NULL,
            ended_at BIGINT
        );
        """

    /// Several programs share one database: each has a node for its names and shows by beats that it lives.
    static let workers = """
        ALTER TABLE worker ADD COLUMN node BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE worker ADD COLUMN gateway TEXT NOT NULL DEFAULT '';
        ALTER TABLE worker ADD COLUMN beats BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX worker_live ON worker (id) WHERE ended_at IS NULL;
        CREATE INDEX worker_ended ON worker (ended_at) WHERE ended_at IS NOT NULL;
        """

    /// Alarms need two approvals.
    ///
    /// 0: approved while one was enough.
    static let approvals = """
        ALTER TABLE campaign ADD COLUMN first_approver_id BIGINT;
        UPDATE campaign SET first_approver_id = 0 WHERE class = 4 AND approver_id IS NOT NULL;
        """

    /// Days of mourning, which are announced on short notice.
    static let quietDays = """
        CREATE TABLE quiet_day (
            area_id BIGINT NOT NULL,
            day BIGINT NOT NULL,
            reason TEXT NOT NULL,
            added_at BIGINT NOT NULL,
            PRIMARY KEY (area_id, day)
        );
        CREATE INDEX quiet_day_day ON quiet_day (day, area_id);
        """

    /// An answer leaves by the gateway that brought the question.
    static let replyWays = """
        ALTER TABLE message ADD COLUMN via TEXT;
        """

    static let money = """
        ALTER TABLE campaign ADD COLUMN budget_money BIGINT NOT NULL DEFAULT 0;
        """

    /// Receipts find their message by the phone, so that references, which come in no order, need an index
    /// only where a provider names no phone.
    static let receiptsByPhone = """
        ALTER TABLE part RENAME TO old_part;
        DROP INDEX part_reference;
        CREATE TABLE part (
            message_id BIGINT NOT NULL,
            number BIGINT NOT NULL,
            gateway TEXT NOT NULL,
            reference TEXT NOT NULL,
            by_reference BIGINT NOT NULL,
            status BIGINT NOT NULL,
            code TEXT,
            at BIGINT NOT NULL,
            PRIMARY KEY (message_id, number)
        ); -- clustered
        INSERT INTO part (message_id, number, gateway, reference, by_reference, status, code, at)
        SELECT message_id, number, gateway, reference, 0, status, code, at FROM old_part;
        DROP TABLE old_part;
        CREATE INDEX part_reference ON part (reference) WHERE by_reference = 1;
        ALTER TABLE early_receipt ADD COLUMN phone BIGINT;
        """
}
