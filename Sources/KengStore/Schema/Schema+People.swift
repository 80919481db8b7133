/// The tables, one constant per released migration.
enum Schema {
    static let people = """
        CREATE TABLE area (
            id BIGINT PRIMARY KEY,
            system TEXT NOT NULL,
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            folded TEXT NOT NULL,
            kind TEXT NOT NULL,
            parent_id BIGINT,
            depth BIGINT NOT NULL,
            valid_from BIGINT,
            valid_to BIGINT,
            jurisdiction TEXT NOT NULL,
            utc_offset BIGINT NOT NULL,
            UNIQUE (system, code)
        );
        CREATE INDEX area_parent ON area (parent_id, code);

        -- Every area with each of its ancestors and itself.
        CREATE TABLE area_ancestor (
            ancestor_id BIGINT NOT NULL,
            area_id BIGINT NOT NULL,
            PRIMARY KEY (ancestor_id, area_id)
        );
        CREATE INDEX area_ancestor_of ON area_ancestor (area_id, ancestor_id);

        CREATE TABLE area_lineage (
            old_area_id BIGINT NOT NULL,
            new_area_id BIGINT NOT NULL,
            kind TEXT NOT NULL,
            share BIGINT,
            PRIMARY KEY (old_area_id, new_area_id)
        );

        CREATE TABLE household (
            id BIGINT PRIMARY KEY,
            area_id BIGINT NOT NULL,
            code TEXT NOT NULL,
            address TEXT NOT NULL,
            covered_at BIGINT,
            UNIQUE (area_id, code)
        );
        CREATE INDEX household_covered ON household (area_id, id) WHERE covered_at IS NOT NULL;

        -- The number itself is the key. The holder is the resident who gets the texts of a shared phone.
        CREATE TABLE phone (
            number BIGINT PRIMARY KEY,
            holder_id BIGINT,
            language BIGINT,
            opted_out_at BIGINT,
            unreadable BIGINT NOT NULL DEFAULT 0
        );

        CREATE TABLE resident (
            id BIGINT PRIMARY KEY,
            household_id BIGINT NOT NULL,
            area_id BIGINT NOT NULL,
            phone BIGINT NOT NULL,
            language BIGINT NOT NULL,
            name TEXT,
            is_holder BIGINT NOT NULL
        );
        CREATE INDEX resident_audience ON resident (area_id, id) WHERE is_holder = 1;
        CREATE UNIQUE INDEX resident_once ON resident (phone, household_id);
        CREATE INDEX resident_household ON resident (household_id);

        -- Counted for an area and all its ancestors in the transaction that changes the rows.
        CREATE TABLE area_count (
            area_id BIGINT NOT NULL,
            kind BIGINT NOT NULL,
            total BIGINT NOT NULL,
            PRIMARY KEY (area_id, kind)
        );

        -- Append-only: what a phone agreed to or refused, and how we know.
        CREATE TABLE consent (
            id BIGINT PRIMARY KEY,
            phone BIGINT NOT NULL,
            act TEXT NOT NULL,
            basis TEXT NOT NULL,
            evidence TEXT NOT NULL,
            at BIGINT NOT NULL
        );
        CREATE INDEX consent_phone ON consent (phone, id);
        """
}
