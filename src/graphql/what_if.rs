//! What would have been credited under other rules.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{CampaignId, PartnerId};

use super::campaign::AttributionModel;
use super::partner::Partner;
use super::scalar::DateTime;
use super::{load, page, tenant};
use crate::domain::decision::{self as decisions, Change, Otherwise};
use crate::domain::key::Permission;
use crate::error::Error;

/// For how many partners the cost of the list is reckoned.
const USUAL_PARTNERS: usize = 25;

/// Quality rules that should have been otherwise. What is unset or null is as it was when each call was
/// judged.
#[derive(Debug, Default, InputObject)]
pub(super) struct WhatIfRulesInput {
    /// E-mail domains to refuse; each covers its sub-domains.
    excluded_domains: Option<Vec<String>>,
    /// Whether to refuse addresses of disposable mail services.
    block_disposable: Option<bool>,
    /// Whether to refuse the partner's own address, or one of its domain.
    block_self_referral: Option<bool>,
    /// Whether an address converts only once in the campaign.
    block_duplicate_email: Option<bool>,
}

/// What would have been credited under other rules. Nothing is changed by asking.
#[derive(SimpleObject)]
pub(super) struct WhatIf {
    /// Partner by partner, the greatest change first.
    partners: Vec<WhatIfPartner>,
    /// How many conversions were credited as it was.
    credited_before: i64,
    /// How many would have been credited.
    credited_then: i64,
    /// How many conversions partners would have gained, one by one.
    gained: i64,
    /// How many conversions partners would have lost.
    lost: i64,
    /// How many calls the range has.
    calls: i64,
    /// How many of them could not be judged again, because what they were made from was not kept. They
    /// are taken as they were.
    not_judged_again: i64,
    /// How many of them could only credit the click whose token was sent although the first click
    /// should count: the visitor was not known. Visitors are told apart only while a campaign credits
    /// the first click.
    visitors_unknown: i64,
}

pub(super) struct WhatIfPartner(Change);

impl WhatIfPartner {
    fn id(&self) -> PartnerId {
        self.0.partner
    }
}

/// What a partner would have gained and lost.
#[Object]
impl WhatIfPartner {
    /// The partner. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.id())).await?.map(Partner::from))
    }

    /// The partner's id.
    async fn partner_id(&self) -> ID {
        self.id().to_string().into()
    }

    /// How many conversions were credited to it as it was.
    async fn credited_before(&self) -> i64 {
        self.0.before
    }

    /// How many would have been.
    async fn credited_then(&self) -> i64 {
        self.0.then
    }

    /// How many would have been that were not.
    async fn gained(&self) -> i64 {
        self.0.gained
    }

    /// How many were that would not have been.
    async fn lost(&self) -> i64 {
        self.0.lost
    }
}

#[derive(Default)]
pub(super) struct WhatIfQuery;

#[Object]
impl WhatIfQuery {
    /// Judges the conversion calls of a campaign again as if some of its rules had been otherwise, and
    /// says what each partner would have gained and lost. At most 20,000 calls at once. Null if there
    /// is no campaign with this id. Scope `affiliate:read`.
    #[graphql(complexity = "50 * page::READ + page::cost_of(USUAL_PARTNERS, child_complexity)")]
    async fn what_if(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
        #[graphql(desc = "Only calls at this time or later.")] from: DateTime,
        #[graphql(desc = "Only calls before this time.")] to: DateTime,
        #[graphql(desc = "How many days after a click it may convert, from 1 to 365.")] window_days: Option<i32>,
        #[graphql(desc = "Which click of a visitor is credited.")] model: Option<AttributionModel>,
        #[graphql(desc = "Which conversions are refused.")] rules: Option<WhatIfRulesInput>,
    ) -> Result<Option<WhatIf>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let rules = rules.unwrap_or_default();
        let otherwise = Otherwise {
            window_days,
            model: model.map(Into::into),
            excluded_domains: rules.excluded_domains,
            block_disposable: rules.block_disposable,
            block_self_referral: rules.block_self_referral,
            block_duplicate_email: rules.block_duplicate_email,
        };
        let Ok(campaign) = campaign_id.parse::<CampaignId>() else { return Ok(None) };
        let what_if = match decisions::what_if(&tenant, campaign, from.0, to.0, &otherwise).await {
            Err(Error::NotFound(_)) => return Ok(None),
            other => other?,
        };
        let sum = |of: fn(&Change) -> i64| what_if.partners.iter().map(of).sum();
        Ok(Some(WhatIf {
            credited_before: sum(|change| change.before),
            credited_then: sum(|change| change.then),
            gained: sum(|change| change.gained),
            lost: sum(|change| change.lost),
            calls: what_if.calls,
            not_judged_again: what_if.not_judged_again,
            visitors_unknown: what_if.visitors_unknown,
            partners: what_if.partners.into_iter().map(WhatIfPartner).collect(),
        }))
    }
}
