//! Statistics: clicks, visitors and conversions over days, hours, weeks or months of any time zone.
//!
//! Every figure equals a recount of the rows behind it, at every moment. The counters, which are written
//! with the rows that they count, say how many clicks and conversions there were. Visitors and what
//! clicks have in common are counted from the clicks. [`sums`] adds up all of it for each day that is
//! over; what is read is such days as they are summed, and the rest from the rows: today, yesterday
//! until it is summed, and a day that was changed after its end until it is summed again.
//!
//! A **unique visitor** is one of a UTC day, because the key that tells visitors apart is another one
//! each day: it counts once a day, in the quarter of an hour of its first click by a person in what is
//! asked about. Visitors whose key is not known are not counted.

mod activity;
mod breakdown;
mod performance;
mod range;
mod read;
pub mod sums;

use chrono::{DateTime, Utc};
use entity::id::{AliasId, CampaignId, LinkId, PartnerId};
use entity::value::{Level, Measure};
use entity::{link, link_alias};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::error::Result;
use crate::store::visits::{Part, Slice};
use crate::store::{Direction, Scope};

pub use activity::last_activity;
pub use breakdown::{Dimension, Key, Row, breakdown};
pub use performance::{Performance, REVIEW_DAYS, performance, under_review};
pub use range::{Bucket, Range};
pub use read::{read, totals};

/// Whose numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// The whole organisation's.
    Organisation,
    /// A campaign's.
    Campaign(CampaignId),
    /// A partner's, over all campaigns.
    Partner(PartnerId),
    /// A link's.
    Link(LinkId),
    /// Those of one of a link's addresses: an alias by its id, the code by the link's id.
    Address(Uuid),
}

impl Of {
    /// Which rows are counted, for several of one kind; counted apart for each.
    fn slice(self, others: impl IntoIterator<Item = Self>) -> Slice {
        let Some(part) = self.part() else { return Slice { by: None, only: None } };
        let mut ids: Vec<_> = others.into_iter().chain([self]).filter_map(Self::id).collect();
        ids.sort_unstable();
        ids.dedup();
        Slice { by: Some(part), only: Some((part, ids)) }
    }

    fn part(self) -> Option<Part> {
        match self {
            Self::Organisation => None,
            Self::Campaign(_) => Some(Part::Campaign),
            Self::Partner(_) => Some(Part::Partner),
            Self::Link(_) => Some(Part::Link),
            Self::Address(_) => Some(Part::Address),
        }
    }

    fn id(self) -> Option<Uuid> {
        match self {
            Self::Organisation => None,
            Self::Campaign(id) => Some(id.0),
            Self::Partner(id) => Some(id.0),
            Self::Link(id) => Some(id.0),
            Self::Address(id) => Some(id),
        }
    }
}

/// Which level of the summed days has what a slice asks for: the coarsest that tells its parts apart.
fn level(slice: &Slice) -> Level {
    let parts: Vec<_> = slice.by.into_iter().chain(slice.only.iter().map(|(part, _)| *part)).collect();
    let (campaign, partner) = (parts.contains(&Part::Campaign), parts.contains(&Part::Partner));
    if parts.contains(&Part::Address) {
        Level::Address
    } else if parts.contains(&Part::Link) || (campaign && partner) {
        // A partner has one link in a campaign.
        Level::Link
    } else if campaign {
        Level::Campaign
    } else if partner {
        Level::Partner
    } else {
        Level::Organisation
    }
}

/// Of what the numbers should be; unset: of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only a campaign's.
    pub campaign: Option<CampaignId>,
    /// Only a partner's.
    pub partner: Option<PartnerId>,
    /// Only a link's.
    pub link: Option<LinkId>,
    /// Only those of an alias; or of a link's code, by the link's id.
    pub address: Option<Uuid>,
}

/// Whose numbers a filter asks for; `None`: there is nothing that it names.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn of(scope: &impl Scope, filter: Filter) -> Result<Option<Of>> {
    let Filter { campaign, partner, mut link, address } = filter;
    if let Some(address) = address {
        let alias = scope.find::<link_alias::Entity>().id(AliasId(address)).one().await?;
        let of = alias.map_or(LinkId(address), |alias| alias.link_id);
        if link.is_some_and(|link| link != of) {
            return Ok(None);
        }
        link = Some(of);
    }
    if link.is_none() && !(campaign.is_some() && partner.is_some()) {
        let campaign = campaign.map(Of::Campaign);
        return Ok(Some(campaign.or(partner.map(Of::Partner)).unwrap_or(Of::Organisation)));
    }
    let mut rows = scope.find::<link::Entity>();
    if let Some(id) = link {
        rows = rows.id(id);
    }
    if let Some(id) = campaign {
        rows = rows.filter(link::Column::CampaignId.eq(id));
    }
    if let Some(id) = partner {
        rows = rows.filter(link::Column::PartnerId.eq(id));
    }
    let found = rows.order_by(link::Column::Id, Direction::Ascending).one().await?;
    Ok(found.map(|link| address.map_or(Of::Link(link.id), Of::Address)))
}

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Clicks by people: the headline number.
    pub clicks: i64,
    /// Clicks labelled `REPEAT`.
    pub repeat: i64,
    /// Clicks labelled `SUSPECT`.
    pub suspect: i64,
    /// Clicks labelled `CRAWLER`.
    pub crawler: i64,
    /// Clicks labelled `NON_NAVIGATION`.
    pub non_navigation: i64,
    /// Clicks labelled `CONFIRMED`.
    pub confirmed: i64,
    /// Clicks labelled `RECONSTRUCTED`.
    pub reconstructed: i64,
    /// Hits over the rate limit.
    pub over_limit: i64,
    /// Unique visitors.
    pub visitors: i64,
    /// Conversions.
    pub conversions: i64,
}

impl Numbers {
    fn add(&mut self, measure: Measure, count: i64) {
        *match measure {
            Measure::Human => &mut self.clicks,
            Measure::Repeat => &mut self.repeat,
            Measure::Suspect => &mut self.suspect,
            Measure::Crawler => &mut self.crawler,
            Measure::NonNavigation => &mut self.non_navigation,
            Measure::Confirmed => &mut self.confirmed,
            Measure::Reconstructed => &mut self.reconstructed,
            Measure::OverLimit => &mut self.over_limit,
            Measure::Conversion => &mut self.conversions,
        } += count;
    }

    /// Conversions by clicks; `None` without clicks.
    pub fn rate(&self) -> Option<f64> {
        rate(self.clicks, self.conversions)
    }
}

/// Conversions by clicks; `None` without clicks.
pub fn rate(clicks: i64, conversions: i64) -> Option<f64> {
    (clicks > 0).then(|| conversions as f64 / clicks as f64)
}

/// The numbers of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its first instant.
    pub start: DateTime<Utc>,
    /// The first instant after it.
    pub end: DateTime<Utc>,
    /// What happened in it.
    pub numbers: Numbers,
}

/// Numbers over a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Over all of it.
    pub total: Numbers,
    /// Bucket by bucket, also where nothing happened.
    pub buckets: Vec<Counted>,
}

impl Stats {
    /// A range in which nothing happened.
    pub fn empty(range: Range) -> Self {
        Self::of(&range.starts())
    }

    fn of(starts: &[DateTime<Utc>]) -> Self {
        let bucket = |pair: &[DateTime<Utc>]| match pair {
            [start, end] => Some(Counted { start: *start, end: *end, numbers: Numbers::default() }),
            _ => None,
        };
        Self { total: Numbers::default(), buckets: starts.windows(2).filter_map(bucket).collect() }
    }
}
