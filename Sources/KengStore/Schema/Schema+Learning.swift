extension Schema {
    static let learning = """
        CREATE TABLE inbound (
            id BIGINT PRIMARY KEY,
            gateway TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            phone BIGINT NOT NULL,
            text TEXT NOT NULL,
            at BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            intent TEXT NOT NULL,
            session_id BIGINT,
            reply_id BIGINT,
            UNIQUE (gateway, provider_id)
        );
        CREATE INDEX inbound_phone ON inbound (phone, id);
        CREATE INDEX inbound_attention ON inbound (id)
            WHERE intent IN ('unreadable', 'emergency');

        CREATE TABLE session (
            id BIGINT PRIMARY KEY,
            phone BIGINT NOT NULL,
            resident_id BIGINT NOT NULL,
            message_id BIGINT NOT NULL UNIQUE,
            campaign_id BIGINT NOT NULL,
            edition_id BIGINT NOT NULL,
            form BIGINT NOT NULL,
            manner BIGINT NOT NULL,
            state BIGINT NOT NULL,
            answers TEXT NOT NULL,
            unreadable BIGINT NOT NULL,
            jurisdiction TEXT NOT NULL,
            deadline BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT
        );
        CREATE INDEX session_phone ON session (phone, id);

        -- Append-only. One row per resident, lesson and period, whatever happens.
        CREATE TABLE attendance (
            id BIGINT PRIMARY KEY,
            resident_id BIGINT NOT NULL,
            household_id BIGINT NOT NULL,
            area_id BIGINT NOT NULL,
            slug TEXT NOT NULL,
            period BIGINT NOT NULL,
            edition_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            points BIGINT NOT NULL,
            asked BIGINT NOT NULL,
            at BIGINT NOT NULL,
            session_id BIGINT,
            message_id BIGINT,
            inbound_id BIGINT,
            covers BIGINT NOT NULL,
            UNIQUE (resident_id, slug, period)
        );
        CREATE INDEX attendance_household ON attendance (household_id, id);
        """

    /// Parts stay after they are joined, so that a repeat of one is known.
    static let inboundParts = """
        CREATE TABLE inbound_part (
            gateway TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            phone BIGINT NOT NULL,
            reference BIGINT NOT NULL,
            total BIGINT NOT NULL,
            number BIGINT NOT NULL,
            octets BYTEA NOT NULL,
            coding BIGINT NOT NULL,
            at BIGINT NOT NULL,
            joined_at BIGINT,
            PRIMARY KEY (gateway, provider_id)
        ); -- clustered
        CREATE INDEX inbound_part_waiting ON inbound_part (phone) WHERE joined_at IS NULL;
        CREATE INDEX inbound_part_at ON inbound_part (gateway, at);
        """

    static let office = """
        CREATE TABLE account (
            id BIGINT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL,
            area_id BIGINT NOT NULL,
            language TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            closed_at BIGINT
        );
        -- Sign-in links, web sessions and keys: only the hash of the secret is kept.
        CREATE TABLE token (
            hash TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            account_id BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            used_at BIGINT
        );
        CREATE INDEX token_expiry ON token (expires_at);

        -- Append-only; each row carries the hash of the one before it.
        CREATE TABLE audit (
            number BIGINT PRIMARY KEY,
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            hash TEXT NOT NULL
        );

        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        );
        """

    /// Counted in the transaction that changes the rows, as all counters are.
    static let learned = """
        CREATE TABLE campaign_count (
            campaign_id BIGINT NOT NULL,
            kind BIGINT NOT NULL,
            total BIGINT NOT NULL,
            PRIMARY KEY (campaign_id, kind)
        );
        INSERT INTO campaign_count (campaign_id, kind, total)
        SELECT campaign_id, 1, COUNT(*) FROM session GROUP BY campaign_id;
        INSERT INTO campaign_count (campaign_id, kind, total)
        SELECT campaign_id, 2, COUNT(*) FROM session WHERE state = 2 GROUP BY campaign_id;
        INSERT INTO campaign_count (campaign_id, kind, total)
        SELECT session.campaign_id, 3, COUNT(*)
        FROM attendance
        JOIN session ON session.id = attendance.session_id
        WHERE attendance.covers = 1
        GROUP BY session.campaign_id;
        """
}
