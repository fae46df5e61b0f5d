//! Field mappings tried on what has really been sent.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, ConversionId};
use entity::{campaign, conversion, submission};
use sea_orm::ColumnTrait;
use serde_json::Value;

use super::{MappingInput, check_mappings, mappings};
use crate::domain::mapping::{self, Filled};
use crate::domain::submission as submissions;
use crate::error::{Error, Result};
use crate::store::{Direction, Scope};

/// How many conversions are looked through for properties that no field takes.
const LOOKED_THROUGH: u64 = 1_000;
/// How many conversions are looked through for the last value of a property.
const RECENT: u64 = 100;

/// A conversion under other mappings.
#[derive(Debug)]
pub struct Tried {
    /// The conversion.
    pub conversion: conversion::Model,
    /// What it became.
    pub before: Filled,
    /// What it would become.
    pub after: Filled,
}

impl Tried {
    /// Whether that is something else.
    pub fn changes(&self) -> bool {
        self.before != self.after
    }
}

/// A property, and where it was last seen.
#[derive(Debug, Clone)]
pub struct SeenProperty {
    /// Its key.
    pub property: String,
    /// In how many conversions.
    pub count: u64,
    /// Its value in the last of them.
    pub value: Value,
    /// When that was.
    pub at: DateTime<Utc>,
}

/// The rules that are tried: a draft, or the campaign's own.
///
/// # Errors
///
/// As [`super::set_mappings`].
pub async fn rules(
    scope: &impl Scope,
    campaign: &campaign::Model,
    draft: Option<Vec<MappingInput>>,
) -> Result<Vec<(String, String)>> {
    match draft {
        Some(draft) => {
            check_mappings(scope, campaign, &draft).await?;
            Ok(draft.into_iter().map(|rule| (rule.property, rule.field_id)).collect())
        }
        None => {
            let rows = mappings(scope, campaign.id).await?;
            Ok(rows.into_iter().map(|rule| (rule.property, rule.field_id)).collect())
        }
    }
}

/// What the last conversions of a campaign would become, newest first. Nothing is written.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, else as [`super::set_mappings`].
pub async fn dry_run(
    scope: &impl Scope,
    id: CampaignId,
    draft: Option<Vec<MappingInput>>,
    last: u64,
) -> Result<Vec<Tried>> {
    let campaign = scope.find::<campaign::Entity>().id(id).one().await?.ok_or(Error::NotFound("campaign"))?;
    let rules = rules(scope, &campaign, draft).await?;
    let fields = submissions::fields(scope, campaign.form_id).await?;
    let conversions = newest(scope, id, last).await?;
    let mut became = became(scope, &conversions).await?;
    let tried = conversions.into_iter().filter_map(|conversion| {
        let before = became.remove(&conversion.id)?;
        let before = Filled { fields: before.fields, unmapped: before.unmapped, problems: before.problems };
        let after = mapping::fill(&fields, &rules, conversion.email.as_deref(), &conversion.properties.0);
        Some(Tried { conversion, before, after })
    });
    Ok(tried.collect())
}

/// The properties of a campaign's last conversions that no field took, those that were seen most first.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign.
pub async fn unmapped(scope: &impl Scope, id: CampaignId) -> Result<Vec<SeenProperty>> {
    scope.find::<campaign::Entity>().id(id).one().await?.ok_or(Error::NotFound("campaign"))?;
    let conversions = newest(scope, id, LOOKED_THROUGH).await?;
    let mut became = became(scope, &conversions).await?;
    let unmapped = conversions.iter().filter_map(|conversion| {
        let submission = became.remove(&conversion.id)?;
        Some((conversion.created_at, submission.unmapped.0))
    });
    Ok(seen(unmapped))
}

/// The properties of a campaign's last conversions, with the value that each last had.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn recent(scope: &impl Scope, id: CampaignId) -> Result<Vec<SeenProperty>> {
    let conversions = newest(scope, id, RECENT).await?;
    Ok(seen(conversions.into_iter().map(|conversion| (conversion.created_at, conversion.properties.0))))
}

fn seen(newest_first: impl Iterator<Item = (DateTime<Utc>, serde_json::Map<String, Value>)>) -> Vec<SeenProperty> {
    let mut seen: HashMap<String, SeenProperty> = HashMap::new();
    for (at, properties) in newest_first {
        for (property, value) in properties {
            let first = SeenProperty { property: property.clone(), count: 0, value, at };
            seen.entry(property).or_insert(first).count += 1;
        }
    }
    let mut seen: Vec<_> = seen.into_values().collect();
    seen.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.property.cmp(&other.property)));
    seen
}

async fn newest(scope: &impl Scope, id: CampaignId, most: u64) -> Result<Vec<conversion::Model>> {
    scope
        .find::<conversion::Entity>()
        .filter(conversion::Column::CampaignId.eq(id))
        .order_by(conversion::Column::Id, Direction::Descending)
        .limit(most)
        .all()
        .await
}

async fn became(
    scope: &impl Scope,
    conversions: &[conversion::Model],
) -> Result<HashMap<ConversionId, submission::Model>> {
    let of = submission::Column::ConversionId.is_in(conversions.iter().map(|conversion| conversion.id));
    let rows = scope.find::<submission::Entity>().filter(of).all().await?;
    Ok(rows.into_iter().map(|row| (row.conversion_id, row)).collect())
}
