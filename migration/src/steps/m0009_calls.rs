//! Calls: those that may be repeated safely, those that were logged, old URLs that lead nowhere, and
//! what was seen of an installation.

pub(crate) const STATEMENTS: &[&str] = &[
    // `lease_until` lets a call be made anew whose process died; `holder` keeps the one that it was taken
    // from out; `committed` says that its effect is there. `body` is encrypted: it may hold a new secret.
    "CREATE TABLE idempotent_call (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        caller text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        holder {uuid} NOT NULL,
        body_hash {bytes} NOT NULL,
        committed boolean NOT NULL,
        status integer,
        headers {json},
        body {bytes},
        lease_until {time} NOT NULL,
        created_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, caller, route, key)
    )",
    "CREATE INDEX idempotent_call_created ON idempotent_call (created_at)",
    "CREATE TABLE api_call (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        at {time} NOT NULL,
        key_id {uuid} NOT NULL,
        method text NOT NULL,
        path text NOT NULL,
        operation text,
        status integer NOT NULL,
        code text,
        duration_ms integer NOT NULL,
        request_id text NOT NULL,
        PRIMARY KEY (organisation_id, id)
    )",
    "CREATE INDEX api_call_at ON api_call (at)",
    "CREATE INDEX api_call_key ON api_call (organisation_id, key_id, id)",
    "CREATE INDEX api_call_code ON api_call (organisation_id, id) WHERE code IS NOT NULL",
    "CREATE INDEX decision_key ON decision (organisation_id, key_id, id)",
    "ALTER TABLE legacy_link ADD COLUMN hits bigint NOT NULL DEFAULT 0",
    "ALTER TABLE legacy_link ADD COLUMN last_hit_at {time}",
    // Host and port, by which a request for an unknown URL is known to be an organisation's.
    "ALTER TABLE legacy_link ADD COLUMN host text NOT NULL DEFAULT ''",
    "UPDATE legacy_link SET host = {host of normalised}",
    "CREATE INDEX legacy_link_host ON legacy_link (host)",
    "CREATE INDEX legacy_link_id ON legacy_link (organisation_id, link_id)",
    "CREATE TABLE legacy_miss (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        normalised text NOT NULL,
        count bigint NOT NULL,
        first_at {time} NOT NULL,
        last_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, normalised)
    )",
    // Without an owner: a browser that loads the snippet says only on which host.
    "CREATE TABLE snippet_load (
        host text NOT NULL,
        hour {time} NOT NULL,
        count bigint NOT NULL,
        last_at {time} NOT NULL,
        PRIMARY KEY (host, hour)
    )",
    "CREATE TABLE install_check (
        organisation_id {uuid} NOT NULL,
        campaign_id {uuid} NOT NULL,
        verdict text NOT NULL,
        evidence {json} NOT NULL,
        at {time} NOT NULL,
        PRIMARY KEY (organisation_id, campaign_id),
        FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign (organisation_id, id)
    )",
];
