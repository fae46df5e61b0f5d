//! A campaign as another one is.

use chrono::{DateTime, Utc};
use entity::id::CampaignId;
use entity::{campaign, campaign_version, field_mapping};
use sea_orm::IntoActiveModel;

use super::{mappings, shown, version};
use crate::domain::{audit, key, text};
use crate::error::{Error, Problems, Result};
use crate::store::{Scope, Tx};

/// Makes a campaign with the settings, the form and the field mappings of another one, and a
/// publishable key of its own. Links, and what came by them, stay with the other.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, [`Error::Invalid`] for a name that
/// is none.
pub async fn duplicate(tx: &Tx, id: CampaignId, name: &str, now: DateTime<Utc>) -> Result<campaign::Model> {
    // Locked, so that settings and mappings are of one moment.
    let original = tx.lock::<campaign::Entity>(id).await?.ok_or(Error::NotFound("campaign"))?;
    let mut problems = Problems::default();
    let name = text::name(name, "name", &mut problems);
    problems.none()?;
    let copy = CampaignId::new(now);
    let rules =
        campaign_version::Model { campaign_id: copy, version: 1, created_at: now, ..version(tx, &original).await? };
    let row = campaign::Model { id: copy, name, version: 1, created_at: now, updated_at: now, ..original };
    let row = tx.insert(row.into_active_model()).await?;
    tx.insert_all([rules.clone().into_active_model()]).await?;
    let mapped = mappings(tx, id).await?.into_iter();
    let mapped = mapped.map(|rule| field_mapping::Model { campaign_id: copy, ..rule });
    tx.insert_all(mapped.map(IntoActiveModel::into_active_model)).await?;
    let key = key::new_publishable(tx.organisation(), Some(copy), now);
    tx.insert_all([key.into_active_model()]).await?;
    audit::created(tx, "campaignDuplicate", copy, &shown(&row, &rules), now).await?;
    Ok(row)
}
