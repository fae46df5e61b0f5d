//! The names of what rows are about. Read for some rows at a time, as the caller may see them.

use std::collections::{HashMap, HashSet};

use entity::id::{AliasId, CampaignId, LinkId, PartnerId};
use entity::{campaign, link, link_alias, partner};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::cells::Cell;
use crate::app::App;
use crate::domain::key::Permission;
use crate::error::Result;
use crate::http::caller::Caller;
use crate::store::{Scope, Tenant};

/// What a row is about.
#[derive(Default)]
pub(super) struct About {
    pub(super) link: Option<LinkId>,
    pub(super) via: Option<Uuid>,
    pub(super) campaign: Option<CampaignId>,
    pub(super) partner: Option<PartnerId>,
}

/// Names by what has them. A name that the caller may not see is not there.
#[derive(Default)]
pub(super) struct Names {
    codes: HashMap<LinkId, String>,
    slugs: HashMap<AliasId, String>,
    campaigns: HashMap<CampaignId, String>,
    partners: HashMap<PartnerId, String>,
}

/// Whose names a caller may see.
#[derive(Clone)]
pub(super) struct Visible {
    campaigns: Option<Tenant>,
    partners: Option<Tenant>,
}

impl Visible {
    pub(super) fn to(app: &App, caller: &Caller) -> Self {
        Self {
            campaigns: caller.tenant(app, Permission::CampaignsRead).ok(),
            partners: caller.tenant(app, Permission::PartnersRead).ok(),
        }
    }

    /// The names of what these rows are about.
    pub(super) async fn read(&self, rows: &[About]) -> Result<Names> {
        let mut names = Names::default();
        if let Some(tenant) = &self.campaigns {
            let links: HashSet<_> = rows.iter().filter_map(|row| row.link).collect();
            let found = tenant.find::<link::Entity>().filter(link::Column::Id.is_in(links)).all().await?;
            names.codes = found.into_iter().map(|row| (row.id, row.code)).collect();
            let aliases: HashSet<_> = rows.iter().filter_map(|row| row.via).map(AliasId).collect();
            let found = tenant.find::<link_alias::Entity>().filter(link_alias::Column::Id.is_in(aliases)).all().await?;
            names.slugs = found.into_iter().map(|row| (row.id, row.slug)).collect();
            let campaigns: HashSet<_> = rows.iter().filter_map(|row| row.campaign).collect();
            let found = tenant.find::<campaign::Entity>().filter(campaign::Column::Id.is_in(campaigns)).all().await?;
            names.campaigns = found.into_iter().map(|row| (row.id, row.name)).collect();
        }
        if let Some(tenant) = &self.partners {
            let partners: HashSet<_> = rows.iter().filter_map(|row| row.partner).collect();
            let found = tenant.find::<partner::Entity>().filter(partner::Column::Id.is_in(partners)).all().await?;
            names.partners = found.into_iter().map(|row| (row.id, row.name)).collect();
        }
        Ok(names)
    }
}

/// The columns of what a row is about.
pub(super) const ABOUT: [&str; 7] =
    ["link_id", "link_code", "alias", "campaign_id", "campaign", "partner_id", "partner"];

impl Names {
    /// The cells of those columns.
    pub(super) fn about(&self, about: &About) -> [Cell; 7] {
        let code = about.link.and_then(|id| self.codes.get(&id).cloned());
        let slug = about.via.and_then(|id| self.slugs.get(&AliasId(id)).cloned());
        [
            Cell::plain(about.link),
            Cell::text(code),
            Cell::text(slug),
            Cell::plain(about.campaign),
            Cell::text(about.campaign.and_then(|id| self.campaigns.get(&id).cloned())),
            Cell::plain(about.partner),
            Cell::text(about.partner.and_then(|id| self.partners.get(&id).cloned())),
        ]
    }
}
