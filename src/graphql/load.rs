//! Look-ups from a row to others, gathered so that a list of a hundred rows asks once and not a
//! hundred times.
//!
//! To add one, add a line to `lookups!`: what it is looked up by, in which column, and whose
//! permission it needs. A row is given only to who has the permission, by whatever path it was
//! reached.

pub(super) mod figures;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Result};
use chrono::{DateTime, Utc};
use entity::id::{
    AliasId, ApiKeyId, CampaignId, ClickId, ConversionId, DecisionId, FormId, LinkId, MemberId, PartnerId,
    PartnerUserId, PersonId, RewardId, SubmissionId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId,
};
use entity::{
    Owned, api_key, audit_event, campaign, campaign_version, click, conversion, decision, field_mapping, form,
    form_field, install_check, link, link_alias, member, organisation, partner, portal_session, publishable_key,
    reward, reward_entry, submission, webhook_attempt, webhook_delivery, webhook_endpoint, webhook_event,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult};
use tokio::sync::OnceCell;

use crate::app::App;
use crate::domain::campaign::{self as campaigns, SeenProperty};
use crate::domain::key::Permission;
use crate::domain::session;
use crate::error::Error;
use crate::http::caller::Caller;
use crate::store::{Direction, MemberPerson, Rows, Scope, Tenant};

/// What rows are looked up by.
pub(super) trait Lookup: Clone + Eq + Hash + Send + Sync + 'static {
    /// What a caller needs to see them.
    const PERMISSION: Permission;
    /// A row.
    type Row: FromQueryResult + Clone + Send + Sync + 'static;
    /// Their table.
    type Table: Owned + EntityTrait<Model = Self::Row>;

    /// Holds for the rows of any of these.
    fn among(keys: &[Self]) -> Condition;
    /// What this row is found by.
    fn of(row: &Self::Row) -> Option<Self>;
    /// In the order in which they are given.
    fn sorted(rows: Rows<'_, Self::Table>) -> Rows<'_, Self::Table> {
        rows
    }
}

