//! Forms, campaigns with their versions and mappings, links and the addresses that lead to them.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE form (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        name text NOT NULL,
        review_required boolean NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id)
    )",
    "CREATE TABLE form_field (
        organisation_id {uuid} NOT NULL,
        id text NOT NULL,
        form_id {uuid} NOT NULL,
        position integer NOT NULL,
        label text NOT NULL,
        data_type text NOT NULL,
        is_required boolean NOT NULL,
        options {json} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, form_id) REFERENCES form (organisation_id, id)
    )",
    "CREATE INDEX form_field_form ON form_field (organisation_id, form_id, position)",
    "CREATE TABLE campaign (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        name text NOT NULL,
        status text NOT NULL,
        destination_url text NOT NULL,
        form_id {uuid} NOT NULL,
        version integer NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, form_id) REFERENCES form (organisation_id, id)
    )",
    "CREATE TABLE campaign_version (
        organisation_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        version integer NOT NULL,
        window_days integer NOT NULL,
        model text NOT NULL,
        allowed_origins {json} NOT NULL,
        excluded_domains {json} NOT NULL,
        block_disposable boolean NOT NULL,
        block_self_referral boolean NOT NULL,
        block_duplicate_email boolean NOT NULL,
        new_customers_only boolean NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, campaign_id, version),
        FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign (organisation_id, id)
    )",
    // A mapping outlives neither its campaign nor the field that it fills.
    "CREATE TABLE field_mapping (
        organisation_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        property text NOT NULL,
        field_id text NOT NULL,
        PRIMARY KEY (organisation_id, campaign_id, property),
        FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign (organisation_id, id),
        FOREIGN KEY (organisation_id, field_id) REFERENCES form_field (organisation_id, id) ON DELETE CASCADE
    )",
    // Unique over all organisations, as `api_key.lookup`.
    "CREATE TABLE publishable_key (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        campaign_id {uuid},
        key text NOT NULL,
        created_at {time} NOT NULL,
        expires_at {time},
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT publishable_key_key_key UNIQUE (key),
        FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign (organisation_id, id)
    )",
    "CREATE TABLE link (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        number bigint NOT NULL,
        campaign_id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        code text NOT NULL,
        revoked_at {time},
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT link_partner_key UNIQUE (organisation_id, campaign_id, partner_id),
        CONSTRAINT link_number_key UNIQUE (organisation_id, number),
        FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign (organisation_id, id),
        FOREIGN KEY (organisation_id, partner_id) REFERENCES partner (organisation_id, id)
    )",
    "CREATE TABLE link_alias (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        slug text NOT NULL,
        created_at {time} NOT NULL,
        deleted_at {time},
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id)
    )",
    "CREATE INDEX link_alias_link ON link_alias (organisation_id, link_id)",
    // One name space for codes and aliases of all organisations: they share the link host.
    "CREATE TABLE link_address (
        address text PRIMARY KEY,
        organisation_id {uuid} NOT NULL,
        link_id {uuid} NOT NULL,
        alias_id {uuid},
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id),
        FOREIGN KEY (organisation_id, alias_id) REFERENCES link_alias (organisation_id, id)
    )",
    "CREATE INDEX link_address_link ON link_address (organisation_id, link_id)",
    // Unique over all organisations: a request for an old URL brings nothing but the URL.
    "CREATE TABLE legacy_link (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        url text NOT NULL,
        normalised text NOT NULL,
        link_id {uuid} NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT legacy_link_normalised_key UNIQUE (normalised),
        FOREIGN KEY (organisation_id, link_id) REFERENCES link (organisation_id, id)
    )",
];
