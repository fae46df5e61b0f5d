//! What an owner does when something has leaked.

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::value::Role;

use crate::domain::key::Permission;
use crate::domain::organisation::incident::{self, Access};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{app, caller, now, page, tenant};
use crate::http::caller::Who;

/// What somebody can get in with.
#[derive(SimpleObject)]
pub(super) struct OrganisationAccess {
    /// How many secret keys work.
    secret_keys: u64,
    /// How many members there are.
    members: u64,
    /// In how many browsers they are signed in.
    member_sessions: u64,
    /// How many sessions there are on the portal, also of members who look at it as a partner.
    portal_sessions: u64,
}

impl OrganisationAccess {
    pub(super) async fn read(ctx: &Context<'_>) -> Result<Option<Self>> {
        if !matches!(caller(ctx)?.who, Who::Member { role: Role::Owner, .. }) {
            return Ok(None);
        }
        let Access { secret_keys, members, member_sessions, portal_sessions } =
            incident::access(&tenant(ctx, Permission::KeysRead)?, now(ctx)?).await?;
        Ok(Some(Self { secret_keys, members, member_sessions, portal_sessions }))
    }
}

/// What `apiKeysRevokeAll` did.
#[derive(SimpleObject)]
pub(super) struct ApiKeysRevokeAllPayload {
    /// How many keys do not work any more.
    revoked: Option<u64>,
    /// Why nothing was done.
    user_errors: Vec<UserError>,
}

/// What `organisationSignOut` did.
#[derive(SimpleObject)]
pub(super) struct OrganisationSignOutPayload {
    /// How many sessions of members have ended.
    member_sessions: Option<u64>,
    /// How many sessions on the portal have ended.
    portal_sessions: Option<u64>,
    /// Why nothing was done.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(in crate::graphql) struct IncidentMutation;

#[Object]
impl IncidentMutation {
    /// Revokes every secret key of the organisation, also those of one partner: within two seconds none
    /// works anywhere. For owners who are signed in. Scope `keys:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn api_keys_revoke_all(&self, ctx: &Context<'_>) -> Result<ApiKeysRevokeAllPayload> {
        let (tenant, now) = (tenant(ctx, Permission::KeysWrite)?, now(ctx)?);
        let done = tenant.write(async |tx| incident::revoke_keys(&tx, now).await).await;
        app(ctx)?.known_keys.forget();
        let (revoked, user_errors) = settle(done, "id")?;
        Ok(ApiKeysRevokeAllPayload { revoked, user_errors })
    }

    /// Ends every session of every member, in all organisations that they belong to, and of every partner
    /// user, and takes back every link that would begin one. For owners who are signed in. Scope
    /// `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn organisation_sign_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether the session of this call goes on.", default = false)] keep_current: bool,
    ) -> Result<OrganisationSignOutPayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        let keep = match caller(ctx)?.who {
            Who::Member { session, .. } => keep_current.then_some(session),
            Who::Key { .. } => None,
        };
        let done = tenant.write(async |tx| incident::sign_out(&tx, keep, now).await).await;
        let (ended, user_errors) = settle(done, "id")?;
        let (member_sessions, portal_sessions) =
            ended.map(|ended| (ended.member_sessions, ended.portal_sessions)).unzip();
        Ok(OrganisationSignOutPayload { member_sessions, portal_sessions, user_errors })
    }
}
