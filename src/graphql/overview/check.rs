//! The self-check.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::Duration;

use crate::domain::check::{self, Difference};
use crate::domain::key::Permission;
use crate::error::{Problem, ProblemCode};
use crate::graphql::scalar::{Count, Date, DateTime};
use crate::graphql::{now, page, tenant};

/// How many days are recounted unless the caller says.
const USUAL_DAYS: i64 = 7;
/// How many days are recounted at most: it has to end while somebody waits.
const MOST_DAYS: i64 = 31;

/// What a self-check has found: figures that are kept, beside those that the rows give.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SelfCheck {
    /// How many figures were recounted.
    figures: Count,
    /// The figures that are not what their recount gives. There should be none.
    differences: Vec<SelfCheckDifference>,
    /// The first day that was recounted, of UTC.
    from: Date,
    /// The last day that was recounted, of UTC.
    to: Date,
    /// When it was recounted.
    at: DateTime,
}

/// A figure that is not what its recount gives.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SelfCheckDifference {
    /// Which figure, in words.
    figure: String,
    /// What the recount gives.
    recounted: Count,
    /// What is kept, and shown.
    kept: Count,
}

impl From<Difference> for SelfCheckDifference {
    fn from(Difference { figure, recounted, kept }: Difference) -> Self {
        Self { figure, recounted: Count(recounted), kept: Count(kept) }
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CheckQuery;

#[Object]
impl CheckQuery {
    /// Recounts every figure of some days from the rows behind it, now, and gives those that differ.
    /// `introw check` does it for all days. Scope `stats:read`.
    #[graphql(complexity = "50 * page::READ + child_complexity")]
    async fn self_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day, of UTC; six days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, of UTC, which is included; today if unset. At most 31 days.")] to: Option<Date>,
    ) -> Result<SelfCheck> {
        let (tenant, now) = (tenant(ctx, Permission::StatsRead)?, now(ctx)?);
        let to = to.map_or(now.date_naive(), |to| to.0);
        let from = from.map_or(to - Duration::days(USUAL_DAYS - 1), |from| from.0);
        let days = (to - from).num_days() + 1;
        if !(1..=MOST_DAYS).contains(&days) {
            let message = format!("From the first day to the last there must be 1 to {MOST_DAYS}, and are {days}.");
            return Err(crate::error::Error::from(Problem::new("to", ProblemCode::Invalid, message)).into());
        }
        let found = check::check(&tenant, from, to).await?;
        Ok(SelfCheck {
            figures: Count(i64::try_from(found.figures).unwrap_or(i64::MAX)),
            differences: found.differences.into_iter().map(SelfCheckDifference::from).collect(),
            from: Date(from),
            to: Date(to),
            at: now.into(),
        })
    }
}
