//! Rows of a breakdown.

use async_graphql::{Enum, SimpleObject};

use crate::domain::portal::Names;
use crate::domain::stats::{Dimension, Row};
use crate::error::Result;
use crate::graphql::scalar::Count;
use crate::store::PartnerTenant;

/// By what numbers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql::portal) enum StatsDimension {
    /// By campaign.
    Campaign,
    /// By the address that was used: each alias apart, and each link's code.
    Alias,
    /// By the host of the page that linked.
    ReferrerHost,
    /// By the class of the device.
    Device,
    /// By the country, in ISO 3166-1 alpha-2.
    Country,
}

impl From<StatsDimension> for Dimension {
    fn from(dimension: StatsDimension) -> Self {
        match dimension {
            StatsDimension::Campaign => Self::Campaign,
            StatsDimension::Alias => Self::Alias,
            StatsDimension::ReferrerHost => Self::ReferrerHost,
            StatsDimension::Device => Self::Device,
            StatsDimension::Country => Self::Country,
        }
    }
}

/// The numbers of one campaign, alias, referrer, device or country.
#[derive(SimpleObject)]
pub(in crate::graphql::portal) struct StatsRow {
    /// The id of the thing, of a link where it is the link's code; or the value itself, which is empty
    /// where it is not known.
    key: String,
    /// What to call it: a name, a code or slug, or the value.
    label: String,
    /// Clicks by people.
    clicks: Count,
    /// Different visitors, each counted once a day of UTC.
    unique_visitors: Count,
    /// Conversions that are credited to the partner, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks.
    conversion_rate: Option<f64>,
}

impl StatsRow {
    /// Rows with the names of what they are of.
    pub(in crate::graphql::portal) async fn named(tenant: &PartnerTenant, rows: Vec<Row>) -> Result<Vec<Self>> {
        let names = Names::of(tenant, &rows).await?;
        let named = |row: Row| {
            let (key, label) = names.key_and_label(&row.key);
            Self {
                key,
                label,
                clicks: Count(row.clicks),
                unique_visitors: Count(row.visitors),
                conversions: Count(row.conversions),
                conversion_rate: row.rate(),
            }
        };
        Ok(rows.into_iter().map(named).collect())
    }
}
