//! Decisions: why conversion calls ended as they did.

mod candidate;
pub(super) mod explanation;
mod ignored;
mod reason;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{ApiKeyId, CampaignId, ClickId, ConversionId, DecisionId, PublishableKeyId};
use entity::value::{CandidateClick, Reason, Source, TrailStep};
use entity::{campaign_version, decision};
use sea_orm::{ColumnTrait, Condition, Iterable};

use super::campaign::{Campaign, CampaignVersion};
use super::conversion::{Conversion, ConversionSource};
use super::link::Link;
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::scalar::DateTime;
use super::{load, tenant};
use crate::domain::key::Permission;
use crate::error::{self, Error};
use candidate::{DecisionCandidate, DecisionCustomer};

pub(super) use ignored::IgnoredQuery;
pub(super) use reason::ReasonQuery;

/// How a conversion call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::Outcome")]
pub(super) enum Outcome {
    /// A new conversion was attributed.
    Recorded,
    /// The click, or the customer, had converted already.
    Duplicate,
    /// No valid click, or a rule of the campaign refused it.
    Ignored,
    /// The call was not allowed: its origin is not on the campaign's list.
    Refused,
}

/// What a check of a conversion call found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::Verdict")]
pub(super) enum Verdict {
    /// The check was passed.
    Pass,
    /// The check was not made: it is switched off, or lacks what it needs.
    Skip,
    /// The check decided the call.
    Fail,
}

pub(super) struct Decision(decision::Model);

page::listed!(Decision, decision, DecisionId);

impl Decision {
    /// The version of the campaign that judged.
    async fn version(&self, ctx: &Context<'_>) -> Result<Option<campaign_version::Model>> {
        let (Some(campaign), Some(version)) = (self.0.campaign_id, self.0.campaign_version) else { return Ok(None) };
        load::one(ctx, load::VersionOf(campaign, version)).await
    }
}

/// Why a conversion call with a genuine token ended as it did.
#[Object]
impl Decision {
    /// Its id: what a backend got in the header `x-introw-decision`.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// How the call ended.
    async fn outcome(&self) -> Outcome {
        self.0.outcome.into()
    }

    /// Why, as a code: `unknown_click`, `wrong_organisation`, `wrong_campaign`,
    /// `origin_not_allowed`, `link_revoked`, `partner_inactive`, `campaign_inactive`,
    /// `outside_window`, `already_converted`, `excluded_domain`, `disposable_email`,
    /// `self_referral`, `duplicate_email` or `recorded`. More may be added.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// What the reason means and what to do about it, in plain words.
    async fn explanation(&self) -> String {
        explanation::of(self.0.reason)
    }

    /// What the reason means, in one sentence.
    async fn meaning(&self) -> &str {
        explanation::explain(self.0.reason).meaning
    }

    /// What to do about it, in one sentence.
    async fn how_to_fix(&self) -> &str {
        explanation::explain(self.0.reason).how_to_fix
    }

    /// When the call was judged.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Which way the call came.
    async fn source(&self) -> ConversionSource {
        self.0.source.into()
    }

    /// The secret key, or on the browser path the publishable key, that the call was made with.
    async fn key_id(&self) -> ID {
        match self.0.source {
            Source::Server => ApiKeyId(self.0.key_id).to_string().into(),
            Source::Browser => PublishableKeyId(self.0.key_id).to_string().into(),
        }
    }

