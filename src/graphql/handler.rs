//! `POST /graphql`, from the request to the answer.
//!
//! The library's own handler takes queries from GET, forms and `text/plain`, and batches; this one
//! takes a JSON object by POST and nothing else.

use std::sync::LazyLock;

use async_graphql::parser::types::OperationType;
use async_graphql::{ErrorExtensionValues, Pos, Request, Response as Answer, ServerError, Variables};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::guard::{self, Refusal};
use super::{Schema, load, problem, schema};
use crate::app::App;
use crate::error::Error;
use crate::http::caller::Caller;
use crate::http::problem::refuse;
use crate::http::{limits, request_id};

/// The largest body that is read.
const MAX_BODY: usize = 64 * 1024;
/// The media type of [GraphQL over HTTP](https://graphql.github.io/graphql-over-http/), for a caller
/// that asks for it.
const GRAPHQL: &str = "application/graphql-response+json";

/// Built once: it is the same for every app, and holds nothing that changes.
static SCHEMA: LazyLock<Schema> = LazyLock::new(schema);

/// The body of a call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
}

/// Why a call does not reach the schema.
enum Refused {
    /// For a reason that every door has.
    Error(Error),
    /// Not a call that this address takes.
    Http(StatusCode, &'static str, &'static str),
    /// The document is not GraphQL, or more than is allowed.
    Document(Refusal),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Document(refusal)
    }
}

/// Answers a call.
pub async fn handle(State(app): State<App>, method: Method, headers: HeaderMap, body: Body) -> Response {
    let graphql =
        headers.get_all(header::ACCEPT).iter().any(|accept| accept.to_str().is_ok_and(|text| text.contains(GRAPHQL)));
    let mut limit = HeaderMap::new();
    let mut response = match serve(&app, &method, &headers, body, &mut limit).await {
        Ok(answer) => answered(&answer, graphql),
        Err(Refused::Document(refusal)) => refused(&refusal, graphql),
        Err(Refused::Error(error)) => error.into_response(),
        Err(Refused::Http(status, code, detail)) => refuse(status, code, detail),
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response.headers_mut().extend(limit);
    response
}

async fn serve(
    app: &App,
    method: &Method,
    headers: &HeaderMap,
    body: Body,
    limit: &mut HeaderMap,
) -> Result<Answer, Refused> {
    if method != Method::POST {
        let detail = "Send a GraphQL request as a POST.";
        return Err(Refused::Http(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail));
    }
    let call = read(headers, body).await?;
    let caller = Caller::authenticate(app, headers, app.clock.now()).await?;
    *limit = limits::caller(app, &caller).await?;
    let document = guard::check(&call.query)?;
    let variables = Variables::from_json(call.variables.unwrap_or_default().into());
    guard::check_variables(&variables)?;
    let changes = document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Mutation);
    let mut request = Request::new(call.query)
        .variables(variables)
        .data(load::loader(app, &caller, changes))
        .data(app.clone())
        .data(caller);
    request.operation_name = call.operation_name;
    // What was checked is what is executed.
    request.set_parsed_query(document);
    Ok(problem::translate(SCHEMA.execute(request).await, &request_id::current()))
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Call, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_json(content_type) {
        let detail = "Send the body as JSON in UTF-8, with the header content-type: application/json.";
        return Err(Refused::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail));
    }
    let body = axum::body::to_bytes(body, MAX_BODY).await.map_err(|_| {
        let detail = "The body is larger than 64 KiB, or did not arrive whole.";
        Refused::Http(StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE", detail)
    })?;
    let bad = |what: &str| Error::BadRequest(what.to_owned());
    let value = serde_json::from_slice(&body).map_err(|error| {
        Error::BadRequest(format!("The body is not JSON: line {}, column {}.", error.line(), error.column()))
    })?;
    // An array would be read as the fields in their order; and as a batch by other servers.
    let Value::Object(fields) = value else {
        return Err(bad("Send one JSON object. Several requests in one body are not taken.").into());
    };
    let shape = "Send `query`, a text, and if need be `operationName`, a text, and `variables`, an object.";
    Ok(Call::deserialize(Value::Object(fields)).map_err(|_| bad(shape))?)
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

fn answered(answer: &Answer, graphql: bool) -> Response {
    // An error without a path comes from validation: nothing was executed.
    let executed = answer.errors.is_empty() || answer.errors.iter().any(|error| !error.path.is_empty());
    if executed {
        return respond(StatusCode::OK, Json(answer), graphql);
    }
    let status = if graphql { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    respond(status, Json(json!({ "errors": answer.errors })), graphql)
}

fn refused(refusal: &Refusal, graphql: bool) -> Response {
    let mut error = ServerError::new(refusal.to_string(), None);
    if let Refusal::Syntax { line, column, .. } = refusal {
        error.locations.push(Pos { line: *line, column: *column });
    }
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", refusal.code());
    extensions.set("requestId", request_id::current());
    error.extensions = Some(extensions);
    respond(StatusCode::BAD_REQUEST, Json(json!({ "errors": [error] })), graphql)
}

fn respond(status: StatusCode, body: impl IntoResponse, graphql: bool) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
    if graphql {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(GRAPHQL));
    }
    response
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
