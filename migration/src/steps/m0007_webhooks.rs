//! Webhooks: endpoints, the outbox of events, and what became of each delivery.

pub(crate) const STATEMENTS: &[&str] = &[
    // Secrets are sealed: who reads the database cannot sign.
    "CREATE TABLE webhook_endpoint (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        url text NOT NULL,
        description text NOT NULL,
        events {json} NOT NULL,
        wants_clicks boolean NOT NULL,
        include_email boolean NOT NULL,
        secret {bytes} NOT NULL,
        old_secret {bytes},
        old_secret_expires_at {time},
        status text NOT NULL,
        disabled_reason text,
        disabled_at {time},
        failing_since {time},
        failures integer NOT NULL,
        last_failure text,
        last_failure_at {time},
        paused_until {time},
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id)
    )",
    // Every replica asks each second whose clicks are wanted; few want them.
    "CREATE INDEX webhook_endpoint_clicks ON webhook_endpoint (organisation_id) WHERE wants_clicks",
    // Written in the transaction of what happened, so that neither is without the other.
    "CREATE TABLE webhook_event (
        organisation_id {uuid} NOT NULL REFERENCES organisation (id),
        id {uuid} NOT NULL,
        kind text NOT NULL,
        subject_id text NOT NULL,
        data {json} NOT NULL,
        at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id)
    )",
    "CREATE INDEX webhook_event_subject ON webhook_event (organisation_id, subject_id)",
    "CREATE INDEX webhook_event_kind ON webhook_event (organisation_id, kind, id)",
    // What is old is forgotten over all organisations.
    "CREATE INDEX webhook_event_at ON webhook_event (at)",
    "CREATE TABLE webhook_delivery (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        event_id {uuid} NOT NULL,
        endpoint_id {uuid} NOT NULL,
        kind text NOT NULL,
        status text NOT NULL,
        attempts integer NOT NULL,
        next_attempt_at {time},
        leased_until {time},
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, event_id) REFERENCES webhook_event (organisation_id, id) ON DELETE CASCADE,
        FOREIGN KEY (organisation_id, endpoint_id) REFERENCES webhook_endpoint (organisation_id, id) ON DELETE CASCADE
    )",
    // What is due, lane by lane. Only what waits has a time, so that it does not grow with what has been
    // delivered.
    "CREATE INDEX webhook_delivery_lane ON webhook_delivery (organisation_id, endpoint_id, next_attempt_at, id)
        WHERE next_attempt_at IS NOT NULL",
    // What is under way in a lane: a handful.
    "CREATE INDEX webhook_delivery_leased ON webhook_delivery (organisation_id, endpoint_id, leased_until)
        WHERE leased_until IS NOT NULL",
    "CREATE INDEX webhook_delivery_endpoint ON webhook_delivery (organisation_id, endpoint_id, id)",
    "CREATE INDEX webhook_delivery_status ON webhook_delivery (organisation_id, status, id)",
    // An event is told to an endpoint by one delivery, however often that is tried.
    "CREATE UNIQUE INDEX webhook_delivery_event ON webhook_delivery (organisation_id, event_id, endpoint_id)",
    "CREATE TABLE webhook_attempt (
        organisation_id {uuid} NOT NULL,
        id {uuid} NOT NULL,
        delivery_id {uuid} NOT NULL,
        endpoint_id {uuid} NOT NULL,
        at {time} NOT NULL,
        duration_ms integer NOT NULL,
        request {json} NOT NULL,
        status_code integer,
        response text,
        error text,
        PRIMARY KEY (organisation_id, id),
        FOREIGN KEY (organisation_id, delivery_id)
            REFERENCES webhook_delivery (organisation_id, id) ON DELETE CASCADE
    )",
    "CREATE INDEX webhook_attempt_delivery ON webhook_attempt (organisation_id, delivery_id, id)",
    "CREATE INDEX webhook_attempt_endpoint ON webhook_attempt (organisation_id, endpoint_id, at)",
];
