//! Numbers by what they are of: by campaign, partner, link or alias, or by what clicks have in common.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::click_day;
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::value::{ByValue, Level};
use sea_orm::{FromQueryResult, QuerySelect};
use uuid::Uuid;

use super::read::{self, split, summed_days, summed_rows};
use super::{Of, Range, level, rate};
use crate::error::Result;
use crate::store::Scope;
use crate::store::visits::{self, Part, Property, Slice};

/// By what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// By campaign.
    Campaign,
    /// By partner.
    Partner,
    /// By link.
    Link,
    /// By address: each alias apart, and the code.
    Alias,
    /// By the host of the page that linked.
    ReferrerHost,
    /// By the class of the device.
    Device,
    /// By the country.
    Country,
}

/// Of what a row is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Of a campaign.
    Campaign(CampaignId),
    /// Of a partner.
    Partner(PartnerId),
    /// Of a link.
    Link(LinkId),
    /// Of an address: an alias by its id, a code by its link's.
    Address(Uuid),
    /// Of clicks with a value; empty: not known.
    Value(String),
}

/// The numbers of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of what.
    pub key: Key,
    /// Clicks by people.
    pub clicks: i64,
    /// Unique visitors of the key: who visits two partners is one of each.
    pub visitors: i64,
    /// Conversions.
    pub conversions: i64,
}

impl Row {
    /// Conversions by clicks; `None` without clicks.
    pub fn rate(&self) -> Option<f64> {
        rate(self.clicks, self.conversions)
    }
}

/// The rows of a range with the most clicks, at most `first`; none that is empty.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
pub async fn breakdown(
    scope: &impl Scope,
    of: Of,
    dimension: Dimension,
    range: Range,
    first: usize,
) -> Result<Vec<Row>> {
    range.check()?;
    let mut rows = match dimension {
        Dimension::Campaign => parts(scope, of, Part::Campaign, range).await?,
        Dimension::Partner => parts(scope, of, Part::Partner, range).await?,
        Dimension::Link => parts(scope, of, Part::Link, range).await?,
        Dimension::Alias => parts(scope, of, Part::Address, range).await?,
        Dimension::ReferrerHost => values(scope, of, Property::Referrer, range).await?,
        Dimension::Device => values(scope, of, Property::Device, range).await?,
        Dimension::Country => values(scope, of, Property::Country, range).await?,
    };
    rows.retain(|row| row.clicks + row.visitors + row.conversions > 0);
    rows.sort_by(|a, b| (b.clicks, b.conversions).cmp(&(a.clicks, a.conversions)).then_with(|| a.key.cmp(&b.key)));
    rows.truncate(first);
    Ok(rows)
}

async fn parts(scope: &impl Scope, of: Of, by: Part, range: Range) -> Result<Vec<Row>> {
    let slice = Slice { by: Some(by), ..of.slice([]) };
    let sums = read::sum(scope, &slice, range.span()).await?;
    let row = |(id, numbers): (Option<Uuid>, super::Numbers)| {
        let id = id?;
        let key = match by {
            Part::Campaign => Key::Campaign(CampaignId(id)),
            Part::Partner => Key::Partner(PartnerId(id)),
            Part::Link => Key::Link(LinkId(id)),
            Part::Address => Key::Address(id),
        };
        Some(Row { key, clicks: numbers.clicks, visitors: numbers.visitors, conversions: numbers.conversions })
    };
    Ok(sums.into_iter().filter_map(row).collect())
}

async fn values(scope: &impl Scope, of: Of, property: Property, range: Range) -> Result<Vec<Row>> {
    // All of it is one thing's, so nothing is counted apart.
    let slice = Slice { by: None, ..of.slice([]) };
    let days = summed_days(scope, range.span()).await?;
    let (whole, rest) = split(range.span(), &days);
    let mut sums: HashMap<String, Row> = HashMap::new();
    let mut add = |value: String, clicks, visitors, conversions| {
        let empty = || Row { key: Key::Value(value.clone()), clicks: 0, visitors: 0, conversions: 0 };
        let row = sums.entry(value.clone()).or_insert_with(empty);
        row.clicks += clicks;
        row.visitors += visitors;
        row.conversions += conversions;
    };
    if !whole.is_empty() {
        for counts in summed(scope, &slice, property, &whole).await? {
            counts.0.into_iter().for_each(|(value, count)| add(value, count.clicks, count.visitors, count.conversions));
        }
    }
    for span in rest {
        for row in visits::shared(scope, &slice, property, span).await? {
            add(row.value, row.clicks, row.visitors, row.conversions);
        }
    }
    Ok(sums.into_values().collect())
}

async fn summed(
    scope: &impl Scope,
    slice: &Slice,
    property: Property,
    days: &BTreeSet<NaiveDate>,
) -> Result<Vec<ByValue>> {
    #[derive(FromQueryResult)]
    struct Day {
        counts: ByValue,
    }
    let column = match property {
        Property::Referrer => click_day::Column::Referrers,
        Property::Device => click_day::Column::Devices,
        Property::Country => click_day::Column::Countries,
    };
    let level: Level = level(slice);
    let rows: Vec<Day> = scope
        .find::<click_day::Entity>()
        .filter(summed_rows(slice, level, days))
        .reduce(|select| select.column_as(column, "counts"))
        .await?;
    Ok(rows.into_iter().map(|row| row.counts).collect())
}