    /// The origin of the page, from a browser.
    async fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }

    /// Every check that was made, in its order. The last one decided.
    async fn trail(&self) -> Vec<DecisionStep> {
        self.0.trail.0.iter().cloned().map(DecisionStep::from).collect()
    }

    /// The clicks that could have been credited: those of the same visitor in the campaign, oldest
    /// first, among them the token's. At most about 50, see `moreCandidates`. Empty for a decision
    /// that kept none. Scope `campaigns:read`.
    #[graphql(complexity = "2 * page::READ + 5 * child_complexity")]
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Option<Vec<DecisionCandidate>>> {
        let (Some(facts), Some(version)) = (&self.0.facts, self.version(ctx).await?) else {
            return Ok(Some(Vec::new()));
        };
        let conversion = match self.0.conversion_id {
            Some(id) => load::one(ctx, load::ConversionById(id)).await?,
            None => None,
        };
        let chosen = conversion.map(|conversion| conversion.credited_click_id);
        let candidate = |click: &CandidateClick| DecisionCandidate {
            click: click.clone(),
            chosen,
            version: version.clone(),
            judged_at: self.0.at,
        };
        Ok(Some(facts.candidates.iter().map(candidate).collect()))
    }

    /// How many clicks of the visitor were looked at that are not among `candidates`.
    async fn more_candidates(&self) -> usize {
        self.0.facts.as_ref().map_or(0, |facts| facts.more)
    }

    /// What was known of the customer; null: no e-mail address was sent.
    async fn customer(&self) -> Option<DecisionCustomer> {
        let facts = self.0.facts.as_ref()?;
        let credited = facts.candidates.iter().find(|click| Some(click.partner_id) == self.0.partner_id);
        facts.customer.as_ref().map(|customer| DecisionCustomer::new(customer, credited))
    }

    /// The settings of the campaign that judged. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn settings(&self, ctx: &Context<'_>) -> Result<Option<CampaignVersion>> {
        Ok(self.version(ctx).await?.map(CampaignVersion::from))
    }

    /// The token's click; null if it is not the organisation's.
    async fn click_id(&self) -> Option<ID> {
        self.0.click_id.map(|id| id.to_string().into())
    }

    /// Which version of the campaign's rules judged.
    async fn campaign_version(&self) -> Option<i32> {
        self.0.campaign_version
    }

    /// The token's link. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        let Some(id) = self.0.link_id else { return Ok(None) };
        Ok(load::one(ctx, load::LinkById(id)).await?.map(Link::from))
    }

    /// The link's campaign. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        let Some(id) = self.0.campaign_id else { return Ok(None) };
        Ok(load::one(ctx, load::CampaignById(id)).await?.map(Campaign::from))
    }

    /// The partner that is credited, or would have been. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        let Some(id) = self.0.partner_id else { return Ok(None) };
        Ok(load::one(ctx, load::PartnerById(id)).await?.map(Partner::from))
    }

    /// The conversion that was recorded.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversion(&self, ctx: &Context<'_>) -> Result<Option<Conversion>> {
        let Some(id) = self.0.conversion_id else { return Ok(None) };
        Ok(load::one(ctx, load::ConversionById(id)).await?.map(Conversion::from))
    }
}

/// A check of a conversion call.
#[derive(SimpleObject)]
pub(super) struct DecisionStep {
    /// Which check, by the reason that it gives when it fails.
    check: &'static str,
    /// What it found.
    verdict: Verdict,
    /// The value that was seen, in words.
    seen: String,
}

impl From<TrailStep> for DecisionStep {
    fn from(step: TrailStep) -> Self {
        Self { check: step.check.as_str(), verdict: step.verdict.into(), seen: step.seen }
    }
}

/// Which decisions.
#[derive(Debug, Default, InputObject)]
pub(super) struct DecisionFilter {
    /// Only those for this reason, as `outside_window`.
    reason: Option<String>,
    /// Only those that ended so.
    outcome: Option<Outcome>,
    /// Only those that came this way.
    source: Option<ConversionSource>,
    /// Only those about clicks of this campaign.
    campaign_id: Option<ID>,
    /// Only those about this click.
    click_id: Option<ID>,
    /// Only the one that recorded this conversion.
    conversion_id: Option<ID>,
    /// Only those at this time or later.
    from: Option<DateTime>,
    /// Only those before this time.
    to: Option<DateTime>,
}

impl DecisionFilter {
    pub(super) fn condition(self) -> error::Result<Condition> {
        let reason = self.reason.as_deref().map(read_reason).transpose()?;
        let outcome = self.outcome.map(entity::value::Outcome::from);
        let source = self.source.map(Source::from);
        Ok(Condition::all()
            .add_option(reason.map(|reason| decision::Column::Reason.eq(reason)))
            .add_option(outcome.map(|outcome| decision::Column::Outcome.eq(outcome)))
            .add_option(source.map(|source| decision::Column::Source.eq(source)))
            .add_option(page::same::<CampaignId>(decision::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<ClickId>(decision::Column::ClickId, self.click_id))
            .add_option(page::same::<ConversionId>(decision::Column::ConversionId, self.conversion_id))
            .add_option(self.from.map(|from| decision::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| decision::Column::At.lt(to.0))))
    }
}

fn read_reason(typed: &str) -> error::Result<Reason> {
    Reason::iter().find(|reason| reason.as_str() == typed).ok_or_else(|| {
        let known: Vec<_> = Reason::iter().map(Reason::as_str).collect();
        Error::BadRequest(format!("There is no reason `{typed}`; there are {}.", known.join(", ")))
    })
}

#[derive(Default)]
pub(super) struct DecisionQuery;

#[Object]
impl DecisionQuery {
    /// A decision; null if there is none with this id. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn decision(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Decision>> {
        tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::DecisionById(id)).await?.map(Decision))
    }

    /// What became of conversion calls with a genuine token, and why. Those without one are only
    /// counted, see `ignoredCalls`. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Decision>> {
        let condition = filter.unwrap_or_default().condition()?;
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await
    }
}
