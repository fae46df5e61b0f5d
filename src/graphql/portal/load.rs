//! Look-ups from one of the partner's rows to others, gathered as those of the other schema.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::{Context, Result};
use entity::{OfPartner, organisation};
use tokio::sync::OnceCell;

use crate::error::Error;
use crate::graphql::load::{Lookup, gather};
use crate::store::PartnerTenant;

/// What the look-ups of one request share.
pub(super) struct Batch {
    tenant: PartnerTenant,
    owner: OnceCell<organisation::Model>,
}

impl<K> Loader<K> for Batch
where
    K: Lookup,
    K::Table: OfPartner,
{
    type Value = Vec<K::Row>;
    /// Shared by all who waited for the batch.
    type Error = Arc<Error>;

    async fn load(&self, keys: &[K]) -> Result<HashMap<K, Vec<K::Row>>, Arc<Error>> {
        Ok(gather(self.tenant.find::<K::Table>(), keys).await?)
    }
}

/// The look-ups of one request. One that `changes` rows does not remember any.
pub(super) fn loader(tenant: PartnerTenant, changes: bool) -> DataLoader<Batch, HashMapCache> {
    let batch = Batch { tenant, owner: OnceCell::new() };
    let loader = DataLoader::with_cache(batch, tokio::spawn, HashMapCache::default());
    loader.enable_all_cache(!changes);
    loader
}

fn batch<'a>(ctx: &Context<'a>) -> Result<&'a DataLoader<Batch, HashMapCache>> {
    Ok(ctx.data_opt().ok_or_else(|| Error::internal("a request without its loader"))?)
}

/// All of the partner's rows that are found by `key`.
pub(super) async fn many<K>(ctx: &Context<'_>, key: K) -> Result<Vec<K::Row>>
where
    K: Lookup,
    K::Table: OfPartner,
{
    match batch(ctx)?.load_one(key).await {
        Ok(rows) => Ok(rows.unwrap_or_default()),
        Err(error) => Err(async_graphql::Error { message: error.to_string(), source: Some(error), extensions: None }),
    }
}

/// The partner's row that is found by `key`.
pub(super) async fn one<K>(ctx: &Context<'_>, key: K) -> Result<Option<K::Row>>
where
    K: Lookup,
    K::Table: OfPartner,
{
    Ok(many(ctx, key).await?.into_iter().next())
}

/// The organisation, which is the same in all of the request.
pub(super) async fn owner<'a>(ctx: &Context<'a>) -> Result<&'a organisation::Model> {
    let batch = batch(ctx)?.loader();
    Ok(batch.owner.get_or_try_init(|| batch.tenant.owner()).await?)
}
