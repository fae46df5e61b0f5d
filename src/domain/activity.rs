//! What happens right now: clicks, conversions and decisions, as they come to be.
//!
//! Their ids tell the time, so the newest rows are the end of each table. They do not appear in that
//! order: a row is seen when its transaction has ended. So whoever follows looks back over [`WINDOW`]
//! each time and leaves out what was seen already, and goes on from a moment so far back. What is
//! stored later than that after it happened, because the database was away, is not told.

mod feed;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use entity::id::{CampaignId, ClickId, ConversionId, DecisionId, LinkId, PartnerId};
use entity::{Identified, campaign, click, conversion, decision, link, partner};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QuerySelect};
use uuid::Uuid;

use crate::error::Result;
use crate::store::{Direction, Scope};

pub use feed::{Batch, Feeds, Listener};

/// How far is looked back for rows whose transactions end late.
pub const WINDOW: Duration = Duration::seconds(60);
/// How many ids of a table are looked at, at most.
const MOST_IDS: u64 = 20_000;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum What {
    /// A link was followed.
    Click(click::Model),
    /// A conversion was recorded.
    Conversion(conversion::Model),
    /// A conversion call was judged.
    Decision(decision::Model),
}

/// Something that happened, and what it happened to.
#[derive(Debug, Clone)]
pub struct Event {
    /// What.
    pub what: What,
    /// The link.
    pub link: Option<link::Model>,
    /// The campaign.
    pub campaign: Option<campaign::Model>,
    /// The partner.
    pub partner: Option<partner::Model>,
}

impl Event {
    /// The id of the row, as it is stored.
    pub fn id(&self) -> Uuid {
        self.what.id()
    }

    /// When it happened.
    pub fn at(&self) -> DateTime<Utc> {
        match &self.what {
            What::Click(row) => row.at,
            What::Conversion(row) => row.created_at,
            What::Decision(row) => row.at,
        }
    }
}

impl What {
    fn id(&self) -> Uuid {
        match self {
            Self::Click(row) => row.id.0,
            Self::Conversion(row) => row.id.0,
            Self::Decision(row) => row.id.0,
        }
    }

    fn of(&self) -> (Option<LinkId>, Option<CampaignId>, Option<PartnerId>) {
        match self {
            Self::Click(row) => (Some(row.link_id), Some(row.campaign_id), Some(row.partner_id)),
            Self::Conversion(row) => (Some(row.link_id), Some(row.campaign_id), Some(row.partner_id)),
            Self::Decision(row) => (row.link_id, row.campaign_id, row.partner_id),
        }
    }
}

/// How many happened that are not told one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct More {
    /// Clicks.
    pub clicks: i64,
    /// Conversions.
    pub conversions: i64,
    /// Decisions.
    pub decisions: i64,
}

impl More {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Counts one more.
    pub fn count(&mut self, what: &What) {
        *match what {
            What::Click(_) => &mut self.clicks,
            What::Conversion(_) => &mut self.conversions,
            What::Decision(_) => &mut self.decisions,
        } += 1;
    }
}

/// The ids of rows that happened at `since` or later and are not in `seen`, oldest first, by table.
#[derive(Debug, Default)]
pub struct Fresh {
    clicks: Vec<ClickId>,
    conversions: Vec<ConversionId>,
    decisions: Vec<DecisionId>,
}

impl Fresh {
    /// Looks for them.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn find(scope: &impl Scope, since: DateTime<Utc>, seen: &HashSet<Uuid>) -> Result<Self> {
        let since = lowest_id(since);
        let fresh = |id: &Uuid| !seen.contains(id);
        let (clicks, conversions, decisions) = tokio::try_join!(
            ids::<click::Entity>(scope, ClickId(since)),
            ids::<conversion::Entity>(scope, ConversionId(since)),
            ids::<decision::Entity>(scope, DecisionId(since)),
        )?;
        Ok(Self {
            clicks: clicks.into_iter().filter(fresh).map(ClickId).collect(),
            conversions: conversions.into_iter().filter(fresh).map(ConversionId).collect(),
            decisions: decisions.into_iter().filter(fresh).map(DecisionId).collect(),
        })
    }

    /// All of them.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> {
        let clicks = self.clicks.iter().map(|id| id.0);
        clicks.chain(self.conversions.iter().map(|id| id.0)).chain(self.decisions.iter().map(|id| id.0))
    }

    /// Reads the newest `most`, conversions and decisions before clicks, in the order in which they
    /// happened; and counts the others.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn read(mut self, scope: &impl Scope, most: usize) -> Result<(Vec<Event>, More)> {
        let conversions = newest(&mut self.conversions, most);
        let decisions = newest(&mut self.decisions, most - conversions.len());
        let clicks = newest(&mut self.clicks, most - conversions.len() - decisions.len());
        let count = |rest: usize| i64::try_from(rest).unwrap_or(i64::MAX);
        let more = More {
            clicks: count(self.clicks.len()),
            conversions: count(self.conversions.len()),
            decisions: count(self.decisions.len()),
        };
        let mut happened = Vec::with_capacity(clicks.len() + conversions.len() + decisions.len());
        if !clicks.is_empty() {
            let rows = scope.find::<click::Entity>().filter(click::Column::Id.is_in(clicks)).all().await?;
            happened.extend(rows.into_iter().map(What::Click));
        }
        if !conversions.is_empty() {
            let rows =
                scope.find::<conversion::Entity>().filter(conversion::Column::Id.is_in(conversions)).all().await?;
            happened.extend(rows.into_iter().map(What::Conversion));
        }
        if !decisions.is_empty() {
            let rows = scope.find::<decision::Entity>().filter(decision::Column::Id.is_in(decisions)).all().await?;
            happened.extend(rows.into_iter().map(What::Decision));
        }
        happened.sort_by_key(What::id);
        Ok((with_names(scope, happened).await?, more))
    }
}

