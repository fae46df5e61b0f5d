//! Many links changed at once.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::LinkId;
use uuid::Uuid;

use super::Link;
use crate::domain::key::Permission;
use crate::domain::link as links;
use crate::error::{Problem, ProblemCode};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{forget, now, page, tenant};

/// What became of one of the links that were named.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinkChange {
    /// The link as it is now; null if there is none with this id.
    link: Option<Link>,
    /// Why nothing was done about it; null if it is as it should be.
    error: Option<UserError>,
}

/// What `linksRevoke` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinksRevokePayload {
    /// What became of each, in the order of the ids; null if nothing was done.
    results: Option<Vec<LinkChange>>,
    /// What is wrong with the input as a whole.
    user_errors: Vec<UserError>,
}

/// What `linksRestore` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinksRestorePayload {
    /// What became of each, in the order of the ids; null if nothing was done.
    results: Option<Vec<LinkChange>>,
    /// What is wrong with the input as a whole.
    user_errors: Vec<UserError>,
}

async fn set_revoked(
    ctx: &Context<'_>,
    ids: Vec<ID>,
    revoked: bool,
) -> Result<(Option<Vec<LinkChange>>, Vec<UserError>)> {
    let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
    // One that is malformed names nothing, as one that is foreign.
    let read: Vec<LinkId> = ids.iter().map(|id| id.parse().unwrap_or(LinkId(Uuid::nil()))).collect();
    let done = tenant.write(async |tx| links::set_revoked_all(&tx, &read, revoked, now).await).await;
    let (done, user_errors) = settle(done, "ids")?;
    let links = forget(ctx, done).await?;
    let results = links.map(|links| {
        let named = read.iter().enumerate();
        named
            .map(|(index, id)| {
                let link = links.get(id).cloned().map(Link);
                let missing = || {
                    let message = "There is no link with this id.";
                    Problem::new(&format!("ids.{index}"), ProblemCode::NotFound, message).into()
                };
                LinkChange { error: link.is_none().then(missing), link }
            })
            .collect()
    });
    Ok((results, user_errors))
}

#[derive(Default)]
pub(in crate::graphql) struct LinkBulkMutation;

#[Object]
impl LinkBulkMutation {
    /// Revokes many links: their codes, aliases and clicks in flight stop at once. One that there is not
    /// keeps no other from being revoked. Scope `campaigns:write`.
    #[graphql(complexity = "page::cost_of_bulk(ids.len(), child_complexity)")]
    async fn links_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The links, at most 1,000.")] ids: Vec<ID>,
    ) -> Result<LinksRevokePayload> {
        let (results, user_errors) = set_revoked(ctx, ids, true).await?;
        Ok(LinksRevokePayload { results, user_errors })
    }

    /// Restores many revoked links, with the same codes and aliases. One that there is not keeps no other
    /// from being restored. Scope `campaigns:write`.
    #[graphql(complexity = "page::cost_of_bulk(ids.len(), child_complexity)")]
    async fn links_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The links, at most 1,000.")] ids: Vec<ID>,
    ) -> Result<LinksRestorePayload> {
        let (results, user_errors) = set_revoked(ctx, ids, false).await?;
        Ok(LinksRestorePayload { results, user_errors })
    }
}
