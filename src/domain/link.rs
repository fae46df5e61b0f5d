//! Links: one per partner per campaign, with a code and any number of aliases.

mod generate;
mod qr;
mod revoke;

use chrono::{DateTime, Utc};
use entity::id::{AliasId, LinkId};
use entity::{link, link_address, link_alias};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::audit;
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Direction, Scope, Store, Tx};

pub use generate::{Generated, Whose, generate};
pub use qr::qr_code;
pub use revoke::{set_revoked, set_revoked_all};

/// How long a code is. 62⁸ of them cannot be guessed through.
pub const CODE: usize = 8;
/// How many links, or partners, are named in one call.
const MOST_AT_ONCE: usize = 1_000;
/// How many values a statement names, or rows it adds.
const CHUNK: usize = 1_000;
/// How many aliases a link may have.
const MOST_ALIASES: u64 = 50;
/// Slugs that people would take for pages of this service, or of the organisation.
const RESERVED: &[&str] = &[
    "about",
    "account",
    "admin",
    "affiliate",
    "affiliates",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "careers",
    "checkout",
    "contact",
    "dashboard",
    "demo",
    "docs",
    "download",
    "graphql",
    "health",
    "help",
    "home",
    "introw",
    "legal",
    "links",
    "login",
    "logout",
    "metrics",
    "oauth",
    "partner",
    "partners",
    "password",
    "portal",
    "pricing",
    "privacy",
    "register",
    "reset",
    "security",
    "settings",
    "setup",
    "signin",
    "signup",
    "sso",
    "static",
    "status",
    "support",
    "system",
    "terms",
    "undefined",
    "null",
    "verify",
    "webhooks",
    "www",
];

/// Adds an alias to a link; gives its addresses, of which the new one may have been remembered
/// as leading nowhere.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such link, [`Error::Invalid`] for a slug
/// that cannot be one or that somebody has.
pub async fn create_alias(tx: &Tx, id: LinkId, slug: &str, now: DateTime<Utc>) -> Result<(link::Model, Vec<String>)> {
    let link = tx.find::<link::Entity>().id(id).one().await?.ok_or(Error::NotFound("link"))?;
    let slug = read_slug(slug)?;
    if aliases_of(tx, id).count().await? >= MOST_ALIASES {
        let message = format!("A link has at most {MOST_ALIASES} aliases. Delete one first.");
        return Err(Problem::new("slug", ProblemCode::LimitReached, message).into());
    }
    let alias = link_alias::Model {
        organisation_id: tx.organisation(),
        id: AliasId::new(now),
        link_id: id,
        slug: slug.clone(),
        created_at: now,
        deleted_at: None,
    };
    tx.insert_all([alias.clone().into_active_model()]).await?;
    let address = link_address::Model {
        address: slug,
        organisation_id: tx.organisation(),
        link_id: id,
        alias_id: Some(alias.id),
    };
    if !tx.insert_new(address.into_active_model()).await? {
        return Err(Problem::new("slug", ProblemCode::Taken, TAKEN).into());
    }
    audit::created(tx, "linkAliasCreate", alias.id, &serde_json::json!({ "slug": alias.slug, "linkId": id }), now)
        .await?;
    Ok((link, addresses(tx, link::Column::Id.eq(id)).await?))
}

/// Deletes an alias and frees its slug; gives its link and the address that leads nowhere now.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such alias.
pub async fn delete_alias(tx: &Tx, id: AliasId, now: DateTime<Utc>) -> Result<(link::Model, Vec<String>)> {
    let missing = || Error::NotFound("alias");
    let existing = tx.find::<link_alias::Entity>().id(id).filter(link_alias::Column::DeletedAt.is_null()).one().await?;
    let alias = existing.ok_or_else(missing)?;
    tx.delete_where::<link_address::Entity>(link_address::Column::AliasId.eq(id)).await?;
    let change = link_alias::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    tx.update::<link_alias::Entity, _>(id, change).await?;
    let shown = |deleted: bool| serde_json::json!({ "slug": alias.slug, "linkId": alias.link_id, "deleted": deleted });
    audit::changed(tx, "linkAliasDelete", id, &shown(false), &shown(true), now).await?;
    let link = tx.find::<link::Entity>().id(alias.link_id).one().await?.ok_or_else(missing)?;
    Ok((link, vec![alias.slug]))
}

