//! Keys: secret ones for programs, publishable ones for pages.

mod publishable;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::Duration;
use entity::api_key;
use entity::id::{ApiKeyId, CampaignId, PartnerId};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::problem::{UserError, settle};
use super::scalar::DateTime;
use super::{app, caller, load, now, read_id, tenant};
use crate::domain::key::{self, NewKey, Permission};
use crate::error::{self, Problem, ProblemCode, Problems};
use crate::http::caller::Caller;
use crate::store::Tx;

pub(super) use publishable::{PublishableKey, PublishableKeyQuery};

pub(super) struct ApiKey(api_key::Model);

page::listed!(ApiKey, api_key, ApiKeyId);

/// A secret key of a program. Its text was shown once, when it was made.
#[Object]
impl ApiKey {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How its text begins, to know it by. No secret.
    async fn prefix(&self) -> String {
        format!("{}{}", key::SECRET_PREFIX, self.0.lookup)
    }

    /// What it may do.
    async fn scopes(&self) -> &[String] {
        &self.0.scopes.0
    }

    /// The partner whose portal it reads, at `POST /graphql/partner`; null: it is the organisation's. Scope
    /// `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        let Some(id) = self.0.partner_id else { return Ok(None) };
        Ok(load::one(ctx, load::PartnerById(id)).await?.map(Partner::from))
    }

    /// Who made it: the id of a member or key, or `COMMAND_LINE`.
    async fn created_by(&self) -> Option<&str> {
        self.0.created_by.as_deref()
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// From when it stops; null: never.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// Since when it is revoked; null: it is not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it was last used, to the minute; null: never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// When it was last sent by a browser, where everybody can read it; null: never. Revoke a key
    /// that has been.
    async fn browser_seen_at(&self) -> Option<DateTime> {
        self.0.browser_seen_at.map(DateTime)
    }
}

/// Which secret keys.
#[derive(Debug, Default, InputObject)]
pub(super) struct ApiKeyFilter {
    /// Only those that are revoked, or only those that are not.
    revoked: Option<bool>,
}

impl ApiKeyFilter {
    fn condition(self) -> Condition {
        let revoked = self.revoked.map(|revoked| match revoked {
            true => api_key::Column::RevokedAt.is_not_null(),
            false => api_key::Column::RevokedAt.is_null(),
        });
        Condition::all().add_option(revoked)
    }
}

#[derive(Default)]
pub(super) struct KeyQuery;

#[Object]
impl KeyQuery {
    /// The secret keys, without their texts. Scope `keys:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn api_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<ApiKeyFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<ApiKey>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::KeysRead, condition, paging).await
    }
}

/// What a new secret key should be.
#[derive(Debug, InputObject)]
pub(super) struct ApiKeyCreateInput {
    /// What people call it.
    name: String,
    /// What it may do: some of `affiliate:write`, `affiliate:read`, `campaigns:read`,
    /// `campaigns:write`, `partners:read`, `partners:write`, `keys:read`, `keys:write`, `audit:read`,
    /// `stats:read`, `portal-sessions:write`, `organisation:write`, `members:read`, `members:write`,
    /// `webhooks:read` and `webhooks:write`, and no more than who makes it may do.
    scopes: Vec<String>,
    /// From when it stops; never if unset.
    expires_at: Option<DateTime>,
    /// The partner whose portal it reads, at `POST /graphql/partner`. Such a key has the scope `stats:read`
    /// and no other, and is good for nothing else.
    partner_id: Option<ID>,
}

/// What `apiKeyCreate` did.
#[derive(SimpleObject)]
pub(super) struct ApiKeyCreatePayload {
    /// The new key; null if the input was wrong.
    api_key: Option<ApiKey>,
    /// Its text, which is shown here and never again.
    secret: Option<String>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `apiKeyRevoke` did.
#[derive(SimpleObject)]
pub(super) struct ApiKeyRevokePayload {
    /// The key as it is now; null if there is none with this id.
    api_key: Option<ApiKey>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `apiKeyRotate` did.
#[derive(SimpleObject)]
pub(super) struct ApiKeyRotatePayload {
    /// The new key; null if the input was wrong.
    api_key: Option<ApiKey>,
    /// Its text, which is shown here and never again.
    secret: Option<String>,
    /// From when the key in whose place it is stops.
    old_key_expires_at: Option<DateTime>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `publishableKeyRotate` did.
#[derive(SimpleObject)]
pub(super) struct PublishableKeyRotatePayload {
    /// The new key, for pages from now on; null if the input was wrong.
    publishable_key: Option<String>,
    /// From when the key in whose place it is stops.
    old_key_expires_at: Option<DateTime>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// Nobody gives what they have not: the scopes that the caller itself lacks.
fn check_scopes(caller: &Caller, scopes: &[String]) -> error::Result<()> {
    let mut problems = Problems::default();
    for (index, scope) in scopes.iter().enumerate() {
        if let Ok(permission) = scope.parse::<Permission>()
            && !caller.may(permission)
        {
            let message = format!("You lack the scope `{scope}` yourself, so that you cannot give it.");
            problems.add(&format!("input.scopes.{index}"), ProblemCode::NotAllowed, message);
        }
    }
    problems.none()
}

#[derive(Default)]
pub(super) struct KeyMutation;

#[Object]
impl KeyMutation {
    /// Makes a secret key, and gives its text this once. Scope `keys:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should be.")] input: ApiKeyCreateInput,
    ) -> Result<ApiKeyCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::KeysWrite)?, now(ctx)?);
        let keyring = &app(ctx)?.keyring;
        let made = match check_scopes(caller(ctx)?, &input.scopes) {
            Ok(()) => {
                let expires_at = input.expires_at.map(|at| at.0);
                let new = NewKey { name: input.name, scopes: input.scopes, expires_at };
                match input.partner_id {
                    None => tenant.write(async |tx| key::create(&tx, new.clone(), keyring, now).await).await,
                    Some(id) => {
                        // One that is malformed names nothing, which the domain says.
                        let id = id.parse().unwrap_or(PartnerId(Uuid::nil()));
                        let make = async |tx: Tx| key::create_for_partner(&tx, new.clone(), id, keyring, now).await;
                        tenant.write(make).await
                    }
                }
            }
            Err(error) => Err(error),
        };
        let (made, user_errors) = settle(made, "id")?;
        let (api_key, secret) = made.map(|(row, secret)| (ApiKey(row), secret)).unzip();
        Ok(ApiKeyCreatePayload { api_key, secret, user_errors })
    }

