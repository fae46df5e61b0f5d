//! Look-ups of figures, gathered so that the numbers of a list of links are one question.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::id::LinkId;

use super::Batch;
use crate::domain::key::Permission;
use crate::domain::stats::{self, Numbers, Of, Performance, Range, Stats};
use crate::error::{Error, Result};
use crate::store::Tenant;

/// What figures are looked up by.
pub(in crate::graphql) trait Figure: Clone + Eq + Hash + Send + Sync + 'static {}

/// Numbers over a range, bucket by bucket.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct StatsOf(pub(in crate::graphql) Of, pub(in crate::graphql) Range);

/// Clicks, visitors and conversions over a range.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct TotalsOf(pub(in crate::graphql) Of, pub(in crate::graphql) Range);

/// What came of a link's traffic in a range.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct PerformanceOf(pub(in crate::graphql) LinkId, pub(in crate::graphql) Range);

/// Whether a link's traffic looks bad today.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct ReviewOf(
    pub(in crate::graphql) LinkId,
    pub(in crate::graphql) NaiveDate,
    pub(in crate::graphql) Tz,
);

/// When something last happened.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct LastActivityOf(pub(in crate::graphql) Of);

impl Figure for StatsOf {}
impl Figure for TotalsOf {}
impl Figure for PerformanceOf {}
impl Figure for ReviewOf {}
impl Figure for LastActivityOf {}

impl Batch {
    fn figures(&self) -> Result<Tenant> {
        self.caller.tenant(&self.app, Permission::StatsRead)
    }
}

/// Keys by what they have in common.
fn by<K, G: Eq + Hash, V>(keys: &[K], split: impl Fn(&K) -> (G, V)) -> HashMap<G, Vec<V>> {
    let mut groups: HashMap<G, Vec<V>> = HashMap::new();
    for key in keys {
        let (group, value) = split(key);
        groups.entry(group).or_default().push(value);
    }
    groups
}

impl Loader<StatsOf> for Batch {
    type Value = Stats;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[StatsOf]) -> Result<HashMap<StatsOf, Stats>, Arc<Error>> {
        let tenant = self.figures()?;
        let mut found = HashMap::new();
        for (range, ofs) in by(keys, |StatsOf(of, range)| (*range, *of)) {
            let read = stats::read(&tenant, &ofs, range).await?;
            found.extend(read.into_iter().map(|(of, stats)| (StatsOf(of, range), stats)));
        }
        Ok(found)
    }
}

impl Loader<TotalsOf> for Batch {
    type Value = Numbers;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[TotalsOf]) -> Result<HashMap<TotalsOf, Numbers>, Arc<Error>> {
        let tenant = self.figures()?;
        let mut found = HashMap::new();
        for (range, ofs) in by(keys, |TotalsOf(of, range)| (*range, *of)) {
            let read = stats::totals(&tenant, &ofs, range).await?;
            found.extend(read.into_iter().map(|(of, numbers)| (TotalsOf(of, range), numbers)));
        }
        Ok(found)
    }
}

impl Loader<PerformanceOf> for Batch {
    type Value = Performance;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[PerformanceOf]) -> Result<HashMap<PerformanceOf, Performance>, Arc<Error>> {
        let tenant = self.figures()?;
        let mut found = HashMap::new();
        for (range, links) in by(keys, |PerformanceOf(link, range)| (*range, *link)) {
            let read = stats::performance(&tenant, &links, range).await?;
            found.extend(read.into_iter().map(|(link, figures)| (PerformanceOf(link, range), figures)));
        }
        Ok(found)
    }
}

impl Loader<ReviewOf> for Batch {
    type Value = bool;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ReviewOf]) -> Result<HashMap<ReviewOf, bool>, Arc<Error>> {
        let tenant = self.figures()?;
        let mut found = HashMap::new();
        for ((today, zone), links) in by(keys, |ReviewOf(link, today, zone)| ((*today, *zone), *link)) {
            let bad = stats::under_review(&tenant, Some(&links), today, zone).await?;
            found.extend(links.into_iter().map(|link| (ReviewOf(link, today, zone), bad.contains(&link))));
        }
        Ok(found)
    }
}

impl Loader<LastActivityOf> for Batch {
    type Value = DateTime<Utc>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[LastActivityOf]) -> Result<HashMap<LastActivityOf, DateTime<Utc>>, Arc<Error>> {
        let ofs: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = stats::last_activity(&self.figures()?, &ofs, self.app.clock.now()).await?;
        Ok(found.into_iter().map(|(of, at)| (LastActivityOf(of), at)).collect())
    }
}
