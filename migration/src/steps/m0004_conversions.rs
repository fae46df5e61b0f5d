//! Conversions, what they become, and why each call ended as it did.

pub(crate) const STATEMENTS: &[&str] = &[
    // `conversion_click_key` is what makes a click convert once, whatever races.
    // Clicks are named without a reference: their retention is shorter than a conversion's.
    "CREATE TABLE conversion (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        click_id {uuid} NOT NULL,
        credited_click_id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        via {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        campaign_version integer NOT NULL,
        source text NOT NULL,
        email text,
        properties {json} NOT NULL,
        existing_customer boolean NOT NULL,
        clicked_at {time} NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT conversion_click_key UNIQUE (organisation_id, click_id),
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id),
        FOREIGN KEY (organisation_id, campaign_id, campaign_version)
            REFERENCES campaign_version (organisation_id, campaign_id, version),
        FOREIGN KEY (organisation_id, partner_id) REFERENCES partner (organisation_id, id)
    )",
    "CREATE INDEX conversion_campaign ON conversion (organisation_id, campaign_id, id)",
    "CREATE INDEX conversion_partner ON conversion (organisation_id, partner_id, id)",
    // Keyed hashes only, so that an address can be forgotten while its conversion stays.
    "CREATE TABLE converted_email (
        organisation_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        email_hash {bytes} NOT NULL,
        conversion_id {uuid} NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, campaign_id, email_hash),
        FOREIGN KEY (organisation_id, conversion_id) REFERENCES conversion (organisation_id, id)
    )",
    "CREATE INDEX converted_email_customer ON converted_email (organisation_id, email_hash)",
    "CREATE TABLE submission (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        conversion_id {uuid} NOT NULL,
        form_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        status text NOT NULL,
        fields {json} NOT NULL,
        unmapped {json} NOT NULL,
        problems {json} NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT submission_conversion_key UNIQUE (organisation_id, conversion_id),
        FOREIGN KEY (organisation_id, conversion_id) REFERENCES conversion (organisation_id, id),
        FOREIGN KEY (organisation_id, form_id) REFERENCES form (organisation_id, id)
    )",
    "CREATE INDEX submission_status ON submission (organisation_id, status, id)",
    "CREATE TABLE decision (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        at {time} NOT NULL,
        source text NOT NULL,
        outcome text NOT NULL,
        reason text NOT NULL,
        key_id {uuid} NOT NULL,
        origin text,
        click_id {uuid},
        link_id {uuid},
        campaign_id {uuid},
        campaign_version integer,
        partner_id {uuid},
        conversion_id {uuid},
        trail {json} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id),
        FOREIGN KEY (organisation_id, conversion_id) REFERENCES conversion (organisation_id, id)
    )",
    "CREATE INDEX decision_reason ON decision (organisation_id, reason, id)",
    "CREATE INDEX decision_click ON decision (organisation_id, click_id)",
    "CREATE INDEX decision_conversion ON decision (organisation_id, conversion_id)",
    "CREATE TABLE ignored_call (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        hour {time} NOT NULL,
        reason text NOT NULL,
        key_id {uuid} NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (organisation_id, hour, reason, key_id)
    )",
];
