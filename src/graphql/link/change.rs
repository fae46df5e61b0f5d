//! Making links, revoking and restoring them, and their aliases.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::{AliasId, CampaignId, LinkId, PartnerId};
use uuid::Uuid;

use super::Link;
use crate::domain::key::Permission;
use crate::domain::link::{self as links, Whose};
use crate::error::{Problem, ProblemCode};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{forget, now, page, read_id, tenant};

/// How many links are shown of those of all partners.
const MOST_SHOWN: usize = 100;

/// What `linksGenerate` did.
#[derive(Default, SimpleObject)]
pub(in crate::graphql) struct LinksGeneratePayload {
    /// The links of the partners, in their order: new ones, and those that they had already. Of all
    /// partners, only the first 100; the list of links has the others.
    links: Option<Vec<Link>>,
    /// Those among `links` that were made.
    created: Option<Vec<Link>>,
    /// Those among `links` that were there, revoked ones too.
    existing: Option<Vec<Link>>,
    /// How many links were made.
    created_count: Option<usize>,
    /// How many were there.
    existing_count: Option<usize>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `linkRevoke` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinkRevokePayload {
    /// The link as it is now; null if there is none with this id.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `linkRestore` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinkRestorePayload {
    /// The link as it is now; null if there is none with this id.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `linkAliasCreate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinkAliasCreatePayload {
    /// The link with its aliases as they are now; null if the input was wrong.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `linkAliasDelete` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct LinkAliasDeletePayload {
    /// The link with its aliases as they are now; null if there is no alias with this id.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

async fn set_revoked(ctx: &Context<'_>, id: &ID, revoked: bool) -> Result<(Option<Link>, Vec<UserError>)> {
    let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
    let done = match read_id::<LinkId>(id, "link") {
        Ok(id) => tenant.write(async |tx| links::set_revoked(&tx, id, revoked, now).await).await,
        Err(error) => Err(error),
    };
    let (done, user_errors) = settle(done, "id")?;
    Ok((forget(ctx, done).await?.map(Link), user_errors))
}

#[derive(Default)]
pub(in crate::graphql) struct LinkMutation;

#[Object]
impl LinkMutation {
    /// Makes sure that each of these partners, or every active one, has its link in the campaign. Sent
    /// again, it gives the same links. Scope `campaigns:write`.
    #[graphql(complexity = "page::cost_of_bulk(partner_ids.as_ref().map_or(MOST_SHOWN, Vec::len), child_complexity)")]
    async fn links_generate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
        #[graphql(desc = "The partners, at most 1,000.")] partner_ids: Option<Vec<ID>>,
        #[graphql(desc = "Instead of naming partners: every active one, if there are at most 10,000.")]
        all_partners: Option<bool>,
    ) -> Result<LinksGeneratePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        // One that is malformed names nothing, which the domain says of each.
        let read = |id: &ID| id.parse().unwrap_or(PartnerId(Uuid::nil()));
        let partners: Option<Vec<_>> = partner_ids.map(|ids| ids.iter().map(read).collect());
        let whose = match (&partners, all_partners.unwrap_or(false)) {
            (Some(partners), false) => Ok(Whose::These(partners)),
            (None, true) => Ok(Whose::All),
            _ => {
                let message = "Name the partners in `partnerIds`, or set `allPartners` to true.";
                Err(Problem::new("partnerIds", ProblemCode::Invalid, message).into())
            }
        };
        let named = whose.and_then(|whose| Ok((read_id::<CampaignId>(&campaign_id, "campaign")?, whose)));
        let made = match named {
            Ok((campaign, whose)) => tenant.write(async |tx| links::generate(&tx, campaign, whose, now).await).await,
            Err(error) => Err(error),
        };
        let (made, user_errors) = settle(made, "campaignId")?;
        let Some(mut made) = made else { return Ok(LinksGeneratePayload { user_errors, ..Default::default() }) };
        let created_count = made.created.len();
        let existing_count = made.links.len() - created_count;
        if partners.is_none() {
            made.links.truncate(MOST_SHOWN);
        }
        let (created, existing): (Vec<_>, Vec<_>) =
            made.links.iter().cloned().partition(|link| made.created.contains(&link.id));
        let shown = |links: Vec<entity::link::Model>| Some(links.into_iter().map(Link).collect());
        Ok(LinksGeneratePayload {
            links: shown(made.links),
            created: shown(created),
            existing: shown(existing),
            created_count: Some(created_count),
            existing_count: Some(existing_count),
            user_errors,
        })
    }

    /// Revokes a link: its code, its aliases and clicks in flight stop at once. Scope
    /// `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_revoke(&self, ctx: &Context<'_>, #[graphql(desc = "The link.")] id: ID) -> Result<LinkRevokePayload> {
        let (link, user_errors) = set_revoked(ctx, &id, true).await?;
        Ok(LinkRevokePayload { link, user_errors })
    }

    /// Restores a revoked link, with the same code and aliases. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] id: ID,
    ) -> Result<LinkRestorePayload> {
        let (link, user_errors) = set_revoked(ctx, &id, false).await?;
        Ok(LinkRestorePayload { link, user_errors })
    }

    /// Gives a link another name. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] link_id: ID,
        #[graphql(desc = "What should stand after `/r/`: 3 to 50 of a-z, 0-9 and dashes, with no dash at an end.")]
        slug: String,
    ) -> Result<LinkAliasCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = match read_id::<LinkId>(&link_id, "link") {
            Ok(id) => tenant.write(async |tx| links::create_alias(&tx, id, &slug, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "linkId")?;
        Ok(LinkAliasCreatePayload { link: forget(ctx, done).await?.map(Link), user_errors })
    }

    /// Takes a name from a link; another one may have it then. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alias.")] id: ID,
    ) -> Result<LinkAliasDeletePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = match read_id::<AliasId>(&id, "alias") {
            Ok(id) => tenant.write(async |tx| links::delete_alias(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(LinkAliasDeletePayload { link: forget(ctx, done).await?.map(Link), user_errors })
    }
}
