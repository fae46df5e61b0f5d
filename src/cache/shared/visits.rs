//! Recent visits in Redis.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use entity::id::{LinkId, OrganisationId};
use redis::{Script, ScriptInvocation};

use super::Shared;
use super::gathered::{Gathered, Question};
use crate::cache::visits::{RECENT, Recently};

/// For each visitor whether it followed the same link lately, and how many of the organisation's.
static NOTE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local recent, found = tonumber(ARGV[1]), {}
        for place, key in ipairs(KEYS) do
            local link, now = ARGV[2 * place], tonumber(ARGV[2 * place + 1])
            redis.call('ZREMRANGEBYSCORE', key, '-inf', now - recent)
            found[2 * place - 1] = redis.call('ZADD', key, now, link) == 0 and 1 or 0
            redis.call('PEXPIRE', key, recent)
            found[2 * place] = redis.call('ZCARD', key)
        end
        return found",
    )
});

/// A visit to be noted.
pub(super) struct Visit {
    key: Vec<u8>,
    link: LinkId,
    at: DateTime<Utc>,
}

impl Question for Visit {
    type Answer = Recently;

    fn script() -> &'static Script {
        &NOTE
    }

    fn begin(call: &mut ScriptInvocation<'_>) {
        call.arg(RECENT.num_milliseconds());
    }

    fn add_to(&self, call: &mut ScriptInvocation<'_>) {
        call.key(&self.key).arg(self.link.0.as_bytes()).arg(self.at.timestamp_millis());
    }

    fn answer(&self, [same, links]: [u64; 2]) -> Recently {
        Recently { same_link: same == 1, links: u32::try_from(links).unwrap_or(u32::MAX) }
    }

    fn waiting(shared: &Shared) -> &Gathered<Self> {
        &shared.visits
    }
}

impl Shared {
    /// Notes a visit, and tells what this visitor did in the last [`RECENT`] before it; `None`: Redis
    /// does not answer in time.
    pub(in crate::cache) async fn visit(
        &self,
        organisation: OrganisationId,
        visitor: [u8; 16],
        link: LinkId,
        at: DateTime<Utc>,
    ) -> Option<Recently> {
        let key = [b"introw:visit:", &organisation.0.as_bytes()[..], &visitor].concat();
        self.ask_together(Visit { key, link, at }).await
    }
}
