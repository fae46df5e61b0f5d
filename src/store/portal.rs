//! Questions of the partner portal that have no tenant yet. Each says why it cannot have one.

use chrono::{DateTime, Utc};
use entity::{member, partner_user, portal_link, portal_session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::Store;
use crate::error::Result;

/// A session on the portal, and who has it.
#[derive(Debug, Clone)]
pub struct PortalVisitor {
    /// The session, which may be over.
    pub session: portal_session::Model,
    /// Its partner user, if it is one's who still exists.
    pub user: Option<partner_user::Model>,
    /// The member who looks, if it is one's who still is a member.
    pub member: Option<member::Model>,
}

#[expect(clippy::disallowed_methods, reason = "these questions find out who the tenant is, or belong to none")]
impl Store {
    /// The link whose token has this hash. Who follows it brings nothing else.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, as every method here.
    pub async fn portal_link(&self, token_hash: Vec<u8>) -> Result<Option<portal_link::Model>> {
        let links = portal_link::Entity::find().filter(portal_link::Column::TokenHash.eq(token_hash));
        Ok(links.one(&self.pools.read).await?)
    }

    /// The session whose cookie has this hash, and who has it. The cookie says whose it is.
    ///
    /// # Errors
    ///
    /// See [`Store::portal_link`].
    pub async fn portal_visitor(&self, token_hash: Vec<u8>) -> Result<Option<PortalVisitor>> {
        let sessions = portal_session::Entity::find().filter(portal_session::Column::TokenHash.eq(token_hash));
        let Some(session) = sessions.one(&self.pools.read).await? else { return Ok(None) };
        let organisation = session.organisation_id;
        let user = match session.partner_user_id {
            Some(id) => partner_user::Entity::find_by_id((organisation, id)).one(&self.pools.read).await?,
            None => None,
        };
        let member = match session.member_id {
            Some(id) => member::Entity::find_by_id((organisation, id)).one(&self.pools.read).await?,
            None => None,
        };
        Ok(Some(PortalVisitor { session, user, member }))
    }

    /// Notes when a session was last used. Authentication does it, before there is a tenant.
    ///
    /// # Errors
    ///
    /// See [`Store::portal_link`].
    pub async fn note_portal_session(&self, session: &portal_session::Model, now: DateTime<Utc>) -> Result<()> {
        portal_session::Entity::update_many()
            .set(portal_session::ActiveModel { last_seen_at: Set(now), ..Default::default() })
            .filter(portal_session::Column::OrganisationId.eq(session.organisation_id))
            .filter(portal_session::Column::Id.eq(session.id))
            .exec(&self.pools.write)
            .await?;
        Ok(())
    }

    /// Forgets links and sessions that were over before `before`, of all tenants.
    ///
    /// # Errors
    ///
    /// See [`Store::portal_link`].
    pub async fn forget_portal(&self, before: DateTime<Utc>) -> Result<u64> {
        let links = portal_link::Entity::delete_many()
            .filter(portal_link::Column::ExpiresAt.lt(before))
            .exec(&self.pools.write)
            .await?;
        let sessions = portal_session::Entity::delete_many()
            .filter(portal_session::Column::ExpiresAt.lt(before))
            .exec(&self.pools.write)
            .await?;
        Ok(links.rows_affected + sessions.rows_affected)
    }
}
