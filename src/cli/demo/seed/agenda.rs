//! What happens in a story, in the order of time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, SubmissionId};
use serde_json::{Map, Value};

use super::program::Character;
use crate::domain::submission::Review;

/// Something that happens.
#[derive(Debug)]
pub(super) enum Act {
    /// Somebody converts.
    Convert(Order),
    /// An admin reviews what came of it.
    Review(SubmissionId, Review),
    /// The shop's systems want to be told from now on.
    Subscribe,
    /// Webhooks are sent that are due.
    Send,
}

/// A conversion call.
#[derive(Debug, Clone)]
pub(super) struct Order {
    pub(super) token: String,
    pub(super) email: Option<String>,
    pub(super) properties: Map<String, Value>,
    pub(super) caller: Caller,
    /// What its partner does.
    pub(super) character: Character,
}

/// Who sends a conversion.
#[derive(Debug, Clone, Copy)]
pub(super) enum Caller {
    /// The shop's backend, with its secret key.
    Server,
    /// A page of the shop, with the organisation's publishable key.
    Page { origin: &'static str },
    /// A page with the key of this campaign.
    CampaignPage(CampaignId),
}

/// What is still to happen until an end. Of what happens at the same instant, what was added first is first.
#[derive(Debug)]
pub(super) struct Agenda {
    acts: BTreeMap<(DateTime<Utc>, u32), Act>,
    added: u32,
    end: DateTime<Utc>,
}

impl Agenda {
    pub(super) fn until(end: DateTime<Utc>) -> Self {
        Self { acts: BTreeMap::new(), added: 0, end }
    }

    /// Adds what is to happen at a time, unless the story is over by then.
    pub(super) fn add(&mut self, at: DateTime<Utc>, act: Act) {
        if at < self.end {
            self.acts.insert((at, self.added), act);
            self.added += 1;
        }
    }

    pub(super) fn next(&mut self) -> Option<(DateTime<Utc>, Act)> {
        self.acts.pop_first().map(|((at, _), act)| (at, act))
    }

    pub(super) fn len(&self) -> usize {
        self.acts.len()
    }
}
