//! What the CSV files of the portal take from here, so that a file has exactly what the portal shows.

use async_graphql::ID;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::Condition;

use super::call::CallFilter;
use super::reward::of_campaign;
use super::stats::{StatsDimension, StatsFilter};
use crate::domain::portal::Figures;
use crate::domain::reward::{self, Days};
use crate::domain::stats::{Dimension, Range};
use crate::error::Result;
use crate::graphql::export::{argument, read};
use crate::graphql::scalar::Date;
use crate::graphql::stats::{BucketSize, last_days, read_zone};
use crate::http::portal::PortalCaller;
use crate::store::PartnerTenant;

/// The arguments of `stats`, `statsBy` and `rewardTotals`, as texts.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// The first day.
    pub from: Option<&'a str>,
    /// The last day.
    pub to: Option<&'a str>,
    /// The zone.
    pub time_zone: Option<&'a str>,
    /// How long a bucket is.
    pub bucket: Option<&'a str>,
    /// By what, for a breakdown.
    pub dimension: Option<&'a str>,
    /// Of what, as JSON.
    pub filter: Option<&'a str>,
}

impl Asked<'_> {
    /// Which numbers: of what (`None`: of nothing of the partner's), over which range, by what.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::BadRequest`] for what the schema would not take,
    /// [`crate::error::Error::Invalid`] for a range that cannot be counted.
    pub async fn performance(
        &self,
        caller: &PortalCaller,
        tenant: &PartnerTenant,
        now: DateTime<Utc>,
    ) -> Result<(Option<Figures>, Range, Option<Dimension>)> {
        let range = self.range(caller, tenant, now).await?;
        range.check()?;
        let dimension = argument::<StatsDimension>("dimension", self.dimension)?.map(Dimension::from);
        let figures = read::<StatsFilter>(self.filter)?.figures(tenant).await?;
        Ok((figures, range, dimension))
    }

    /// Which rewards, of which days. `filter` may name a campaign.
    ///
    /// # Errors
    ///
    /// As [`Self::performance`].
    pub async fn earnings(
        &self,
        caller: &PortalCaller,
        tenant: &PartnerTenant,
        now: DateTime<Utc>,
    ) -> Result<(Days, reward::Filter)> {
        let Range { from, to, zone, .. } = self.range(caller, tenant, now).await?;
        let campaign: Option<ID> = read::<EarningsFilter>(self.filter)?.campaign_id;
        Ok((Days { from, to, zone }, of_campaign(campaign)))
    }

    /// Which calls.
    ///
    /// # Errors
    ///
    /// As [`Self::performance`].
    pub fn calls(&self, tenant: &PartnerTenant) -> Result<Condition> {
        Ok(read::<CallFilter>(self.filter)?.condition(tenant.partner()))
    }

    async fn range(&self, caller: &PortalCaller, tenant: &PartnerTenant, now: DateTime<Utc>) -> Result<Range> {
        let zone = self.zone(caller, tenant).await?;
        let (from, to) = (argument::<Date>("from", self.from)?, argument::<Date>("to", self.to)?);
        let bucket = argument::<BucketSize>("bucket", self.bucket)?;
        Ok(last_days(from, to, now.with_timezone(&zone).date_naive(), zone, bucket))
    }

    async fn zone(&self, caller: &PortalCaller, tenant: &PartnerTenant) -> Result<Tz> {
        let own = caller.user().and_then(|user| user.time_zone.as_deref());
        match self.time_zone.or(own) {
            Some(name) => read_zone(name),
            None => read_zone(&tenant.owner().await?.time_zone),
        }
    }
}

/// Which rewards are added up.
#[derive(Debug, Default, async_graphql::InputObject)]
struct EarningsFilter {
    /// Only those of this campaign.
    campaign_id: Option<ID>,
}