    /// Revokes a secret key: within two seconds it works nowhere. Scope `keys:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn api_key_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] id: ID,
    ) -> Result<ApiKeyRevokePayload> {
        let (tenant, now) = (tenant(ctx, Permission::KeysWrite)?, now(ctx)?);
        let done = match read_id::<ApiKeyId>(&id, "API key") {
            Ok(id) => tenant.write(async |tx| key::revoke(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        app(ctx)?.known_keys.forget();
        let (api_key, user_errors) = settle(done, "id")?;
        Ok(ApiKeyRevokePayload { api_key: api_key.map(ApiKey), user_errors })
    }

    /// Puts a new secret key in the place of one, with the same name, scopes and lifetime, and gives
    /// its text this once. The old one goes on working for a while. Scope `keys:write`, and the
    /// scopes of the key.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn api_key_rotate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key.")] id: ID,
        #[graphql(
            desc = "How many hours the old key goes on working, from 0 to 720; 24 if null.",
            default_with = "Some(24)"
        )]
        overlap_hours: Option<i32>,
    ) -> Result<ApiKeyRotatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::KeysWrite)?, now(ctx)?);
        let (keyring, caller) = (&app(ctx)?.keyring, caller(ctx)?);
        let read = read_id::<ApiKeyId>(&id, "API key").and_then(|id| Ok((id, overlap_of_hours(overlap_hours)?)));
        let rotated = match read {
            Ok((id, overlap)) => {
                let work = async |tx: Tx| {
                    let (old, new, secret) = key::rotate(&tx, id, overlap, keyring, now).await?;
                    let all = check_scopes(caller, &old.scopes.0).is_ok();
                    let message = "This key may do more than you, so that you cannot have its successor.";
                    let refused = || Problem::new("id", ProblemCode::NotAllowed, message).into();
                    all.then_some((old, new, secret)).ok_or_else(refused)
                };
                tenant.write(work).await
            }
            Err(error) => Err(error),
        };
        app(ctx)?.known_keys.forget();
        let (rotated, user_errors) = settle(rotated, "id")?;
        let Some((old, new, secret)) = rotated else {
            return Ok(ApiKeyRotatePayload { api_key: None, secret: None, old_key_expires_at: None, user_errors });
        };
        Ok(ApiKeyRotatePayload {
            api_key: Some(ApiKey(new)),
            secret: Some(secret),
            old_key_expires_at: old.expires_at.map(DateTime),
            user_errors,
        })
    }

    /// Puts a new publishable key in the place of the current one, which goes on working for a
    /// while, so that pages can be changed one by one. Scope `keys:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn publishable_key_rotate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign whose key it is; the organisation's key if unset.")] campaign_id: Option<ID>,
        #[graphql(
            desc = "How many days the old key goes on working, from 0 to 365; 30 if null.",
            default_with = "Some(30)"
        )]
        overlap_days: Option<i32>,
    ) -> Result<PublishableKeyRotatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::KeysWrite)?, now(ctx)?);
        let campaign = campaign_id.map(|id| read_id::<CampaignId>(&id, "campaign")).transpose();
        let read = campaign.and_then(|campaign| Ok((campaign, read_overlap(overlap_days)?)));
        let rotated = match read {
            Ok((campaign, overlap)) => {
                let done = tenant.write(async |tx| key::rotate_publishable(&tx, campaign, overlap, now).await).await;
                done.map(|new| (new.key, DateTime(now + overlap)))
            }
            Err(error) => Err(error),
        };
        app(ctx)?.known_keys.forget();
        let (rotated, user_errors) = settle(rotated, "campaignId")?;
        let (publishable_key, old_key_expires_at) = rotated.unzip();
        Ok(PublishableKeyRotatePayload { publishable_key, old_key_expires_at, user_errors })
    }
}

fn read_overlap(days: Option<i32>) -> error::Result<Duration> {
    let days = days.unwrap_or(30);
    if (0..=365).contains(&days) {
        return Ok(Duration::days(days.into()));
    }
    let message = "The old key can go on for 0 to 365 days.";
    Err(Problem::new("overlapDays", ProblemCode::Invalid, message).into())
}

fn overlap_of_hours(hours: Option<i32>) -> error::Result<Duration> {
    let hours = hours.unwrap_or(24);
    if (0..=720).contains(&hours) {
        return Ok(Duration::hours(hours.into()));
    }
    let message = "The old key can go on for 0 to 720 hours.";
    Err(Problem::new("overlapHours", ProblemCode::Invalid, message).into())
}
