//! The trail of a conversion: everything that led to it and came of it, in the order in which it
//! happened and in words that a person reads.

mod story;
mod words;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::{ClickId, LinkId, PartnerId};
use entity::value::{AttributionModel, Verdict};
use entity::{
    audit_event, campaign_version, click, conversion, decision, link, partner, reward, reward_entry, submission,
    webhook_delivery, webhook_event,
};
use sea_orm::{ColumnTrait, Condition};

use crate::domain::attribution;
use crate::error::{Error, Result};
use crate::store::{Direction, Scope};

/// How many rows of a kind a trail shows at most. Few have more.
const MOST: u64 = 200;

/// What an entry of a trail tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A click that could have been credited.
    Click,
    /// Another conversion call for the same click.
    Call,
    /// The settings that judged.
    Settings,
    /// A check of the call.
    Check,
    /// The conversion itself.
    Conversion,
    /// The submission that it made.
    Submission,
    /// A change of the submission.
    Review,
    /// A move of money, or why there is none.
    Reward,
    /// An event that was sent to an endpoint.
    Webhook,
}

/// An entry of a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Of what it tells.
    pub kind: Kind,
    /// What happened, in a few words.
    pub title: String,
    /// What was seen, and why it is so.
    pub detail: Option<String>,
    /// What a check found.
    pub verdict: Option<Verdict>,
}

/// A conversion's trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Who is credited and why, in one sentence.
    pub outcome: String,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
}

/// All rows that a trail is told from.
struct Rows<'a> {
    conversion: &'a conversion::Model,
    version: campaign_version::Model,
    /// The decision that recorded it.
    decision: Option<decision::Model>,
    /// Those of other calls for the same click.
    calls: Vec<decision::Model>,
    clicks: HashMap<ClickId, click::Model>,
    links: HashMap<LinkId, link::Model>,
    partners: HashMap<PartnerId, partner::Model>,
    submission: Option<submission::Model>,
    changes: Vec<audit_event::Model>,
    reward: Option<reward::Model>,
    entries: Vec<reward_entry::Model>,
    events: Vec<webhook_event::Model>,
    deliveries: Vec<webhook_delivery::Model>,
}

/// Tells the trail of a conversion.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn of(scope: &impl Scope, conversion: &conversion::Model) -> Result<Trail> {
    let rows = Rows::read(scope, conversion).await?;
    Ok(Trail { outcome: rows.outcome(), entries: rows.entries() })
}

/// Who is credited with a conversion and why, in one sentence.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn outcome(scope: &impl Scope, conversion: &conversion::Model) -> Result<String> {
    let partner = scope.find::<partner::Entity>().id(conversion.partner_id).one().await?;
    let name = partner.map_or_else(|| conversion.partner_id.to_string(), |partner| partner.name);
    let of_conversion = decision::Column::ConversionId.eq(conversion.id);
    let decision = scope.find::<decision::Entity>().filter(of_conversion).one().await?;
    Ok(sentence(&name, &judging_version(scope, conversion).await?, decision.as_ref()))
}

fn sentence(partner: &str, version: &campaign_version::Model, decision: Option<&decision::Model>) -> String {
    let days = attribution::days(version.window_days);
    let facts = decision.and_then(|decision| decision.facts.as_ref());
    match version.model {
        AttributionModel::LastClick => {
            format!("Credited to {partner} because its click was the last within {days}.")
        }
        AttributionModel::FirstClick if facts.is_some_and(|facts| !facts.visitor_known) => {
            format!("Credited to {partner} because its click is the only one that is known of this visitor.")
        }
        AttributionModel::FirstClick => {
            format!("Credited to {partner} because its click was the first within {days}.")
        }
    }
}

async fn judging_version(scope: &impl Scope, conversion: &conversion::Model) -> Result<campaign_version::Model> {
    scope
        .find::<campaign_version::Entity>()
        .filter(campaign_version::Column::CampaignId.eq(conversion.campaign_id))
        .filter(campaign_version::Column::Version.eq(conversion.campaign_version))
        .one()
        .await?
        .ok_or_else(|| Error::internal("a conversion without the version that judged it"))
}

