//! Making and changing campaigns.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{CampaignId, FormId};
use uuid::Uuid;

use super::{AttributionModel, Campaign, CampaignStatus};
use crate::domain::campaign as campaigns;
use crate::domain::key::Permission;
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{app, forget, load, now, page, read_id, tenant};

/// Which conversions of a campaign should be refused. What is unset or null stays as it is; in a new
/// campaign, off.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct QualityRulesInput {
    /// E-mail domains to refuse; each covers its sub-domains.
    excluded_domains: Option<Vec<String>>,
    /// Whether to refuse addresses of disposable mail services.
    block_disposable: Option<bool>,
    /// Whether to refuse the partner's own address, or one of its domain.
    block_self_referral: Option<bool>,
    /// Whether an address converts only once in the campaign.
    block_duplicate_email: Option<bool>,
    /// Whether a customer who has converted in the organisation before earns no reward.
    new_customers_only: Option<bool>,
}

/// What a conversion of a campaign should earn its partner.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct CampaignRewardInput {
    /// How much in the organisation's currency, from 0 to 10,000,000,000.00, as `12.50`; null: nothing.
    amount: Option<String>,
}

/// What a new campaign should be.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct CampaignCreateInput {
    /// What people call it.
    name: String,
    /// Where its links lead.
    destination_url: String,
    /// The form that its conversions fill; a small one is made if unset.
    form_id: Option<ID>,
    /// How many days after a click it may convert, from 1 to 365; 90 if unset.
    attribution_window_days: Option<i32>,
    /// Which click of a visitor is credited; the last if unset.
    attribution_model: Option<AttributionModel>,
    /// The origins whose pages may send conversions; empty or unset: every origin may.
    allowed_origins: Option<Vec<String>>,
    /// Which conversions are refused.
    quality_rules: Option<QualityRulesInput>,
    /// What a conversion earns its partner; nothing if unset.
    reward: Option<CampaignRewardInput>,
}

/// What a campaign should become. What is unset or null stays as it is. A change applies to
/// conversions from now on.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct CampaignUpdateInput {
    /// What people call it.
    name: Option<String>,
    /// Whether it runs.
    status: Option<CampaignStatus>,
    /// Where its links lead.
    destination_url: Option<String>,
    /// The form that its conversions fill. Another form has other fields, so the field mappings go.
    form_id: Option<ID>,
    /// How many days after a click it may convert, from 1 to 365.
    attribution_window_days: Option<i32>,
    /// Which click of a visitor is credited.
    attribution_model: Option<AttributionModel>,
    /// The origins whose pages may send conversions; empty: every origin may.
    allowed_origins: Option<Vec<String>>,
    /// Which conversions are refused.
    quality_rules: Option<QualityRulesInput>,
    /// What a conversion earns its partner. Rewards that exist already stay as they are.
    reward: Option<CampaignRewardInput>,
}

impl CampaignUpdateInput {
    /// `currency` is the organisation's.
    fn read(self, currency: &str) -> campaigns::Input {
        let rules = self.quality_rules.unwrap_or_default();
        campaigns::Input {
            name: self.name,
            status: self.status.map(Into::into),
            destination_url: self.destination_url,
            // One that is malformed names nothing, which the domain says beside what else is wrong.
            form: self.form_id.map(|id| id.parse().unwrap_or(FormId(Uuid::nil()))),
            window_days: self.attribution_window_days,
            model: self.attribution_model.map(Into::into),
            allowed_origins: self.allowed_origins,
            excluded_domains: rules.excluded_domains,
            block_disposable: rules.block_disposable,
            block_self_referral: rules.block_self_referral,
            block_duplicate_email: rules.block_duplicate_email,
            new_customers_only: rules.new_customers_only,
            reward: self
                .reward
                .map(|reward| campaigns::RewardInput { amount: reward.amount, currency: currency.to_owned() }),
            if_version: None,
        }
    }
}

impl From<CampaignCreateInput> for CampaignUpdateInput {
    fn from(input: CampaignCreateInput) -> Self {
        Self {
            name: Some(input.name),
            status: None,
            destination_url: Some(input.destination_url),
            form_id: input.form_id,
            attribution_window_days: input.attribution_window_days,
            attribution_model: input.attribution_model,
            allowed_origins: input.allowed_origins,
            quality_rules: input.quality_rules,
            reward: input.reward,
        }
    }
}

/// What `campaignCreate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CampaignCreatePayload {
    /// The new campaign; null if the input was wrong.
    campaign: Option<Campaign>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `campaignUpdate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CampaignUpdatePayload {
    /// The campaign as it is now; null if the input was wrong.
    campaign: Option<Campaign>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `campaignDuplicate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CampaignDuplicatePayload {
    /// The new campaign; null if the input was wrong.
    campaign: Option<Campaign>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignMutation;

#[Object]
impl CampaignMutation {
    /// Makes a campaign, with a publishable key of its own. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should be.")] input: CampaignCreateInput,
    ) -> Result<CampaignCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let own_host = app(ctx)?.own_host();
        let currency = &load::owner(ctx, &tenant).await?.currency;
        let (input, own_hosts) = (CampaignUpdateInput::from(input).read(currency), [own_host.as_str()]);
        let made = tenant.write(async |tx| campaigns::create(&tx, input.clone(), &own_hosts, now).await).await;
        let (campaign, user_errors) = settle(made, "id")?;
        Ok(CampaignCreatePayload { campaign: campaign.map(Campaign), user_errors })
    }

    /// Makes a campaign with the settings, form and field mappings of another one, and a publishable key
    /// of its own. Its links stay with the other. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign that it should be like.")] id: ID,
        #[graphql(desc = "What people should call it.")] name: String,
    ) -> Result<CampaignDuplicatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let made = match read_id::<CampaignId>(&id, "campaign") {
            Ok(id) => tenant.write(async |tx| campaigns::duplicate(&tx, id, &name, now).await).await,
            Err(error) => Err(error),
        };
        let (campaign, user_errors) = settle(made, "id")?;
        Ok(CampaignDuplicatePayload { campaign: campaign.map(Campaign), user_errors })
    }

    /// Changes a campaign. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] id: ID,
        #[graphql(desc = "What it should become.")] input: CampaignUpdateInput,
        #[graphql(desc = "The version that the change was made from: if the campaign is at another one, somebody \
                          else has changed its rules meanwhile, and nothing is done (`STALE`). Not compared if unset.")]
        if_version: Option<i32>,
    ) -> Result<CampaignUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let own_host = app(ctx)?.own_host();
        let currency = &load::owner(ctx, &tenant).await?.currency;
        let input = campaigns::Input { if_version, ..input.read(currency) };
        let own_hosts = [own_host.as_str()];
        let done = match read_id::<CampaignId>(&id, "campaign") {
            Ok(id) => tenant.write(async |tx| campaigns::update(&tx, id, input.clone(), &own_hosts, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(CampaignUpdatePayload { campaign: forget(ctx, done).await?.map(Campaign), user_errors })
    }
}
