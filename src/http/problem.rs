//! Errors as problem documents ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::request_id;
use super::request_log::Code;
use crate::error::{Error, Problem as FieldProblem};

/// Why a call was not served.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A name of the kind of problem, stable over versions.
    #[schema(example = "urn:introw:problem:validation-error")]
    r#type: String,
    /// The kind of problem, for people.
    #[schema(example = "Unprocessable Entity")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    status: u16,
    /// What is wrong, and what would be right.
    detail: String,
    /// The kind of problem, for programs.
    #[schema(example = "VALIDATION_ERROR")]
    code: &'static str,
    /// The fields of the body that are wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<FieldError>>,
    /// What to name when asking about this answer; also in the header `x-request-id`.
    request_id: String,
}

/// A field of the body that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The path to the field.
    #[schema(example = "email")]
    field: String,
    /// What is wrong with it.
    message: String,
}

impl From<FieldProblem> for FieldError {
    fn from(problem: FieldProblem) -> Self {
        Self { field: problem.field.join("."), message: problem.message }
    }
}

/// An answer that refuses, with a code and what to do about it.
pub fn refuse(status: StatusCode, code: &'static str, detail: &str) -> Response {
    respond(status, code, detail.to_owned(), None)
}

fn respond(status: StatusCode, code: &'static str, detail: String, errors: Option<Vec<FieldError>>) -> Response {
    let problem = Problem {
        r#type: format!("urn:introw:problem:{}", code.to_ascii_lowercase().replace('_', "-")),
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        detail,
        code,
        errors,
        request_id: request_id::current(),
    };
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(Code(code.to_owned()));
    response
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let status = match &self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::OriginNotAllowed => StatusCode::FORBIDDEN,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let code = self.code();
        let detail = self.to_string();
        let mut extra: Option<(HeaderName, HeaderValue)> = None;
        let errors = match self {
            Self::Invalid(problems) => Some(problems.into_iter().map(FieldError::from).collect()),
            Self::RateLimited { retry_after } | Self::Conflict { retry_after: Some(retry_after), .. } => {
                extra = Some((header::RETRY_AFTER, whole_seconds(retry_after).into()));
                None
            }
            Self::Unavailable(_) => {
                extra = Some((header::RETRY_AFTER, HeaderValue::from_static("1")));
                None
            }
            Self::Unauthenticated(_) => {
                extra = Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("ApiKey realm=\"introw\"")));
                None
            }
            _ => None,
        };
        let mut response = respond(status, code, detail, errors);
        response.headers_mut().extend(extra);
        response
    }
}

/// Rounded up: a client that waits so long finds a call.
pub(super) fn whole_seconds(duration: std::time::Duration) -> u64 {
    duration.as_millis().div_ceil(1_000).max(1) as u64
}
