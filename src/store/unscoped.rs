//! The questions that have no tenant yet. Each says why it cannot have one.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::id::{AliasId, CampaignId, LinkId, OrganisationId, PartnerId};
use entity::value::{AttributionModel, CampaignStatus, PartnerStatus};
use entity::{
    api_key, audit_event, ignored_call, invitation, organisation, publishable_key, snippet_load, visitor_salt,
};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, InsertMany, IntoActiveModel, QueryFilter, Set, Statement};

use super::{Actor, Store, Tx};
use crate::error::{Error, Result};

/// How long a question of the redirect may take: a visitor waits for it, and a database that says
/// nothing is as good as away.
const PATIENCE: Duration = Duration::from_secs(2);

async fn in_time<T>(question: impl Future<Output = Result<T>>) -> Result<T> {
    let late = |_| Err(Error::Unavailable("the database did not answer in time".into()));
    tokio::time::timeout(PATIENCE, question).await.unwrap_or_else(late)
}

/// A link as the redirect needs it.
#[derive(Debug, FromQueryResult)]
pub struct LinkRow {
    /// The owner.
    pub organisation_id: OrganisationId,
    /// The owner's number in tokens.
    pub organisation_number: i64,
    /// The link.
    pub link_id: LinkId,
    /// The link's number in tokens.
    pub link_number: i64,
    /// Its code, with its case.
    pub code: String,
    /// The alias that was asked for; none: the code.
    pub alias_id: Option<AliasId>,
    /// Since when the link is revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Its campaign.
    pub campaign_id: CampaignId,
    /// Whether the campaign runs.
    pub campaign_status: CampaignStatus,
    /// Where it leads.
    pub destination_url: String,
    /// Which click the campaign credits.
    pub model: AttributionModel,
    /// Its partner.
    pub partner_id: PartnerId,
    /// Whether the partner may earn.
    pub partner_status: PartnerStatus,
}

const LINK_AT: &str = "
    SELECT link.organisation_id, organisation.number AS organisation_number,
           link.id AS link_id, link.number AS link_number, link.code, link_address.alias_id, link.revoked_at,
           campaign.id AS campaign_id, campaign.status AS campaign_status, campaign.destination_url,
           campaign_version.model, partner.id AS partner_id, partner.status AS partner_status
    FROM link_address
    JOIN link ON link.organisation_id = link_address.organisation_id AND link.id = link_address.link_id
    JOIN organisation ON organisation.id = link.organisation_id
    JOIN campaign ON campaign.organisation_id = link.organisation_id AND campaign.id = link.campaign_id
    JOIN campaign_version ON campaign_version.organisation_id = campaign.organisation_id
        AND campaign_version.campaign_id = campaign.id AND campaign_version.version = campaign.version
    JOIN partner ON partner.organisation_id = link.organisation_id AND partner.id = link.partner_id
    WHERE link_address.address = $1";

/// A secret key and whose it is.
#[derive(Debug, Clone)]
pub struct SecretKey {
    /// The key, as it is stored.
    pub row: api_key::Model,
    /// The owner's number in tokens.
    pub organisation_number: i64,
    /// Whether the owner refuses it when it comes from a browser.
    pub refused_in_browsers: bool,
}

/// A publishable key and whose it is.
#[derive(Debug, Clone)]
pub struct PublishableKey {
    /// The key, as it is stored.
    pub row: publishable_key::Model,
    /// The owner's number in tokens.
    pub organisation_number: i64,
    /// Whether a campaign of the owner without a list of origins takes nothing from pages.
    pub requires_origins: bool,
}

/// An organisation that is about to be made.
#[derive(Debug)]
pub struct NewOrganisation {
    /// The organisation.
    pub organisation: organisation::Model,
    /// The invitation of its first owner.
    pub invitation: Option<invitation::Model>,
    /// Its first publishable key.
    pub publishable_key: publishable_key::Model,
    /// What its audit log begins with.
    pub event: audit_event::Model,
}

