//! The outbox: events with their deliveries, written beside what happened, and taken out by a worker.
//!
//! **Lanes.** Each endpoint has a lane of its own, in which few deliveries are under way at a time. A
//! worker locks the lane, counts what is under way in it, and leases what is due; so no two workers
//! fill one lane at once, and a lane that somebody else holds is left to him. A lease moves the time
//! at which a delivery is due to its own end: if the worker dies, it is due again then, by itself.
//! Endpoints are always locked before their deliveries, so that nobody waits in a circle.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::id::{OrganisationId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use entity::value::{DeliveryStatus, EndpointStatus};
use entity::{webhook_delivery, webhook_endpoint, webhook_event};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, InsertMany,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set, Statement,
};
use tokio::sync::futures::Notified;

use super::Store;
use super::tx::begin;
use crate::error::Result;

/// Rows a statement: well below the number of parameters that one may have.
const ROWS: usize = 500;

/// A delivery that a worker has leased, with all that it takes to make it.
#[derive(Debug, Clone)]
pub struct DueDelivery {
    /// The delivery.
    pub delivery: webhook_delivery::Model,
    /// Where to.
    pub endpoint: webhook_endpoint::Model,
    /// What is told.
    pub event: webhook_event::Model,
}

/// How much a worker takes at a time.
#[derive(Debug, Clone, Copy)]
pub struct Batch {
    /// The time.
    pub now: DateTime<Utc>,
    /// Until when it has what it takes.
    pub leased_until: DateTime<Utc>,
    /// How many deliveries may be under way in a lane.
    pub lane: u64,
    /// How many it can take in all.
    pub most: u64,
}

/// Endpoints that take deliveries now and have one that is due; who has waited longest comes first.
const LANES: &str = "
    SELECT endpoint.organisation_id, endpoint.id,
        (SELECT min(delivery.next_attempt_at) FROM webhook_delivery AS delivery
         WHERE delivery.organisation_id = endpoint.organisation_id AND delivery.endpoint_id = endpoint.id
             AND delivery.next_attempt_at IS NOT NULL) AS due
    FROM webhook_endpoint AS endpoint
    WHERE endpoint.status = 'ENABLED' AND (endpoint.paused_until IS NULL OR endpoint.paused_until <= $1)
        AND EXISTS (
            SELECT 1 FROM webhook_delivery AS delivery
            WHERE delivery.organisation_id = endpoint.organisation_id AND delivery.endpoint_id = endpoint.id
                AND delivery.next_attempt_at IS NOT NULL AND delivery.next_attempt_at <= $1)
    ORDER BY due LIMIT $2";

#[derive(Debug, FromQueryResult)]
struct Lane {
    organisation_id: OrganisationId,
    id: WebhookEndpointId,
}

