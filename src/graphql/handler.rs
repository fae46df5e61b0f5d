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
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::guard::{self, Refusal};
use super::{Schema, load, problem, schema, sse};
use crate::app::App;
use crate::error::Error;
use crate::http::body::{self, Unreadable};
use crate::http::caller::Caller;
use crate::http::{limits, request_id};

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
pub(super) enum Refused {
    /// For a reason that every door has.
    Error(Error),
    /// The body is of no use.
    Body(Unreadable),
    /// The document is not GraphQL, or more than is allowed.
    Document(Refusal),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Unreadable> for Refused {
    fn from(unreadable: Unreadable) -> Self {
        Self::Body(unreadable)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Document(refusal)
    }
}

/// Answers a call.
pub async fn handle(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let mut limit = HeaderMap::new();
    let events = sse::is_wanted(&headers);
    match prepare(&app, &headers, body, events, &mut limit).await {
        Ok(request) if events => {
            let mut response = sse::respond(app, headers, SCHEMA.execute_stream(request).boxed());
            response.headers_mut().extend(limit);
            response
        }
        Ok(request) => {
            let answer = problem::translate(SCHEMA.execute(request).await, &request_id::current());
            settled(Ok(answer), &headers, limit)
        }
        Err(refused) => settled(Err(refused), &headers, limit),
    }
}

/// The answer to a call with these headers, with what it says about the limit.
pub(super) fn settled(served: Result<Answer, Refused>, headers: &HeaderMap, limit: HeaderMap) -> Response {
    let graphql =
        headers.get_all(header::ACCEPT).iter().any(|accept| accept.to_str().is_ok_and(|text| text.contains(GRAPHQL)));
    let mut response = match served {
        Ok(answer) => answered(&answer, graphql),
        Err(Refused::Document(refusal)) => refused(&refusal, graphql),
        Err(Refused::Error(error)) => error.into_response(),
        Err(Refused::Body(unreadable)) => unreadable.into_response(),
    };
    response.headers_mut().extend(limit);
    response
}

/// What the schema is asked. Answers that come as events are not remembered from one to the next.
async fn prepare(
    app: &App,
    headers: &HeaderMap,
    body: Body,
    events: bool,
    limit: &mut HeaderMap,
) -> Result<Request, Refused> {
    let caller = Caller::authenticate(app, headers, app.clock.now()).await?;
    *limit = limits::caller(app, &caller).await?;
    let (request, changes) = read(body::MAX, headers, body).await?;
    Ok(request.data(load::loader(app, &caller, changes || events)).data(app.clone()).data(caller))
}

/// The request in a body of at most `most` bytes, after the guard; and whether it changes anything.
pub(super) async fn read(most: usize, headers: &HeaderMap, body: Body) -> Result<(Request, bool), Refused> {
    let call = read_call(most, headers, body).await?;
    let document = guard::check(&call.query)?;
    let variables = Variables::from_json(call.variables.unwrap_or_default().into());
    guard::check_variables(&variables)?;
    let changes = document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Mutation);
    let mut request = Request::new(call.query).variables(variables);
    request.operation_name = call.operation_name;
    // What was checked is what is executed.
    request.set_parsed_query(document);
    Ok((request, changes))
}

async fn read_call(most: usize, headers: &HeaderMap, body: Body) -> Result<Call, Refused> {
    let bad = |what: &str| Error::BadRequest(what.to_owned());
    // An array would be read as the fields in their order; and as a batch by other servers.
    let Value::Object(fields) = body::json_within(most, headers, body).await? else {
        return Err(bad("Send one JSON object. Several requests in one body are not taken.").into());
    };
    let shape = "Send `query`, a text, and if need be `operationName`, a text, and `variables`, an object.";
    Ok(Call::deserialize(Value::Object(fields)).map_err(|_| bad(shape))?)
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
