//! Numbers as a file.

use entity::id::{AliasId, LinkId};
use entity::link_alias;
use sea_orm::ColumnTrait;

use super::cells::{Cell, Sheet};
use crate::domain::stats::{self, Dimension, Filter, Key, Range, Stats};
use crate::error::Result;
use crate::store::{Scope, Tenant};

/// Every row that there is.
const ALL: usize = usize::MAX;

/// A row for each bucket, or for each thing that numbers are told apart by.
pub(super) async fn sheet(
    tenant: &Tenant,
    range: Range,
    filter: Option<Filter>,
    dimension: Option<Dimension>,
) -> Result<Sheet> {
    let of = match filter {
        Some(filter) => stats::of(tenant, filter).await?,
        None => None,
    };
    let Some(dimension) = dimension else {
        let stats = match of {
            Some(of) => stats::read(tenant, &[of], range).await?.remove(&of),
            None => None,
        };
        return Ok(buckets(stats.unwrap_or_else(|| Stats::empty(range))));
    };
    let rows = match of {
        Some(of) => stats::breakdown(tenant, of, dimension, range, ALL).await?,
        None => Vec::new(),
    };
    let addresses = rows.iter().filter_map(|row| if let Key::Address(id) = row.key { Some(AliasId(id)) } else { None });
    let aliases = tenant.find::<link_alias::Entity>().filter(link_alias::Column::Id.is_in(addresses)).all().await?;
    let mut sheet = Sheet::with_header(&["key", "clicks", "unique_visitors", "conversions", "conversion_rate"]);
    for row in rows {
        let rate = row.rate();
        let key = match row.key {
            Key::Campaign(id) => Cell::plain(Some(id)),
            Key::Partner(id) => Cell::plain(Some(id)),
            Key::Link(id) => Cell::plain(Some(id)),
            Key::Address(id) if aliases.iter().any(|alias| alias.id == AliasId(id)) => Cell::plain(Some(AliasId(id))),
            Key::Address(id) => Cell::plain(Some(LinkId(id))),
            Key::Value(value) => Cell::text(Some(value)),
        };
        let counts = [row.clicks, row.visitors, row.conversions].map(|count| Cell::plain(Some(count)));
        sheet.row([key].into_iter().chain(counts).chain([Cell::share(rate)]));
    }
    Ok(sheet)
}

fn buckets(stats: Stats) -> Sheet {
    let mut sheet = Sheet::with_header(&[
        "start",
        "end",
        "clicks",
        "unique_visitors",
        "conversions",
        "conversion_rate",
        "repeat",
        "suspect",
        "crawler",
        "non_navigation",
        "confirmed",
        "reconstructed",
        "over_limit",
    ]);
    for bucket in stats.buckets {
        let numbers = bucket.numbers;
        let headline = [numbers.clicks, numbers.visitors, numbers.conversions];
        let others = [
            numbers.repeat,
            numbers.suspect,
            numbers.crawler,
            numbers.non_navigation,
            numbers.confirmed,
            numbers.reconstructed,
            numbers.over_limit,
        ];
        let count = |count: i64| Cell::plain(Some(count));
        let times = [Cell::time(Some(bucket.start)), Cell::time(Some(bucket.end))];
        sheet.row(
            times.into_iter().chain(headline.map(count)).chain([Cell::share(numbers.rate())]).chain(others.map(count)),
        );
    }
    sheet
}
