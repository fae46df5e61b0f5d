//! Members and invitations: who may sign in for the organisation, and as what.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{InvitationId, MemberId};
use entity::value::LinkPurpose;
use entity::{invitation, member};
use sea_orm::{ColumnTrait, Condition};

use super::page::{self, Connection, ListOrder, Paging};
use super::problem::{UserError, settle};
use super::scalar::{DateTime, Url};
use super::{app, caller, load, now, read_id, tenant};
use crate::domain::key::Permission;
use crate::domain::{invitation as invitations, member as members, sign_in_link};
use crate::http::caller::Who;

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::Role")]
pub(super) enum Role {
    /// Everything, and says who the owners are.
    Owner,
    /// Everything but saying who the owners are.
    Admin,
    /// Reads everything and changes nothing.
    Analyst,
}

pub(super) struct Member(pub(super) member::Model);

page::listed!(Member, member, MemberId);

/// A person who signs in for the organisation.
#[Object]
impl Member {
    /// Their id in this organisation.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Their address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// What they are called; may be empty.
    #[graphql(complexity = "page::READ")]
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(person) = self.0.person_id else { return Ok(None) };
        Ok(load::person(ctx, person).await?.map(|found| found.person.name))
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// When they were last here, to the minute; null: never.
    async fn last_seen_at(&self) -> Option<DateTime> {
        self.0.last_seen_at.map(DateTime)
    }

    /// In how many browsers they are signed in.
    #[graphql(complexity = "page::READ")]
    async fn session_count(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        let Some(person) = self.0.person_id else { return Ok(Some(0)) };
        Ok(Some(load::person(ctx, person).await?.map_or(0, |found| found.sessions)))
    }

    /// Whether it is who asks.
    async fn is_viewer(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(matches!(&caller(ctx)?.who, Who::Member { id, .. } if *id == self.0.id))
    }

    /// Since when they are a member.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// Which members.
#[derive(Debug, Default, InputObject)]
pub(super) struct MemberFilter {
    /// Only those of this role.
    role: Option<Role>,
    /// Only those whose address has this in it, in any case.
    search: Option<String>,
}

impl MemberFilter {
    fn condition(self) -> Condition {
        let role = self.role.map(|role| member::Column::Role.eq(entity::value::Role::from(role)));
        Condition::all().add_option(role).add_option(page::contains(member::Column::Email, self.search))
    }
}

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum InvitationStatus {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Accepted,
    /// It was taken back.
    Revoked,
    /// Nobody accepted it in time.
    Expired,
}

pub(super) struct Invitation(invitation::Model);

page::listed!(Invitation, invitation, InvitationId);

/// An invitation to become a member. Its link was shown once, when it was made.
#[Object]
impl Invitation {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Who is invited.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// What they will be.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<InvitationStatus> {
        Ok(match (self.0.accepted_at, self.0.revoked_at) {
            (Some(_), _) => InvitationStatus::Accepted,
            (None, Some(_)) => InvitationStatus::Revoked,
            (None, None) if invitations::is_open(&self.0, now(ctx)?) => InvitationStatus::Open,
            (None, None) => InvitationStatus::Expired,
        })
    }

    /// Who invited: the id of a member or key, or `COMMAND_LINE`.
    async fn invited_by(&self) -> Option<&str> {
        self.0.invited_by.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// From when it cannot be accepted.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was accepted; null: it was not.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.0.accepted_at.map(DateTime)
    }

    /// When it was taken back; null: it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// Which invitations.
#[derive(Debug, Default, InputObject)]
pub(super) struct InvitationFilter {
    /// Only those that can be accepted, or only those that cannot.
    open: Option<bool>,
}

#[derive(Default)]
pub(super) struct MemberQuery;

#[Object]
impl MemberQuery {
    /// The members. Scope `members:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<MemberFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Member>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::MembersRead, condition, paging).await
    }

    /// The invitations, without their links. Scope `members:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<InvitationFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Invitation>> {
        let open = invitations::open(now(ctx)?);
        let condition = match filter.unwrap_or_default().open {
            None => Condition::all(),
            Some(true) => open,
            Some(false) => open.not(),
        };
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::MembersRead, condition, paging).await
    }
}

/// Who is invited, and as what.
#[derive(Debug, InputObject)]
pub(super) struct MemberInviteInput {
    /// Their address. Nothing is mailed to it: hand the link over.
    email: String,
    /// What they will be. Only an owner can invite an owner.
    role: Role,
}

