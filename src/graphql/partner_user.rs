//! Partner users: people of a partner, who sign in to the portal.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{PartnerId, PartnerUserId};
use entity::{partner_user, portal_session};

use super::page;
use super::partner::Partner;
use super::problem::{UserError, settle};
use super::scalar::{DateTime, Url};
use super::{app, load, now, read_id, tenant};
use crate::domain::key::Permission;
use crate::domain::{partner_user as users, portal};
use crate::error;
use crate::store::Tx;

pub(super) struct PartnerUser(partner_user::Model);

page::listed!(PartnerUser, partner_user, PartnerUserId);

/// A person of a partner, who sees the partner's numbers on the portal.
#[Object]
impl PartnerUser {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The address, by which they sign in.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// What they are called; may be empty.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The IANA time zone in which they read numbers; null: the organisation's.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// Their partner.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// Their sessions on the portal, oldest first, without those that are over.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<PortalSession>> {
        let now = now(ctx)?;
        let sessions = load::many(ctx, load::SessionsOf(self.0.id)).await?;
        let live = sessions.into_iter().filter(|session| portal::is_live(session, now));
        Ok(live.map(PortalSession::from).collect())
    }

    /// When they last signed in; null: never.
    async fn last_sign_in_at(&self) -> Option<DateTime> {
        self.0.last_sign_in_at.map(DateTime)
    }

    /// When they were added.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// A session on the portal.
#[derive(SimpleObject)]
pub(super) struct PortalSession {
    /// Its id.
    id: ID,
    /// The family of the browser that signed in; null: not known.
    browser: Option<String>,
    /// The operating system of the device that signed in; null: not known.
    os: Option<String>,
    /// When it began.
    created_at: DateTime,
    /// When it was last used, to the minute.
    last_seen_at: DateTime,
    /// When it ends, however much it is used. Unused for seven days it ends earlier.
    expires_at: DateTime,
}

impl From<portal_session::Model> for PortalSession {
    fn from(row: portal_session::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            browser: row.browser,
            os: row.os,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
            expires_at: row.expires_at.into(),
        }
    }
}

/// What a new partner user should be.
#[derive(Debug, InputObject)]
pub(super) struct PartnerUserCreateInput {
    /// The address, by which they sign in. No two users of the organisation have the same.
    email: String,
    /// What they are called; they may change it themselves.
    name: Option<String>,
}

/// What `partnerUserCreate` did.
#[derive(SimpleObject)]
pub(super) struct PartnerUserCreatePayload {
    /// The new user; null if the input was wrong.
    partner_user: Option<PartnerUser>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `partnerUserDelete` did.
#[derive(SimpleObject)]
pub(super) struct PartnerUserDeletePayload {
    /// The user as it was; null if there is none with this id.
    partner_user: Option<PartnerUser>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `partnerUserSignInLink` did.
#[derive(SimpleObject)]
pub(super) struct PartnerUserSignInLinkPayload {
    /// The link, which is shown here and never again. It signs in once.
    url: Option<Url>,
    /// From when it is no good.
    expires_at: Option<DateTime>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `partnerViewAs` did.
#[derive(SimpleObject)]
pub(super) struct PartnerViewAsPayload {
    /// The link to open, which is shown here and never again. It is good once.
    url: Option<Url>,
    /// From when it is no good.
    expires_at: Option<DateTime>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// A link as a payload has it.
fn shown(
    ctx: &Context<'_>,
    made: error::Result<portal::NewLink>,
    id: &str,
) -> Result<(Option<Url>, Option<DateTime>, Vec<UserError>)> {
    let (link, user_errors) = settle(made, id)?;
    let app = app(ctx)?;
    let (url, expires_at) = link.map(|link| (Url(app.portal_link_url(&link.token)), DateTime(link.expires_at))).unzip();
    Ok((url, expires_at, user_errors))
}

#[derive(Default)]
pub(super) struct PartnerUserMutation;

#[Object]
impl PartnerUserMutation {
    /// Adds a person to a partner, who may sign in to the portal then. Nothing is sent to them: copy a
    /// sign-in link, or have them sign in by your own site. Scope `partners:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner_user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partner.")] partner_id: ID,
        #[graphql(desc = "What the user should be.")] input: PartnerUserCreateInput,
    ) -> Result<PartnerUserCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let name = input.name.unwrap_or_default();
        let made = match read_id::<PartnerId>(&partner_id, "partner") {
            Ok(id) => tenant.write(async |tx: Tx| users::create(&tx, id, &input.email, &name, now).await).await,
            Err(error) => Err(error),
        };
        let (user, user_errors) = settle(made, "partnerId")?;
        Ok(PartnerUserCreatePayload { partner_user: user.map(PartnerUser), user_errors })
    }

    /// Deletes a partner user. Their sessions end at once, and links that they have not used are no
    /// good any more. Scope `partners:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner_user_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
    ) -> Result<PartnerUserDeletePayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let done = match read_id::<PartnerUserId>(&id, "user") {
            Ok(id) => tenant.write(async |tx| users::delete(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (user, user_errors) = settle(done, "id")?;
        Ok(PartnerUserDeletePayload { partner_user: user.map(PartnerUser), user_errors })
    }

    /// Makes a link that signs a partner user in to the portal, once and within 24 hours. Whoever has it
    /// is that user: send it to nobody else. Scope `partners:write`.
    #[graphql(complexity = "page::READ")]
    async fn partner_user_sign_in_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The user.")] id: ID,
    ) -> Result<PartnerUserSignInLinkPayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let made = match read_id::<PartnerUserId>(&id, "user") {
            Ok(id) => tenant.write(async |tx| portal::sign_in_link(&tx, id, portal::LINK_TO_SEND, now).await).await,
            Err(error) => Err(error),
        };
        let (url, expires_at, user_errors) = shown(ctx, made, "id")?;
        Ok(PartnerUserSignInLinkPayload { url, expires_at, user_errors })
    }

    /// Makes a link with which you see the portal as the partner sees it, for an hour and without changing
    /// anything. It is for a member who has signed in, good once and within five minutes. Scope
    /// `partners:read`.
    #[graphql(complexity = "page::READ")]
    async fn partner_view_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partner.")] partner_id: ID,
    ) -> Result<PartnerViewAsPayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersRead)?, now(ctx)?);
        let member = tenant.actor().member_id();
        let made = match read_id::<PartnerId>(&partner_id, "partner") {
            Ok(id) => tenant.write(async |tx| portal::view_as(&tx, id, member, now).await).await,
            Err(error) => Err(error),
        };
        let (url, expires_at, user_errors) = shown(ctx, made, "partnerId")?;
        Ok(PartnerViewAsPayload { url, expires_at, user_errors })
    }
}
