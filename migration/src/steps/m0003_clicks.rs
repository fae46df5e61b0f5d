//! Clicks, the counters that count them, and the salts of visitor keys.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE click (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        via {uuid} NOT NULL,
        at {time} NOT NULL,
        label text NOT NULL,
        visitor_id {uuid},
        visitor_key {bytes},
        referrer_host text,
        device text,
        browser text,
        os text,
        country text,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id)
    )",
    // Only campaigns that credit the first click give visitors an id, so the index is empty for the rest.
    "CREATE INDEX click_visitor ON click (organisation_id, campaign_id, visitor_id, at) WHERE visitor_id IS NOT NULL",
    // Without a reference to the link: the click that it counts has one already.
    "CREATE TABLE counter (
        organisation_id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        via {uuid} NOT NULL,
        quarter {time} NOT NULL,
        measure text NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (organisation_id, link_id, via, quarter, measure)
    ) {updated_often}",
    "CREATE INDEX counter_campaign ON counter (organisation_id, campaign_id, quarter)",
    "CREATE INDEX counter_partner ON counter (organisation_id, partner_id, quarter)",
    "CREATE TABLE visitor_salt (
        day text PRIMARY KEY,
        salt {bytes} NOT NULL
    )",
];
