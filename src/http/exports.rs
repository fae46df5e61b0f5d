//! `GET /api/v1/exports/….csv`: a list, or numbers, as a file. It has exactly what the filter shows, and
//! is written as it is read, so that a long one takes no more memory than a short one.

pub(super) mod cells;
pub mod everything;
mod names;
mod numbers;
mod rows;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::Caller;
use super::limits;
use super::problem::Problem;
use crate::app::App;
use crate::error::{Error, Result};
use crate::graphql::export::{self, List, Numbers};
use cells::Sheet;

/// What the file should have.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// The filter of the GraphQL list, or of `stats`, as JSON: `{"campaignId":"cmp_…"}`.
    #[param(required = false)]
    filter: Option<String>,
    /// `stats` alone: the first day; 29 days before the last if unset.
    #[param(required = false, example = "2026-11-01")]
    from: Option<String>,
    /// `stats` alone: the last day, which is included; today if unset.
    #[param(required = false, example = "2026-11-30")]
    to: Option<String>,
    /// `stats` alone: the IANA zone whose days they are; the organisation's if unset.
    #[param(required = false, example = "Europe/Brussels")]
    time_zone: Option<String>,
    /// `stats` alone: `HOUR`, `DAY`, `WEEK` or `MONTH`; `DAY` if unset.
    #[param(required = false)]
    bucket: Option<String>,
    /// `stats` alone: a row for each `CAMPAIGN`, `PARTNER`, `LINK`, `ALIAS`, `REFERRER_HOST`, `DEVICE` or
    /// `COUNTRY`, instead of for each bucket.
    #[param(required = false)]
    dimension: Option<String>,
}

/// A list or numbers as CSV
///
/// Exactly what the GraphQL list shows for the same filter, newest first, with the permission that the
/// list asks for. Times are ISO 8601 in UTC. A text that a spreadsheet would run as a formula stands
/// behind an apostrophe. The order of columns is stable; new ones are added at the end.
#[utoipa::path(
    get,
    path = "/api/v1/exports/{export}",
    tag = "Exports",
    operation_id = "exportCsv",
    params(
        ("export" = String, Path, description = "`clicks.csv`, `conversions.csv`, `submissions.csv`, `decisions.csv`, `links.csv`, `partners.csv`, `rewards.csv`, `stats.csv`, `audit.csv` or `requests.csv`", example = "conversions.csv"),
        Asked,
    ),
    security(("apiKey" = [])),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = 400, description = "A filter that the list would not take", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is unknown, revoked or expired", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A range that cannot be counted", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn serve(
    State(app): State<App>,
    Path(export): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let mut limit = HeaderMap::new();
    let mut response = match write(&app, &export, asked, &headers, &mut limit).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    response.headers_mut().extend(limit);
    response
}

