//! The versions of a campaign's settings.

use async_graphql::{Context, Object, Result};
use entity::{campaign_version, conversion};
use sea_orm::{ColumnTrait, Condition};

use super::{AttributionModel, QualityRules};
use crate::domain::campaign as campaigns;
use crate::domain::key::Permission;
use crate::graphql::audit::AuditEvent;
use crate::graphql::money::Money;
use crate::graphql::scalar::DateTime;
use crate::graphql::{load, page, tenant};
use crate::store::Scope;

pub(in crate::graphql) struct CampaignVersion(campaign_version::Model);

impl From<campaign_version::Model> for CampaignVersion {
    fn from(row: campaign_version::Model) -> Self {
        Self(row)
    }
}

/// A version of what judges a campaign's conversions. It never changes; a change of the campaign makes
/// a new one, which applies from then on.
#[Object]
impl CampaignVersion {
    /// Its number, counted from 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// From when it judged.
    async fn from(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// How many days after a click it may convert.
    async fn attribution_window_days(&self) -> i32 {
        self.0.window_days
    }

    /// Which click of a visitor is credited.
    async fn attribution_model(&self) -> AttributionModel {
        self.0.model.into()
    }

    /// The origins whose pages may send conversions; empty: every origin may.
    async fn allowed_origins(&self) -> &[String] {
        &self.0.allowed_origins.0
    }

    /// Which conversions are refused.
    async fn quality_rules(&self) -> QualityRules {
        self.0.clone().into()
    }

    /// What a conversion earns its partner; null: nothing.
    async fn reward(&self) -> Option<Money> {
        campaigns::reward(&self.0).map(|(minor, currency)| Money::new(minor, currency))
    }

    /// The entry of the audit log: by whom it was made, and what was changed. Scope `audit:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn change(&self, ctx: &Context<'_>) -> Result<Option<AuditEvent>> {
        let target = self.0.campaign_id.to_string();
        // The version and the entry are of one instant.
        Ok(load::one(ctx, load::ChangeOf(target, self.0.created_at)).await?.map(AuditEvent::from))
    }

    /// How many conversions it recorded. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ")]
    async fn conversion_count(&self, ctx: &Context<'_>) -> Result<Option<u64>> {
        let judged = Condition::all()
            .add(conversion::Column::CampaignId.eq(self.0.campaign_id))
            .add(conversion::Column::CampaignVersion.eq(self.0.version));
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        Ok(Some(tenant.find::<conversion::Entity>().filter(judged).count().await?))
    }
}