#[expect(clippy::disallowed_methods, reason = "a worker serves all tenants; each row names its owner")]
impl Store {
    /// Leases deliveries that are due, of any organisation: a worker has no tenant before it knows
    /// whose delivery is next.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn claim_deliveries(&self, batch: Batch) -> Result<Vec<DueDelivery>> {
        let lanes = [batch.now.into(), i64::try_from(batch.most).unwrap_or(i64::MAX).into()];
        let lanes = Statement::from_sql_and_values(self.pools.backend, LANES, lanes);
        // Looked at before anything is locked: mostly, nothing is due.
        let lanes = Lane::find_by_statement(lanes).all(&self.pools.read).await?;
        if lanes.is_empty() {
            return Ok(Vec::new());
        }
        let transaction = begin(&self.pools.write, self.pools.backend).await?;
        let mut claimed = Vec::new();
        for lane in lanes {
            let room = batch.most.saturating_sub(claimed.len() as u64);
            if room == 0 {
                break;
            }
            claimed.extend(claim_lane(&transaction, &lane, room, batch).await?);
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    /// The organisations that want to be told of clicks. The click log serves all tenants, and must
    /// not ask for each click whether somebody wants it.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_deliveries`].
    pub async fn organisations_that_want_clicks(&self) -> Result<HashSet<OrganisationId>> {
        #[derive(FromQueryResult)]
        struct Row {
            organisation_id: OrganisationId,
        }
        let rows = webhook_endpoint::Entity::find()
            .select_only()
            .column(webhook_endpoint::Column::OrganisationId)
            .filter(webhook_endpoint::Column::WantsClicks.eq(true))
            .filter(webhook_endpoint::Column::Status.eq(EndpointStatus::Enabled))
            .into_model::<Row>()
            .all(&self.pools.read)
            .await?;
        Ok(rows.into_iter().map(|row| row.organisation_id).collect())
    }

    /// Forgets up to `most` events that are older than `before`, with their deliveries and attempts,
    /// of whichever organisation; says how many. Housekeeping has no tenant.
    ///
    /// # Errors
    ///
    /// See [`Store::claim_deliveries`].
    pub async fn forget_webhook_events(&self, before: DateTime<Utc>, most: u64) -> Result<u64> {
        let old = webhook_event::Entity::find()
            .filter(webhook_event::Column::At.lt(before))
            .order_by_asc(webhook_event::Column::At)
            .limit(most)
            .all(&self.pools.read)
            .await?;
        let mut of_owner: BTreeMap<OrganisationId, Vec<WebhookEventId>> = BTreeMap::new();
        for event in old {
            of_owner.entry(event.organisation_id).or_default().push(event.id);
        }
        let mut forgotten = 0;
        for (organisation, events) in of_owner {
            for events in events.chunks(ROWS) {
                let done = webhook_event::Entity::delete_many()
                    .filter(webhook_event::Column::OrganisationId.eq(organisation))
                    .filter(webhook_event::Column::Id.is_in(events.iter().copied()))
                    .exec(&self.pools.write)
                    .await?;
                forgotten += done.rows_affected;
            }
        }
        Ok(forgotten)
    }

    /// Ends when deliveries were written by this process, or at once if some were since the last time.
    pub fn deliveries_written(&self) -> Notified<'_> {
        self.pools.outbox.notified()
    }
}

#[expect(clippy::disallowed_methods, reason = "with the lane's owner in every condition")]
async fn claim_lane(
    transaction: &DatabaseTransaction,
    lane: &Lane,
    room: u64,
    batch: Batch,
) -> Result<Vec<DueDelivery>> {
    use webhook_delivery::Column;
    let endpoint = webhook_endpoint::Entity::find_by_id((lane.organisation_id, lane.id))
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .one(transaction)
        .await?;
    // Somebody else has it in hand, or has changed it.
    let now = batch.now;
    let takes = |endpoint: &webhook_endpoint::Model| {
        endpoint.status == EndpointStatus::Enabled && endpoint.paused_until.is_none_or(|until| until <= now)
    };
    let Some(endpoint) = endpoint.filter(takes) else { return Ok(Vec::new()) };

    let of_lane =
        || Condition::all().add(Column::OrganisationId.eq(lane.organisation_id)).add(Column::EndpointId.eq(lane.id));
    let under_way =
        webhook_delivery::Entity::find().filter(of_lane().add(Column::LeasedUntil.gt(now))).count(transaction).await?;
    // One that fails is tried with a single delivery: whether it has come back takes no more.
    let width = if endpoint.failures > 0 { 1 } else { batch.lane };
    let room = room.min(width.saturating_sub(under_way));
    if room == 0 {
        return Ok(Vec::new());
    }
    let due = webhook_delivery::Entity::find()
        .filter(of_lane().add(Column::NextAttemptAt.is_not_null()).add(Column::NextAttemptAt.lte(now)))
        .order_by_asc(Column::NextAttemptAt)
        .order_by_asc(Column::Id)
        .limit(room)
        .all(transaction)
        .await?;
    let lease = webhook_delivery::ActiveModel {
        leased_until: Set(Some(batch.leased_until)),
        next_attempt_at: Set(Some(batch.leased_until)),
        ..Default::default()
    };
    webhook_delivery::Entity::update_many()
        .set(lease)
        .filter(Column::OrganisationId.eq(lane.organisation_id))
        .filter(Column::Id.is_in(due.iter().map(|delivery| delivery.id)))
        .exec(transaction)
        .await?;
    let events = webhook_event::Entity::find()
        .filter(webhook_event::Column::OrganisationId.eq(lane.organisation_id))
        .filter(webhook_event::Column::Id.is_in(due.iter().map(|delivery| delivery.event_id)))
        .all(transaction)
        .await?;
    let events: HashMap<_, _> = events.into_iter().map(|event| (event.id, event)).collect();
    let leased = due.into_iter().filter_map(|delivery| {
        let event = events.get(&delivery.event_id)?.clone();
        let until = Some(batch.leased_until);
        let delivery = webhook_delivery::Model { leased_until: until, next_attempt_at: until, ..delivery };
        Some(DueDelivery { delivery, endpoint: endpoint.clone(), event })
    });
    Ok(leased.collect())
}

