//! Who visited lately: what tells a repeat and a mail scanner from a visit.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
use entity::id::{LinkId, OrganisationId};

/// How far back a visitor is remembered.
pub const RECENT: Duration = Duration::seconds(10);

/// What a visitor did before this visit, within [`RECENT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recently {
    /// Followed the same link.
    pub same_link: bool,
    /// How many different links of the organisation, this one included.
    pub links: u32,
}

const SHARDS: usize = 16;

/// A visit of a link.
#[derive(Debug, Clone, Copy)]
pub struct Visit {
    /// Whose link it is.
    pub organisation: OrganisationId,
    /// Who came, as far as visitors are told apart.
    pub visitor: [u8; 16],
    /// The link.
    pub link: LinkId,
    /// When.
    pub at: DateTime<Utc>,
}

type Visitor = (OrganisationId, [u8; 16]);
type Followed = (LinkId, DateTime<Utc>);

/// The visits that this process has seen.
#[derive(Default)]
pub(super) struct Visits {
    shards: [Mutex<HashMap<Visitor, Vec<Followed>>>; SHARDS],
}

impl Visits {
    pub(super) fn note(&self, visit: Visit) -> Recently {
        let Visit { organisation, visitor, link, at: now } = visit;
        // The key is a keyed hash, so its bytes are spread evenly.
        let Ok(mut visitors) = self.shards[visitor[0] as usize % SHARDS].lock() else {
            return Recently { same_link: false, links: 1 };
        };
        let visits = visitors.entry((organisation, visitor)).or_default();
        visits.retain(|(_, at)| now - *at < RECENT);
        let same_link = visits.iter().any(|(visited, _)| *visited == link);
        visits.retain(|(visited, _)| *visited != link);
        visits.push((link, now));
        Recently { same_link, links: visits.len() as u32 }
    }

    pub(super) fn sweep(&self, now: DateTime<Utc>) {
        for shard in &self.shards {
            if let Ok(mut visitors) = shard.lock() {
                visitors.retain(|_, visits| visits.iter().any(|(_, at)| now - *at < RECENT));
            }
        }
    }
}
