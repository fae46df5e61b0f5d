//! The only thing that writes an organisation's rows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use entity::id::OrganisationId;
use entity::{Identified, Owned, audit_event, counter, webhook_event};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, OnConflict};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseExecutor, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, Insert, InsertMany, IntoActiveModel, QueryFilter, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::{Actor, Claim, Direction, Executes, KeptAnswer, NewOrganisation, Scope, Store, outbox, owned_by, summed};
use crate::error::{Error, Result};

/// A transaction of one organisation. Dropped without a commit, it undoes all that it did.
///
/// A handle: its clones are the same transaction, which ends when the work that it was given to
/// has ended.
#[derive(Clone)]
pub struct Tx {
    work: Arc<Work>,
}

struct Work {
    transaction: DatabaseTransaction,
    organisation: OrganisationId,
    actor: Actor,
    abandoned: AtomicBool,
    /// Whether there are deliveries in it, of which the worker is told once they are committed.
    delivers: AtomicBool,
    store: Store,
    /// The claim of the call that this is the effect of, and its answer if it is known already.
    claim: Option<Claim>,
    answer: Mutex<Option<KeptAnswer>>,
}

impl Executes for Tx {
    fn executor(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Transaction(&self.work.transaction)
    }
}

impl Scope for Tx {
    fn organisation(&self) -> OrganisationId {
        self.work.organisation
    }
}

impl Tx {
    pub(super) async fn begin(
        store: &Store,
        organisation: OrganisationId,
        actor: Actor,
        claim: Option<Claim>,
    ) -> Result<Self> {
        let transaction = begin(&store.pools.write, store.pools.backend).await?;
        let work = Work {
            transaction,
            organisation,
            actor,
            abandoned: AtomicBool::new(false),
            delivers: AtomicBool::new(false),
            store: store.clone(),
            claim,
            answer: Mutex::new(None),
        };
        Ok(Self { work: Arc::new(work) })
    }

    pub(super) async fn end(self) -> Result<()> {
        // Whoever kept a clone could go on writing after the end.
        let work = Arc::into_inner(self.work).ok_or_else(|| Error::internal("a transaction outlived its work"))?;
        if work.abandoned.into_inner() {
            return Ok(work.transaction.rollback().await?);
        }
        let answer = work.answer.into_inner().unwrap_or_default();
        let answered = answer.is_some();
        if let Some(claim) = &work.claim
            && !claim.mark(&work.transaction, answer).await?
        {
            // It took longer than its lease: whoever took over makes the call.
            work.transaction.rollback().await?;
            let message = "The call took too long, and was begun anew. Send it again in a moment to get its answer.";
            let retry_after = Some(std::time::Duration::from_secs(1));
            return Err(Error::Conflict { message: message.to_owned(), retry_after });
        }
        work.transaction.commit().await?;
        if let Some(claim) = work.claim {
            claim.note_commit(answered);
        }
        if work.delivers.into_inner() {
            work.store.pools.outbox.notify_one();
        }
        Ok(())
    }

    /// What the call will be answered, to be kept with its effect. Of no use without a claim.
    pub fn keep_answer(&self, answer: KeptAnswer) {
        if let Ok(mut kept) = self.work.answer.lock() {
            *kept = Some(answer);
        }
    }

    /// Nothing of this transaction is to be kept, although its work went well.
    pub fn abandon(&self) {
        self.work.abandoned.store(true, Ordering::Relaxed);
    }

    /// The tenant itself with what one cannot do without, which only [`Store::create_organisation`]
    /// and [`Store::set_up`] make.
    #[expect(clippy::disallowed_methods, reason = "an organisation is its own owner")]
    pub(super) async fn insert_new_organisation(&self, new: NewOrganisation) -> Result<()> {
        let row = entity::organisation::Entity::insert(new.organisation.into_active_model());
        row.exec_without_returning(&self.work.transaction).await?;
        self.insert_all([new.publishable_key.into_active_model()]).await?;
        self.insert_all(new.invitation.map(IntoActiveModel::into_active_model)).await?;
        self.audit_all(vec![new.event]).await
    }

