//! Calls that came with an idempotency key: who makes one, and what its answer was.
//!
//! Not scoped to a tenant: a call is claimed before it is known what the caller may do. Each
//! statement names the organisation that the claim carries.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use entity::id::OrganisationId;
use entity::idempotent_call::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, InsertMany, IntoActiveModel,
    QueryFilter, Set, Statement,
};
use uuid::Uuid;

use super::Store;
use crate::error::Result;

/// The right to make a call. Its clones are the same one.
///
/// A transaction that is given it ([`super::Tenant::with_claim`]) commits only while the claim is
/// still held, and writes down with its own effect that the call was made.
#[derive(Debug, Clone)]
pub struct Claim {
    organisation: OrganisationId,
    caller: String,
    route: String,
    key: String,
    holder: Uuid,
    progress: Arc<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    committed: AtomicBool,
    answered: AtomicBool,
}

/// An answer, as it is kept.
#[derive(Debug, Clone)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Headers that are given again, as pairs of name and value.
    pub headers: serde_json::Value,
    /// The body, encrypted.
    pub body: Vec<u8>,
}

impl Claim {
    /// The claim that this row says is held.
    pub fn of(row: &Model) -> Self {
        Self {
            organisation: row.organisation_id,
            caller: row.caller.clone(),
            route: row.route.clone(),
            key: row.key.clone(),
            holder: row.holder,
            progress: Arc::default(),
        }
    }

    /// What tells this call from every other, in parts.
    pub fn identity(&self) -> [&[u8]; 4] {
        [self.organisation.0.as_bytes(), self.caller.as_bytes(), self.route.as_bytes(), self.key.as_bytes()]
    }

    /// Whether an effect of the call was committed.
    pub fn is_committed(&self) -> bool {
        self.progress.committed.load(Ordering::Acquire)
    }

    /// Whether the answer was committed with the effect.
    pub fn is_answered(&self) -> bool {
        self.progress.answered.load(Ordering::Acquire)
    }

    fn row(&self) -> Condition {
        same_call(self.organisation, &self.caller, &self.route, &self.key)
    }

    fn held(&self) -> Condition {
        self.row().add(Column::Holder.eq(self.holder))
    }

    /// Notes that the transaction's effect is the call's; `false`: another one has taken over.
    #[expect(clippy::disallowed_methods, reason = "by the whole key of the claim's own row")]
    pub(super) async fn mark(&self, transaction: &DatabaseTransaction, answer: Option<KeptAnswer>) -> Result<bool> {
        let mut change = answer.map(with_answer).unwrap_or_default();
        change.committed = Set(true);
        let done = Entity::update_many().set(change).filter(self.held()).exec(transaction).await?;
        Ok(done.rows_affected == 1)
    }

    pub(super) fn note_commit(&self, answered: bool) {
        self.progress.committed.store(true, Ordering::Release);
        if answered {
            self.progress.answered.store(true, Ordering::Release);
        }
    }
}

fn same_call(organisation: OrganisationId, caller: &str, route: &str, key: &str) -> Condition {
    Condition::all()
        .add(Column::OrganisationId.eq(organisation))
        .add(Column::Caller.eq(caller))
        .add(Column::Route.eq(route))
        .add(Column::Key.eq(key))
}

fn with_answer(answer: KeptAnswer) -> ActiveModel {
    ActiveModel {
        status: Set(Some(i32::from(answer.status))),
        headers: Set(Some(answer.headers)),
        body: Set(Some(answer.body)),
        ..Default::default()
    }
}

#[expect(clippy::disallowed_methods, reason = "a call is claimed before there is a tenant; by its whole key")]
impl Store {
    /// Claims a call that nobody has made yet; `false`: somebody has. Under a race exactly one is
    /// told `true`.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn claim_call(&self, row: Model) -> Result<bool> {
        let added = InsertMany::<ActiveModel>::many([row.into_active_model()])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.pools.write)
            .await?;
        Ok(added > 0)
    }

    /// What is known of the call that `like` is: same organisation, caller, route and key.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_call`].
    pub async fn claimed_call(&self, like: &Model) -> Result<Option<Model>> {
        let same = same_call(like.organisation_id, &like.caller, &like.route, &like.key);
        Ok(Entity::find().filter(same).one(&self.pools.write).await?)
    }

    /// Puts `new` in the place of `old`, unless somebody has changed it meanwhile; says whether it did.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_call`].
    pub async fn take_over_call(&self, old: &Model, new: Model) -> Result<bool> {
        let unchanged = same_call(old.organisation_id, &old.caller, &old.route, &old.key)
            .add(Column::Holder.eq(old.holder))
            .add(Column::Committed.eq(old.committed));
        let change = sea_orm::ActiveModelTrait::reset_all(new.into_active_model());
        let done = Entity::update_many().set(change).filter(unchanged).exec(&self.pools.write).await?;
        Ok(done.rows_affected == 1)
    }

    /// Keeps the answer of a call.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_call`].
    pub async fn keep_answer(&self, claim: &Claim, answer: KeptAnswer) -> Result<()> {
        let change = ActiveModel { committed: Set(true), ..with_answer(answer) };
        Entity::update_many().set(change).filter(claim.held()).exec(&self.pools.write).await?;
        Ok(())
    }

    /// Gives a call up that had no effect, so that its key can be used again. What was committed
    /// after all stays.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_call`].
    pub async fn release_call(&self, claim: &Claim) -> Result<()> {
        let without_effect = claim.held().add(Column::Committed.eq(false));
        Entity::delete_many().filter(without_effect).exec(&self.pools.write).await?;
        Ok(())
    }

    /// Forgets at most `most` calls from before `before`; says how many.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_call`].
    pub async fn forget_calls(&self, before: DateTime<Utc>, most: u32) -> Result<u64> {
        const SQL: &str = "DELETE FROM idempotent_call WHERE (organisation_id, caller, route, key) IN (
            SELECT organisation_id, caller, route, key FROM idempotent_call WHERE created_at < $1 LIMIT $2)";
        let values = [before.into(), i64::from(most).into()];
        let statement = Statement::from_sql_and_values(self.pools.backend, SQL, values);
        Ok(self.pools.write.execute_raw(statement).await?.rows_affected())
    }
}
