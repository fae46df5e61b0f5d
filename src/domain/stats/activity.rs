//! When something last happened.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{click_day, summed_day};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, FromQueryResult, QuerySelect};
use uuid::Uuid;

use super::read::{key_column, midnight, rows_of};
use super::sums::last_in;
use super::{Of, level};
use crate::error::Result;
use crate::store::visits::Slice;
use crate::store::{Direction, Scope};

/// The last click by a person or conversion of each; nothing of those that had neither.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn last_activity(scope: &impl Scope, ofs: &[Of], now: DateTime<Utc>) -> Result<HashMap<Of, DateTime<Utc>>> {
    let (newest, reopened) = days(scope).await?;
    let mut found: HashMap<Of, DateTime<Utc>> = HashMap::new();
    let mut kinds: Vec<Of> = Vec::new();
    for of in ofs {
        if !kinds.iter().any(|kind| kind.part() == of.part()) {
            kinds.push(*of);
        }
    }
    for kind in kinds {
        let of_kind: HashMap<_, _> =
            ofs.iter().filter(|of| of.part() == kind.part()).map(|of| (of.id(), *of)).collect();
        let slice = kind.slice(of_kind.values().copied());
        let mut note = |key: Option<Uuid>, at: DateTime<Utc>| {
            if let Some(of) = of_kind.get(&key) {
                let last = found.entry(*of).or_insert(at);
                *last = Ord::max(*last, at);
            }
        };
        for (key, at) in summed(scope, &slice).await? {
            note(key, at);
        }
        // What is not summed: the days that were changed after their end, and those after the newest.
        let open = newest.map_or(DateTime::UNIX_EPOCH, |day| midnight(day + Days::new(1)));
        let spans = reopened.iter().map(|day| (midnight(*day), midnight(*day + Days::new(1))));
        for span in spans.chain([(open, midnight(now.date_naive() + Days::new(2)))]) {
            for (key, at) in last_in(scope, slice.by, span).await? {
                note(key, at);
            }
        }
    }
    Ok(found)
}

/// The newest day that is summed, and those before it that have to be summed again.
async fn days(scope: &impl Scope) -> Result<(Option<NaiveDate>, Vec<NaiveDate>)> {
    let newest = scope
        .find::<summed_day::Entity>()
        .filter(summed_day::Column::SummedAt.is_not_null())
        .order_by(summed_day::Column::Day, Direction::Descending)
        .one()
        .await?;
    let newest: Option<NaiveDate> = newest.and_then(|row| row.day.parse().ok());
    let again = scope.find::<summed_day::Entity>().filter(summed_day::Column::SummedAt.is_null()).all().await?;
    let again = again.iter().filter_map(|row| row.day.parse().ok()).filter(|day| Some(*day) <= newest).collect();
    Ok((newest, again))
}

async fn summed(scope: &impl Scope, slice: &Slice) -> Result<Vec<(Option<Uuid>, DateTime<Utc>)>> {
    #[derive(FromQueryResult)]
    struct Last {
        key: Uuid,
        at: DateTime<Utc>,
    }
    let level = level(slice);
    let key = key_column(slice, level);
    let greatest = Expr::col((click_day::Entity, click_day::Column::LastAt)).max();
    // Of days that have to be summed again too: nothing in them goes away, it is only not all.
    let rows: Vec<Last> = scope
        .find::<click_day::Entity>()
        .filter(rows_of(slice, level).add(click_day::Column::LastAt.is_not_null()))
        .reduce(|select| select.column_as(key, "key").column_as(greatest, "at").group_by(key))
        .await?;
    Ok(rows.into_iter().map(|row| (slice.by.map(|_| row.key), row.at)).collect())
}
