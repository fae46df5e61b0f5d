//! `GET /api/v1/exports/everything.ndjson`: all that an organisation owns, one object of JSON a line, to
//! take along or to put aside. What must not leave the service is left out where the column is declared,
//! in `entity`.
//!
//! A new table of an organisation is one more word of `tables!`; a test asks for it.

use std::collections::HashSet;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use entity::id::{AliasId, ApiKeyId, LinkId, PublishableKeyId};
use entity::{Identified, Owned, api_key};
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use sea_orm::ModelTrait;
use sea_orm::sea_query::ValueType;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::app::App;
use crate::domain::key::Permission;
use crate::domain::organisation;
use crate::error::{Error, Result};
use crate::http::caller::{Caller, Who};
use crate::http::limits;
use crate::http::problem::Problem;
use crate::store::{Direction, Page, Scope, Tenant};

/// How many rows are read at a time.
const PAGE: u64 = 1_000;

/// Some lines of the file.
type Lines = BoxStream<'static, Result<Bytes>>;

/// The tables in the order of the file: those that may be long are read by page, the others whole.
macro_rules! tables {
    ($($module:ident $how:ident),* $(,)?) => {
        /// The names of the tables.
        #[cfg(test)]
        const TABLES: &[&str] = &[$(stringify!($module)),*];

        fn tables(tenant: &Tenant, keys: &Keys) -> Vec<Lines> {
            vec![$($how::<entity::$module::Entity>(tenant, stringify!($module), keys)),*]
        }
    };
}

tables! {
    member by_page, invitation by_page, partner by_page, partner_user by_page,
    form by_page, form_field whole, campaign by_page, campaign_version whole, field_mapping whole,
    install_check whole, link by_page, link_alias by_page, legacy_link by_page, legacy_miss whole,
    api_key by_page, publishable_key by_page,
    click by_page, conversion by_page, submission by_page, decision by_page, ignored_call whole,
    reward by_page, reward_entry by_page,
    webhook_endpoint by_page, webhook_event by_page, webhook_delivery by_page, webhook_attempt by_page,
    api_call by_page, audit_event by_page,
}

