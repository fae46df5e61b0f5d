//! Who looks at the portal, and their sessions.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::PortalSessionId;
use entity::{partner_user, portal_session};
use sea_orm::ColumnTrait;

use super::{caller, tenant, writer};
use crate::domain::partner_user::{self as users, Profile};
use crate::domain::portal;
use crate::graphql::page;
use crate::graphql::problem::{UserError, settle};
use crate::graphql::scalar::DateTime;
use crate::graphql::{now, read_id};
use crate::store::Direction;

/// How many sessions are shown at most.
const MOST_SESSIONS: u64 = 100;

/// Who looks at the portal.
pub(super) struct Viewer {
    user: Option<partner_user::Model>,
    member: Option<String>,
}

/// Who looks at the portal.
#[Object]
impl Viewer {
    /// The user who has signed in; null for a member of the organisation who looks at the portal as the
    /// partner sees it, and for a program.
    async fn user(&self) -> Option<User> {
        self.user.clone().map(User)
    }

    /// The address of the member of the organisation who looks at the portal; null for everybody else.
    async fn member_email(&self) -> Option<&str> {
        self.member.as_deref()
    }

    /// Whether nothing can be changed.
    async fn read_only(&self) -> bool {
        self.user.is_none()
    }

    /// The user's sessions, newest first, at most 100. None for who is no user.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let Some(user) = &self.user else { return Ok(Vec::new()) };
        let now = now(ctx)?;
        let current = caller(ctx)?.session().map(|session| session.id);
        let tenant = tenant(ctx)?;
        let sessions = tenant
            .find::<portal_session::Entity>()
            .filter(portal_session::Column::PartnerUserId.eq(user.id))
            .order_by(portal_session::Column::Id, Direction::Descending)
            .limit(MOST_SESSIONS)
            .all()
            .await?;
        let shown = |row: portal_session::Model| Session {
            is_current: current == Some(row.id),
            id: row.id.to_string().into(),
            browser: row.browser,
            os: row.os,
            created_at: row.created_at.into(),
            last_seen_at: row.last_seen_at.into(),
            expires_at: row.expires_at.into(),
        };
        Ok(sessions.into_iter().filter(|session| portal::is_live(session, now)).map(shown).collect())
    }
}

struct User(partner_user::Model);

/// A person of the partner.
#[Object]
impl User {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The address, by which they sign in. The organisation changes it.
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

    /// When they last signed in.
    async fn last_sign_in_at(&self) -> Option<DateTime> {
        self.0.last_sign_in_at.map(DateTime)
    }
}

/// A session on the portal.
#[derive(SimpleObject)]
struct Session {
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
    /// Whether it is the one that asks.
    is_current: bool,
}

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who looks at the portal.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        let caller = caller(ctx)?;
        let member = caller.member().map(|member| member.email.clone());
        Ok(Viewer { user: caller.user().cloned(), member })
    }
}

/// What the user says of itself. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(super) struct ViewerUpdateInput {
    /// What they are called; may be empty.
    name: Option<String>,
    /// The IANA time zone in which they read numbers, as Europe/Brussels; empty for the organisation's.
    time_zone: Option<String>,
}

/// What `viewerUpdate` did.
#[derive(SimpleObject)]
pub(super) struct ViewerUpdatePayload {
    /// Who looks at the portal, as it is now; null if the input was wrong.
    viewer: Option<Viewer>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `sessionRevoke` did.
#[derive(SimpleObject)]
pub(super) struct SessionRevokePayload {
    /// The session that is over; null if there is none with this id.
    session_id: Option<ID>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `sessionsRevokeAll` did.
#[derive(SimpleObject)]
pub(super) struct SessionsRevokeAllPayload {
    /// How many sessions are over.
    revoked_count: Option<u64>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct ViewerMutation;

#[Object]
impl ViewerMutation {
    /// Changes what the user says of itself.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn viewer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should become.")] input: ViewerUpdateInput,
    ) -> Result<ViewerUpdatePayload> {
        let ((writer, user), now) = (writer(ctx)?, now(ctx)?);
        let profile = Profile { name: input.name, time_zone: input.time_zone };
        let update = async |tx: crate::store::PartnerTx| {
            users::update(tx.of_organisation(), user.id, profile.clone(), now).await
        };
        let (user, user_errors) = settle(writer.write(update).await, "id")?;
        Ok(ViewerUpdatePayload { viewer: user.map(|user| Viewer { user: Some(user), member: None }), user_errors })
    }

    /// Ends one of the user's sessions.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] id: ID,
    ) -> Result<SessionRevokePayload> {
        let ((writer, user), now) = (writer(ctx)?, now(ctx)?);
        let done = match read_id::<PortalSessionId>(&id, "session") {
            Ok(id) => writer.write(async |tx| portal::revoke_session(&tx, user.id, id, now).await).await,
            Err(error) => Err(error),
        };
        let (session, user_errors) = settle(done, "id")?;
        let session_id = session.map(|session| session.id.to_string().into());
        Ok(SessionRevokePayload { session_id, user_errors })
    }

    /// Ends all of the user's sessions, also the one that asks.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn sessions_revoke_all(&self, ctx: &Context<'_>) -> Result<SessionsRevokeAllPayload> {
        let ((writer, user), now) = (writer(ctx)?, now(ctx)?);
        let end =
            async |tx: crate::store::PartnerTx| portal::sign_out_everywhere(tx.of_organisation(), user.id, now).await;
        let (revoked_count, user_errors) = settle(writer.write(end).await, "id")?;
        Ok(SessionsRevokeAllPayload { revoked_count, user_errors })
    }
}
