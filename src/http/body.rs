//! Bodies of calls: JSON, and not too much of it.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::problem::refuse;
use crate::error::Error;

/// The largest body that is read.
pub const MAX: usize = 64 * 1024;

/// Why a body is of no use.
#[derive(Debug)]
pub enum Unreadable {
    /// It is said to be something else than JSON in UTF-8.
    NotJson,
    /// It is larger than so many bytes, or did not arrive whole.
    TooLarge(usize),
    /// It is said to be JSON and is none.
    Malformed(Error),
}

/// Reads a body of JSON, of at most [`MAX`] bytes.
///
/// # Errors
///
/// [`Unreadable`].
pub async fn json(headers: &HeaderMap, body: Body) -> Result<Value, Unreadable> {
    Ok(json_as_sent(MAX, headers, body).await?.1)
}

/// Reads a body of JSON, of at most `most` bytes: as it was sent, and what it says.
///
/// # Errors
///
/// [`Unreadable`].
pub async fn json_as_sent(most: usize, headers: &HeaderMap, body: Body) -> Result<(Bytes, Value), Unreadable> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_json(content_type) {
        return Err(Unreadable::NotJson);
    }
    let body = axum::body::to_bytes(body, most).await.map_err(|_| Unreadable::TooLarge(most))?;
    let value = serde_json::from_slice(&body).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Unreadable::Malformed(Error::BadRequest(format!("The body is not JSON: {place}.")))
    })?;
    Ok((body, value))
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        match self {
            Self::NotJson => {
                let detail = "Send the body as JSON in UTF-8, with the header content-type: application/json.";
                refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail)
            }
            Self::TooLarge(most) => {
                let detail = format!("The body is larger than {} KiB, or did not arrive whole.", most / 1024);
                refuse(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", &detail)
            }
            Self::Malformed(error) => error.into_response(),
        }
    }
}

fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    essence.eq_ignore_ascii_case("application/json")
        && parts.all(|part| match part.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn only_json_in_utf_8_is_read() {
        for good in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\""] {
            assert!(is_json(good), "{good}");
        }
        for bad in ["", "text/plain", "application/jsonp", "application/json; charset=utf-16", "application/graphql"] {
            assert!(!is_json(bad), "{bad}");
        }
    }
}
