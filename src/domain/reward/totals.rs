//! What rewards add up to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::reward;
use entity::value::RewardStatus;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use super::months::{Days, Month};
use crate::error::Result;
use crate::store::Reads;

/// Which rewards: those of conversions that were recorded in a range, and whose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Recorded at this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Recorded before this time.
    pub to: Option<DateTime<Utc>>,
    /// Only this partner's.
    pub partner: Option<PartnerId>,
    /// Only this campaign's.
    pub campaign: Option<CampaignId>,
    /// Only this link's.
    pub link: Option<LinkId>,
}

/// Sums in minor units of one currency, by where the rewards stand now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Of rewards that wait for a review.
    pub held: i64,
    /// Of rewards that are to be paid.
    pub payable: i64,
    /// Of rewards that were taken back.
    pub reversed: i64,
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.held += other.held;
        self.payable += other.payable;
        self.reversed += other.reversed;
    }
}

/// Sums by currency. Amounts of two currencies are never added up.
pub type Totals = BTreeMap<String, Sums>;

impl Filter {
    /// The same as a condition.
    pub fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.from.map(|from| reward::Column::CreatedAt.gte(from)))
            .add_option(self.to.map(|to| reward::Column::CreatedAt.lt(to)))
            .add_option(self.partner.map(|id| reward::Column::PartnerId.eq(id)))
            .add_option(self.campaign.map(|id| reward::Column::CampaignId.eq(id)))
            .add_option(self.link.map(|id| reward::Column::LinkId.eq(id)))
    }
}

/// What these rewards add up to.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn totals(scope: &impl Reads<reward::Entity>, filter: &Filter) -> Result<Totals> {
    Ok(totals_by(scope, filter, &[]).await?.pop().unwrap_or_default())
}

/// What these rewards add up to, part by part: the range is cut at each of `cuts`, which rise. There
/// is one part more than there are cuts.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn totals_by(
    scope: &impl Reads<reward::Entity>,
    filter: &Filter,
    cuts: &[DateTime<Utc>],
) -> Result<Vec<Totals>> {
    #[derive(FromQueryResult)]
    struct Row {
        part: i64,
        status: RewardStatus,
        currency: String,
        total: i64,
    }
    const PART: &str = "part";
    let last = i64::try_from(cuts.len()).unwrap_or(i64::MAX);
    // The first arm is never taken and makes it a CASE where there is no cut.
    let never = Expr::case(reward::Column::CreatedAt.is_null(), -1_i64);
    let part = (0_i64..).zip(cuts).fold(never, |case, (part, cut)| case.case(reward::Column::CreatedAt.lt(*cut), part));
    // A sum of bigint is numeric on Postgres.
    let total = reward::Column::AmountMinor.sum().cast_as(Alias::new("bigint"));
    let rows: Vec<Row> = scope
        .rows()
        .filter(filter.condition())
        .reduce(|select| {
            select
                .expr_as(part.finally(last), PART)
                .column(reward::Column::Status)
                .column(reward::Column::Currency)
                .expr_as(total, "total")
                .group_by(Expr::col(Alias::new(PART)))
                .group_by(reward::Column::Status)
                .group_by(reward::Column::Currency)
        })
        .await?;
    let mut parts = vec![Totals::new(); cuts.len() + 1];
    for row in rows {
        let Some(totals) = usize::try_from(row.part).ok().and_then(|part| parts.get_mut(part)) else { continue };
        let sums = totals.entry(row.currency).or_default();
        *match row.status {
            RewardStatus::Held => &mut sums.held,
            RewardStatus::Payable => &mut sums.payable,
            RewardStatus::Reversed => &mut sums.reversed,
        } += row.total;
    }
    Ok(parts)
}

/// What rewards add up to, month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned(pub Vec<(Month, Totals)>);

impl Earned {
    /// All months together.
    pub fn total(&self) -> Totals {
        let mut total = Totals::new();
        for (currency, sums) in self.0.iter().flat_map(|(_, totals)| totals) {
            *total.entry(currency.clone()).or_default() += *sums;
        }
        total
    }
}

/// What these rewards add up to in each month of a range of days; the filter's own times do not matter.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
pub async fn earned(scope: &impl Reads<reward::Entity>, days: Days, filter: Filter) -> Result<Earned> {
    let months = days.months()?;
    let (from, to) = (months.first().map(|month| month.begins), months.last().map(|month| month.ends));
    let cuts: Vec<_> = months.iter().skip(1).map(|month| month.begins).collect();
    let parts = totals_by(scope, &Filter { from, to, ..filter }, &cuts).await?;
    Ok(Earned(months.into_iter().zip(parts).collect()))
}
