//! What is known when a conversion call is judged.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Duration, Utc};
use entity::id::{ClickId, LinkId, OrganisationId, PartnerId};
use entity::value::{CandidateClick, CustomerFacts, DecisionFacts, PartnerStatus};
use entity::{campaign, campaign_version, click, converted_email, link, partner};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::domain::attribution::{self, Known};
use crate::domain::email::{self, Email};
use crate::domain::keyring::{Keyring, Purpose};
use crate::domain::token::Verified;
use crate::error::Result;
use crate::store::{Direction, Named, Scope, Tenant};

/// How many clicks of a visitor are looked at inside the window. Few have more; the limit is against a
/// script.
const MOST_CLICKS: u64 = 500;
/// How many of them are kept with the decision.
const MOST_KEPT: usize = 50;
/// How far back they are looked for: no window is longer.
const LONGEST_WINDOW: Duration = Duration::days(365);
/// How many bytes of a customer's hash tell customers of one campaign apart.
const KEY_BYTES: usize = 12;

/// The customer, by keyed hashes of the address.
pub(super) struct Customer<'a> {
    email: &'a Email,
    /// Under the key that signs now: what is stored.
    pub(super) hash: Vec<u8>,
    /// Under every key: what may have been stored before a rotation.
    pub(super) hashes: Vec<Vec<u8>>,
}

impl<'a> Customer<'a> {
    pub(super) fn new(email: &'a Email, organisation: OrganisationId, keyring: &Keyring) -> Self {
        let normalised = email.normalised();
        let hash = |key: u8| {
            let parts = [organisation.0.as_bytes().as_slice(), normalised.as_bytes()];
            keyring.mac(Purpose::EmailHash, key, &parts).map(|hash| hash.to_vec())
        };
        let (signing, _) = keyring.signer(Purpose::EmailHash);
        let hashes = keyring.key_ids().filter_map(hash).collect();
        Self { email, hash: hash(signing).unwrap_or_default(), hashes }
    }

    fn key(&self) -> String {
        self.hash.iter().take(KEY_BYTES).map(|byte| format!("{byte:02x}")).collect()
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
    /// The visitor's clicks, oldest first, among them the token's.
    candidates: Vec<CandidateClick>,
    /// The token's click.
    own: CandidateClick,
    /// The token's click, or the visitor's first.
    pub(super) credited: CandidateClick,
    click_has_converted: bool,
    customer: Option<CustomerFacts>,
}

impl Facts {
    pub(super) async fn read(
        tenant: &Tenant,
        verified: &Verified,
        customer: Option<&Customer<'_>>,
        now: DateTime<Utc>,
    ) -> Result<Option<Self>> {
        let token = &verified.token;
        let Some(named) = tenant.named(token.link_number, token.click).await? else { return Ok(None) };
        let Named { link, partner, campaign, version, click, converted: click_has_converted } = named;
        // A number that another link got by chance, or by forgery, is not this click's.
        if click.as_ref().is_some_and(|click| click.link_id != link.id) {
            return Ok(None);
        }
        let own = Visit {
            click: token.click,
            link: link.id,
            partner: partner.id,
            via: click.as_ref().map_or(link.id.0, |click| click.via),
            at: click.as_ref().map_or_else(|| token.clicked_at(), |click| click.at),
        };
        let mut visits = match click.as_ref().and_then(|click| click.visitor_id) {
            Some(visitor) => visits(tenant, visitor, &version, now).await?,
            None => Vec::new(),
        };
        if !visits.iter().any(|visit| visit.click == own.click) {
            visits.push(own);
            visits.sort_by_key(|visit| (visit.at, visit.click));
        }
        let standing = Standing::read(tenant, &visits, &link, &partner).await?;
        let email = customer.map(|customer| customer.email);
        let candidate = |visit: &Visit| standing.candidate(visit, email);
        let candidates: Vec<_> = visits.iter().map(candidate).collect();
        let own = candidate(&own);
        let credited = attribution::credited(&version, &candidates, &own, now).clone();
        let customer = match customer {
            Some(customer) => Some(customer_facts(tenant, customer, &campaign).await?),
            None => None,
        };
        Ok(Some(Self {
            link,
            partner,
            campaign,
            version,
            click,
            candidates,
            own,
            credited,
            click_has_converted,
            customer,
        }))
    }

    pub(super) fn known(&self) -> Known<'_> {
        Known {
            link: &self.link,
            partner: &self.partner,
            campaign: &self.campaign,
            version: &self.version,
            click: &self.own,
            click_is_stored: self.click.is_some(),
            click_has_converted: self.click_has_converted,
            credited: &self.credited,
            customer: self.customer.as_ref(),
        }
    }