macro_rules! lookups {
    ($(
        $(#[$doc:meta])*
        $name:ident($key:ty): $module:ident.$column:ident as $field:ident, $permission:ident
        $(, where $empty:ident is null)? $(, by $sort:ident)?;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub(super) struct $name(pub(super) $key);

        impl Lookup for $name {
            const PERMISSION: Permission = Permission::$permission;
            type Row = $module::Model;
            type Table = $module::Entity;

            fn among(keys: &[Self]) -> Condition {
                let keys = keys.iter().map(|key| key.0.clone());
                Condition::all()
                    .add($module::Column::$column.is_in(keys))
                    $(.add($module::Column::$empty.is_null()))?
            }

            fn of(row: &$module::Model) -> Option<Self> {
                let key: Option<$key> = row.$field.clone().into();
                key.map(Self)
            }

            $(fn sorted(rows: Rows<'_, $module::Entity>) -> Rows<'_, $module::Entity> {
                rows.order_by($module::Column::$sort, Direction::Ascending)
            })?
        }
    )*};
}

lookups! {
    /// A campaign.
    CampaignById(CampaignId): campaign.Id as id, CampaignsRead;
    /// A partner.
    PartnerById(PartnerId): partner.Id as id, PartnersRead;
    /// A form.
    FormById(FormId): form.Id as id, CampaignsRead;
    /// A field of a form.
    FieldById(String): form_field.Id as id, CampaignsRead;
    /// A link.
    LinkById(LinkId): link.Id as id, CampaignsRead;
    /// A conversion.
    ConversionById(ConversionId): conversion.Id as id, AffiliateRead;
    /// A form submission.
    SubmissionById(SubmissionId): submission.Id as id, AffiliateRead;
    /// A decision.
    DecisionById(DecisionId): decision.Id as id, AffiliateRead;
    /// A member.
    MemberById(MemberId): member.Id as id, MembersRead;
    /// A secret key.
    ApiKeyById(ApiKeyId): api_key.Id as id, KeysRead;
    /// The fields of a form, in their order.
    FieldsOf(FormId): form_field.FormId as form_id, CampaignsRead, by Position;
    /// The campaigns whose conversions fill a form.
    CampaignsOf(FormId): campaign.FormId as form_id, CampaignsRead, by Id;
    /// The field mappings of a campaign.
    MappingsOf(CampaignId): field_mapping.CampaignId as campaign_id, CampaignsRead, by Property;
    /// The aliases of a link, without the deleted ones.
    AliasesOf(LinkId): link_alias.LinkId as link_id, CampaignsRead, where DeletedAt is null, by Id;
    /// The publishable key of a campaign that new pages should carry.
    PublishableKeyOf(CampaignId): publishable_key.CampaignId as campaign_id, CampaignsRead, where ExpiresAt is null;
    /// The submission of a conversion.
    SubmissionOf(ConversionId): submission.ConversionId as conversion_id, AffiliateRead;
    /// An alias, also a deleted one.
    AliasById(AliasId): link_alias.Id as id, CampaignsRead;
    /// A click.
    ClickById(ClickId): click.Id as id, AffiliateRead;
    /// What a conversion earns.
    RewardOf(ConversionId): reward.ConversionId as conversion_id, AffiliateRead;
    /// The link of a campaign; of a partner there is one.
    LinkIn(CampaignId): link.CampaignId as campaign_id, CampaignsRead;
    /// The sessions of a partner user.
    SessionsOf(PartnerUserId): portal_session.PartnerUserId as partner_user_id, PartnersRead, by Id;
    /// The decision that recorded a conversion.
    DecisionOf(ConversionId): decision.ConversionId as conversion_id, AffiliateRead;
    /// What a click converted into.
    ConversionOf(ClickId): conversion.ClickId as click_id, AffiliateRead;
    /// A reward.
    RewardById(RewardId): reward.Id as id, AffiliateRead;
    /// How the money of a reward moved, oldest first.
    EntriesOf(RewardId): reward_entry.RewardId as reward_id, AffiliateRead, by Id;
    /// What the last check of a campaign's destination found.
    InstallCheckOf(CampaignId): install_check.CampaignId as campaign_id, CampaignsRead;
    /// A webhook endpoint.
    EndpointById(WebhookEndpointId): webhook_endpoint.Id as id, WebhooksRead;
    /// An event that endpoints are told of.
    EventById(WebhookEventId): webhook_event.Id as id, WebhooksRead;
    /// A delivery of an event to an endpoint.
    DeliveryById(WebhookDeliveryId): webhook_delivery.Id as id, WebhooksRead;
    /// The deliveries of an event.
    DeliveriesOf(WebhookEventId): webhook_delivery.EventId as event_id, WebhooksRead, by Id;
    /// The tries to make a delivery, oldest first.
    AttemptsOf(WebhookDeliveryId): webhook_attempt.DeliveryId as delivery_id, WebhooksRead, by Id;
}

/// A version of a campaign.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct VersionOf(pub(super) CampaignId, pub(super) i32);

impl Lookup for VersionOf {
    const PERMISSION: Permission = Permission::CampaignsRead;
    type Row = campaign_version::Model;
    type Table = campaign_version::Entity;

    fn among(keys: &[Self]) -> Condition {
        keys.iter().fold(Condition::any(), |any, key| {
            let campaign = campaign_version::Column::CampaignId.eq(key.0);
            any.add(Condition::all().add(campaign).add(campaign_version::Column::Version.eq(key.1)))
        })
    }

    fn of(row: &campaign_version::Model) -> Option<Self> {
        Some(Self(row.campaign_id, row.version))
    }
}

/// The entry of the audit log about a thing at an instant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct ChangeOf(pub(super) String, pub(super) DateTime<Utc>);

impl Lookup for ChangeOf {
    const PERMISSION: Permission = Permission::AuditRead;
    type Row = audit_event::Model;
    type Table = audit_event::Entity;

    fn among(keys: &[Self]) -> Condition {
        keys.iter().fold(Condition::any(), |any, key| {
            let target = audit_event::Column::TargetId.eq(key.0.clone());
            any.add(Condition::all().add(target).add(audit_event::Column::At.eq(key.1)))
        })
    }

    fn of(row: &audit_event::Model) -> Option<Self> {
        Some(Self(row.target_id.clone(), row.at))
    }
}

/// The properties of a campaign's last conversions, with the value that each last had.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct RecentProperties(pub(super) CampaignId);

impl Loader<RecentProperties> for Batch {
    type Value = Arc<Vec<SeenProperty>>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[RecentProperties]) -> Result<HashMap<RecentProperties, Self::Value>, Arc<Error>> {
        let tenant = self.caller.tenant(&self.app, Permission::AffiliateRead)?;
        let mut found = HashMap::new();
        for key in keys {
            found.insert(key.clone(), Arc::new(campaigns::recent(&tenant, key.0).await?));
        }
        Ok(found)
    }
}

/// The properties of the last conversions of a campaign. Scope `affiliate:read`.
pub(super) async fn recent(ctx: &Context<'_>, campaign: CampaignId) -> Result<Arc<Vec<SeenProperty>>> {
    super::tenant(ctx, Permission::AffiliateRead)?;
    match batch(ctx)?.load_one(RecentProperties(campaign)).await {
        Ok(seen) => Ok(seen.unwrap_or_default()),
        Err(error) => Err(async_graphql::Error { message: error.to_string(), source: Some(error), extensions: None }),
    }
}

/// What the look-ups of one request share.
pub(super) struct Batch {
    app: App,
    caller: Caller,
    owner: OnceCell<organisation::Model>,
}

impl<K: Lookup> Loader<K> for Batch {
    type Value = Vec<K::Row>;
    /// Shared by all who waited for the batch.
    type Error = Arc<Error>;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, Vec<K::Row>>, Arc<Error>> {
        let tenant = self.caller.tenant(&self.app, K::PERMISSION)?;
        Ok(gather(tenant.find::<K::Table>(), keys).await?)
    }
}

/// Who a member is. People have no owner, so only those are looked up who are members here.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct PersonOf(PersonId);

impl Loader<PersonOf> for Batch {
    type Value = MemberPerson;
    /// Shared by all who waited for the batch.
    type Error = Arc<Error>;

    async fn load(&self, keys: &[PersonOf]) -> Result<HashMap<PersonOf, MemberPerson>, Arc<Error>> {
        let tenant = self.caller.tenant(&self.app, Permission::MembersRead)?;
        let asked = member::Column::PersonId.is_in(keys.iter().map(|key| key.0));
        let members = tenant.find::<member::Entity>().filter(asked).all().await?;
        let ids = members.into_iter().filter_map(|row| row.person_id).collect();
        let now = self.app.clock.now();
        let people = self.app.store.people_of_members(ids, session::used_since(now), now).await?;
        Ok(people.into_iter().map(|found| (PersonOf(found.person.id), found)).collect())
    }
}

/// Who a member is, and in how many sessions.
pub(super) async fn person(ctx: &Context<'_>, id: PersonId) -> Result<Option<MemberPerson>> {
    super::tenant(ctx, Permission::MembersRead)?;
    batch(ctx)?.load_one(PersonOf(id)).await.map_err(shared)
}

/// An error that several waited for.
fn shared(error: Arc<Error>) -> async_graphql::Error {
    async_graphql::Error { message: error.to_string(), source: Some(error), extensions: None }
}

/// The rows of `rows` that are found by `keys`.
pub(super) async fn gather<K: Lookup>(rows: Rows<'_, K::Table>, keys: &[K]) -> Result<HashMap<K, Vec<K::Row>>, Error> {
    let rows = K::sorted(rows.filter(K::among(keys))).all().await?;
    // None is an answer too, and is remembered.
    let mut found: HashMap<K, Vec<K::Row>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
    for row in rows {
        if let Some(key) = K::of(&row) {
            found.entry(key).or_default().push(row);
        }
    }
    Ok(found)
}

/// The look-ups of one request. One that `changes` rows does not remember any.
pub(super) fn loader(app: &App, caller: &Caller, changes: bool) -> DataLoader<Batch, HashMapCache> {
    let batch = Batch { app: app.clone(), caller: caller.clone(), owner: OnceCell::new() };
    let loader = DataLoader::with_cache(batch, tokio::spawn, HashMapCache::default());
    loader.enable_all_cache(!changes);
    loader
}

fn batch<'a>(ctx: &Context<'a>) -> Result<&'a DataLoader<Batch, HashMapCache>> {
    Ok(ctx.data_opt().ok_or_else(|| Error::internal("a request without its loader"))?)
}

