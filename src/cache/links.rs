//! What links lead to.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use entity::id::{AliasId, CampaignId, LinkId, OrganisationId, PartnerId};
use entity::value::{AttributionModel, CampaignStatus, PartnerStatus};
use papaya::HashMap;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::FRESH;
use crate::domain::destination::{self, Destination};
use crate::error::{Error, Result};
use crate::store::{LinkRow, Store};

/// What a link leads to, as it is kept in Redis. Change [`VERSION`] with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTarget {
    /// The owner.
    pub organisation: OrganisationId,
    /// The owner's number in tokens.
    pub organisation_number: i64,
    /// The link.
    pub link: LinkId,
    /// The link's number in tokens.
    pub link_number: i64,
    /// The code, with its case.
    pub code: String,
    /// The alias that was asked for; none: the code.
    pub alias: Option<AliasId>,
    /// Its campaign.
    pub campaign: CampaignId,
    /// Its partner.
    pub partner: PartnerId,
    /// Whether it works.
    pub state: LinkState,
    /// Whether its campaign credits the first click, for which visitors are told apart.
    pub first_click: bool,
    /// Where it leads.
    pub destination_url: Url,
}

/// Part of the key in Redis: raised when [`LinkTarget`] changes, so that replicas of two
/// versions do not read each other's.
pub(super) const VERSION: &str = "1";

/// Whether a link works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// It redirects with a token.
    Live,
    /// Its campaign or partner is not active: it redirects without a token.
    Idle,
    /// It was revoked: it does not redirect.
    Revoked,
}

/// A link, ready to redirect.
#[derive(Debug)]
pub struct Link {
    /// What it leads to.
    pub target: LinkTarget,
    /// The same, prepared.
    pub destination: Destination,
}

impl Link {
    /// The address used, as a click keeps it: the alias, or the link itself for its code.
    pub fn via(&self) -> uuid::Uuid {
        self.target.alias.map_or(self.target.link.0, |alias| alias.0)
    }
}

impl From<LinkTarget> for Link {
    fn from(target: LinkTarget) -> Self {
        Self { destination: Destination::new(&target.destination_url), target }
    }
}

/// The target of an address, from the database.
pub(super) async fn load(address: &str, store: &Store) -> Result<Option<LinkTarget>> {
    store.link_at(address).await?.map(target).transpose()
}

fn target(row: LinkRow) -> Result<LinkTarget> {
    // A row that was not written by this program must not make it redirect to a script.
    let destination_url = destination::parse(&row.destination_url, &[])
        .map_err(|error| Error::internal(format!("{}: {error}", row.campaign_id)))?;
    let idle = row.campaign_status != CampaignStatus::Active || row.partner_status != PartnerStatus::Active;
    Ok(LinkTarget {
        organisation: row.organisation_id,
        organisation_number: row.organisation_number,
        link: row.link_id,
        link_number: row.link_number,
        code: row.code,
        alias: row.alias_id,
        campaign: row.campaign_id,
        partner: row.partner_id,
        state: match (row.revoked_at, idle) {
            (Some(_), _) => LinkState::Revoked,
            (None, true) => LinkState::Idle,
            (None, false) => LinkState::Live,
        },
        first_click: row.model == AttributionModel::FirstClick,
        destination_url,
    })
}

/// How long an address is remembered as leading nowhere.
const UNKNOWN: Duration = Duration::from_secs(5);
/// How many of those are remembered: guesses must not fill the memory.
const MOST_UNKNOWN: usize = 50_000;
/// How long nobody asks again after a look-up has failed.
const PAUSE: Duration = Duration::from_secs(1);
/// A link that was known is given without asking for at most this long while nothing answers.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// Look-ups at a time: visitors of one cold link wait for one of them to ask.
const LANES: usize = 64;

struct Known {
    link: Arc<Link>,
    since: Instant,
}

/// The links that this process has seen.
#[derive(Default)]
pub(super) struct Links {
    // By what was typed: a code is found with its case, an alias in any.
    known: HashMap<String, Known>,
    unknown: HashMap<String, Instant>,
    lanes: Lanes,
    /// Counts what was forgotten, so that a look-up that began before is not remembered.
    generation: AtomicU64,
}