/// Writes events, with a delivery for each endpoint that wants them; says whether there is any
/// delivery. An organisation without endpoints keeps no events; with `only_wanted`, an event that
/// nobody wants is not kept either.
///
/// The endpoints stay until the transaction ends: one that was deleted meanwhile would take what
/// happened down with its delivery.
#[expect(clippy::disallowed_methods, reason = "of the owners of the events, which are written by them or for them")]
pub(super) async fn add(
    transaction: &DatabaseTransaction,
    events: Vec<webhook_event::Model>,
    only_wanted: bool,
) -> Result<bool> {
    if events.is_empty() {
        return Ok(false);
    }
    let owners: HashSet<_> = events.iter().map(|event| event.organisation_id).collect();
    let endpoints = webhook_endpoint::Entity::find()
        .filter(webhook_endpoint::Column::OrganisationId.is_in(owners))
        .order_by_asc(webhook_endpoint::Column::Id)
        .lock(LockType::KeyShare)
        .all(transaction)
        .await?;
    let (mut kept, mut deliveries) = (Vec::new(), Vec::new());
    for event in events {
        let before = deliveries.len();
        let mut has_endpoints = false;
        for endpoint in endpoints.iter().filter(|endpoint| endpoint.organisation_id == event.organisation_id) {
            has_endpoints = true;
            if endpoint.status == EndpointStatus::Enabled && endpoint.events.0.contains(&event.kind) {
                deliveries.push(delivery(&event, endpoint.id, event.at).into_active_model());
            }
        }
        if has_endpoints && (deliveries.len() > before || !only_wanted) {
            kept.push(event.into_active_model());
        }
    }
    let any = !deliveries.is_empty();
    insert(transaction, kept).await?;
    insert(transaction, deliveries).await?;
    Ok(any)
}

/// A delivery of an event to an endpoint, which is due at `now`.
pub(crate) fn delivery(
    event: &webhook_event::Model,
    endpoint: WebhookEndpointId,
    now: DateTime<Utc>,
) -> webhook_delivery::Model {
    webhook_delivery::Model {
        organisation_id: event.organisation_id,
        id: WebhookDeliveryId::new(now),
        event_id: event.id,
        endpoint_id: endpoint,
        kind: event.kind.clone(),
        status: DeliveryStatus::Pending,
        attempts: 0,
        next_attempt_at: Some(now),
        leased_until: None,
        created_at: now,
        updated_at: now,
    }
}

async fn insert<A>(transaction: &impl ConnectionTrait, rows: Vec<A>) -> Result<()>
where
    A: sea_orm::ActiveModelTrait,
{
    for rows in rows.chunks(ROWS) {
        InsertMany::<A>::many(rows.iter().cloned()).exec_without_returning(transaction).await?;
    }
    Ok(())
}
