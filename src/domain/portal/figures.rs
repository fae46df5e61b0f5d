//! A partner's numbers: of what was found to be its own, and of nothing else.

use chrono::{DateTime, Utc};
use entity::id::{AliasId, CampaignId, LinkId};
use entity::{link, link_alias};
use sea_orm::ColumnTrait;

use crate::domain::stats::{self, Dimension, Numbers, Of, Range, Row, Stats};
use crate::error::Result;
use crate::store::PartnerTenant;

/// Which of a partner's numbers. What counts them is told whose they are and sees the whole
/// organisation, so only what is the partner's own can become one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures(Of);

impl Figures {
    /// All of the partner's.
    pub fn all(tenant: &PartnerTenant) -> Self {
        Self(Of::Partner(tenant.partner()))
    }

    /// Those in a campaign: of the partner's one link there. `None`: it has none.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn of_campaign(tenant: &PartnerTenant, id: CampaignId) -> Result<Option<Self>> {
        let link = tenant.find::<link::Entity>().filter(link::Column::CampaignId.eq(id)).one().await?;
        Ok(link.map(|link| Self(Of::Link(link.id))))
    }

    /// Those of a link. `None`: the partner has no such link.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn of_link(tenant: &PartnerTenant, id: LinkId) -> Result<Option<Self>> {
        let link = tenant.find::<link::Entity>().id(id).one().await?;
        Ok(link.map(|link| Self(Of::Link(link.id))))
    }

    /// Those of an alias, also a deleted one. `None`: the partner has no such alias.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn of_alias(tenant: &PartnerTenant, id: AliasId) -> Result<Option<Self>> {
        let alias = tenant.find::<link_alias::Entity>().id(id).one().await?;
        Ok(alias.map(|alias| Self(Of::Address(alias.id.0))))
    }

    /// Sums them up over a range.
    ///
    /// # Errors
    ///
    /// See [`stats::read`].
    #[expect(clippy::disallowed_methods, reason = "of what a PartnerTenant has found")]
    pub async fn read(self, tenant: &PartnerTenant, range: Range) -> Result<Stats> {
        let mut found = stats::read(tenant.of_organisation(), &[self.0], range).await?;
        Ok(found.remove(&self.0).unwrap_or_else(|| Stats::empty(range)))
    }

    /// What they add up to over a range.
    ///
    /// # Errors
    ///
    /// See [`stats::totals`].
    #[expect(clippy::disallowed_methods, reason = "of what a PartnerTenant has found")]
    pub async fn totals(self, tenant: &PartnerTenant, range: Range) -> Result<Numbers> {
        let mut found = stats::totals(tenant.of_organisation(), &[self.0], range).await?;
        Ok(found.remove(&self.0).unwrap_or_default())
    }

    /// Tells them apart over a range: the rows with the most clicks, at most `first`. All of them are parts
    /// of what is the partner's own, so that none is another's.
    ///
    /// # Errors
    ///
    /// See [`stats::breakdown`].
    #[expect(clippy::disallowed_methods, reason = "of what a PartnerTenant has found")]
    pub async fn breakdown(
        self,
        tenant: &PartnerTenant,
        dimension: Dimension,
        range: Range,
        first: usize,
    ) -> Result<Vec<Row>> {
        stats::breakdown(tenant.of_organisation(), self.0, dimension, range, first).await
    }

    /// The last click by a person or conversion among them. `None`: there was none.
    ///
    /// # Errors
    ///
    /// See [`stats::last_activity`].
    #[expect(clippy::disallowed_methods, reason = "of what a PartnerTenant has found")]
    pub async fn last_activity(self, tenant: &PartnerTenant, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        Ok(stats::last_activity(tenant.of_organisation(), &[self.0], now).await?.remove(&self.0))
    }
}
