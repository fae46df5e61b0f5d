//! Revoking links, and restoring them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::LinkId;
use entity::link;
use sea_orm::{ColumnTrait, Set};

use super::{MOST_AT_ONCE, addresses, shown};
use crate::domain::audit;
use crate::domain::webhook::{self, Event, EventKind};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Scope, Tx};

/// Revokes a link, or restores it; gives it, and its addresses, whose target has changed.
/// Revoking stops code, aliases and clicks in flight; restoring brings back the same.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such link.
pub async fn set_revoked(tx: &Tx, id: LinkId, revoked: bool, now: DateTime<Utc>) -> Result<(link::Model, Vec<String>)> {
    let (mut links, addresses) = set_revoked_all(tx, &[id], revoked, now).await?;
    Ok((links.remove(&id).ok_or(Error::NotFound("link"))?, addresses))
}

/// Revokes links, or restores them. Gives those that there are, and their addresses.
///
/// # Errors
///
/// [`Error::Invalid`] for too many at once.
pub async fn set_revoked_all(
    tx: &Tx,
    ids: &[LinkId],
    revoked: bool,
    now: DateTime<Utc>,
) -> Result<(HashMap<LinkId, link::Model>, Vec<String>)> {
    if ids.len() > MOST_AT_ONCE {
        let message = format!("Change at most {MOST_AT_ONCE} links at once.");
        return Err(Problem::new("ids", ProblemCode::TooLong, message).into());
    }
    let named = || link::Column::Id.is_in(ids.iter().copied());
    let before = tx.find::<link::Entity>().filter(named()).all().await?;
    let changing: Vec<_> = before.iter().filter(|link| link.revoked_at.is_some() != revoked).cloned().collect();
    let change = link::ActiveModel { revoked_at: Set(revoked.then_some(now)), ..Default::default() };
    let changed = link::Column::Id.is_in(changing.iter().map(|link| link.id));
    tx.update_where::<link::Entity, _>(changed, change).await?;
    let after: HashMap<_, _> =
        tx.find::<link::Entity>().filter(named()).all().await?.into_iter().map(|link| (link.id, link)).collect();
    let action = if revoked { "linkRevoke" } else { "linkRestore" };
    let events = changing.iter();
    let events = events.filter_map(|link| Some((link.id.to_string(), shown(link), shown(after.get(&link.id)?))));
    audit::changed_all(tx, action, events, now).await?;
    if revoked {
        let event = |link: &link::Model| {
            let (campaign, partner) = (link.campaign_id, link.partner_id);
            let data = serde_json::json!({ "linkId": link.id, "campaignId": campaign, "partnerId": partner });
            Event::new(EventKind::LinkRevoked, link.id, data)
        };
        webhook::emit(tx, changing.iter().map(event).collect(), now).await?;
    }
    Ok((after, addresses(tx, named()).await?))
}
