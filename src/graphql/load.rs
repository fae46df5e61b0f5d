//! Look-ups from a row to others, gathered so that a list of a hundred rows asks once and not a
//! hundred times.
//!
//! To add one, add a line to `lookups!`: what it is looked up by, in which column, and whose
//! permission it needs. A row is given only to who has the permission, by whatever path it was
//! reached.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Result};
use entity::id::{
    ApiKeyId, CampaignId, ConversionId, DecisionId, FormId, LinkId, MemberId, PartnerId, PersonId, SubmissionId,
};
use entity::{
    Owned, api_key, campaign, campaign_version, conversion, decision, field_mapping, form, form_field, link,
    link_alias, member, organisation, partner, publishable_key, submission,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult};
use tokio::sync::OnceCell;

use crate::app::App;
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
    /// The field mappings of a campaign.
    MappingsOf(CampaignId): field_mapping.CampaignId as campaign_id, CampaignsRead, by Property;
    /// The aliases of a link, without the deleted ones.
    AliasesOf(LinkId): link_alias.LinkId as link_id, CampaignsRead, where DeletedAt is null, by Id;
    /// The publishable key of a campaign that new pages should carry.
    PublishableKeyOf(CampaignId): publishable_key.CampaignId as campaign_id, CampaignsRead, where ExpiresAt is null;
    /// The submission of a conversion.
    SubmissionOf(ConversionId): submission.ConversionId as conversion_id, AffiliateRead;
    /// The decision that recorded a conversion.
    DecisionOf(ConversionId): decision.ConversionId as conversion_id, AffiliateRead;
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
        let rows = K::sorted(tenant.find::<K::Table>().filter(K::among(keys))).all().await?;
        // None is an answer too, and is remembered.
        let mut found: HashMap<K, Vec<K::Row>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
        for row in rows {
            if let Some(key) = K::of(&row) {
                found.entry(key).or_default().push(row);
            }
        }
        Ok(found)
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

/// The row that is found by `key`.
pub(super) async fn one<K: Lookup>(ctx: &Context<'_>, key: K) -> Result<Option<K::Row>> {
    Ok(many(ctx, key).await?.into_iter().next())
}

/// The organisation, which is the same in all of the request.
pub(super) async fn owner<'a>(ctx: &Context<'a>, tenant: &Tenant) -> Result<&'a organisation::Model> {
    Ok(batch(ctx)?.loader().owner.get_or_try_init(|| tenant.owner()).await?)
}
