//! `POST /api/v1/imports/…`: files that are larger than a GraphQL request may be.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::idempotency::{self, Repeatable};
use super::limits;
use super::problem::{Problem, refuse};
use super::request_log::Entry;
use crate::app::App;
use crate::domain::key::Permission;
use crate::domain::sheet::RowOutcome;
use crate::domain::{legacy, partner};
use crate::error::{Error, Result};
use crate::store::{Claim, Tenant, Tx};

/// The largest file that is read.
const MAX: usize = 5 * 1024 * 1024;
const PARTNERS: &str = "/api/v1/imports/partners";
const LEGACY_LINKS: &str = "/api/v1/imports/legacy-links";

/// How a file is imported.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// `true`: only says what would become of each row, and writes nothing.
    #[serde(default)]
    #[param(required = false)]
    preview: bool,
}

/// What became of a file; in a preview, what would.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportAnswer {
    /// How many rows made something.
    created: usize,
    /// How many say what is there already; nothing was changed.
    existing: usize,
    /// How many are wrong.
    invalid: usize,
    /// Each row of the file, in its order.
    rows: Vec<ImportRow>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRow {
    /// The line of the file, from 1.
    line: usize,
    /// What became of it.
    outcome: ImportOutcome,
    /// What was made of it, or was there: its id.
    #[schema(required, example = "prt_01kagq3v5hf4qs2n8w9x7c6b5a")]
    id: Option<String>,
    /// What is wrong with it.
    #[schema(required)]
    message: Option<String>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportOutcome {
    /// Something was made of it.
    Created,
    /// What it says is there already; nothing was changed.
    Existing,
    /// It is wrong.
    Invalid,
}

impl From<RowOutcome> for ImportOutcome {
    fn from(outcome: RowOutcome) -> Self {
        match outcome {
            RowOutcome::Created => Self::Created,
            RowOutcome::Exists => Self::Existing,
            RowOutcome::Invalid => Self::Invalid,
        }
    }
}

/// Import partners
///
/// Makes partners of a CSV file with the header `name,email,domain,notes`, of which only the name is
/// needed. One that is there already, by its e-mail address or by name and domain, is left as it is; a
/// row that is wrong keeps no other from being taken. Safe to send again.
#[utoipa::path(
    post,
    path = "/api/v1/imports/partners",
    tag = "Imports",
    operation_id = "importPartners",
    request_body(content = String, content_type = "text/csv", description = "The file, in UTF-8: at most 5 MiB and 10,000 rows."),
    params(
        How,
        ("idempotency-key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. For 24 hours, the same file with the same key gets the same answer and is not imported again."),
    ),
    security(("apiKey" = [])),
    responses(
        (status = 200, description = "What became of each row", body = ImportAnswer),
        (status = 400, description = "The query or the idempotency key cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is unknown, revoked or expired", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope `partners:write`, or `partners:read` for a preview", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A call with this idempotency key is being made", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The file is larger than 5 MiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not text/csv", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The file is no such CSV, or has too many rows", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn partners(
    State(app): State<App>,
    how: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(app, File::Partners, how, headers, body).await
}

/// Import legacy links
///
/// Makes old URLs lead to links, from a CSV file with the header `url,link`; a link is named by its id,
/// code or alias. A row that is wrong keeps no other from being taken. Safe to send again.
#[utoipa::path(
    post,
    path = "/api/v1/imports/legacy-links",
    tag = "Imports",
    operation_id = "importLegacyLinks",
    request_body(content = String, content_type = "text/csv", description = "The file, in UTF-8: at most 5 MiB and 10,000 rows."),
    params(
        How,
        ("idempotency-key" = Option<String>, Header, description = "1 to 255 visible ASCII characters. For 24 hours, the same file with the same key gets the same answer and is not imported again."),
    ),
    security(("apiKey" = [])),
    responses(
        (status = 200, description = "What became of each row", body = ImportAnswer),
        (status = 400, description = "The query or the idempotency key cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is unknown, revoked or expired", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope `campaigns:write`, or `campaigns:read` for a preview", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A call with this idempotency key is being made", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The file is larger than 5 MiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not text/csv", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The file is no such CSV, or has too many rows", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn legacy_links(
    State(app): State<App>,
    how: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(app, File::LegacyLinks, how, headers, body).await
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
enum File {
    Partners,
    LegacyLinks,
}

impl File {
    fn path(self) -> &'static str {
        match self {
            Self::Partners => PARTNERS,
            Self::LegacyLinks => LEGACY_LINKS,
        }
    }

    /// What idempotency keys know it by: a preview of a file is another call than its import.
    fn route(self, preview: bool) -> &'static str {
        match (self, preview) {
            (_, false) => self.path(),
            (Self::Partners, true) => "/api/v1/imports/partners?preview",
            (Self::LegacyLinks, true) => "/api/v1/imports/legacy-links?preview",
        }
    }

    fn permission(self, preview: bool) -> Permission {
        match (self, preview) {
            (Self::Partners, false) => Permission::PartnersWrite,
            (Self::Partners, true) => Permission::PartnersRead,
            (Self::LegacyLinks, false) => Permission::CampaignsWrite,
            (Self::LegacyLinks, true) => Permission::CampaignsRead,
        }
    }

    async fn import(self, tx: &Tx, csv: &str, preview: bool, now: DateTime<Utc>) -> Result<Vec<ImportRow>> {
        let rows = match self {
            Self::Partners => {
                let rows = partner::import(tx, csv, now).await?.into_iter();
                rows.map(|row| (row.line, row.outcome, row.partner.map(|id| id.to_string()), row.problem)).collect()
            }
            Self::LegacyLinks => {
                let rows = legacy::import(tx, csv, now).await?.into_iter();
                let row = |row: legacy::ImportedRow| {
                    (row.line, row.outcome, row.legacy_link.map(|made| made.id.to_string()), row.problem)
                };
                rows.map(row).collect::<Vec<_>>()
            }
        };
        if preview {
            tx.abandon();
        }
        let row = |(line, outcome, id, message)| ImportRow {
            line,
            outcome: ImportOutcome::from(outcome),
            // What is only tried has no id that will stay.
            id: Option::filter(id, |_: &String| !preview || outcome == RowOutcome::Exists),
            message,
        };
        Ok(rows.into_iter().map(row).collect())
    }
}

async fn answer(
    app: App,
    file: File,
    how: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut entry = Entry::begin(&app, "POST", file.path());
    let response = match serve(&app, file, how, &headers, body, &mut entry).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    };
    entry.end(&app, &response);
    response
}

async fn serve(
    app: &App,
    file: File,
    how: Result<Query<How>, QueryRejection>,
    headers: &HeaderMap,
    body: Body,
    entry: &mut Entry,
) -> Result<Response> {
    let caller = Caller::authenticate(app, headers, app.clock.now()).await?;
    entry.of(&caller);
    let Query(How { preview }) =
        how.map_err(|_| Error::BadRequest("`preview` is `true` or `false`, or is left out.".to_owned()))?;
    let tenant = caller.tenant(app, file.permission(preview))?;
    let limit = limits::caller(app, &caller).await?;
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_csv(content_type) {
        let detail = "Send the file as CSV in UTF-8, with the header content-type: text/csv.";
        return Ok(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail));
    }
    let Ok(bytes) = axum::body::to_bytes(body, MAX).await else {
        let detail = "The file is larger than 5 MiB, or did not arrive whole. Split it.";
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", detail));
    };
    let Ok(csv) = String::from_utf8(bytes.to_vec()) else {
        let message = "The file is not in UTF-8. Save it as \"CSV UTF-8\".";
        return Err(crate::error::Problem::new("csv", crate::error::ProblemCode::Invalid, message).into());
    };
    let repeatable = Repeatable { route: file.route(preview), caller: &caller, headers, body: &bytes };
    let now = app.clock.now();
    let work = move |claim| import(tenant, file, csv, preview, claim, now);
    let mut response = idempotency::once(app, repeatable, false, work).await?;
    response.headers_mut().extend(limit);
    Ok(response)
}

async fn import(
    tenant: Tenant,
    file: File,
    csv: String,
    preview: bool,
    claim: Option<Claim>,
    now: DateTime<Utc>,
) -> Response {
    let tenant = tenant.with_claim(claim);
    let rows = match tenant.write(async |tx| file.import(&tx, &csv, preview, now).await).await {
        Ok(rows) => rows,
        Err(error) => return error.into_response(),
    };
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
    let answer = ImportAnswer {
        created: count(ImportOutcome::Created),
        existing: count(ImportOutcome::Existing),
        invalid: count(ImportOutcome::Invalid),
        rows,
    };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(answer)).into_response()
}

fn is_csv(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_csv = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("text/csv"));
    is_csv
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}
