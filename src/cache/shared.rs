//! What replicas share through Redis.

mod gathered;
mod limits;
mod visits;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, Client, FromRedisValue, RedisResult, SetExpiry, SetOptions};

use super::Cache;
use super::breaker::{Breaker, Change};
use super::links::{self, LinkTarget, VERSION};
use crate::error::Result;
use crate::store::Store;
use gathered::Gathered;
use limits::Take;
use visits::Arrival;

/// An answer that takes longer is worth less than none.
const PATIENCE: Duration = Duration::from_millis(50);
/// For how many seconds Redis keeps a link: with [`FRESH`](super::FRESH) at most half a minute.
const KEEP_LINK: u64 = 20;
/// How long to wait before a change that Redis did not take is sent again.
const AGAIN: Duration = Duration::from_millis(500);
/// How long Redis refuses to keep a link that has just changed: longer than a look-up that
/// began before the change can take.
const TOMBSTONE: u64 = 20;
const DEAD: &str = "-";
const CHANNEL: &str = "introw:links";

#[derive(Clone)]
pub(super) struct Shared {
    client: Client,
    manager: ConnectionManager,
    breaker: Arc<Breaker>,
    visits: Gathered<Arrival>,
    takes: Gathered<Take>,
}

impl Shared {
    pub(super) fn new(url: &str) -> Result<Self, redis::RedisError> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(Duration::from_secs(1)))
            .set_response_timeout(Some(PATIENCE));
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        let (visits, takes) = Default::default();
        Ok(Self { client, manager, breaker: Arc::default(), visits, takes })
    }

    /// The same Redis, with nothing that waits.
    fn alone(&self) -> Self {
        Self { visits: Gathered::default(), takes: Gathered::default(), ..self.clone() }
    }

    /// Asks Redis, unless it is known to be away. A failure is nobody's problem: the caller
    /// goes on without.
    async fn ask<T>(&self, question: impl AsyncFnOnce(ConnectionManager) -> RedisResult<T>) -> Option<T> {
        if !self.breaker.lets_through() {
            return None;
        }
        // Also bounds the time that it takes to connect.
        let answer = match tokio::time::timeout(PATIENCE, question(self.manager.clone())).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        };
        match (self.breaker.note(answer.is_ok()), &answer) {
            (Change::Opened, Err(error)) => {
                tracing::warn!(error, "Redis is away; links are looked up in the database and limits are counted here");
            }
            (Change::Closed, _) => tracing::info!("Redis is back"),
            _ => {}
        }
        answer.ok()
    }

    pub(super) async fn ping(&self) -> bool {
        self.ask(async |mut redis| redis::cmd("PING").query_async::<String>(&mut redis).await).await.is_some()
    }

    /// The target of an address: from Redis, or from the database and then kept in Redis.
    pub(super) async fn link(&self, address: &str, store: &Store) -> Result<Option<LinkTarget>> {
        let key = link_key(address);
        let kept: Option<Option<String>> = self.ask(async |mut redis| redis.get(&key).await).await;
        let kept = kept.flatten();
        if let Some(target) = kept.as_deref().and_then(|text| serde_json::from_str(text).ok()) {
            return Ok(Some(target));
        }
        let target = links::load(address, store).await?;
        // A tombstone stays: a change is on its way through the replicas. Anything else that
        // cannot be read is of no use to anybody and is replaced.
        if let Some(text) = target.as_ref().and_then(|target| serde_json::to_string(target).ok())
            && kept.as_deref() != Some(DEAD)
        {
            let options = SetOptions::default().with_expiration(SetExpiry::EX(KEEP_LINK));
            let options = if kept.is_none() { options.conditional_set(redis::ExistenceCheck::NX) } else { options };
            self.ask(async |mut redis| redis.set_options::<_, _, ()>(&key, text, options).await).await;
        }
        Ok(target)
    }

    /// Puts tombstones, then tells every replica. What Redis does not take now is sent again: one
    /// that hangs or cannot be reached comes back with the links as they were.
    pub(super) async fn forget_links(&self, addresses: &[String]) {
        // In parts, so that each is answered within the patience.
        for addresses in addresses.chunks(500) {
            if !self.announce(addresses).await {
                tokio::spawn(self.clone().announce_later(addresses.to_vec()));
            }
        }
    }

    async fn announce(&self, addresses: &[String]) -> bool {
        let announced = self.ask(async |mut redis| {
            let mut pipe = redis::pipe();
            for address in addresses {
                pipe.set_ex(link_key(address), DEAD, TOMBSTONE).ignore();
            }
            pipe.publish(CHANNEL, addresses.join(" ")).ignore();
            pipe.query_async::<()>(&mut redis).await
        });
        announced.await.is_some()
    }

    /// Until Redis has taken it, or has dropped by itself what it kept of these links.
    async fn announce_later(self, addresses: Vec<String>) {
        let until = Instant::now() + Duration::from_secs(KEEP_LINK);
        while Instant::now() < until {
            tokio::time::sleep(AGAIN).await;
            if self.announce(&addresses).await {
                return;
            }
        }
    }

    async fn run<T: FromRedisValue>(&self, call: &redis::ScriptInvocation<'_>) -> Option<T> {
        self.ask(async |mut redis| call.invoke_async(&mut redis).await).await
    }

    pub(super) fn listener(&self, cache: Cache) -> Listener {
        Listener { client: self.client.clone(), cache }
    }
}

fn link_key(address: &str) -> String {
    format!("introw:link:{VERSION}:{address}")
}

/// Hears what other replicas have changed.
pub struct Listener {
    client: Client,
    cache: Cache,
}

impl Listener {
    /// Listens until the future is dropped.
    pub async fn run(self) {
        loop {
            if let Err(error) = self.listen().await {
                tracing::debug!(%error, "not listening to Redis");
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn listen(&self) -> RedisResult<()> {
        let mut pubsub = self.client.get_async_pubsub().await?;
        pubsub.subscribe(CHANNEL).await?;
        // What was said while nobody listened was missed.
        self.cache.forget_all_links();
        let mut messages = pubsub.on_message();
        while let Some(message) = messages.next().await {
            let addresses: String = message.get_payload()?;
            let addresses: Vec<_> = addresses.split(' ').map(str::to_owned).collect();
            self.cache.forget_links_here(&addresses);
        }
        Ok(())
    }
}
