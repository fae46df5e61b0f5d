//! The service itself.

mod retention;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::value::Role;

use retention::Retention;

use super::scalar::{Count, DateTime};
use super::{app, caller, page, tenant};
use crate::domain::key::Permission;
use crate::domain::webhook::delivery;
use crate::http::assets;
use crate::http::caller::Who;
use crate::store::Database;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum DatabaseKind {
    /// A file on the machine of the service.
    Sqlite,
    /// A server.
    Postgres,
}

/// How the cache that replicas share stands. Without it, each works by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
enum CacheStatus {
    /// None is configured.
    None,
    /// It answers.
    Reachable,
    /// It does not answer.
    Away,
}

/// How the database stands. One that does not answer fails the whole call.
#[derive(SimpleObject)]
struct DatabaseHealth {
    /// Which it is.
    kind: DatabaseKind,
    /// How long it took to answer, in milliseconds.
    latency_ms: f64,
    /// How many bytes it takes.
    size_bytes: Count,
    /// How many bytes are free on its disk; null for a server.
    free_bytes: Option<Count>,
}

/// How the replica that answers stands, for owners.
#[derive(SimpleObject)]
struct ServerHealth {
    /// The database.
    database: DatabaseHealth,
    /// The cache that replicas share.
    cache: CacheStatus,
    /// How many clicks wait in memory to be stored.
    clicks_waiting: Count,
    /// How many messages of this organisation wait to be delivered.
    webhooks_waiting: Count,
    /// Since when the oldest of them waits; null: none does.
    webhooks_waiting_since: Option<DateTime>,
    /// Which build of the dashboard it serves; null: none.
    dashboard_build: Option<String>,
}

struct Server;

/// The service that answers.
#[Object]
impl Server {
    /// Its version, as `0.3.0`.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Whether it is a demo: its data is made up, and may be gone when it stops.
    async fn is_demo(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(app(ctx)?.config.is_demo)
    }

    /// What it keeps for how long, whoever it is of.
    async fn retention(&self) -> Vec<Retention> {
        retention::all()
    }

    /// How it stands; null for everybody but an owner who is signed in.
    #[graphql(complexity = "3 * page::READ + child_complexity")]
    async fn health(&self, ctx: &Context<'_>) -> Result<Option<ServerHealth>> {
        if !matches!(caller(ctx)?.who, Who::Member { role: Role::Owner, .. }) {
            return Ok(None);
        }
        let app = app(ctx)?;
        let database = app.store.health(&app.config.database).await?;
        let webhooks = delivery::waiting(&tenant(ctx, Permission::WebhooksRead)?).await?;
        Ok(Some(ServerHealth {
            database: DatabaseHealth {
                kind: match app.config.database {
                    Database::Sqlite(_) => DatabaseKind::Sqlite,
                    Database::Postgres(_) => DatabaseKind::Postgres,
                },
                latency_ms: database.latency.as_secs_f64() * 1_000.0,
                size_bytes: Count(database.size),
                free_bytes: database.free.map(|free| Count(i64::try_from(free).unwrap_or(i64::MAX))),
            },
            cache: match app.cache.ping().await {
                None => CacheStatus::None,
                Some(true) => CacheStatus::Reachable,
                Some(false) => CacheStatus::Away,
            },
            clicks_waiting: Count(i64::try_from(app.clicks.waiting()).unwrap_or(i64::MAX)),
            webhooks_waiting: Count(i64::try_from(webhooks.count).unwrap_or(i64::MAX)),
            webhooks_waiting_since: webhooks.since.map(DateTime),
            dashboard_build: assets::build(),
        }))
    }
}

#[derive(Default)]
pub(super) struct ServerQuery;

#[Object]
impl ServerQuery {
    /// The service that answers. Whoever may call may ask.
    async fn server(&self) -> Server {
        Server
    }
}
