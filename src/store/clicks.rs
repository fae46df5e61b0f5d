//! Storing clicks, many at a time.

mod postgres;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::id::ClickId;
use entity::value::{Label, Measure};
use entity::{click, conversion, counter, webhook_event};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, InsertMany, IntoActiveModel,
    QueryFilter,
};

use super::tx::{add_counts, begin, sum_up};
use super::{Store, outbox, summed};
use crate::clock::quarter;
use crate::error::Result;

/// A click that has not been stored yet.
pub type NewClick = click::Model;

/// What is told of a click that somebody wants to be told of.
#[derive(Debug, Clone)]
pub struct ClickEvent {
    /// The click.
    pub click: ClickId,
    /// The event.
    pub row: webhook_event::Model,
}

/// Fifteen columns a row: well below the number of parameters that a statement may have.
const ROWS_PER_STATEMENT: usize = 1_000;

impl Store {
    /// Stores clicks and the counts of them, in one transaction. Not scoped to a tenant,
    /// because one commit serves the visitors of all.
    ///
    /// Clicks that are stored already are left alone and not counted again, so a batch whose
    /// commit was not answered may be sent again. A click that a conversion has re-made from
    /// its token gets the details that were missing. A click of a day that is over has its day
    /// added up again.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached; then nothing was stored.
    pub async fn store_clicks(&self, clicks: &[NewClick], counts: &[counter::Model], now: DateTime<Utc>) -> Result<()> {
        self.store_clicks_and_tell(clicks, counts, &[], now).await
    }

    /// As [`Store::store_clicks`]; and of the clicks that are stored now, tells those who want it.
    ///
    /// # Errors
    ///
    /// See [`Store::store_clicks`].
    pub async fn store_clicks_and_tell(
        &self,
        clicks: &[NewClick],
        counts: &[counter::Model],
        events: &[ClickEvent],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let clicked = clicks.iter().map(|click| count(click, click.label, 1));
        let all_counts: Vec<_> = counts.iter().cloned().chain(clicked).collect();
        // Nearly always: no click is told to anybody, and none belongs to a day that is over.
        if self.pools.backend == DbBackend::Postgres && events.is_empty() && !summed::is_late(&all_counts, now) {
            let pool = self.pools.clicks.get_postgres_connection_pool();
            return match postgres::store(pool, clicks, &sum_up(all_counts)).await? {
                true => Ok(()),
                false => self.store_clicks_one_by_one(clicks, counts, events, now).await,
            };
        }
        let transaction = begin(&self.pools.clicks, self.pools.backend).await?;
        let mut stored = 0;
        for clicks in clicks.chunks(ROWS_PER_STATEMENT) {
            let rows = clicks.iter().cloned().map(IntoActiveModel::into_active_model);
            stored += InsertMany::<click::ActiveModel>::many(rows)
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(&transaction)
                .await?;
        }
        if stored < clicks.len() as u64 {
            // Some exist already, and the database does not say which.
            transaction.rollback().await?;
            return self.store_clicks_one_by_one(clicks, counts, events, now).await;
        }
        add_counts(&transaction, all_counts, now).await?;
        let events = events.iter().map(|event| event.row.clone()).collect();
        self.commit_with(transaction, events).await
    }

    async fn store_clicks_one_by_one(
        &self,
        clicks: &[NewClick],
        counts: &[counter::Model],
        events: &[ClickEvent],
        now: DateTime<Utc>,
    ) -> Result<()> {
        let transaction = begin(&self.pools.clicks, self.pools.backend).await?;
        let mut counts = counts.to_vec();
        let mut stored = HashSet::new();
        for click in clicks {
            let changes = store_one(&transaction, click).await?;
            if !changes.is_empty() {
                stored.insert(click.id);
            }
            counts.extend(changes);
        }
        add_counts(&transaction, counts, now).await?;
        let events = events.iter().filter(|event| stored.contains(&event.click)).map(|event| event.row.clone());
        self.commit_with(transaction, events.collect()).await
    }

    async fn commit_with(&self, transaction: DatabaseTransaction, events: Vec<webhook_event::Model>) -> Result<()> {
        let any = outbox::add(&transaction, events, true).await?;
        transaction.commit().await?;
        if any {
            self.pools.outbox.notify_one();
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the row carries its owner")]
async fn store_one(transaction: &DatabaseTransaction, click: &NewClick) -> Result<Vec<counter::Model>, DbErr> {
    let stored = InsertMany::<click::ActiveModel>::many([click.clone().into_active_model()])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await?;
    if stored > 0 {
        return Ok(vec![count(click, click.label, 1)]);
    }
    // It converted before it could be stored, which proves that a person was behind it.
    let label = proved(click.label);
    let details = click::ActiveModel { label: sea_orm::Set(label), ..click.clone().into_active_model().reset_all() };
    let completed = click::Entity::update_many()
        .set(details)
        .filter(click::Column::OrganisationId.eq(click.organisation_id))
        .filter(click::Column::Id.eq(click.id))
        .filter(click::Column::Label.eq(Label::Reconstructed))
        .exec(transaction)
        .await?;
    if completed.rows_affected == 0 {
        return Ok(Vec::new());
    }
    // A re-made click was counted under the link's code, because a token does not name the alias.
    let remade = NewClick { via: click.link_id.0, ..click.clone() };
    let mut counts = vec![count(&remade, Label::Reconstructed, -1), count(click, label, 1)];
    counts.extend(conversion_of(transaction, click).await?);
    Ok(counts)
}

/// The conversion of a click changes nothing in the counters, but the day on which it was recorded has
/// it under the referrer that is only known now.
#[expect(clippy::disallowed_methods, reason = "the row carries its owner")]
async fn conversion_of(transaction: &DatabaseTransaction, click: &NewClick) -> Result<Option<counter::Model>, DbErr> {
    let row = conversion::Entity::find()
        .filter(conversion::Column::OrganisationId.eq(click.organisation_id))
        .filter(conversion::Column::ClickId.eq(click.id))
        .one(transaction)
        .await?;
    Ok(row.map(|row| counter::Model {
        quarter: quarter(row.created_at),
        measure: Measure::Conversion,
        ..count(click, click.label, 0)
    }))
}

/// What the label of a click becomes when it converts.
pub(crate) fn proved(label: Label) -> Label {
    match label {
        Label::Repeat | Label::Suspect => Label::Confirmed,
        other => other,
    }
}

/// The change of a counter when `by` clicks with this label come or go.
pub(crate) fn count(click: &NewClick, label: Label, by: i64) -> counter::Model {
    counter::Model {
        organisation_id: click.organisation_id,
        link_id: click.link_id,
        via: click.via,
        quarter: quarter(click.at),
        measure: Measure::from(label),
        campaign_id: click.campaign_id,
        partner_id: click.partner_id,
        count: by,
    }
}