/// What `memberInvite` did.
#[derive(SimpleObject)]
pub(super) struct MemberInvitePayload {
    /// The invitation; null if the input was wrong.
    invitation: Option<Invitation>,
    /// The link to hand over, which is shown here and never again. It works once, for seven days.
    url: Option<Url>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `invitationRevoke` did.
#[derive(SimpleObject)]
pub(super) struct InvitationRevokePayload {
    /// The invitation as it is now; null if there is none with this id.
    invitation: Option<Invitation>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `memberUpdate` did.
#[derive(SimpleObject)]
pub(super) struct MemberUpdatePayload {
    /// The member as they are now; null if nothing was changed.
    member: Option<Member>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `memberRemove` did.
#[derive(SimpleObject)]
pub(super) struct MemberRemovePayload {
    /// The member as they were; null if nothing was changed.
    member: Option<Member>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `passwordResetLinkCreate` did.
#[derive(SimpleObject)]
pub(super) struct PasswordResetLinkCreatePayload {
    /// Whose link it is; null if the input was wrong.
    member: Option<Member>,
    /// The link to hand over, which is shown here and never again. It works once.
    url: Option<Url>,
    /// From when the link is no good.
    expires_at: Option<DateTime>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct MemberMutation;

#[Object]
impl MemberMutation {
    /// Invites somebody to become a member, and gives the link to hand over this once. An open
    /// invitation of the same address is taken back. Scope `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn member_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and as what.")] input: MemberInviteInput,
    ) -> Result<MemberInvitePayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        let role = input.role.into();
        let made = tenant.write(async |tx| invitations::invite(&tx, &input.email, role, now).await).await;
        let (made, user_errors) = settle(made, "id")?;
        let app = app(ctx)?;
        let made = made.map(|(row, token)| (Invitation(row), Url(app.page_url("invitation", &token))));
        let (invitation, url) = made.unzip();
        Ok(MemberInvitePayload { invitation, url, user_errors })
    }

    /// Takes an invitation back, so that its link is no good. Scope `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] id: ID,
    ) -> Result<InvitationRevokePayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        let done = match read_id::<InvitationId>(&id, "invitation") {
            Ok(id) => tenant.write(async |tx| invitations::revoke(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (invitation, user_errors) = settle(done, "id")?;
        Ok(InvitationRevokePayload { invitation: invitation.map(Invitation), user_errors })
    }

    /// Gives a member another role. Only an owner can make or unmake an owner, and never the last
    /// one. Scope `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn member_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member.")] id: ID,
        #[graphql(desc = "What they shall be.")] role: Role,
    ) -> Result<MemberUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        let done = match read_id::<MemberId>(&id, "member") {
            Ok(id) => tenant.write(async |tx| members::update(&tx, id, role.into(), now).await).await,
            Err(error) => Err(error),
        };
        let (member, user_errors) = settle(done, "id")?;
        Ok(MemberUpdatePayload { member: member.map(Member), user_errors })
    }

    /// Removes a member, who loses the organisation at once. Only an owner can remove an owner, and
    /// never the last one. Scope `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member.")] id: ID,
    ) -> Result<MemberRemovePayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        let done = match read_id::<MemberId>(&id, "member") {
            Ok(id) => tenant.write(async |tx| members::remove(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (member, user_errors) = settle(done, "id")?;
        Ok(MemberRemovePayload { member: member.map(Member), user_errors })
    }

    /// Makes a link with which a member chooses a new password, good for a day, and gives it this
    /// once. Not for a member of other organisations too, and for an owner only by an owner: whoever
    /// has the link becomes that person. Scope `members:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn password_reset_link_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member.")] member_id: ID,
    ) -> Result<PasswordResetLinkCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::MembersWrite)?, now(ctx)?);
        const PURPOSE: LinkPurpose = LinkPurpose::PasswordReset;
        let made = match read_id::<MemberId>(&member_id, "member") {
            Ok(id) => tenant.write(async |tx| sign_in_link::create_for_member(&tx, id, PURPOSE, now).await).await,
            Err(error) => Err(error),
        };
        let (made, user_errors) = settle(made, "memberId")?;
        let Some((member, link, token)) = made else {
            return Ok(PasswordResetLinkCreatePayload { member: None, url: None, expires_at: None, user_errors });
        };
        Ok(PasswordResetLinkCreatePayload {
            member: Some(Member(member)),
            url: Some(Url(app(ctx)?.page_url(sign_in_link::path(PURPOSE), &token))),
            expires_at: Some(link.expires_at.into()),
            user_errors,
        })
    }
}
