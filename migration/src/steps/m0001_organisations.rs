//! Organisations, their people, partners and keys, and the audit log.
//!
//! Every key of tenant data starts with the organisation, and every reference carries it,
//! so that a row cannot point at another tenant's and tables can be distributed by it.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE organisation (
        id {uuid} PRIMARY KEY,
        number bigint NOT NULL,
        name text NOT NULL,
        time_zone text NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        CONSTRAINT organisation_number_key UNIQUE (number)
    )",
    "CREATE TABLE member (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        email text NOT NULL,
        role text NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT member_email_key UNIQUE (organisation_id, email)
    )",
    "CREATE TABLE partner (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        name text NOT NULL,
        email text,
        domain text,
        status text NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id)
    )",
    // Unique over all organisations: a call brings only the key, and the key says whose it is.
    "CREATE TABLE api_key (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        name text NOT NULL,
        lookup text NOT NULL,
        digest {bytes} NOT NULL,
        pepper smallint NOT NULL,
        scopes {json} NOT NULL,
        rate_limit integer,
        created_by text,
        created_at {time} NOT NULL,
        expires_at {time},
        revoked_at {time},
        last_used_at {time},
        browser_seen_at {time},
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT api_key_lookup_key UNIQUE (lookup)
    )",
    "CREATE TABLE audit_event (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        at {time} NOT NULL,
        actor_kind text NOT NULL,
        actor_id text,
        action text NOT NULL,
        target_id text NOT NULL,
        before {json},
        after {json},
        PRIMARY KEY (organisation_id, id)
    )",
];
