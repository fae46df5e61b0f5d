//! What is kept for how long. The numbers are those that the worker forgets by.

use async_graphql::{Enum, SimpleObject};
use chrono::Duration;

use crate::app::SALTS_KEPT;
use crate::domain::install::LOADS_KEPT;
use crate::domain::{idempotency, invitation, portal, request_log, session, sign_in_link, webhook};

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum Kept {
    /// Clicks.
    Clicks,
    /// Conversions, with their submissions, decisions and rewards.
    Conversions,
    /// The audit log.
    AuditLog,
    /// Events of webhooks, with what came of each delivery.
    WebhookEvents,
    /// The request log.
    RequestLog,
    /// Answers to calls with an idempotency key.
    Answers,
    /// How often pages have loaded the snippet.
    SnippetLoads,
    /// The salts by which visitors are told apart. When one is gone, nobody can tell whose a click was.
    VisitorSalts,
    /// Sessions of members.
    Sessions,
    /// Sessions of partner users on the portal.
    PortalSessions,
    /// Links that sign a member in.
    SignInLinks,
    /// Links that sign a partner user in.
    PortalLinks,
    /// Invitations that are not accepted: so long they are good. That there was one is kept.
    Invitations,
}

/// How long something is kept.
#[derive(SimpleObject)]
pub(super) struct Retention {
    /// What.
    of: Kept,
    /// For how many seconds at most; null: for good.
    seconds: Option<i64>,
    /// After how many seconds without use it ends before that; null: use makes no difference.
    unused_seconds: Option<i64>,
}

pub(super) fn all() -> Vec<Retention> {
    let kept = |of, longest: Option<Duration>| Retention {
        of,
        seconds: longest.map(|longest| longest.num_seconds()),
        unused_seconds: None,
    };
    let used =
        |of, longest, idle: Duration| Retention { unused_seconds: Some(idle.num_seconds()), ..kept(of, Some(longest)) };
    vec![
        kept(Kept::Clicks, None),
        kept(Kept::Conversions, None),
        kept(Kept::AuditLog, None),
        kept(Kept::WebhookEvents, Some(Duration::days(webhook::KEPT_DAYS))),
        kept(Kept::RequestLog, Some(request_log::KEPT)),
        kept(Kept::Answers, Some(idempotency::KEPT)),
        kept(Kept::SnippetLoads, Some(LOADS_KEPT)),
        kept(Kept::VisitorSalts, Some(SALTS_KEPT)),
        used(Kept::Sessions, session::LIFE, session::IDLE),
        used(Kept::PortalSessions, portal::SESSION, portal::IDLE),
        kept(Kept::SignInLinks, Some(sign_in_link::SIGN_IN)),
        kept(Kept::PortalLinks, Some(portal::LINK_TO_SEND)),
        kept(Kept::Invitations, Some(invitation::LASTING)),
    ]
}
