//! The only code that holds a database connection.
//!
//! It is mechanism, the same for every table: find, insert, update, delete, page. What the
//! rows mean is the domain's business.
//!
//! **Whose rows.** A [`Tenant`] reads one organisation's rows and no others: it is not a
//! connection, [`Scope::find`] exists only for tables that implement [`Owned`], and what it
//! returns, [`Rows`], adds the owner when it runs, after every filter of the caller. Only
//! [`Tx`] writes; it sets the owner of what it inserts, and what it updates or deletes is
//! the owner's. The few questions that have no tenant yet (whose is this code, whose is this
//! key) are methods of [`Store`] in `unscoped.rs`, each with its reason.
//!
//! A table without an owner cannot be asked for:
//!
//! ```compile_fail,E0277
//! # use introw::store::{Scope, Tenant};
//! async fn all_salts(tenant: &Tenant) {
//!     let _ = tenant.find::<entity::visitor_salt::Entity>().all().await;
//! }
//! ```
//!
//! A tenant is not a connection, so a query of one's own does not run on it:
//!
//! ```compile_fail,E0277
//! # use introw::store::Tenant;
//! use sea_orm::EntityTrait;
//! async fn every_link(tenant: &Tenant) {
//!     let _ = entity::link::Entity::find().all(tenant).await;
//! }
//! ```
//!
//! Neither is a transaction:
//!
//! ```compile_fail,E0277
//! # use introw::store::Tx;
//! use sea_orm::EntityTrait;
//! async fn every_link(tx: &Tx) {
//!     let _ = entity::link::Entity::find().all(tx).await;
//! }
//! ```
//!
//! The connection cannot be taken out:
//!
//! ```compile_fail,E0616
//! # use introw::store::Store;
//! fn take(store: &Store) {
//!     let _ = &store.pools;
//! }
//! ```
//!
//! Nobody outside makes a tenant; a caller is asked for it, with a permission:
//!
//! ```compile_fail,E0624
//! # use introw::store::{Actor, Store};
//! fn enter(store: &Store, organisation: entity::id::OrganisationId) {
//!     let _ = store.tenant(organisation, Actor::command_line());
//! }
//! ```
//!
//! A [`PartnerTenant`] reads one partner's rows in the same way, of tables that implement
//! [`OfPartner`](entity::OfPartner). Others it cannot ask for, as the organisation's keys:
//!
//! ```compile_fail,E0277
//! # use introw::store::PartnerTenant;
//! async fn every_key(partner: &PartnerTenant) {
//!     let _ = partner.find::<entity::api_key::Entity>().all().await;
//! }
//! ```
//!
//! It is no scope of the organisation, so what reads all of an organisation cannot be given one:
//!
//! ```compile_fail,E0277
//! # use introw::store::{PartnerTenant, Scope};
//! async fn every_link(partner: &PartnerTenant) {
//!     async fn of_all(scope: &impl Scope) {
//!         let _ = scope.find::<entity::link::Entity>().all().await;
//!     }
//!     of_all(partner).await;
//! }
//! ```
//!
//! Only a [`PartnerWriter`] writes for a partner, and somebody who only looks gets none:
//!
//! ```compile_fail,E0599
//! # use introw::store::PartnerTenant;
//! async fn write(partner: &PartnerTenant) {
//!     let _ = partner.write(async |tx| Ok(())).await;
//! }
//! ```
//!
//! And a tenant does not write:
//!
//! ```compile_fail,E0599
//! # use introw::store::Tenant;
//! async fn write(tenant: &Tenant, row: entity::partner::ActiveModel) {
//!     let _ = tenant.insert(row).await;
//! }
//! ```

mod calls;
mod clicks;
mod connect;
mod failure;
mod health;
mod idempotency;
mod legacy;
mod named;
mod outbox;
mod partner;
mod people;
mod portal;
pub mod recount;
mod rows;
mod snippet_loads;
mod summed;
mod tx;
mod unscoped;
pub mod visits;

use std::sync::Arc;

use entity::Owned;
use entity::id::OrganisationId;
use entity::value::ActorKind;
use sea_orm::sea_query::{Condition, IntoCondition};
use sea_orm::{DatabaseConnection, DatabaseExecutor, DbBackend, EntityTrait};
use tokio::sync::Notify;

use crate::error::{Error, Result};

pub use clicks::{ClickEvent, NewClick};
pub(crate) use clicks::{count as click_count, proved};
pub(crate) use connect::make_private_directory;
pub use connect::{Database, OpenError};
pub use health::DatabaseHealth;
pub use idempotency::{Claim, KeptAnswer};
pub use legacy::{LegacyHit, LegacyTarget};
pub use named::Named;
pub(crate) use outbox::delivery as new_delivery;
pub use outbox::{Batch, DueDelivery};
pub use partner::{PartnerTenant, PartnerTx, PartnerWriter, Reads};
pub use people::{FirstOwner, LinkUse, MemberPerson, Membership, member_sessions};
pub use portal::PortalVisitor;
pub use rows::{Direction, Page, PageOf, Rows};
pub use summed::{is_closed, last_closed};
pub use tx::Tx;
pub use unscoped::{LinkRow, NewOrganisation, PublishableKey, SecretKey};

/// The database, whichever it is. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pools: Arc<Pools>,
}

struct Pools {
    backend: DbBackend,
    /// Reads, and on Postgres also the transactions of the API.
    read: DatabaseConnection,
    /// Transactions. On SQLite a pool of one, so that writers wait in a fair line.
    write: DatabaseConnection,
    /// The click log's own, so that a busy API cannot keep a redirect waiting for a connection.
    clicks: DatabaseConnection,
    /// Told when this process has written deliveries.
    outbox: Notify,
}

