//! Making links: for chosen partners, or for all.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::value::PartnerStatus;
use entity::{campaign, link, link_address, partner};
use rand::distr::Alphanumeric;
use rand::{Rng, RngExt};
use sea_orm::{ColumnTrait, FromQueryResult, IntoActiveModel, QuerySelect};

use super::{CHUNK, CODE, MOST_AT_ONCE, shown};
use crate::domain::audit;
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Direction, Scope, Tx};

/// How many partners there may be for links of all of them to be made at once.
const MOST_OF_ALL: u64 = 10_000;

/// Whose links are made.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Those of these partners.
    These(&'a [PartnerId]),
    /// Those of every active partner.
    All,
}

/// The links of the partners.
#[derive(Debug)]
pub struct Generated {
    /// In the order of the partners, each once.
    pub links: Vec<link::Model>,
    /// Those among them that are new.
    pub created: HashSet<LinkId>,
}

/// Makes sure that each of these partners has its link in the campaign, and gives the links in
/// the order of the partners. A link that exists is given as it is, also a revoked one.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, [`Error::Invalid`] for a
/// partner that it has not, or for too many.
pub async fn generate(tx: &Tx, campaign: CampaignId, whose: Whose<'_>, now: DateTime<Utc>) -> Result<Generated> {
    // Locked, so that who makes links of the same campaign meanwhile finds these.
    tx.lock::<campaign::Entity>(campaign).await?.ok_or(Error::NotFound("campaign"))?;
    let partners = match whose {
        Whose::These(partners) => chosen(tx, partners).await?,
        Whose::All => every(tx).await?,
    };
    let mut links = existing(tx, campaign, &partners).await?;
    let missing: Vec<_> = partners.iter().copied().filter(|partner| !links.contains_key(partner)).collect();
    let created = create(tx, campaign, &missing, now).await?;
    let ids = created.iter().map(|link| link.id).collect();
    links.extend(created.into_iter().map(|link| (link.partner_id, link)));
    let links = partners.iter().filter_map(|partner| links.remove(partner)).collect();
    Ok(Generated { links, created: ids })
}

#[derive(FromQueryResult)]
struct PartnerRow {
    id: PartnerId,
}

/// The partners that were named, each once.
async fn chosen(tx: &Tx, named: &[PartnerId]) -> Result<Vec<PartnerId>> {
    if named.len() > MOST_AT_ONCE {
        let message = format!("Generate links for at most {MOST_AT_ONCE} partners at once.");
        return Err(Problem::new("partnerIds", ProblemCode::TooLong, message).into());
    }
    let among = partner::Column::Id.is_in(named.iter().copied());
    let rows = tx.find::<partner::Entity>().filter(among);
    let rows = rows.reduce::<PartnerRow>(|select| select.column(partner::Column::Id)).await?;
    let known: HashSet<_> = rows.into_iter().map(|row| row.id).collect();
    let mut problems = Problems::default();
    let (mut seen, mut chosen) = (HashSet::new(), Vec::new());
    for (index, id) in named.iter().enumerate() {
        if !known.contains(id) {
            let message = "There is no partner with this id.";
            problems.add(&format!("partnerIds.{index}"), ProblemCode::NotFound, message);
        } else if seen.insert(*id) {
            chosen.push(*id);
        }
    }
    problems.none()?;
    Ok(chosen)
}

/// Every active partner, oldest first.
async fn every(tx: &Tx) -> Result<Vec<PartnerId>> {
    let active = partner::Column::Status.eq(PartnerStatus::Active);
    let rows = tx.find::<partner::Entity>().filter(active).order_by(partner::Column::Id, Direction::Ascending);
    let rows = rows.limit(MOST_OF_ALL + 1).reduce::<PartnerRow>(|select| select.column(partner::Column::Id)).await?;
    if rows.len() as u64 > MOST_OF_ALL {
        let message = format!("There are over {MOST_OF_ALL} active partners. Choose at most {MOST_AT_ONCE} at a time.");
        return Err(Problem::new("allPartners", ProblemCode::LimitReached, message).into());
    }
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn existing(tx: &Tx, campaign: CampaignId, partners: &[PartnerId]) -> Result<HashMap<PartnerId, link::Model>> {
    let mut existing = HashMap::new();
    for partners in partners.chunks(CHUNK) {
        let rows = tx
            .find::<link::Entity>()
            .filter(link::Column::CampaignId.eq(campaign))
            .filter(link::Column::PartnerId.is_in(partners.iter().copied()))
            .all()
            .await?;
        existing.extend(rows.into_iter().map(|link| (link.partner_id, link)));
    }
    Ok(existing)
}

async fn create(tx: &Tx, campaign: CampaignId, partners: &[PartnerId], now: DateTime<Utc>) -> Result<Vec<link::Model>> {
    let mut links = Vec::with_capacity(partners.len());
    for partners in partners.chunks(CHUNK) {
        let codes = free_codes(tx, partners.len()).await?;
        let rows: Vec<_> = partners
            .iter()
            .zip(codes)
            .map(|(partner, code)| link::Model {
                organisation_id: tx.organisation(),
                id: LinkId::new(now),
                number: rand::rng().next_u64().cast_signed(),
                campaign_id: campaign,
                partner_id: *partner,
                code,
                revoked_at: None,
                created_at: now,
            })
            .collect();
        tx.insert_all(rows.iter().cloned().map(IntoActiveModel::into_active_model)).await?;
        let addresses = rows.iter().map(|row| link_address::Model {
            address: row.code.to_lowercase(),
            organisation_id: tx.organisation(),
            link_id: row.id,
            alias_id: None,
        });
        tx.insert_all(addresses.map(IntoActiveModel::into_active_model)).await?;
        let events = rows.iter().map(|row| (row.id.to_string(), shown(row)));
        audit::created_all(tx, "linksGenerate", events, now).await?;
        links.extend(rows);
    }
    Ok(links)
}

/// Codes that no link and no alias of this organisation has. Those of other organisations are left
/// to the constraint, which at 62⁸ codes will not be met.
async fn free_codes(tx: &Tx, count: usize) -> Result<Vec<String>> {
    let mut codes: HashMap<String, String> = HashMap::with_capacity(count);
    while codes.len() < count {
        while codes.len() < count {
            let code: String = rand::rng().sample_iter(Alphanumeric).take(CODE).map(char::from).collect();
            codes.insert(code.to_lowercase(), code);
        }
        let among = link_address::Column::Address.is_in(codes.keys().cloned());
        for taken in tx.find::<link_address::Entity>().filter(among).all().await? {
            codes.remove(&taken.address);
        }
    }
    Ok(codes.into_values().collect())
}
