//! Rewards: what a conversion earns its partner, and the ledger of how the money moved.
//!
//! A reward is `HELD` while its submission waits, `PAYABLE` once that is accepted, and `REVERSED` if it
//! is declined. Each step is a move in the ledger: two entries that cancel each other out, one of the
//! account that loses the amount and one of the account that gains it. Entries are only ever added, so
//! that the sum of all is 0 at every moment and every status has its history.

mod check;
mod months;
mod totals;

use chrono::{DateTime, Utc};
use entity::id::{ConversionId, RewardEntryId, RewardId};
use entity::value::{RewardAccount, RewardStatus, SubmissionStatus};
use entity::{campaign_version, conversion, reward, reward_entry};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use serde_json::json;
use uuid::Uuid;

use crate::domain::webhook::{Event, EventKind};
use crate::domain::{campaign, money};
use crate::error::{Error, Result};
use crate::store::{Scope, Tx};

pub use check::check;
pub use months::{Days, Month};
pub use totals::{Earned, Filter, Sums, Totals, earned, totals, totals_by};

/// Why a conversion of a campaign that pays rewards earned none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// The campaign rewards new customers only, and this one had converted before.
    ExistingCustomer,
}

/// Where a reward stands whose submission stands there.
pub fn status_of(submission: SubmissionStatus) -> RewardStatus {
    match submission {
        SubmissionStatus::Pending | SubmissionStatus::Error => RewardStatus::Held,
        SubmissionStatus::AutoAccepted | SubmissionStatus::Accepted => RewardStatus::Payable,
        SubmissionStatus::Declined => RewardStatus::Reversed,
    }
}

/// Why a conversion that this version judged earned no reward; none: it did, or the campaign paid none.
pub fn withheld(conversion: &conversion::Model, version: &campaign_version::Model) -> Option<Withheld> {
    let pays = campaign::reward(version).is_some();
    (pays && version.new_customers_only && conversion.existing_customer).then_some(Withheld::ExistingCustomer)
}

/// Makes the reward of a new conversion, if it earns one. One whose submission needs no review is
/// held and payable at once.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn open(
    tx: &Tx,
    conversion: &conversion::Model,
    version: &campaign_version::Model,
    submission: SubmissionStatus,
    now: DateTime<Utc>,
) -> Result<Option<reward::Model>> {
    let Some((amount, currency)) = campaign::reward(version) else { return Ok(None) };
    if withheld(conversion, version).is_some() {
        return Ok(None);
    }
    let row = reward::Model {
        organisation_id: tx.organisation(),
        id: RewardId::new(now),
        conversion_id: conversion.id,
        campaign_id: conversion.campaign_id,
        partner_id: conversion.partner_id,
        link_id: conversion.link_id,
        via: conversion.via,
        status: status_of(submission),
        amount_minor: amount,
        currency: currency.to_owned(),
        created_at: now,
        updated_at: now,
    };
    tx.insert_all([row.clone().into_active_model()]).await?;
    let mut path = vec![RewardAccount::Promised, RewardAccount::Held];
    if row.status != RewardStatus::Held {
        path.push(row.status.into());
    }
    move_along(tx, &row, &path, now).await?;
    Ok(Some(row))
}

/// Lets the reward of a conversion follow its submission. Gives the reward if it moved.
///
/// The caller holds the submission's row, so that two reviewers do not move it at once.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn follow(
    tx: &Tx,
    conversion: ConversionId,
    submission: SubmissionStatus,
    now: DateTime<Utc>,
) -> Result<Option<reward::Model>> {
    let of_conversion = reward::Column::ConversionId.eq(conversion);
    let Some(before) = tx.find::<reward::Entity>().filter(of_conversion).one().await? else { return Ok(None) };
    let status = status_of(submission);
    if before.status == status {
        return Ok(None);
    }
    let change = reward::ActiveModel { status: Set(status), updated_at: Set(now), ..Default::default() };
    let after = tx.update::<reward::Entity, _>(before.id, change).await?;
    let after = after.ok_or_else(|| Error::internal("a reward that was there a moment ago"))?;
    move_along(tx, &after, &[before.status.into(), status.into()], now).await?;
    Ok(Some(after))
}

/// Moves the amount from each account of `path` to the next.
async fn move_along(tx: &Tx, reward: &reward::Model, path: &[RewardAccount], now: DateTime<Utc>) -> Result<()> {
    // Within an instant ids are random; these count up, so that entries sort as the money moved.
    let first = RewardEntryId::new(now).0.as_u128();
    let mut entries = Vec::new();
    for step in path.windows(2) {
        let &[from, to] = step else { continue };
        let move_id = Uuid::from_u128(first.wrapping_add(entries.len() as u128));
        for (account, amount_minor) in [(from, -reward.amount_minor), (to, reward.amount_minor)] {
            let entry = reward_entry::Model {
                organisation_id: tx.organisation(),
                id: RewardEntryId(Uuid::from_u128(first.wrapping_add(entries.len() as u128))),
                move_id,
                reward_id: reward.id,
                campaign_id: reward.campaign_id,
                partner_id: reward.partner_id,
                account,
                amount_minor,
                currency: reward.currency.clone(),
                at: now,
            };
            entries.push(entry.into_active_model());
        }
    }
    tx.insert_all(entries).await
}

/// What is told of where a reward stands now, if anything: that it is held says the conversion's event.
pub fn event(reward: &reward::Model) -> Option<Event> {
    let kind = match reward.status {
        RewardStatus::Held => return None,
        RewardStatus::Payable => EventKind::RewardPayable,
        RewardStatus::Reversed => EventKind::RewardReversed,
    };
    let data = json!({
        "rewardId": reward.id, "conversionId": reward.conversion_id, "campaignId": reward.campaign_id,
        "partnerId": reward.partner_id, "linkId": reward.link_id, "status": reward.status,
        "amount": amount(reward),
    });
    Some(Event::new(kind, reward.id, data))
}

/// The amount of a reward as payloads have it.
pub fn amount(reward: &reward::Model) -> serde_json::Value {
    json!({
        "amount": money::decimal(reward.amount_minor, &reward.currency), "currencyCode": reward.currency,
        "minorUnits": reward.amount_minor,
    })
}
