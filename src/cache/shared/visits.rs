//! Recent visits in Redis, many in one question.
//!
//! Every redirect asks. What has gathered while the last question was under way goes into the next
//! one, as clicks share a commit: the busier it is the less one of them costs, and nobody waits for
//! others to come.

use std::sync::{Arc, LazyLock, OnceLock};

use chrono::{DateTime, Utc};
use entity::id::{LinkId, OrganisationId};
use redis::Script;
use tokio::sync::{mpsc, oneshot};

use super::{PATIENCE, Shared};
use crate::cache::visits::{RECENT, Recently};

/// How many are asked at once at most, so that Redis is not busy with one question for long.
const BATCH: usize = 250;
/// How many wait at most. Beyond, a visitor goes by what this process knows.
const WAITING: usize = 10_000;

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

/// A visit that waits to be noted, and whom to tell.
struct Visit {
    key: Vec<u8>,
    link: LinkId,
    at: DateTime<Utc>,
    tell: oneshot::Sender<Recently>,
}

/// Where visits are handed in. The task behind it starts with the first one, and ends with the last
/// [`Shared`] that has it.
#[derive(Clone, Default)]
pub(super) struct Visits {
    sender: Arc<OnceLock<mpsc::Sender<Visit>>>,
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
        let (tell, told) = oneshot::channel();
        let sender = self.visits.sender.get_or_init(|| {
            let (sender, receiver) = mpsc::channel(WAITING);
            tokio::spawn(note_all(Self { visits: Visits::default(), ..self.clone() }, receiver));
            sender
        });
        sender.try_send(Visit { key, link, at, tell }).ok()?;
        tokio::time::timeout(PATIENCE, told).await.ok()?.ok()
    }

    async fn note(&self, visits: &[Visit]) -> Option<Vec<u32>> {
        let mut call = NOTE.prepare_invoke();
        call.arg(RECENT.num_milliseconds());
        for visit in visits {
            call.key(&visit.key).arg(visit.link.0.as_bytes()).arg(visit.at.timestamp_millis());
        }
        self.run(&call).await
    }
}

async fn note_all(shared: Shared, mut waiting: mpsc::Receiver<Visit>) {
    let mut visits = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut visits, BATCH).await > 0 {
        let found = shared.note(&visits).await.unwrap_or_default();
        let found = found.chunks_exact(2).map(|found| Recently { same_link: found[0] == 1, links: found[1] });
        for (visit, found) in visits.drain(..).zip(found.map(Some).chain(std::iter::repeat(None))) {
            // Who is not told goes by what this process knows.
            if let Some(found) = found {
                let _ = visit.tell.send(found);
            }
        }
    }
}
