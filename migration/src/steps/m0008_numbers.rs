//! Days that are over, added up, so that a report of a year reads neither clicks nor counters of it.

pub(crate) const STATEMENTS: &[&str] = &[
    // A day is one of UTC. `level` says what `scope_id` names; a row of a campaign names no partner, and
    // one of the organisation neither.
    "CREATE TABLE click_day (
        organisation_id {uuid} NOT NULL,
        level text NOT NULL,
        scope_id {uuid} NOT NULL,
        day text NOT NULL,
        campaign_id {uuid},
        partner_id {uuid},
        link_id {uuid},
        clicks bigint NOT NULL,
        visitors bigint NOT NULL,
        conversions bigint NOT NULL,
        last_at {time},
        quarters {json} NOT NULL,
        referrers {json} NOT NULL,
        devices {json} NOT NULL,
        countries {json} NOT NULL,
        PRIMARY KEY (organisation_id, level, scope_id, day)
    )",
    // With what a breakdown adds up, so that it reads no row: those are long.
    "CREATE INDEX click_day_day ON click_day (
        organisation_id, level, day, scope_id, campaign_id, partner_id, link_id, clicks, visitors, conversions
    )",
    // Which days are added up. Who changes a day afterwards takes `summed_at` away in the same
    // transaction, and adds to `changes`, so that a sum made meanwhile is not kept.
    "CREATE TABLE summed_day (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        day text NOT NULL,
        changes bigint NOT NULL,
        summed_at {time},
        PRIMARY KEY (organisation_id, day)
    )",
    "CREATE INDEX summed_day_open ON summed_day (organisation_id, day) WHERE summed_at IS NULL",
    "CREATE INDEX click_at ON click (organisation_id, at)",
    "CREATE INDEX counter_quarter ON counter (organisation_id, quarter)",
    "CREATE INDEX conversion_link ON conversion (organisation_id, link_id, created_at)",
];
