//! Which days are over, and taking one that is changed nevertheless out of those that are added up.
//!
//! A day may be added up [`MARGIN`] after its end and not before. Whoever writes into it is late from
//! [`LATE`] after its end on, and says so in the transaction that writes. The time between is more than
//! a transaction may take and clocks may differ, so that no write falls between the two unnoticed.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use entity::id::OrganisationId;
use entity::{counter, summed_day};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{DatabaseTransaction, FromQueryResult, InsertMany, IntoActiveModel, Statement};

use super::Store;
use crate::error::Result;

/// How long after its end a day is added up.
const MARGIN: Duration = Duration::minutes(15);
/// How long after its end a day can be written to without a word.
const LATE: Duration = Duration::minutes(5);

fn end(day: NaiveDate) -> DateTime<Utc> {
    day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc()
}

/// Whether a day of UTC may be added up.
pub fn is_closed(day: NaiveDate, now: DateTime<Utc>) -> bool {
    now >= end(day) + MARGIN
}

/// The last day of UTC that may be added up.
pub fn last_closed(now: DateTime<Utc>) -> NaiveDate {
    let day = (now - MARGIN).date_naive();
    day.pred_opt().unwrap_or(day)
}

impl Store {
    /// The organisations that have days to add up, `last` being the last one. One question for all of
    /// them, asked by the worker every minute; most often the answer is none.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn with_days_to_sum(&self, last: NaiveDate) -> Result<Vec<OrganisationId>> {
        const SQL: &str = "SELECT organisation.id AS id FROM organisation
            WHERE EXISTS (SELECT 1 FROM counter WHERE counter.organisation_id = organisation.id AND counter.quarter < $2)
                AND NOT EXISTS (SELECT 1 FROM summed_day WHERE summed_day.organisation_id = organisation.id
                    AND summed_day.day = $1 AND summed_day.summed_at IS NOT NULL)
            UNION
            SELECT summed_day.organisation_id AS id FROM summed_day
            WHERE summed_day.summed_at IS NULL AND summed_day.day <= $1";
        #[derive(FromQueryResult)]
        struct Row {
            id: OrganisationId,
        }
        let values = [last.to_string().into(), end(last).into()];
        let statement = Statement::from_sql_and_values(self.pools.backend, SQL, values);
        Ok(Row::find_by_statement(statement).all(&self.pools.read).await?.into_iter().map(|row| row.id).collect())
    }
}

/// Whether any of `counts` is of a day that is over.
pub(super) fn is_late(counts: &[counter::Model], now: DateTime<Utc>) -> bool {
    counts.iter().any(|count| is_of_the_past(count, now))
}

fn is_of_the_past(count: &counter::Model, now: DateTime<Utc>) -> bool {
    now >= end(count.quarter.date_naive()) + LATE
}

/// Takes the days that `counts` change after their end out of those that are added up.
pub(super) async fn reopen(
    transaction: &DatabaseTransaction,
    counts: &[counter::Model],
    now: DateTime<Utc>,
) -> Result<()> {
    // In one order, so that two of these cannot wait for each other.
    let late: BTreeSet<_> = counts
        .iter()
        .filter(|count| is_of_the_past(count, now))
        .map(|count| (count.organisation_id, count.quarter.date_naive()))
        .collect();
    if late.is_empty() {
        return Ok(());
    }
    let rows = late.into_iter().map(|(organisation_id, day)| {
        summed_day::Model { organisation_id, day: day.to_string(), changes: 1, summed_at: None }.into_active_model()
    });
    let changes = Expr::col((summed_day::Entity, summed_day::Column::Changes)).add(1);
    // The row is locked until the end of the transaction even where it said already what it says now:
    // who adds up meanwhile waits, and finds that something has changed.
    let again = OnConflict::columns([summed_day::Column::OrganisationId, summed_day::Column::Day])
        .value(summed_day::Column::Changes, changes)
        .value(summed_day::Column::SummedAt, Expr::value(None::<DateTime<Utc>>))
        .to_owned();
    InsertMany::<summed_day::ActiveModel>::many(rows).on_conflict(again).exec_without_returning(transaction).await?;
    Ok(())
}
