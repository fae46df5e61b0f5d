//! Decisions, added up: which reasons conversion calls ended for, and what each rule of a campaign
//! refused or would have refused.

mod quality;
mod what_if;

use chrono::{DateTime, Utc};
use entity::id::CampaignId;
use entity::value::Reason;
use entity::{decision, ignored_call};
use sea_orm::sea_query::{Alias, ExprTrait};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use crate::error::Result;
use crate::store::Scope;

pub use quality::{Figure, Figures, Rule, quality};
pub use what_if::{Change, MOST_CALLS, Otherwise, WhatIf, what_if};

/// How many calls ended for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct ReasonCount {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: i64,
    /// When the last of them was; of those without a genuine token, its hour.
    pub last_at: DateTime<Utc>,
}

/// How many calls of a range ended for each reason, the most frequent first. Calls without a genuine
/// token are counted by the hour in which they came, and belong to no campaign.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn reasons(
    scope: &impl Scope,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    campaign: Option<CampaignId>,
) -> Result<Vec<ReasonCount>> {
    let kept = Condition::all()
        .add(decision::Column::At.gte(from))
        .add(decision::Column::At.lt(to))
        .add_option(campaign.map(|id| decision::Column::CampaignId.eq(id)));
    let mut counts: Vec<ReasonCount> = scope
        .find::<decision::Entity>()
        .filter(kept)
        .reduce(|select| {
            select
                .column(decision::Column::Reason)
                .expr_as(decision::Column::Id.count(), "count")
                .expr_as(decision::Column::At.max(), "last_at")
                .group_by(decision::Column::Reason)
        })
        .await?;
    if campaign.is_none() {
        let counted = Condition::all()
            .add(ignored_call::Column::Hour.gte(crate::clock::hour(from)))
            .add(ignored_call::Column::Hour.lt(to));
        // A sum of bigint is numeric on Postgres.
        let sum = ignored_call::Column::Count.sum().cast_as(Alias::new("bigint"));
        let ignored: Vec<ReasonCount> = scope
            .find::<ignored_call::Entity>()
            .filter(counted)
            .reduce(|select| {
                select
                    .column(ignored_call::Column::Reason)
                    .expr_as(sum, "count")
                    .expr_as(ignored_call::Column::Hour.max(), "last_at")
                    .group_by(ignored_call::Column::Reason)
            })
            .await?;
        counts.extend(ignored);
    }
    counts.sort_by_key(|count| (std::cmp::Reverse(count.count), count.reason));
    Ok(counts)
}