    fn own<A>(&self, mut row: A) -> A
    where
        A: ActiveModelTrait,
        A::Entity: Owned,
    {
        row.set(<A::Entity as Owned>::OWNER, self.work.organisation.into());
        row
    }

    /// Adds a row, whose owner is set here, and gives it back.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method of this type; a unique value
    /// that exists already is a bug here, see [`Tx::insert_new`].
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Owned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Ok(Insert::one(self.own(row)).exec_with_returning(&self.work.transaction).await?)
    }

    /// Adds rows that exist nowhere yet.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn insert_all<A>(&self, rows: impl IntoIterator<Item = A>) -> Result<()>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Owned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let rows: Vec<A> = rows.into_iter().map(|row| self.own(row)).collect();
        if !rows.is_empty() {
            InsertMany::many(rows).exec_without_returning(&self.work.transaction).await?;
        }
        Ok(())
    }

    /// Adds a row unless one with a unique value of it exists; says whether it was added.
    /// Under a race exactly one caller is told `true`.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn insert_new<A>(&self, row: A) -> Result<bool>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Owned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let added = InsertMany::<A>::many([self.own(row)])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.work.transaction)
            .await;
        match added {
            Ok(count) => Ok(count > 0),
            Err(DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Adds rows, except those with a unique value that exists; says how many were added.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn insert_all_new<A>(&self, rows: impl IntoIterator<Item = A>) -> Result<u64>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        A::Entity: Owned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let rows: Vec<A> = rows.into_iter().map(|row| self.own(row)).collect();
        if rows.is_empty() {
            return Ok(0);
        }
        let added = InsertMany::many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.work.transaction)
            .await;
        match added {
            Err(DbErr::RecordNotInserted) => Ok(0),
            added => Ok(added?),
        }
    }

    /// The row with this id, which nobody else changes until this transaction ends; `None` when the
    /// organisation has no such row. For a change that depends on what the row was.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn lock<E: Identified>(&self, id: E::Id) -> Result<Option<E::Model>> {
        self.find::<E>().id(id).locked().one().await
    }

    /// The rows for which `condition` holds, oldest first, which nobody else changes until this
    /// transaction ends. A row that another transaction has changed meanwhile is looked at anew.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn lock_all<E: Identified>(&self, condition: impl IntoCondition) -> Result<Vec<E::Model>> {
        self.find::<E>().filter(condition).order_by(E::ID, Direction::Ascending).locked().all().await
    }

    /// Changes the row with this id, and gives it as it is then; `None` when the
    /// organisation has no such row. The owner stays what it was.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn update<E, A>(&self, id: E::Id, change: A) -> Result<Option<E::Model>>
    where
        E: Identified,
        A: ActiveModelTrait<Entity = E>,
    {
        self.update_where::<E, A>(E::ID.eq(id), change).await?;
        self.find::<E>().id(id).one().await
    }

    /// Changes every row of the organisation for which `condition` holds; says how many.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    #[expect(clippy::disallowed_methods, reason = "with the owner in its condition")]
    pub async fn update_where<E, A>(&self, condition: impl IntoCondition, mut change: A) -> Result<u64>
    where
        E: Owned,
        A: ActiveModelTrait<Entity = E>,
    {
        change.not_set(E::OWNER);
        let done = E::update_many()
            .set(change)
            .filter(owned_by::<E>(self.work.organisation, condition))
            .exec(&self.work.transaction)
            .await?;
        Ok(done.rows_affected)
    }

    /// Deletes every row of the organisation for which `condition` holds; says how many.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    #[expect(clippy::disallowed_methods, reason = "with the owner in its condition")]
    pub async fn delete_where<E: Owned>(&self, condition: impl IntoCondition) -> Result<u64> {
        let done = E::delete_many()
            .filter(owned_by::<E>(self.work.organisation, condition))
            .exec(&self.work.transaction)
            .await?;
        Ok(done.rows_affected)
    }

    /// Adds to counters; a negative count takes away. A day that is over and is changed by it will be
    /// added up again.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn count(&self, counts: Vec<counter::Model>, now: DateTime<Utc>) -> Result<()> {
        let counts = counts
            .into_iter()
            .map(|count| counter::Model { organisation_id: self.work.organisation, ..count })
            .collect();
        add_counts(&self.work.transaction, counts, now).await
    }

    /// Writes to the audit log: the mutation, what it changed, and what that was and became.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn audit_all(&self, events: Vec<audit_event::Model>) -> Result<()> {
        let mut rows = events.into_iter().map(|event| {
            let event = audit_event::Model {
                actor_kind: self.work.actor.kind,
                actor_id: self.work.actor.id.clone(),
                organisation_id: self.work.organisation,
                ..event
            };
            event.into_active_model()
        });
        // A statement has a limited number of parameters.
        loop {
            let some: Vec<_> = rows.by_ref().take(1_000).collect();
            if some.is_empty() {
                return Ok(());
            }
            self.insert_all(some).await?;
        }
    }

    /// Waits until no other transaction is alone with this organisation's `what`, and is then alone
    /// with it to its end: for what must not be done twice at once and has no constraint that
    /// says so.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn alone_with(&self, what: &str) -> Result<()> {
        let backend = self.work.transaction.get_database_backend();
        // On SQLite one transaction writes at a time.
        if backend == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            let name = format!("{} {what}", self.work.organisation);
            let statement = Statement::from_sql_and_values(backend, sql, [name.into()]);
            self.work.transaction.query_one_raw(statement).await?;
        }
        Ok(())
    }

    /// Writes events to the outbox, with a delivery for each endpoint that wants them.
    ///
    /// # Errors
    ///
    /// See [`Tx::insert`].
    pub async fn tell(&self, events: Vec<webhook_event::Model>) -> Result<()> {
        let organisation_id = self.work.organisation;
        let events = events.into_iter().map(|event| webhook_event::Model { organisation_id, ..event }).collect();
        if outbox::add(&self.work.transaction, events, false).await? {
            self.deliver();
        }
        Ok(())
    }

    /// There is something to deliver in this transaction, which the worker is told once it is
    /// committed.
    pub fn deliver(&self) {
        self.work.delivers.store(true, Ordering::Relaxed);
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.work.actor
    }
}