/// Takes the last `most` out of a list.
fn newest<T>(list: &mut Vec<T>, most: usize) -> Vec<T> {
    list.split_off(list.len().saturating_sub(most))
}

/// The last things that happened, oldest first.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn latest(scope: &impl Scope, most: u64) -> Result<Vec<Event>> {
    let newest = Direction::Descending;
    let (clicks, conversions, decisions) = tokio::try_join!(
        scope.find::<click::Entity>().order_by(click::Column::Id, newest).limit(most).all(),
        scope.find::<conversion::Entity>().order_by(conversion::Column::Id, newest).limit(most).all(),
        scope.find::<decision::Entity>().order_by(decision::Column::Id, newest).limit(most).all(),
    )?;
    let mut happened: Vec<_> = clicks.into_iter().map(What::Click).collect();
    happened.extend(conversions.into_iter().map(What::Conversion));
    happened.extend(decisions.into_iter().map(What::Decision));
    happened.sort_by_key(What::id);
    happened.drain(..happened.len().saturating_sub(usize::try_from(most).unwrap_or(usize::MAX)));
    with_names(scope, happened).await
}

/// The lowest id that something can have that happened at this time.
pub fn lowest_id(at: DateTime<Utc>) -> Uuid {
    Uuid::from_u128(u128::from(at.timestamp_millis().max(0).unsigned_abs()) << 80)
}

/// The newest ids from this one on, oldest first.
async fn ids<E>(scope: &impl Scope, since: E::Id) -> Result<Vec<Uuid>>
where
    E: Identified + EntityTrait,
{
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let rows = scope.find::<E>().filter(E::ID.gte(since)).order_by(E::ID, Direction::Descending).limit(MOST_IDS);
    let rows: Vec<Row> = rows.reduce(|select| select.column_as(E::ID, "id")).await?;
    Ok(rows.into_iter().rev().map(|row| row.id).collect())
}

async fn with_names(scope: &impl Scope, happened: Vec<What>) -> Result<Vec<Event>> {
    let of: Vec<_> = happened.iter().map(What::of).collect();
    let links: HashSet<_> = of.iter().filter_map(|of| of.0).collect();
    let campaigns: HashSet<_> = of.iter().filter_map(|of| of.1).collect();
    let partners: HashSet<_> = of.iter().filter_map(|of| of.2).collect();
    if links.is_empty() && campaigns.is_empty() && partners.is_empty() {
        let bare = |what| Event { what, link: None, campaign: None, partner: None };
        return Ok(happened.into_iter().map(bare).collect());
    }
    let (links, campaigns, partners) = tokio::try_join!(
        scope.find::<link::Entity>().filter(link::Column::Id.is_in(links)).all(),
        scope.find::<campaign::Entity>().filter(campaign::Column::Id.is_in(campaigns)).all(),
        scope.find::<partner::Entity>().filter(partner::Column::Id.is_in(partners)).all(),
    )?;
    let links: HashMap<_, _> = links.into_iter().map(|row| (row.id, row)).collect();
    let campaigns: HashMap<_, _> = campaigns.into_iter().map(|row| (row.id, row)).collect();
    let partners: HashMap<_, _> = partners.into_iter().map(|row| (row.id, row)).collect();
    let named = |what: What| {
        let (link, campaign, partner) = what.of();
        Event {
            what,
            link: link.and_then(|id| links.get(&id).cloned()),
            campaign: campaign.and_then(|id| campaigns.get(&id).cloned()),
            partner: partner.and_then(|id| partners.get(&id).cloned()),
        }
    };
    Ok(happened.into_iter().map(named).collect())
}