/// Who acts, for the audit log.
#[derive(Debug, Clone)]
pub struct Actor {
    kind: ActorKind,
    id: Option<String>,
}

impl Actor {
    /// A program with a secret key.
    pub fn key(id: entity::id::ApiKeyId) -> Self {
        Self { kind: ActorKind::Key, id: Some(id.to_string()) }
    }

    /// A page with a publishable key.
    pub fn page(key: uuid::Uuid) -> Self {
        Self { kind: ActorKind::Page, id: Some(entity::id::PublishableKeyId(key).to_string()) }
    }

    /// Somebody with a shell on the machine.
    pub fn command_line() -> Self {
        Self { kind: ActorKind::CommandLine, id: None }
    }

    /// A member with a session.
    pub fn member(id: entity::id::MemberId) -> Self {
        Self { kind: ActorKind::Member, id: Some(id.to_string()) }
    }

    /// A partner user with a session on the portal.
    pub fn partner_user(id: entity::id::PartnerUserId) -> Self {
        Self { kind: ActorKind::PartnerUser, id: Some(id.to_string()) }
    }

    /// This service itself.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, id: None }
    }

    /// Which member, if it is one.
    pub fn member_id(&self) -> Option<entity::id::MemberId> {
        self.id.as_deref().filter(|_| self.kind == ActorKind::Member)?.parse().ok()
    }

    /// Whether it is somebody with a shell on the machine.
    pub fn is_command_line(&self) -> bool {
        self.kind == ActorKind::CommandLine
    }

    /// The actor as a text, for rows that name who made them.
    pub fn describe(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.kind.as_str().to_owned())
    }
}

/// One organisation's rows, to read.
#[derive(Clone)]
pub struct Tenant {
    store: Store,
    organisation: OrganisationId,
    actor: Actor,
    claim: Option<Claim>,
}

/// What can be read from: a tenant, or its transaction.
#[expect(private_bounds, reason = "nothing outside may be made a scope")]
pub trait Scope: Executes {
    /// The organisation whose rows are seen.
    fn organisation(&self) -> OrganisationId;

    /// The rows of a table that belong to the organisation.
    fn find<E: Owned>(&self) -> Rows<'_, E>
    where
        Self: Sized,
    {
        Rows::new(self.executor(), owned_by::<E>(self.organisation(), Condition::all()))
    }
}

pub(crate) trait Executes: Sync {
    fn executor(&self) -> DatabaseExecutor<'_>;
}

impl Executes for Tenant {
    fn executor(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.store.pools.read)
    }
}

impl Scope for Tenant {
    fn organisation(&self) -> OrganisationId {
        self.organisation
    }
}

/// How often a transaction is tried that another one has got in the way of.
const TRIES: u32 = 4;

impl Store {
    /// One organisation's rows, on behalf of `actor`.
    ///
    /// Only for code that has just made sure of a permission: `clippy.toml` lists it, and
    /// each place that calls it says what it has checked.
    pub(crate) fn tenant(&self, organisation: OrganisationId, actor: Actor) -> Tenant {
        Tenant { store: self.clone(), organisation, actor, claim: None }
    }

    /// Which of the two databases this is, for people.
    pub fn describe(&self) -> &'static str {
        match self.pools.backend {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }
}

impl Tenant {
    /// The same rows, for a call with an idempotency key: what is written under the claim is
    /// committed only while it is held, and the call is then known to be made.
    #[must_use]
    pub fn with_claim(self, claim: Option<Claim>) -> Self {
        Self { claim, ..self }
    }

    /// Runs `work` in a transaction and commits it, if it gives `Ok` and has not abandoned it.
    ///
    /// ```no_run
    /// # use introw::{domain::partner, error::Result, store::Tenant};
    /// # async fn example(tenant: &Tenant, input: partner::Input, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
    /// let partner = tenant.write(async |tx| partner::create(&tx, input.clone(), now).await).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// `work` may run more than once: when another transaction got in the way, it is
    /// rolled back and tried again, so it must do nothing that cannot be undone.
    ///
    /// # Errors
    ///
    /// What `work` gives. [`Error::Unavailable`] when the database cannot be reached; if the
    /// connection is lost at the commit, whether it took place is not known.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(Tx) -> Result<T> + Clone) -> Result<T> {
        let mut tries = 1;
        loop {
            let outcome = self.attempt(work.clone()).await;
            match outcome {
                Err(Error::Unavailable(inside)) if tries < TRIES && failure::got_in_the_way(&*inside) => tries += 1,
                other => return other,
            }
        }
    }

    async fn attempt<T>(&self, work: impl AsyncFnOnce(Tx) -> Result<T>) -> Result<T> {
        let tx = Tx::begin(&self.store, self.organisation, self.actor.clone(), self.claim.clone()).await?;
        // An owned handle and not a reference: a future that borrowed it could not be sent
        // between threads, as far as the compiler can tell.
        let value = work(tx.clone()).await?;
        tx.end().await?;
        Ok(value)
    }

    /// The organisation itself.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] when the database cannot be reached.
    #[expect(clippy::disallowed_methods, reason = "the owner's own row, by the owner's id")]
    pub async fn owner(&self) -> Result<entity::organisation::Model> {
        entity::organisation::Entity::find_by_id(self.organisation)
            .one(&self.store.pools.read)
            .await?
            .ok_or(Error::NotFound("organisation"))
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

/// The condition that every query of an owned table ends with.
fn owned_by<E: Owned>(organisation: OrganisationId, condition: impl IntoCondition) -> Condition {
    use sea_orm::ColumnTrait;
    Condition::all().add(E::OWNER.eq(organisation)).add(condition.into_condition())
}
