//! Decisions by reason.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::Duration;
use entity::id::CampaignId;
use uuid::Uuid;

use super::Outcome;
use super::explanation::explain;
use crate::domain::attribution;
use crate::domain::decision::{self as decisions, ReasonCount};
use crate::domain::key::Permission;
use crate::graphql::scalar::DateTime;
use crate::graphql::{now, page, tenant};

/// How far back is looked at unless the caller says.
const USUAL_DAYS: i64 = 30;

/// How many conversion calls ended for a reason, what it means, and what to do about it.
#[derive(SimpleObject)]
pub(in crate::graphql) struct DecisionReason {
    /// The reason, as `outside_window`.
    reason: &'static str,
    /// How calls end for it.
    outcome: Outcome,
    /// How many did.
    count: i64,
    /// When the last of them was. For `missing_token`, `malformed_token` and `bad_signature` only the
    /// hour is known.
    last_seen: DateTime,
    /// What the reason means, in one sentence.
    meaning: &'static str,
    /// What to do about it, in one sentence.
    how_to_fix: &'static str,
}

impl From<ReasonCount> for DecisionReason {
    fn from(counted: ReasonCount) -> Self {
        let explanation = explain(counted.reason);
        Self {
            reason: counted.reason.as_str(),
            outcome: attribution::outcome(counted.reason).into(),
            count: counted.count,
            last_seen: counted.last_at.into(),
            meaning: explanation.meaning,
            how_to_fix: explanation.how_to_fix,
        }
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ReasonQuery;

#[Object]
impl ReasonQuery {
    /// Why conversion calls ended as they did: the reasons that there were, the most frequent first.
    /// Calls without a genuine token are counted too, by the hour in which they came; they belong to
    /// no campaign. Scope `affiliate:read`.
    #[graphql(complexity = "2 * page::READ + child_complexity")]
    async fn decision_reasons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only calls at this time or later; 30 days before the end if unset.")] from: Option<DateTime>,
        #[graphql(desc = "Only calls before this time; all until now if unset.")] to: Option<DateTime>,
        #[graphql(desc = "Only calls about clicks of this campaign.")] campaign_id: Option<ID>,
    ) -> Result<Vec<DecisionReason>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        // What is judged in this very instant is in the range.
        let to = to.map_or(now(ctx)? + Duration::seconds(1), |to| to.0);
        let from = from.map_or(to - Duration::days(USUAL_DAYS), |from| from.0);
        // One that is malformed is nobody's.
        let campaign = campaign_id.map(|id| id.parse().unwrap_or(CampaignId(Uuid::nil())));
        let counts = decisions::reasons(&tenant, from, to, campaign).await?;
        Ok(counts.into_iter().map(DecisionReason::from).collect())
    }
}
