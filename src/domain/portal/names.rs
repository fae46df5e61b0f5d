//! What the rows of a partner's breakdown are called.

use std::collections::HashMap;

use entity::id::{AliasId, LinkId};
use entity::{campaign, link, link_alias};
use sea_orm::ColumnTrait;

use crate::domain::stats::{Key, Row};
use crate::error::Result;
use crate::store::PartnerTenant;

/// What rows are called.
#[derive(Default)]
pub struct Names(HashMap<Key, (String, String)>);

impl Names {
    /// The names of what these rows are of, also of aliases that were deleted: their clicks stay.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn of(tenant: &PartnerTenant, rows: &[Row]) -> Result<Self> {
        let (mut campaigns, mut addresses) = (Vec::new(), Vec::new());
        for row in rows {
            match row.key {
                Key::Campaign(id) => campaigns.push(id),
                Key::Address(id) => addresses.push(id),
                Key::Partner(_) | Key::Link(_) | Key::Value(_) => {}
            }
        }
        let mut names = HashMap::new();
        if !campaigns.is_empty() {
            let found = tenant.find::<campaign::Entity>().filter(campaign::Column::Id.is_in(campaigns)).all().await?;
            names.extend(found.into_iter().map(|row| (Key::Campaign(row.id), (row.id.to_string(), row.name))));
        }
        if !addresses.is_empty() {
            let links = addresses.iter().map(|id| LinkId(*id));
            let found = tenant.find::<link::Entity>().filter(link::Column::Id.is_in(links)).all().await?;
            names.extend(found.into_iter().map(|row| (Key::Address(row.id.0), (row.id.to_string(), row.code))));
            let aliases = addresses.iter().map(|id| AliasId(*id));
            let found = tenant.find::<link_alias::Entity>().filter(link_alias::Column::Id.is_in(aliases)).all().await?;
            names.extend(found.into_iter().map(|row| (Key::Address(row.id.0), (row.id.to_string(), row.slug))));
        }
        Ok(Self(names))
    }

    /// What names a row for programs, and what for people.
    pub fn key_and_label(&self, key: &Key) -> (String, String) {
        if let Some(named) = self.0.get(key) {
            return named.clone();
        }
        let key = match key {
            Key::Campaign(id) => id.to_string(),
            Key::Partner(id) => id.to_string(),
            Key::Link(id) => id.to_string(),
            Key::Address(id) => LinkId(*id).to_string(),
            Key::Value(value) => value.clone(),
        };
        (key.clone(), key)
    }
}