async fn write(
    app: &App,
    export: &str,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: &HeaderMap,
    limit: &mut HeaderMap,
) -> Result<Response> {
    let caller = Caller::authenticate(app, headers, app.clock.now()).await?;
    *limit = limits::caller(app, &caller).await?;
    let Query(asked) = asked.map_err(|error| Error::BadRequest(format!("{}.", error.body_text())))?;
    let now = app.clock.now();
    let filter = asked.filter.as_deref();
    let list = match export {
        "clicks.csv" => List::Clicks,
        "conversions.csv" => List::Conversions,
        "submissions.csv" => List::Submissions,
        "decisions.csv" => List::Decisions,
        "links.csv" => List::Links,
        "partners.csv" => List::Partners,
        "audit.csv" => List::Audit,
        "rewards.csv" => List::Rewards,
        "requests.csv" => List::Requests,
        "stats.csv" => {
            let Asked { from, to, time_zone, bucket, dimension, .. } = &asked;
            let numbers = Numbers {
                from: from.as_deref(),
                to: to.as_deref(),
                time_zone: time_zone.as_deref(),
                bucket: bucket.as_deref(),
                dimension: dimension.as_deref(),
                filter,
            };
            let (tenant, range, of, dimension) = numbers.read(app, &caller, now).await?;
            let name =
                file_name("stats.csv", &tenant.owner().await?.name, [range.from.to_string(), range.to.to_string()]);
            let sheet = numbers::sheet(&tenant, range, of, dimension).await?;
            return Ok(file(&name, stream::once(async { Ok(sheet) })));
        }
        _ => return Err(Error::NotFound("export")),
    };
    if asked.from.is_some() || asked.to.is_some() || asked.bucket.is_some() || asked.dimension.is_some() {
        let message = "Say in `filter` which rows; the other parameters are for stats.csv.";
        return Err(Error::BadRequest(message.to_owned()));
    }
    let (tenant, condition) = export::rows(app, &caller, list, filter).await?;
    let days = days(filter, now.date_naive().to_string());
    let name = file_name(export, &tenant.owner().await?.name, days);
    Ok(match list {
        List::Clicks => file(&name, rows::stream::<entity::click::Entity>(app, &caller, tenant, condition)),
        List::Conversions => file(&name, rows::stream::<entity::conversion::Entity>(app, &caller, tenant, condition)),
        List::Submissions => file(&name, rows::stream::<entity::submission::Entity>(app, &caller, tenant, condition)),
        List::Decisions => file(&name, rows::stream::<entity::decision::Entity>(app, &caller, tenant, condition)),
        List::Links => file(&name, rows::stream::<entity::link::Entity>(app, &caller, tenant, condition)),
        List::Partners => file(&name, rows::stream::<entity::partner::Entity>(app, &caller, tenant, condition)),
        List::Audit => file(&name, rows::stream::<entity::audit_event::Entity>(app, &caller, tenant, condition)),
        List::Rewards => file(&name, rows::stream::<entity::reward::Entity>(app, &caller, tenant, condition)),
        List::Requests => file(&name, rows::stream::<entity::api_call::Entity>(app, &caller, tenant, condition)),
    })
}

/// The days that a filter names, or today.
fn days(filter: Option<&str>, today: String) -> [String; 2] {
    let filter: serde_json::Value = filter.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let day = |name: &str| filter[name].as_str().and_then(|text| text.get(..10)).map(str::to_owned);
    let from = day("from").or_else(|| day("to")).unwrap_or_else(|| today.clone());
    [from, day("to").unwrap_or(today)]
}

/// `conversions_acme_2026-11-01_2026-11-30.csv`.
pub(super) fn file_name(file: &str, organisation: &str, days: [String; 2]) -> String {
    let (export, extension) = file.split_once('.').unwrap_or((file, "txt"));
    let lower = organisation.to_lowercase();
    let words: Vec<_> =
        lower.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let organisation = if words.is_empty() { "organisation".to_owned() } else { words.join("-") };
    let plain = |day: &String| day.chars().all(|character| character.is_ascii_digit() || character == '-');
    let mut days: Vec<_> = days.into_iter().filter(plain).collect();
    days.dedup();
    format!("{export}_{organisation}_{}.{extension}", days.join("_"))
}

/// A file of these sheets, one after the other.
pub(super) fn file(name: &str, sheets: impl Stream<Item = Result<Sheet>> + Send + 'static) -> Response {
    let parts = sheets.map(|sheet| sheet.map(|sheet| Bytes::from(sheet.into_bytes())));
    attachment(name, "text/csv; charset=utf-8; header=present", parts)
}

/// A file for people to save, written part by part.
fn attachment(
    name: &str,
    content_type: &'static str,
    parts: impl Stream<Item = Result<Bytes>> + Send + 'static,
) -> Response {
    // An error in the middle breaks the connection off, so that nobody takes half a file for a whole one.
    let parts = parts.map(|part| part.inspect_err(Error::log));
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
