extension Schema {
    /// Fingerprints of rows, written with the rows themselves, so that `keng verify` can name what was edited.
    static let seals = """
        -- How far each chain has grown, with its newest link; without it a chain could lose its end unseen.
        -- `older` counts the rows from before there were seals.
        CREATE TABLE chain (
            name TEXT NOT NULL PRIMARY KEY,
            links BIGINT NOT NULL,
            last_id BIGINT,
            seal TEXT NOT NULL,
            older BIGINT NOT NULL
        );
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'audit', number, number, hash, 0 FROM audit ORDER BY number DESC LIMIT 1;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'inbound', 0, NULL, '', COUNT(*) FROM inbound;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'consent', 0, NULL, '', COUNT(*) FROM consent;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'attendance', 0, NULL, '', COUNT(*) FROM attendance;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'message', 0, NULL, '', COUNT(*) FROM message;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'handoff', 0, NULL, '', COUNT(handoff_at) FROM message;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'part', 0, NULL, '', COUNT(*) FROM part;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'message_event', 0, NULL, '', COUNT(*) FROM message_event;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'session', 0, NULL, '', COUNT(*) FROM session;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'campaign', 0, NULL, '', COUNT(digest) FROM campaign;
        INSERT INTO chain (name, links, last_id, seal, older)
        SELECT 'wave', 0, NULL, '', COUNT(*) FROM wave;

        ALTER TABLE inbound ADD COLUMN link BIGINT;
        ALTER TABLE inbound ADD COLUMN after_id BIGINT;
        ALTER TABLE inbound ADD COLUMN seal TEXT;
        ALTER TABLE consent ADD COLUMN link BIGINT;
        ALTER TABLE consent ADD COLUMN after_id BIGINT;
        ALTER TABLE consent ADD COLUMN seal TEXT;
        ALTER TABLE attendance ADD COLUMN link BIGINT;
        ALTER TABLE attendance ADD COLUMN after_id BIGINT;
        ALTER TABLE attendance ADD COLUMN seal TEXT;

        ALTER TABLE session ADD COLUMN seal BIGINT;
        ALTER TABLE message ADD COLUMN seal BIGINT;
        ALTER TABLE message ADD COLUMN handoff_seal BIGINT;
        ALTER TABLE part ADD COLUMN seal BIGINT;
        ALTER TABLE message_event ADD COLUMN seal BIGINT;
        -- The sum of the seals of a wave's messages; the audit chain keeps it when the last is planned.
        ALTER TABLE wave ADD COLUMN seal BIGINT NOT NULL DEFAULT 0;
        -- The hash of the composed texts a campaign's digest was made of.
        ALTER TABLE campaign ADD COLUMN texts TEXT;
        """
}