/// SQLite must know from the start that a transaction will write: one that read first and
/// then cannot get the lock fails at once, whatever the busy time-out.
pub(super) async fn begin(
    connection: &sea_orm::DatabaseConnection,
    backend: DbBackend,
) -> Result<DatabaseTransaction, DbErr> {
    let sqlite_transaction_mode = (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    connection.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() }).await
}

/// Adds to counters inside `transaction`.
pub(super) async fn add_counts(
    transaction: &DatabaseTransaction,
    counts: Vec<counter::Model>,
    now: DateTime<Utc>,
) -> Result<()> {
    summed::reopen(transaction, &counts, now).await?;
    let rows: Vec<_> = sum_up(counts).into_iter().map(IntoActiveModel::into_active_model).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [
        counter::Column::OrganisationId,
        counter::Column::LinkId,
        counter::Column::Via,
        counter::Column::Quarter,
        counter::Column::Measure,
    ];
    let sum = Expr::col((counter::Entity, counter::Column::Count)).add(Expr::col(("excluded", counter::Column::Count)));
    InsertMany::<counter::ActiveModel>::many(rows)
        .on_conflict(OnConflict::columns(columns).value(counter::Column::Count, sum).to_owned())
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// An upsert must not name a key twice, and all writers take the rows in one order, so that they
/// cannot wait for each other in a circle.
pub(super) fn sum_up(counts: Vec<counter::Model>) -> Vec<counter::Model> {
    let mut sums = std::collections::BTreeMap::new();
    for count in counts {
        let key = (count.organisation_id, count.link_id, count.via, count.quarter, count.measure);
        sums.entry(key).or_insert(counter::Model { count: 0, ..count.clone() }).count += count.count;
    }
    sums.into_values().filter(|row| row.count != 0).collect()
}
