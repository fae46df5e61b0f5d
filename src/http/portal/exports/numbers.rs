//! A partner's numbers and earnings as files.

use crate::domain::money;
use crate::domain::portal::{Figures, Names};
use crate::domain::reward::{self, Days};
use crate::domain::stats::{Dimension, Range, Stats};
use crate::error::Result;
use crate::http::exports::cells::{Cell, Sheet};
use crate::store::PartnerTenant;

/// Every row that there is.
const ALL: usize = usize::MAX;

/// A row for each bucket, or for each thing that numbers are told apart by.
pub(super) async fn performance(
    tenant: &PartnerTenant,
    figures: Option<Figures>,
    range: Range,
    dimension: Option<Dimension>,
) -> Result<Sheet> {
    let Some(dimension) = dimension else {
        let stats = match figures {
            Some(figures) => figures.read(tenant, range).await?,
            None => Stats::empty(range),
        };
        return Ok(buckets(stats));
    };
    let rows = match figures {
        Some(figures) => figures.breakdown(tenant, dimension, range, ALL).await?,
        None => Vec::new(),
    };
    let names = Names::of(tenant, &rows).await?;
    let mut sheet =
        Sheet::with_header(&["key", "label", "clicks", "unique_visitors", "conversions", "conversion_rate"]);
    for row in rows {
        let (key, label) = names.key_and_label(&row.key);
        let counts = [row.clicks, row.visitors, row.conversions].map(|count| Cell::plain(Some(count)));
        let named = [Cell::text(Some(key)), Cell::text(Some(label))];
        sheet.row(named.into_iter().chain(counts).chain([Cell::share(row.rate())]));
    }
    Ok(sheet)
}

fn buckets(stats: Stats) -> Sheet {
    let mut sheet =
        Sheet::with_header(&["start", "end", "clicks", "unique_visitors", "conversions", "conversion_rate"]);
    for bucket in stats.buckets {
        let numbers = bucket.numbers;
        let counts = [numbers.clicks, numbers.visitors, numbers.conversions].map(|count| Cell::plain(Some(count)));
        let times = [Cell::time(Some(bucket.start)), Cell::time(Some(bucket.end))];
        sheet.row(times.into_iter().chain(counts).chain([Cell::share(numbers.rate())]));
    }
    sheet
}

/// A row for each month and each currency in which something was earned; for the organisation's own
/// currency also where nothing was.
pub(super) async fn earnings(tenant: &PartnerTenant, days: Days, filter: reward::Filter) -> Result<Sheet> {
    let own = tenant.owner().await?.currency;
    let earned = reward::earned(tenant, days, filter).await?;
    let mut sheet = Sheet::with_header(&["month", "currency", "held", "payable", "reversed"]);
    for (month, mut totals) in earned.0 {
        totals.entry(own.clone()).or_default();
        for (currency, sums) in totals {
            let amount = |minor: i64| Cell::plain(Some(money::decimal(minor, &currency)));
            let amounts = [amount(sums.held), amount(sums.payable), amount(sums.reversed)];
            sheet.row([Cell::plain(Some(month.first_day)), Cell::plain(Some(&currency))].into_iter().chain(amounts));
        }
    }
    Ok(sheet)
}