#[expect(clippy::disallowed_methods, reason = "these questions find out who the tenant is, or belong to none")]
impl Store {
    /// The link behind a code or alias in lower case. A visitor's request names no tenant;
    /// the code says whose it is. On the click log's connections: nothing else of a redirect
    /// may wait for the API's, nor for long.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn link_at(&self, address: &str) -> Result<Option<LinkRow>> {
        let pool =
            if self.pools.backend == sea_orm::DbBackend::Postgres { &self.pools.clicks } else { &self.pools.read };
        let statement = Statement::from_sql_and_values(self.pools.backend, LINK_AT, [address.into()]);
        in_time(async { Ok(LinkRow::find_by_statement(statement).one(pool).await?) }).await
    }

    /// Whether a code or alias, in lower case, is somebody's: all organisations share the link host.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn address_is_taken(&self, address: &str) -> Result<bool> {
        Ok(entity::link_address::Entity::find_by_id(address).one(&self.pools.read).await?.is_some())
    }

    /// The secret key with this lookup part. The key says whose it is.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn secret_key(&self, lookup: &str) -> Result<Option<SecretKey>> {
        let row = api_key::Entity::find().filter(api_key::Column::Lookup.eq(lookup)).one(&self.pools.read).await?;
        let Some(row) = row else { return Ok(None) };
        let owner = self.owner_of(row.organisation_id).await?;
        let refused_in_browsers = owner.refuse_secret_keys_in_browsers;
        Ok(Some(SecretKey { organisation_number: owner.number, refused_in_browsers, row }))
    }

    /// The publishable key. The key says whose it is.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn publishable_key(&self, key: &str) -> Result<Option<PublishableKey>> {
        let row =
            publishable_key::Entity::find().filter(publishable_key::Column::Key.eq(key)).one(&self.pools.read).await?;
        let Some(row) = row else { return Ok(None) };
        let owner = self.owner_of(row.organisation_id).await?;
        let requires_origins = owner.require_origins;
        Ok(Some(PublishableKey { organisation_number: owner.number, requires_origins, row }))
    }

    async fn owner_of(&self, id: OrganisationId) -> Result<organisation::Model> {
        let row = organisation::Entity::find_by_id(id).one(&self.pools.read).await?;
        row.ok_or_else(|| Error::internal("a key without an organisation"))
    }

    /// All organisations, oldest first: for the command line.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn organisations(&self) -> Result<Vec<organisation::Model>> {
        use sea_orm::QueryOrder;
        Ok(organisation::Entity::find().order_by_asc(organisation::Column::Id).all(&self.pools.read).await?)
    }

    /// Makes a tenant, with what one cannot do without.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn create_organisation(&self, new: NewOrganisation, actor: Actor) -> Result<()> {
        let tx = Tx::begin(self, new.organisation.id, actor, None).await?;
        tx.insert_new_organisation(new).await?;
        tx.end().await
    }

    /// The salt of a day: `fresh` if the day has none yet, else what another replica has
    /// stored. Visitors are told apart before it is known whose link they follow. It does not take
    /// long either.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn visitor_salt(&self, day: &str, fresh: [u8; 32]) -> Result<Vec<u8>> {
        let row = visitor_salt::ActiveModel { day: Set(day.to_owned()), salt: Set(fresh.to_vec()) };
        let keep = InsertMany::<visitor_salt::ActiveModel>::many([row])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.pools.clicks);
        let row = in_time(async {
            keep.await?;
            Ok(visitor_salt::Entity::find_by_id(day).one(&self.pools.clicks).await?)
        });
        let row = row.await?;
        Ok(row.map_or_else(|| fresh.to_vec(), |row| row.salt))
    }

    /// Forgets the salts of the days before `day`, and with them who the visitors were.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn forget_salts(&self, before: &str) -> Result<u64> {
        let done = visitor_salt::Entity::delete_many()
            .filter(visitor_salt::Column::Day.lt(before))
            .exec(&self.pools.write)
            .await?;
        Ok(done.rows_affected)
    }

    /// Adds to the counts of conversion calls without a genuine token. One statement for all
    /// tenants, because a flood of forgeries must stay cheap.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn count_ignored(&self, mut counts: Vec<ignored_call::Model>) -> Result<()> {
        if counts.is_empty() {
            return Ok(());
        }
        counts.sort_by_key(|row| (row.organisation_id, row.hour, row.reason, row.key_id));
        let columns = [
            ignored_call::Column::OrganisationId,
            ignored_call::Column::Hour,
            ignored_call::Column::Reason,
            ignored_call::Column::KeyId,
        ];
        let count = ignored_call::Column::Count;
        let sum = Expr::col((ignored_call::Entity, count)).add(Expr::col(("excluded", count)));
        for counts in counts.chunks(1_000) {
            let rows = counts.iter().cloned().map(IntoActiveModel::into_active_model);
            InsertMany::<ignored_call::ActiveModel>::many(rows)
                .on_conflict(OnConflict::columns(columns).value(count, sum.clone()).to_owned())
                .exec_without_returning(&self.pools.write)
                .await?;
        }
        Ok(())
    }

    /// When the snippet was first loaded by a page of one of these hosts, to the hour. A browser that
    /// loads it says only on which host it is.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn snippet_first_seen(&self, hosts: &[String]) -> Result<Option<DateTime<Utc>>> {
        use sea_orm::QueryOrder;
        if hosts.is_empty() {
            return Ok(None);
        }
        let first = snippet_load::Entity::find()
            .filter(snippet_load::Column::Host.is_in(hosts))
            .order_by_asc(snippet_load::Column::Hour)
            .one(&self.pools.read)
            .await?;
        Ok(first.map(|row| row.hour))
    }

    /// Notes when a secret key was last used, and whether in a browser; stores its digest
    /// under a newer pepper. Authentication does it, before there is a tenant.
    ///
    /// # Errors
    ///
    /// See [`Store::link_at`].
    pub async fn note_key_use(&self, key: &api_key::Model, change: api_key::ActiveModel) -> Result<()> {
        api_key::Entity::update_many()
            .set(change)
            .filter(api_key::Column::OrganisationId.eq(key.organisation_id))
            .filter(api_key::Column::Id.eq(key.id))
            .exec(&self.pools.write)
            .await?;
        Ok(())
    }
}
