//! `GET /api/v1/portal/exports/….csv`: what the portal shows, as a file.

mod calls;
mod numbers;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde::Deserialize;
use utoipa::IntoParams;

use super::PortalCaller;
use crate::app::App;
use crate::error::{Error, Result};
use crate::graphql::portal::export;
use crate::http::exports::{file, file_name};
use crate::http::limits;
use crate::http::problem::Problem;

/// What the file should have.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// The filter of `stats`, of `calls`, or a `campaignId`, as JSON: `{"campaignId":"cmp_…"}`.
    #[param(required = false)]
    filter: Option<String>,
    /// Not for `calls`: the first day; 29 days before the last if unset.
    #[param(required = false, example = "2026-11-01")]
    from: Option<String>,
    /// Not for `calls`: the last day, which is included; today if unset.
    #[param(required = false, example = "2026-11-30")]
    to: Option<String>,
    /// Not for `calls`: the IANA zone whose days they are; the user's if unset, else the organisation's.
    #[param(required = false, example = "Europe/Brussels")]
    time_zone: Option<String>,
    /// `performance` alone: `HOUR`, `DAY`, `WEEK` or `MONTH`; `DAY` if unset.
    #[param(required = false)]
    bucket: Option<String>,
    /// `performance` alone: a row for each `CAMPAIGN`, `ALIAS`, `REFERRER_HOST`, `DEVICE` or `COUNTRY`,
    /// instead of for each bucket.
    #[param(required = false)]
    dimension: Option<String>,
}

/// What a partner sees, as CSV
///
/// Exactly what the portal shows for the same filter, for a session on the portal or a key that is one
/// partner's. Times are ISO 8601 in UTC, amounts plain decimals. A text that a spreadsheet would run as a
/// formula stands behind an apostrophe. The order of columns is stable; new ones are added at the end.
#[utoipa::path(
    get,
    path = "/api/v1/portal/exports/{export}",
    tag = "Portal",
    operation_id = "exportPortalCsv",
    params(
        ("export" = String, Path, description = "`performance.csv`, `earnings.csv` or `calls.csv`", example = "performance.csv"),
        Asked,
        ("x-introw-csrf" = Option<String>, Header, description = "The session's `csrfToken`; not with a key"),
    ),
    security(("portalSession" = []), ("apiKey" = [])),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = 400, description = "A filter or range that the portal would not take", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The header `x-introw-csrf` is missing or wrong, or the key is not one partner's", body = Problem, content_type = "application/problem+json"),
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
    let now = app.clock.now();
    let caller = PortalCaller::authenticate(app, headers, now).await?;
    *limit = limits::portal(app, &caller).await?;
    let Query(asked) = asked.map_err(|error| Error::BadRequest(format!("{}.", error.body_text())))?;
    let plain = export::Asked {
        from: asked.from.as_deref(),
        to: asked.to.as_deref(),
        time_zone: asked.time_zone.as_deref(),
        bucket: asked.bucket.as_deref(),
        dimension: asked.dimension.as_deref(),
        filter: asked.filter.as_deref(),
    };
    let tenant = caller.tenant(app);
    let name = tenant.owner().await?.name;
    match export {
        "performance.csv" => {
            let (figures, range, dimension) = plain.performance(&caller, &tenant, now).await?;
            let sheet = numbers::performance(&tenant, figures, range, dimension).await?;
            let name = file_name("performance.csv", &name, [range.from.to_string(), range.to.to_string()]);
            Ok(file(&name, stream::once(async { Ok(sheet) })))
        }
        "earnings.csv" => {
            let (days, filter) = plain.earnings(&caller, &tenant, now).await?;
            let sheet = numbers::earnings(&tenant, days, filter).await?;
            let name = file_name("earnings.csv", &name, [days.from.to_string(), days.to.to_string()]);
            Ok(file(&name, stream::once(async { Ok(sheet) })))
        }
        "calls.csv" => {
            if asked.from.is_some() || asked.to.is_some() || asked.bucket.is_some() || asked.dimension.is_some() {
                let message = "Say in `filter` which calls; the other parameters are for performance.csv.";
                return Err(Error::BadRequest(message.to_owned()));
            }
            let condition = plain.calls(&tenant)?;
            let today = now.date_naive().to_string();
            Ok(file(&file_name("calls.csv", &name, [today.clone(), today]), calls::stream(tenant, condition)))
        }
        _ => Err(Error::NotFound("export")),
    }
}