/// All rows that are found by `key`.
pub(super) async fn many<K: Lookup>(ctx: &Context<'_>, key: K) -> Result<Vec<K::Row>> {
    // Asked here too, so that an error names what the caller lacks and not that a batch failed.
    super::tenant(ctx, K::PERMISSION)?;
    match batch(ctx)?.load_one(key).await {
        Ok(rows) => Ok(rows.unwrap_or_default()),
        Err(error) => Err(shared(error)),
    }
}

/// The figure that is found by `key`.
pub(super) async fn figure<K>(ctx: &Context<'_>, key: K) -> Result<Option<<Batch as Loader<K>>::Value>>
where
    K: figures::Figure,
    Batch: Loader<K, Error = Arc<Error>>,
{
    super::tenant(ctx, Permission::StatsRead)?;
    batch(ctx)?.load_one(key).await.map_err(|error| async_graphql::Error {
        message: error.to_string(),
        source: Some(error),
        extensions: None,
    })
}

/// The row that is found by `key`.
pub(super) async fn one<K: Lookup>(ctx: &Context<'_>, key: K) -> Result<Option<K::Row>> {
    Ok(many(ctx, key).await?.into_iter().next())
}

/// The organisation, which is the same in all of the request.
pub(super) async fn owner<'a>(ctx: &Context<'a>, tenant: &Tenant) -> Result<&'a organisation::Model> {
    Ok(batch(ctx)?.loader().owner.get_or_try_init(|| tenant.owner()).await?)
}
