//! What else there is around a program: old URLs that still get visitors, and pages that load the snippet.

use chrono::{DateTime, Duration, Utc};

use super::program::SeededCampaign;
use crate::app::App;
use crate::domain::legacy;
use crate::error::Error;
use crate::store::Tenant;

/// Old URLs that lead to the first links, and how often they are still asked for.
pub(in crate::cli::demo) const LEGACY_URLS: &[&str] = &[
    "https://old.fernhill.example/partners?id=7",
    "https://old.fernhill.example/partners?id=12",
    "https://old.fernhill.example/go/kettle",
];
const HITS: &[i64] = &[214, 61, 8];
/// Old URLs that nobody has mapped yet, and how often they are asked for.
const MISSES: &[(&str, i64)] =
    &[("https://old.fernhill.example/partners?id=31", 37), ("https://old.fernhill.example/go/spring-sale", 12)];
/// Pages that carry the snippet, and how often each is loaded in an hour.
const PAGES: &[(&str, i64)] = &[("https://fernhill.example/office", 9), ("https://fernhill.example/course", 4)];

pub(super) async fn legacy(
    app: &App,
    tenant: &Tenant,
    campaigns: &[SeededCampaign],
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let links = campaigns.iter().take(1).flat_map(|campaign| &campaign.links);
    for ((url, link), hits) in LEGACY_URLS.iter().zip(links).zip(HITS) {
        let row = tenant.write(async |tx| legacy::create(&tx, url, link.row.id, then).await).await?;
        for hit in 0..*hits {
            app.legacy.hit(row.organisation_id, row.id, now - Duration::minutes(7 + hit * 11));
        }
    }
    for (url, misses) in MISSES {
        let Some(normalised) = legacy::normalise(url) else { continue };
        for miss in 0..*misses {
            app.legacy.miss(normalised.clone(), now - Duration::minutes(19 + miss * 23));
        }
    }
    app.legacy.write(&app.store).await
}

/// Loads of the last two days, on the shop's pages and on the demo's own.
pub(super) async fn snippet_loads(app: &App, now: DateTime<Utc>) -> Result<(), Error> {
    let own = format!("{}demo-shop", app.public_url);
    for hour in (0..48).rev() {
        for (page, loads) in PAGES.iter().copied().chain([(own.as_str(), 6)]) {
            for load in 0..loads {
                let at = now - Duration::hours(hour) - Duration::minutes(2 + load * 3);
                app.snippet_loads.count(Some(page), at);
            }
        }
    }
    app.snippet_loads.write(&app.store).await
}
