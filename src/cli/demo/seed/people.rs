//! Who signs in to the demo: members, partner users, and programs with their keys.

use chrono::{DateTime, Duration, Utc};
use entity::id::{InvitationId, MemberId, OrganisationId};
use entity::partner;
use entity::value::{LinkPurpose, Role};

use super::program::PARTNERS;
use crate::app::App;
use crate::domain::invitation::{self as invitations, Guest};
use crate::domain::key::{self, NewKey, Permission};
use crate::domain::organisation::{self as organisations, Settings};
use crate::domain::secret_token::SecretToken;
use crate::domain::{partner_user, portal, sign_in_link};
use crate::error::Error;
use crate::store::{Actor, Tenant};

/// Who owns the organisation.
pub(in crate::cli::demo) const OWNER: &str = "robin@fernhill.example";
const ADMIN: &str = "sam@fernhill.example";
const ANALYST: &str = "noor@fernhill.example";

/// A member with a link that signs them in, once.
pub(in crate::cli::demo) struct SeededMember {
    pub(in crate::cli::demo) email: &'static str,
    pub(in crate::cli::demo) role: Role,
    pub(in crate::cli::demo) sign_in: SecretToken,
    pub(super) id: MemberId,
}

/// A partner user with a link that signs them in to the portal, once.
pub(in crate::cli::demo) struct SeededPartnerUser {
    pub(in crate::cli::demo) email: String,
    pub(in crate::cli::demo) partner: partner::Model,
    pub(in crate::cli::demo) sign_in: SecretToken,
}

/// Makes the owner a member and invites two more; none has a password. Somebody else has not answered yet.
pub(super) async fn members(
    tenant: &Tenant,
    owner: Option<InvitationId>,
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<SeededMember>, Error> {
    let owner = owner.ok_or(Error::NotFound("invitation"))?;
    let mut made = vec![member(tenant, owner, OWNER, "Robin Claes", Role::Owner, then, now).await?];
    for (email, name, role, days) in [(ADMIN, "Sam Ortega", Role::Admin, 1), (ANALYST, "Noor Haddad", Role::Analyst, 5)]
    {
        let at = (then + Duration::days(days)).min(now);
        let (row, _) = tenant.write(async |tx| invitations::invite(&tx, email, role, at).await).await?;
        made.push(member(tenant, row.id, email, name, role, at, now).await?);
    }
    let asked = (now - Duration::days(2)).max(then);
    let invited = tenant.write(async |tx| invitations::invite(&tx, "mika@fernhill.example", Role::Admin, asked).await);
    invited.await?;
    Ok(made)
}

async fn member(
    tenant: &Tenant,
    invitation: InvitationId,
    email: &'static str,
    name: &str,
    role: Role,
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<SeededMember, Error> {
    let guest = Guest::New { name: name.to_owned(), password_hash: None };
    let id = MemberId::new(then);
    let sign_in = tenant
        .write(async |tx| {
            invitations::accept(&tx, invitation, guest.clone(), id, then).await?;
            let (_, _, token) = sign_in_link::create_for_member(&tx, id, LinkPurpose::SignIn, now).await?;
            Ok(token)
        })
        .await?;
    Ok(SeededMember { email, role, sign_in, id })
}

/// The organisation's rows on behalf of one of its members, for what the audit log should say of them.
#[expect(clippy::disallowed_methods, reason = "the demo has just made the organisation and the member itself")]
pub(super) fn acting(app: &App, organisation: OrganisationId, members: &[SeededMember], role: Role) -> Tenant {
    let member = members.iter().find(|member| member.role == role);
    let actor = member.map_or_else(Actor::command_line, |member| Actor::member(member.id));
    app.store.tenant(organisation, actor)
}

pub(super) async fn brand(tenant: &Tenant, then: DateTime<Utc>) -> Result<(), Error> {
    let settings = Settings { brand_colour: Some("#2f5d46".to_owned()), ..Settings::default() };
    tenant.write(async |tx| organisations::update(&tx, settings.clone(), then).await).await.map(drop)
}

/// A user for each partner that has a contact.
pub(super) async fn partner_users(
    tenant: &Tenant,
    partners: &[partner::Model],
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<SeededPartnerUser>, Error> {
    let mut made = Vec::new();
    for (partner, profile) in partners.iter().zip(PARTNERS) {
        let Some(name) = profile.contact else { continue };
        let first = name.split(' ').next().unwrap_or(name).to_lowercase();
        let email = format!("{first}@{}", profile.domain);
        let sign_in = tenant
            .write(async |tx| {
                let user = partner_user::create(&tx, partner.id, &email, name, then).await?;
                portal::sign_in_link(&tx, user.id, portal::LINK_TO_SEND, now).await
            })
            .await?
            .token;
        made.push(SeededPartnerUser { email, partner: partner.clone(), sign_in });
    }
    Ok(made)
}

/// The keys of programs: one with every scope, one that reads, and one that was revoked. Gives the first.
pub(super) async fn keys(
    app: &App,
    tenant: &Tenant,
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(uuid::Uuid, String), Error> {
    let all = Permission::ALL.iter().map(|permission| permission.as_str().to_owned()).collect();
    let new = |name: &str, scopes: Vec<String>, expires_at| NewKey { name: name.to_owned(), scopes, expires_at };
    let backend = new("demo backend", all, None);
    let (row, secret) = tenant.write(async |tx| key::create(&tx, backend.clone(), &app.keyring, then).await).await?;
    let reading = vec![Permission::StatsRead.as_str().to_owned(), Permission::AffiliateRead.as_str().to_owned()];
    let reports = new("reporting", reading.clone(), Some(now + Duration::days(12)));
    tenant.write(async |tx| key::create(&tx, reports.clone(), &app.keyring, then).await).await?;
    let old = new("old integration", reading, None);
    let revoked = (then + Duration::days(3)).min(now);
    tenant
        .write(async |tx| {
            let (row, _) = key::create(&tx, old.clone(), &app.keyring, then).await?;
            key::revoke(&tx, row.id, revoked).await
        })
        .await?;
    Ok((row.id.0, secret))
}
