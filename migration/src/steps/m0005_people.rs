//! People: who signs in, for which organisation or partner, and how an organisation presents itself.
//!
//! A person is one over all organisations, with one password; a member is a person in one of them.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE person (
        id {uuid} PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        password_hash text,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        CONSTRAINT person_email_key UNIQUE (email)
    )",
    // A person comes with a cookie and nothing else, so sessions and links are found by it alone.
    "CREATE TABLE session (
        id {uuid} PRIMARY KEY,
        token_hash {bytes} NOT NULL,
        person_id {uuid} NOT NULL REFERENCES person (id),
        browser text,
        os text,
        created_at {time} NOT NULL,
        last_seen_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        CONSTRAINT session_token_hash_key UNIQUE (token_hash)
    )",
    "CREATE INDEX session_person ON session (person_id)",
    "CREATE TABLE sign_in_link (
        token_hash {bytes} PRIMARY KEY,
        purpose text NOT NULL,
        person_id {uuid} REFERENCES person (id),
        created_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        used_at {time}
    )",
    "CREATE INDEX sign_in_link_person ON sign_in_link (person_id)",
    "ALTER TABLE member ADD COLUMN person_id {uuid} REFERENCES person (id)",
    "ALTER TABLE member ADD COLUMN last_seen_at {time}",
    "CREATE INDEX member_person ON member (person_id)",
    "CREATE TABLE invitation (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        email text NOT NULL,
        role text NOT NULL,
        token_hash {bytes} NOT NULL,
        invited_by text,
        created_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        accepted_at {time},
        revoked_at {time},
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT invitation_token_hash_key UNIQUE (token_hash)
    )",
    "CREATE TABLE partner_user (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        partner_id {uuid} NOT NULL,
        email text NOT NULL,
        name text NOT NULL,
        time_zone text,
        created_at {time} NOT NULL,
        last_sign_in_at {time},
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT partner_user_email_key UNIQUE (organisation_id, email),
        FOREIGN KEY (organisation_id, partner_id) REFERENCES partner (organisation_id, id)
    )",
    "CREATE INDEX partner_user_partner ON partner_user (organisation_id, partner_id)",
    // Of a partner user, or of a member who looks at the portal as a partner sees it.
    "CREATE TABLE portal_link (
        organisation_id {uuid} NOT NULL,
        token_hash {bytes} NOT NULL,
        partner_id {uuid} NOT NULL,
        partner_user_id {uuid},
        member_id {uuid},
        created_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        used_at {time},
        PRIMARY KEY (organisation_id, token_hash),
        CONSTRAINT portal_link_token_hash_key UNIQUE (token_hash),
        FOREIGN KEY (organisation_id, partner_id) REFERENCES partner (organisation_id, id)
    )",
    "CREATE TABLE portal_session (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        token_hash {bytes} NOT NULL,
        partner_id {uuid} NOT NULL,
        partner_user_id {uuid},
        member_id {uuid},
        browser text,
        os text,
        created_at {time} NOT NULL,
        last_seen_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        CONSTRAINT portal_session_token_hash_key UNIQUE (token_hash),
        FOREIGN KEY (organisation_id, partner_id) REFERENCES partner (organisation_id, id)
    )",
    "CREATE INDEX portal_session_partner ON portal_session (organisation_id, partner_id)",
    // A partner sees what became of its clicks, also where another one was credited.
    "CREATE INDEX decision_link ON decision (organisation_id, link_id, id)",
    "ALTER TABLE partner ADD COLUMN notes text NOT NULL DEFAULT ''",
    "ALTER TABLE api_key ADD COLUMN partner_id {uuid}",
    "ALTER TABLE organisation ADD COLUMN currency text NOT NULL DEFAULT 'EUR'",
    "ALTER TABLE organisation ADD COLUMN brand_colour text",
    "ALTER TABLE organisation ADD COLUMN logo text",
    "ALTER TABLE organisation ADD COLUMN frame_origins {json} NOT NULL DEFAULT '[]'",
    "ALTER TABLE organisation ADD COLUMN require_origins boolean NOT NULL DEFAULT false",
    "ALTER TABLE organisation ADD COLUMN refuse_secret_keys_in_browsers boolean NOT NULL DEFAULT false",
    "CREATE INDEX audit_event_target ON audit_event (organisation_id, target_id, id)",
];
