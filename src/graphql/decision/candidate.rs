//! What a decision was made from: the clicks that it chose from, and what was known of the customer.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime as Instant, Utc};
use entity::id::ClickId;
use entity::value::{CandidateClick, CustomerFacts};
use entity::{campaign_version, click};

use crate::domain::attribution;
use crate::graphql::click::ClickLabel;
use crate::graphql::link::Link;
use crate::graphql::partner::Partner;
use crate::graphql::scalar::DateTime;
use crate::graphql::{load, page};

pub(in crate::graphql) struct DecisionCandidate {
    pub(super) click: CandidateClick,
    /// The one that is credited, if any.
    pub(super) chosen: Option<ClickId>,
    pub(super) version: campaign_version::Model,
    pub(super) judged_at: Instant<Utc>,
}

impl DecisionCandidate {
    async fn row(&self, ctx: &Context<'_>) -> Result<Option<click::Model>> {
        load::one(ctx, load::ClickById(self.click.click_id)).await
    }
}

/// A click that a decision could have credited: one of the same visitor in the same campaign.
#[Object]
impl DecisionCandidate {
    /// The click.
    async fn click_id(&self) -> ID {
        self.click.click_id.to_string().into()
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        self.click.at.into()
    }

    /// The link that was followed. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, load::LinkById(self.click.link_id)).await?.map(Link::from))
    }

    /// The link's partner. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.click.partner_id)).await?.map(Partner::from))
    }

    /// The host of the page that linked; null: it did not say, or the click is no longer kept.
    async fn referrer_host(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.row(ctx).await?.and_then(|click| click.referrer_host))
    }

    /// The class of the device; null: it is not known, or the click is no longer kept.
    async fn device(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.row(ctx).await?.and_then(|click| click.device))
    }

    /// What the click is now; null: it is no longer kept.
    async fn label(&self, ctx: &Context<'_>) -> Result<Option<ClickLabel>> {
        Ok(self.row(ctx).await?.map(|click| click.label.into()))
    }

    /// Whether it is the one that is credited.
    async fn credited(&self) -> bool {
        self.chosen == Some(self.click.click_id)
    }

    /// Why it is not credited; null: it is.
    async fn why_not(&self) -> Option<String> {
        attribution::why_not(&self.version, &self.click, self.chosen, self.judged_at)
    }
}

/// What was known of the customer when a call was judged, whichever rules were switched on.
#[derive(SimpleObject)]
pub(in crate::graphql) struct DecisionCustomer {
    /// The domain of the e-mail address. The address itself is not kept with a decision.
    domain: String,
    /// Whether the address is from a disposable mail service.
    disposable: bool,
    /// What the customer shares with the partner that is credited, or would have been: `same address`
    /// or `same domain`; null: nothing.
    self_referral: Option<String>,
    /// Whether the customer had converted in the campaign before.
    converted_in_campaign: bool,
    /// Whether the customer had converted in the organisation before.
    converted_before: bool,
}

impl DecisionCustomer {
    pub(super) fn new(facts: &CustomerFacts, credited: Option<&CandidateClick>) -> Self {
        Self {
            domain: facts.domain.clone(),
            disposable: facts.disposable,
            self_referral: credited.and_then(|click| click.self_referral.clone()),
            converted_in_campaign: facts.converted_in_campaign,
            converted_before: facts.converted_before,
        }
    }
}