impl<'a> Rows<'a> {
    async fn read(scope: &impl Scope, conversion: &'a conversion::Model) -> Result<Self> {
        let version = judging_version(scope, conversion).await?;
        let calls = scope
            .find::<decision::Entity>()
            .filter(decision::Column::ClickId.eq(conversion.click_id))
            .order_by(decision::Column::At, Direction::Ascending)
            .limit(MOST)
            .all()
            .await?;
        let (recorded, calls): (Vec<_>, Vec<_>) =
            calls.into_iter().partition(|call| call.conversion_id == Some(conversion.id));
        let decision = recorded.into_iter().next();
        let candidates = decision.as_ref().and_then(|decision| decision.facts.as_ref());
        let candidates = candidates.map(|facts| facts.candidates.as_slice()).unwrap_or_default();
        let ids = candidates.iter().map(|click| click.click_id).chain([conversion.credited_click_id]);
        let clicks = scope.find::<click::Entity>().filter(click::Column::Id.is_in(ids)).all().await?;
        let ids = candidates.iter().map(|click| click.link_id).chain([conversion.link_id]);
        let links = scope.find::<link::Entity>().filter(link::Column::Id.is_in(ids)).all().await?;
        let ids = candidates.iter().map(|click| click.partner_id).chain([conversion.partner_id]);
        let partners = scope.find::<partner::Entity>().filter(partner::Column::Id.is_in(ids)).all().await?;
        let of_conversion = submission::Column::ConversionId.eq(conversion.id);
        let submission = scope.find::<submission::Entity>().filter(of_conversion).one().await?;
        let of_conversion = reward::Column::ConversionId.eq(conversion.id);
        let reward = scope.find::<reward::Entity>().filter(of_conversion).one().await?;
        let mut subjects = vec![conversion.id.to_string()];
        subjects.extend(submission.as_ref().map(|submission| submission.id.to_string()));
        subjects.extend(reward.as_ref().map(|reward| reward.id.to_string()));
        let (events, deliveries) = webhooks(scope, subjects).await?;
        Ok(Self {
            conversion,
            version,
            decision,
            calls,
            clicks: clicks.into_iter().map(|row| (row.id, row)).collect(),
            links: links.into_iter().map(|row| (row.id, row)).collect(),
            partners: partners.into_iter().map(|row| (row.id, row)).collect(),
            changes: match &submission {
                Some(submission) => changes(scope, submission.id.to_string()).await?,
                None => Vec::new(),
            },
            submission,
            entries: match &reward {
                Some(reward) => {
                    let of_reward = reward_entry::Column::RewardId.eq(reward.id);
                    let entries = scope.find::<reward_entry::Entity>().filter(of_reward);
                    entries.order_by(reward_entry::Column::Id, Direction::Ascending).limit(MOST).all().await?
                }
                None => Vec::new(),
            },
            reward,
            events,
            deliveries,
        })
    }
}

/// What was done to a submission.
async fn changes(scope: &impl Scope, target: String) -> Result<Vec<audit_event::Model>> {
    scope
        .find::<audit_event::Entity>()
        .filter(audit_event::Column::TargetId.eq(target))
        .order_by(audit_event::Column::Id, Direction::Ascending)
        .limit(MOST)
        .all()
        .await
}

async fn webhooks(
    scope: &impl Scope,
    subjects: Vec<String>,
) -> Result<(Vec<webhook_event::Model>, Vec<webhook_delivery::Model>)> {
    let about = Condition::all().add(webhook_event::Column::SubjectId.is_in(subjects));
    let events = scope.find::<webhook_event::Entity>().filter(about).limit(MOST).all().await?;
    if events.is_empty() {
        return Ok((events, Vec::new()));
    }
    let ids = events.iter().map(|event| event.id);
    let deliveries = scope.find::<webhook_delivery::Entity>().filter(webhook_delivery::Column::EventId.is_in(ids));
    let deliveries = deliveries.order_by(webhook_delivery::Column::Id, Direction::Ascending).limit(MOST).all().await?;
    Ok((events, deliveries))
}
