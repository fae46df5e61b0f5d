//! Clicks of days that are over, added up by what pages show, so that a report of a year reads no click.

pub(crate) const STATEMENTS: &[&str] = &[
    // `dimension` says what `value` is; a day is one of UTC. Only clicks by people are added up here.
    "CREATE TABLE click_day (
        organisation_id {uuid} NOT NULL,
        day text NOT NULL,
        link_id {uuid} NOT NULL,
        via {uuid} NOT NULL,
        dimension text NOT NULL,
        value text NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (organisation_id, day, link_id, via, dimension, value)
    )",
    "CREATE INDEX click_day_dimension ON click_day (organisation_id, dimension, day)",
    "CREATE INDEX click_day_campaign ON click_day (organisation_id, campaign_id, dimension, day)",
    "CREATE INDEX click_day_partner ON click_day (organisation_id, partner_id, dimension, day)",
    // Which days are added up already. A late click takes its day out of here.
    "CREATE TABLE summed_day (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        day text NOT NULL,
        summed_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, day)
    )",
    "CREATE INDEX click_at ON click (organisation_id, at)",
];
