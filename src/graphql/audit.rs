//! The audit log.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::audit_event;
use entity::id::AuditEventId;
use sea_orm::{ColumnTrait, Condition};

use super::page::{self, Connection, ListOrder, Paging};
use super::scalar::{DateTime, Json};
use super::{load, tenant};
use crate::domain::key::Permission;

/// Who changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::ActorKind")]
pub(super) enum ActorKind {
    /// A program with a secret key.
    Key,
    /// A page with a publishable key.
    Page,
    /// Somebody with a shell on the machine.
    CommandLine,
    /// A member who is signed in.
    Member,
    /// A partner user who is signed in to the portal.
    PartnerUser,
    /// This service itself.
    System,
}

pub(super) struct AuditEvent(audit_event::Model);

page::listed!(AuditEvent, audit_event, AuditEventId);

/// A change: by whom, when, what it was and what it became.
#[Object]
impl AuditEvent {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// What kind of actor.
    async fn actor_kind(&self) -> ActorKind {
        self.0.actor_kind.into()
    }

    /// Which key, member or partner user; null for the command line and for this service.
    async fn actor_id(&self) -> Option<ID> {
        self.0.actor_id.clone().map(ID)
    }

    /// What the actor is called: a member's address, a key's name. Null where it has none, is gone,
    /// or needs a scope that the caller lacks (`members:read`, `keys:read`).
    #[graphql(complexity = "page::READ")]
    async fn actor_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let id = self.0.actor_id.as_deref().unwrap_or_default();
        let may = |permission| tenant(ctx, permission).is_ok();
        if let Ok(id) = id.parse()
            && may(Permission::MembersRead)
        {
            return Ok(load::one(ctx, load::MemberById(id)).await?.map(|member| member.email));
        }
        if let Ok(id) = id.parse()
            && may(Permission::KeysRead)
        {
            return Ok(load::one(ctx, load::ApiKeyById(id)).await?.map(|key| key.name));
        }
        Ok(None)
    }

    /// The mutation's name, as `campaignUpdate`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What was changed.
    async fn target_id(&self) -> ID {
        self.0.target_id.clone().into()
    }

    /// What it was; null: it is new.
    async fn before(&self) -> Option<Json> {
        self.0.before.clone().map(Json)
    }

    /// What it became.
    async fn after(&self) -> Option<Json> {
        self.0.after.clone().map(Json)
    }
}

/// Which entries of the audit log.
#[derive(Debug, Default, InputObject)]
pub(super) struct AuditEventFilter {
    /// Only those of this mutation, as `campaignUpdate`.
    action: Option<String>,
    /// Only those about this thing.
    target_id: Option<ID>,
    /// Only those by this key, member or partner user.
    actor_id: Option<ID>,
    /// Only those by this kind of actor.
    actor_kind: Option<ActorKind>,
    /// Only those from this time on.
    from: Option<DateTime>,
    /// Only those before this time.
    to: Option<DateTime>,
}

impl AuditEventFilter {
    pub(super) fn condition(self) -> Condition {
        Condition::all()
            .add_option(page::is(audit_event::Column::Action, self.action))
            .add_option(page::is(audit_event::Column::TargetId, self.target_id.map(|id| id.0)))
            .add_option(page::is(audit_event::Column::ActorId, self.actor_id.map(|id| id.0)))
            .add_option(
                self.actor_kind.map(|kind| audit_event::Column::ActorKind.eq(entity::value::ActorKind::from(kind))),
            )
            .add_option(self.from.map(|from| audit_event::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| audit_event::Column::At.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit log: every change. Scope `audit:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<AuditEventFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<AuditEvent>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AuditRead, condition, paging).await
    }
}