/// The aliases of a link, without the deleted ones.
pub fn aliases_of(scope: &impl Scope, id: LinkId) -> crate::store::Rows<'_, link_alias::Entity> {
    scope
        .find::<link_alias::Entity>()
        .filter(link_alias::Column::LinkId.eq(id))
        .filter(link_alias::Column::DeletedAt.is_null())
        .order_by(link_alias::Column::Id, Direction::Ascending)
}

/// What can stand after `/r/` for the links for which `condition` holds, in lower case.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn addresses(scope: &impl Scope, condition: impl IntoCondition) -> Result<Vec<String>> {
    let links: Vec<_> =
        scope.find::<link::Entity>().filter(condition).all().await?.into_iter().map(|link| link.id).collect();
    let mut addresses = Vec::new();
    // A statement has a limited number of parameters.
    for links in links.chunks(10_000) {
        let of_links = link_address::Column::LinkId.is_in(links.iter().copied());
        let rows = scope.find::<link_address::Entity>().filter(of_links).all().await?;
        addresses.extend(rows.into_iter().map(|row| row.address));
    }
    Ok(addresses)
}

/// Why a slug that somebody has cannot be an alias.
const TAKEN: &str = "This slug is taken. Choose another one.";

/// The slug that a typed text would be as an alias, if nobody has it right now.
///
/// # Errors
///
/// [`Error::Invalid`] for one that cannot be an alias, or that somebody has; [`Error::Unavailable`].
pub async fn available_slug(store: &Store, typed: &str) -> Result<String> {
    let slug = read_slug(typed)?;
    match store.address_is_taken(&slug).await? {
        false => Ok(slug),
        true => Err(Problem::new("slug", ProblemCode::Taken, TAKEN).into()),
    }
}

/// A slug that somebody typed, as it is stored.
///
/// # Errors
///
/// [`Error::Invalid`] for what cannot be a slug.
pub fn read_slug(typed: &str) -> Result<String> {
    let slug = typed.trim().to_ascii_lowercase();
    check_slug(&slug).map(|()| slug)
}

fn check_slug(slug: &str) -> Result<()> {
    let problem = |code, message: &str| Err(Problem::new("slug", code, message).into());
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if slug.is_empty() {
        problem(ProblemCode::Blank, "Give the alias a slug.")
    } else if slug.len() < 3 {
        problem(ProblemCode::TooShort, "A slug has at least 3 characters.")
    } else if slug.len() > 50 {
        problem(ProblemCode::TooLong, "A slug has at most 50 characters.")
    } else if !slug.bytes().all(good) || slug.starts_with('-') || slug.ends_with('-') {
        problem(ProblemCode::Invalid, "A slug is made of a-z, 0-9 and dashes, with no dash at an end.")
    } else if RESERVED.contains(&slug) {
        problem(ProblemCode::Reserved, "This slug is kept for the system. Choose another one.")
    } else {
        Ok(())
    }
}

fn shown(row: &link::Model) -> serde_json::Value {
    serde_json::json!({
        "code": row.code, "campaignId": row.campaign_id, "partnerId": row.partner_id, "revokedAt": row.revoked_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_what_the_specification_says() {
        for good in ["abc", "a-b", "black-friday-2026", "007", &"a".repeat(50)] {
            assert!(check_slug(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "-abc", "abc-", "a_b_c", "ABC", "admin", "café", "a b c", "а-cyrillic", &"a".repeat(51)]
        {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }
}