struct Lanes {
    hasher: RandomState,
    /// Each with the time of its last failure.
    lanes: [Mutex<Option<Instant>>; LANES],
}

impl Default for Lanes {
    fn default() -> Self {
        Self { hasher: RandomState::new(), lanes: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl Links {
    pub(super) async fn get(
        &self,
        typed: &str,
        look_up: impl AsyncFnOnce(String) -> Result<Option<LinkTarget>>,
    ) -> Result<Option<Arc<Link>>> {
        match self.recall(typed) {
            Some(answer) => Ok(answer),
            // Rare, and so not a part of what waits for every visitor.
            None => Box::pin(self.learn(typed, look_up)).await,
        }
    }

    async fn learn(
        &self,
        typed: &str,
        look_up: impl AsyncFnOnce(String) -> Result<Option<LinkTarget>>,
    ) -> Result<Option<Arc<Link>>> {
        let lane = self.lanes.hasher.hash_one(typed) as usize % LANES;
        let mut failed = self.lanes.lanes[lane].lock().await;
        // Somebody else may have asked while this one waited.
        if let Some(answer) = self.recall(typed) {
            return Ok(answer);
        }
        if failed.is_some_and(|at| at.elapsed() < PAUSE) {
            return self.stale(typed).ok_or_else(|| Error::Unavailable("a look-up failed a moment ago".into()));
        }
        let generation = self.generation.load(Ordering::Acquire);
        let found = match look_up(typed.to_lowercase()).await {
            Ok(found) => found,
            Err(error @ Error::Unavailable(_)) => {
                *failed = Some(Instant::now());
                return self.stale(typed).ok_or(error);
            }
            Err(error) => return Err(error),
        };
        *failed = None;
        let link = found
            .filter(|target| target.alias.is_some() || target.code == typed)
            .map(|target| Arc::new(Link::from(target)));
        if self.generation.load(Ordering::Acquire) == generation {
            self.remember(typed, link.clone());
        }
        Ok(link)
    }

    fn recall(&self, typed: &str) -> Option<Option<Arc<Link>>> {
        if let Some(known) = self.known.pin().get(typed)
            && known.since.elapsed() < FRESH
        {
            return Some(Some(known.link.clone()));
        }
        let unknown = self.unknown.pin();
        unknown.get(typed).filter(|since| since.elapsed() < UNKNOWN).map(|_| None)
    }

    fn stale(&self, typed: &str) -> Option<Option<Arc<Link>>> {
        let known = self.known.pin();
        known.get(typed).filter(|known| known.since.elapsed() < STALE).map(|known| Some(known.link.clone()))
    }

    fn remember(&self, typed: &str, link: Option<Arc<Link>>) {
        let since = Instant::now();
        if let Some(link) = link {
            self.known.pin().insert(typed.to_owned(), Known { link, since });
        } else {
            self.known.pin().remove(typed);
            let unknown = self.unknown.pin();
            if unknown.len() >= MOST_UNKNOWN {
                unknown.clear();
            }
            unknown.insert(typed.to_owned(), since);
        }
    }

    /// Forgets addresses, however they were typed.
    pub(super) fn forget(&self, addresses: &[String]) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        let addresses: std::collections::HashSet<&str> = addresses.iter().map(String::as_str).collect();
        self.known.pin().retain(|typed, _| !addresses.contains(typed.to_lowercase().as_str()));
        self.unknown.pin().retain(|typed, _| !addresses.contains(typed.to_lowercase().as_str()));
    }

    pub(super) fn forget_all(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        // What was known stays as a last resort for when the database is down, but is asked for again.
        let long_ago = Instant::now().checked_sub(FRESH);
        let known = self.known.pin();
        match long_ago {
            Some(since) => known.iter().for_each(|(typed, entry)| {
                known.insert(typed.clone(), Known { link: entry.link.clone(), since });
            }),
            None => known.clear(),
        }
        self.unknown.pin().clear();
    }

    pub(super) fn sweep(&self) {
        self.known.pin().retain(|_, known| known.since.elapsed() < STALE);
        self.unknown.pin().retain(|_, since| since.elapsed() < UNKNOWN);
    }
}