/// Everything of the organisation
///
/// One object of JSON a line, with what it is in `type`: `organisation` first, then `member`, `partner`,
/// `campaign`, `link`, `click`, `conversion`, `reward` and the rest. Hashes, secrets and sessions are not in
/// it, nor sums that its rows give. For owners and admins who are signed in, as it is more than any scope
/// allows; the audit log says who took it.
#[utoipa::path(
    get,
    path = "/api/v1/exports/everything.ndjson",
    tag = "Exports",
    operation_id = "exportEverything",
    security(("session" = [])),
    responses(
        (status = 200, description = "The file", body = String, content_type = "application/x-ndjson"),
        (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller is neither owner nor admin, or is a key", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn serve(State(app): State<App>, headers: HeaderMap) -> Response {
    let mut limit = HeaderMap::new();
    let mut response = match write(&app, &headers, &mut limit).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    response.headers_mut().extend(limit);
    response
}

async fn write(app: &App, headers: &HeaderMap, limit: &mut HeaderMap) -> Result<Response> {
    let now = app.clock.now();
    let caller = Caller::authenticate(app, headers, now).await?;
    *limit = limits::caller(app, &caller).await?;
    if let Who::Key { .. } = caller.who {
        let message = "A key cannot take everything along; an owner or an admin who is signed in can.";
        return Err(Error::Forbidden(message.to_owned()));
    }
    let tenant = caller.tenant(app, Permission::OrganisationWrite)?;
    tenant.write(async |tx| organisation::note_export(&tx, now).await).await?;
    let owner = tenant.owner().await?;
    let today = now.date_naive().to_string();
    let name = super::file_name("everything.ndjson", &owner.name, [today.clone(), today]);
    let keys = Keys::of(&tenant).await?;
    let first = line("organisation", &owner, &keys);
    let rest = stream::iter(tables(&tenant, &keys)).flatten();
    Ok(super::attachment(&name, "application/x-ndjson", stream::once(async { first }).chain(rest)))
}

/// The rows of a table, oldest first, some at a time.
fn by_page<E>(tenant: &Tenant, kind: &'static str, keys: &Keys) -> Lines
where
    E: Identified,
    E::Model: Serialize + Sync,
    E::Id: ValueType + Sync + 'static,
{
    let begin = Some((tenant.clone(), keys.clone(), None));
    let pages = stream::try_unfold(begin, move |place| async move {
        let Some((tenant, keys, after)) = place else { return Ok(None) };
        let page = Page { direction: Direction::Ascending, after, before: None, limit: PAGE, from_end: false };
        let part = tenant.find::<E>().page(page).await?;
        let lines = lines(kind, &part.rows, &keys)?;
        let last = part.rows.last().map(|row| E::Id::unwrap(row.get(E::ID)));
        Ok(Some((lines, part.more.then_some((tenant, keys, last)))))
    });
    pages.boxed()
}

/// The rows of a table that stays short.
fn whole<E>(tenant: &Tenant, kind: &'static str, keys: &Keys) -> Lines
where
    E: Owned,
    E::Model: Serialize + Sync,
{
    let (tenant, keys) = (tenant.clone(), keys.clone());
    stream::once(async move { lines(kind, &tenant.find::<E>().all().await?, &keys) }).boxed()
}

fn lines(kind: &str, rows: &[impl Serialize], keys: &Keys) -> Result<Bytes> {
    let lines: Vec<_> = rows.iter().map(|row| line(kind, row, keys)).collect::<Result<_>>()?;
    Ok(lines.concat().into())
}

fn line(kind: &str, row: &impl Serialize, keys: &Keys) -> Result<Bytes> {
    let Value::Object(columns) = serde_json::to_value(row).map_err(Error::internal)? else {
        return Err(Error::internal("a row that is no object"));
    };
    // What it is comes first, for whoever reads the file with their eyes.
    let mut text = format!("{{\"type\":\"{}\"", camel_case(kind));
    for (name, value) in keys.named(columns) {
        text.push_str(&format!(",{}:{value}", Value::from(name)));
    }
    text.push_str("}\n");
    Ok(text.into())
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_uppercase() + rest
    })
}

/// The secret keys of the organisation, by which a bare id of a key is told from a publishable one's.
#[derive(Clone)]
struct Keys(Arc<HashSet<Uuid>>);

impl Keys {
    async fn of(tenant: &Tenant) -> Result<Self> {
        let keys = tenant.find::<api_key::Entity>().all().await?;
        Ok(Self(Arc::new(keys.into_iter().map(|key| key.id.0).collect())))
    }

    /// The columns with the ids of the API in place of those that the database keeps bare.
    fn named(&self, mut columns: Map<String, Value>) -> Map<String, Value> {
        let bare = |value: Option<&Value>| value?.as_str()?.parse::<Uuid>().ok();
        if let Some(via) = bare(columns.get("via")) {
            let is_link = columns.get("linkId") == Some(&LinkId(via).to_string().into());
            columns.remove("via");
            let alias = if is_link { Value::Null } else { AliasId(via).to_string().into() };
            columns.insert("aliasId".to_owned(), alias);
        }
        if let Some(key) = bare(columns.get("keyId")) {
            let id = match self.0.contains(&key) {
                true => ApiKeyId(key).to_string(),
                false => PublishableKeyId(key).to_string(),
            };
            columns.insert("keyId".to_owned(), id.into());
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What is left out, and why.
    const LEFT_OUT: &[(&str, &str)] = &[
        ("click_day", "sums, which the clicks give"),
        ("converted_email", "hashes of what the conversions have"),
        ("counter", "sums, which the clicks and conversions give"),
        ("idempotent_call", "kept answers, for the one who made the call"),
        ("link_address", "the codes and aliases of the links"),
        ("portal_link", "hashes of links that sign somebody in"),
        ("portal_session", "sessions"),
        ("summed_day", "which days are added up"),
    ];

    #[test]
    fn every_table_of_an_organisation_is_exported_or_left_out_for_a_reason() {
        let entities = include_str!("../../../entity/src/lib.rs").split("owned! {").last().unwrap();
        let owned = entities.lines().filter_map(|line| line.trim().strip_suffix(','));
        let owned: BTreeSet<_> = owned.map(|line| line.split(':').next().unwrap()).collect();
        assert!(owned.len() > 30, "{owned:?}");
        let known = TABLES.iter().copied().chain(LEFT_OUT.iter().map(|(table, _)| *table));
        assert_eq!(known.collect::<BTreeSet<_>>(), owned);
    }
}