    /// Whether the customer has converted in the organisation.
    pub(super) fn customer_is_known(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| customer.converted_before)
    }

    /// What is kept of them with the decision. Of very many clicks the newest are kept, and always
    /// the token's and the credited one.
    pub(super) fn kept(&self) -> DecisionFacts {
        let mut excess = self.candidates.len().saturating_sub(MOST_KEPT);
        let mut candidates = self.candidates.clone();
        candidates.retain(|click| {
            let needed = click.click_id == self.own.click_id || click.click_id == self.credited.click_id;
            let drop = excess > 0 && !needed;
            excess -= usize::from(drop);
            !drop
        });
        DecisionFacts {
            more: self.candidates.len() - candidates.len(),
            candidates,
            visitor_known: self.click.as_ref().is_some_and(|click| click.visitor_id.is_some()),
            click_converted: self.click_has_converted,
            customer: self.customer.clone(),
        }
    }
}

async fn customer_facts(tenant: &Tenant, customer: &Customer<'_>, campaign: &campaign::Model) -> Result<CustomerFacts> {
    let known = tenant
        .find::<converted_email::Entity>()
        .filter(converted_email::Column::EmailHash.is_in(customer.hashes.clone()))
        .all()
        .await?;
    Ok(CustomerFacts {
        key: customer.key(),
        domain: customer.email.domain().to_owned(),
        disposable: email::is_disposable(customer.email),
        converted_in_campaign: known.iter().any(|row| row.campaign_id == campaign.id),
        converted_before: !known.is_empty(),
    })
}

/// A click of the visitor.
#[derive(Clone, Copy)]
struct Visit {
    click: ClickId,
    link: LinkId,
    partner: PartnerId,
    via: Uuid,
    at: DateTime<Utc>,
}

/// The visitor's clicks in the campaign, oldest first: those inside the window, of which one may be
/// credited, and the last ones before it, which another window would let in.
async fn visits(
    tenant: &Tenant,
    visitor: Uuid,
    version: &campaign_version::Model,
    now: DateTime<Utc>,
) -> Result<Vec<Visit>> {
    let since = now - attribution::window(version);
    let clicks = |direction| {
        tenant
            .find::<click::Entity>()
            .filter(click::Column::CampaignId.eq(version.campaign_id))
            .filter(click::Column::VisitorId.eq(visitor))
            .order_by(click::Column::At, direction)
            .order_by(click::Column::Id, direction)
    };
    let mut clicks_before = clicks(Direction::Descending)
        .filter(click::Column::At.gte(now - LONGEST_WINDOW))
        .filter(click::Column::At.lt(since))
        .limit(MOST_KEPT as u64)
        .all()
        .await?;
    clicks_before.reverse();
    let inside = clicks(Direction::Ascending).filter(click::Column::At.gte(since)).limit(MOST_CLICKS).all().await?;
    let visit = |click: click::Model| Visit {
        click: click.id,
        link: click.link_id,
        partner: click.partner_id,
        via: click.via,
        at: click.at,
    };
    Ok(clicks_before.into_iter().chain(inside).map(visit).collect())
}

/// How the links and partners of a visitor's clicks stand.
struct Standing {
    revoked: HashMap<LinkId, bool>,
    partners: HashMap<PartnerId, partner::Model>,
}

impl Standing {
    /// `link` and `partner` are the token's, which have been read.
    async fn read(tenant: &Tenant, visits: &[Visit], link: &link::Model, partner: &partner::Model) -> Result<Self> {
        let mut revoked = HashMap::from([(link.id, link.revoked_at.is_some())]);
        let mut partners = HashMap::from([(partner.id, partner.clone())]);
        let others: BTreeSet<_> = visits.iter().map(|visit| visit.link).filter(|id| *id != link.id).collect();
        if !others.is_empty() {
            let links = tenant.find::<link::Entity>().filter(link::Column::Id.is_in(others)).all().await?;
            revoked.extend(links.iter().map(|link| (link.id, link.revoked_at.is_some())));
        }
        let others: BTreeSet<_> = visits.iter().map(|visit| visit.partner).filter(|id| *id != partner.id).collect();
        if !others.is_empty() {
            let rows = tenant.find::<partner::Entity>().filter(partner::Column::Id.is_in(others)).all().await?;
            partners.extend(rows.into_iter().map(|partner| (partner.id, partner)));
        }
        Ok(Self { revoked, partners })
    }

    fn candidate(&self, visit: &Visit, customer: Option<&Email>) -> CandidateClick {
        let partner = self.partners.get(&visit.partner);
        let shared = |partner: &partner::Model| {
            email::is_self_referral(customer?, partner.email.as_deref(), partner.domain.as_deref())
        };
        CandidateClick {
            click_id: visit.click,
            link_id: visit.link,
            via: visit.via,
            partner_id: visit.partner,
            at: visit.at,
            revoked: self.revoked.get(&visit.link).copied().unwrap_or(true),
            partner_active: partner.is_some_and(|partner| partner.status == PartnerStatus::Active),
            self_referral: partner.and_then(shared).map(str::to_owned),
        }
    }
}
