//! The trail of a conversion.

use async_graphql::{Context, Enum, Result, SimpleObject};
use entity::conversion;

use super::decision::Verdict;
use super::scalar::DateTime;
use super::tenant;
use crate::domain::key::Permission;
use crate::domain::trail::{self, Entry, Kind};
use crate::store::Tenant;

/// What an entry of a trail tells of. More may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub(super) enum TrailEntryKind {
    /// A click of this visitor that could have been credited.
    Click,
    /// Another conversion call for the same click.
    Call,
    /// The settings of the campaign that judged.
    Settings,
    /// A check of the call.
    Check,
    /// The conversion itself.
    Conversion,
    /// The submission that it made.
    Submission,
    /// A change of the submission: a review, or that it was run again.
    Review,
    /// A move of money, or why there is no reward.
    Reward,
    /// An event on its way to a webhook endpoint.
    Webhook,
}

/// Something that led to a conversion, or came of it.
#[derive(SimpleObject)]
pub(super) struct TrailEntry {
    /// When.
    at: DateTime,
    /// Of what it tells.
    kind: TrailEntryKind,
    /// What happened, in a few words.
    title: String,
    /// What was seen, and why it is so.
    detail: Option<String>,
    /// What a check found; null: it is not a check.
    verdict: Option<Verdict>,
}

impl From<Entry> for TrailEntry {
    fn from(entry: Entry) -> Self {
        Self {
            at: entry.at.into(),
            kind: entry.kind.into(),
            title: entry.title,
            detail: entry.detail,
            verdict: entry.verdict.map(Verdict::from),
        }
    }
}

/// A trail names partners, links and settings, so that all of it is for who may read those too.
fn reader(ctx: &Context<'_>) -> Result<Tenant> {
    tenant(ctx, Permission::CampaignsRead)?;
    tenant(ctx, Permission::PartnersRead)?;
    Ok(tenant(ctx, Permission::AffiliateRead)?)
}

pub(super) async fn entries(ctx: &Context<'_>, conversion: &conversion::Model) -> Result<Vec<TrailEntry>> {
    let trail = trail::of(&reader(ctx)?, conversion).await?;
    Ok(trail.entries.into_iter().map(TrailEntry::from).collect())
}

pub(super) async fn outcome(ctx: &Context<'_>, conversion: &conversion::Model) -> Result<String> {
    Ok(trail::outcome(&reader(ctx)?, conversion).await?)
}
