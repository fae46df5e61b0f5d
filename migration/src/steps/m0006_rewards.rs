//! Rewards, as entries of a ledger that is only ever added to; reviews; what a decision was made from.

pub(crate) const STATEMENTS: &[&str] = &[
    // In minor units of the organisation's currency; null: the campaign pays nothing.
    "ALTER TABLE campaign_version ADD COLUMN reward_minor bigint",
    "ALTER TABLE campaign_version ADD COLUMN reward_currency text",
    "ALTER TABLE submission ADD COLUMN decline_reason text",
    "ALTER TABLE submission ADD COLUMN reviewed_at {time}",
    "ALTER TABLE decision ADD COLUMN facts {json}",
    "CREATE INDEX decision_campaign ON decision (organisation_id, campaign_id, at)",
    "CREATE INDEX decision_partner ON decision (organisation_id, partner_id, id)",
    "CREATE INDEX submission_campaign ON submission (organisation_id, campaign_id, id)",
    "CREATE INDEX submission_partner ON submission (organisation_id, partner_id, id)",
    "CREATE TABLE reward (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        conversion_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        via {uuid} NOT NULL,
        status text NOT NULL,
        amount_minor bigint NOT NULL,
        currency text NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT reward_conversion_key UNIQUE (organisation_id, conversion_id),
        FOREIGN KEY (organisation_id, conversion_id) REFERENCES conversion (organisation_id, id)
    )",
    "CREATE INDEX reward_created ON reward (organisation_id, created_at)",
    "CREATE INDEX reward_partner ON reward (organisation_id, partner_id, created_at)",
    "CREATE INDEX reward_campaign ON reward (organisation_id, campaign_id, created_at)",
    // A move of money is two entries of one `move_id` that cancel each other out, so the sum of all
    // entries is 0 at every moment. Rows are never changed.
    "CREATE TABLE reward_entry (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        move_id {uuid} NOT NULL,
        reward_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        account text NOT NULL,
        amount_minor bigint NOT NULL,
        currency text NOT NULL,
        at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, reward_id) REFERENCES reward (organisation_id, id)
    )",
    "CREATE INDEX reward_entry_reward ON reward_entry (organisation_id, reward_id, id)",
    // The database itself refuses to rewrite the history of money.
    "{on postgres} CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$",
    "{on postgres} CREATE TRIGGER reward_entry_is_final BEFORE UPDATE OR DELETE ON reward_entry
        FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "{on sqlite} CREATE TRIGGER reward_entry_is_not_changed BEFORE UPDATE ON reward_entry
        BEGIN SELECT RAISE(ABORT, 'rows of reward_entry are only ever added'); END",
    "{on sqlite} CREATE TRIGGER reward_entry_is_not_deleted BEFORE DELETE ON reward_entry
        BEGIN SELECT RAISE(ABORT, 'rows of reward_entry are only ever added'); END",
    "CREATE INDEX decision_at ON decision (organisation_id, at)",
    "CREATE INDEX conversion_created ON conversion (organisation_id, created_at)",
];
