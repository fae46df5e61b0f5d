//! What is known when a conversion call is judged.

use chrono::{DateTime, Utc};
use entity::id::{ClickId, LinkId, OrganisationId};
use entity::value::{AttributionModel, PartnerStatus};
use entity::{campaign, campaign_version, click, conversion, converted_email, link, partner};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::domain::attribution::Known;
use crate::domain::email::Email;
use crate::domain::keyring::{Keyring, Purpose};
use crate::domain::token::Verified;
use crate::error::{Error, Result};
use crate::store::{Direction, Scope, Tenant};

/// The customer, by keyed hashes of the address.
pub(super) struct Customer {
    /// Under the key that signs now: what is stored.
    pub(super) hash: Vec<u8>,
    /// Under every key: what may have been stored before a rotation.
    pub(super) hashes: Vec<Vec<u8>>,
}

impl Customer {
    pub(super) fn new(email: &Email, organisation: OrganisationId, keyring: &Keyring) -> Self {
        let normalised = email.normalised();
        let hash = |key: u8| {
            let parts = [organisation.0.as_bytes().as_slice(), normalised.as_bytes()];
            keyring.mac(Purpose::EmailHash, key, &parts).map(|hash| hash.to_vec())
        };
        let (signing, _) = keyring.signer(Purpose::EmailHash);
        let hashes = keyring.key_ids().filter_map(hash).collect();
        Self { hash: hash(signing).unwrap_or_default(), hashes }
    }
}

/// What is read before a call is judged. Nothing is locked: what changes before the commit is
/// caught by the constraints there.
pub(super) struct Facts {
    pub(super) link: link::Model,
    pub(super) partner: partner::Model,
    pub(super) campaign: campaign::Model,
    pub(super) version: campaign_version::Model,
    pub(super) click: Option<click::Model>,
    pub(super) clicked_at: DateTime<Utc>,
    /// The token's click, or the visitor's first.
    pub(super) credited: Credited,
    pub(super) click_has_converted: bool,
    pub(super) customer_has_converted: bool,
    pub(super) customer_is_known: bool,
}

pub(super) struct Credited {
    pub(super) click: ClickId,
    pub(super) at: DateTime<Utc>,
    pub(super) link: LinkId,
    pub(super) via: Uuid,
    pub(super) partner: partner::Model,
}

impl Facts {
    pub(super) async fn read(
        tenant: &Tenant,
        verified: &Verified,
        customer: Option<&Customer>,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        let token = &verified.token;
        let link = tenant.find::<link::Entity>().filter(link::Column::Number.eq(token.link_number)).one();
        let Some(link) = link.await? else { return Ok(None) };
        let missing = |what: &str| Error::internal(format!("{} has no {what}", link.id));
        let partner = tenant.find::<partner::Entity>().id(link.partner_id).one().await?;
        let partner = partner.ok_or_else(|| missing("partner"))?;
        let campaign = tenant.find::<campaign::Entity>().id(link.campaign_id).one().await?;
        let campaign = campaign.ok_or_else(|| missing("campaign"))?;
        let version = tenant
            .find::<campaign_version::Entity>()
            .filter(campaign_version::Column::CampaignId.eq(campaign.id))
            .filter(campaign_version::Column::Version.eq(campaign.version))
            .one()
            .await?
            .ok_or_else(|| missing("version"))?;
        let click = tenant.find::<click::Entity>().id(token.click).one().await?;
        // A number that another link got by chance, or by forgery, is not this click's.
        if click.as_ref().is_some_and(|click| click.link_id != link.id) {
            return Ok(None);
        }
        let click_has_converted =
            tenant.find::<conversion::Entity>().filter(conversion::Column::ClickId.eq(token.click)).any().await?;
        let (mut customer_has_converted, mut customer_is_known) = (false, false);
        if let Some(customer) = customer {
            let known = tenant
                .find::<converted_email::Entity>()
                .filter(converted_email::Column::EmailHash.is_in(customer.hashes.clone()))
                .all()
                .await?;
            customer_is_known = !known.is_empty();
            customer_has_converted = known.iter().any(|row| row.campaign_id == campaign.id);
        }
        let clicked_at = click.as_ref().map_or_else(|| token.clicked_at(), |click| click.at);
        let mut credited = Credited {
            click: token.click,
            at: clicked_at,
            link: link.id,
            via: click.as_ref().map_or(link.id.0, |click| click.via),
            partner: partner.clone(),
        };
        if version.model == AttributionModel::FirstClick
            && let Some(visitor) = click.as_ref().and_then(|click| click.visitor_id)
            && let Some(first) = first_click(tenant, visitor, &version, now).await?
        {
            credited = first;
        }
        Ok(Some(Self {
            link,
            partner,
            campaign,
            version,
            click,
            clicked_at,
            credited,
            click_has_converted,
            customer_has_converted,
            customer_is_known,
        }))
    }

    pub(super) fn known(&self) -> Known<'_> {
        Known {
            link: &self.link,
            partner: &self.partner,
            campaign: &self.campaign,
            version: &self.version,
            clicked_at: self.clicked_at,
            click_is_stored: self.click.is_some(),
            credited: &self.credited.partner,
            click_has_converted: self.click_has_converted,
            customer_has_converted: self.customer_has_converted,
        }
    }
}

/// The visitor's earliest click in the campaign that may still be credited.
async fn first_click(
    tenant: &Tenant,
    visitor: Uuid,
    version: &campaign_version::Model,
    now: DateTime<Utc>,
) -> Result<Option<Credited>> {
    let since = now - chrono::Duration::days(i64::from(version.window_days));
    // A visitor's clicks inside the window are few; the limit is against a script.
    let clicks = tenant
        .find::<click::Entity>()
        .filter(click::Column::CampaignId.eq(version.campaign_id))
        .filter(click::Column::VisitorId.eq(visitor))
        .filter(click::Column::At.gte(since))
        .order_by(click::Column::At, Direction::Ascending)
        .limit(200)
        .all()
        .await?;
    let mut refused = Vec::new();
    for click in clicks {
        if refused.contains(&click.link_id) {
            continue;
        }
        let link =
            tenant.find::<link::Entity>().id(click.link_id).filter(link::Column::RevokedAt.is_null()).one().await?;
        let partner = tenant
            .find::<partner::Entity>()
            .id(click.partner_id)
            .filter(partner::Column::Status.eq(PartnerStatus::Active))
            .one()
            .await?;
        match (link, partner) {
            (Some(link), Some(partner)) => {
                return Ok(Some(Credited { click: click.id, at: click.at, link: link.id, via: click.via, partner }));
            }
            _ => refused.push(click.link_id),
        }
    }
    Ok(None)
}
