//! `POST /graphql`, from the request to the answer.
//!
//! The library's own handler takes queries from GET, forms and `text/plain`, and batches; this one
//! takes a JSON object by POST and nothing else.

use std::sync::LazyLock;

use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{ErrorExtensionValues, Pos, Request, Response as Answer, ServerError, Variables};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use serde::Deserialize;
use serde_json::{Value, json};

use super::document::{Call, Sent};
use super::guard::{self, Refusal};
use super::{Schema, load, operation, problem, schema, sse};
use crate::app::App;
use crate::error::Error;
use crate::http::body::{self, Unreadable};
use crate::http::caller::Caller;
use crate::http::idempotency::{self, Repeatable};
use crate::http::request_log::{Code, Entry};
use crate::http::{limits, request_id};
use crate::store::Claim;

/// The media type of [GraphQL over HTTP](https://graphql.github.io/graphql-over-http/), for a caller
/// that asks for it.
const GRAPHQL: &str = "application/graphql-response+json";

/// The path, as the request log and idempotency keys know it.
const PATH: &str = "/graphql";

/// Built once: it is the same for every app, and holds nothing that changes.
static SCHEMA: LazyLock<Schema> = LazyLock::new(schema);

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
    let mut entry = Entry::begin(&app, "POST", PATH);
    let response = settled(serve(&app, &headers, body, &mut limit, &mut entry).await, &headers, limit);
    entry.end(&app, &response);
    response
}

/// The response to a call with these headers, with what it says about the limit.
pub(super) fn settled(served: Result<Response, Refused>, headers: &HeaderMap, limit: HeaderMap) -> Response {
    let graphql = wants_graphql(headers);
    let mut response = match served {
        Ok(response) => response,
        Err(Refused::Document(refusal)) => refused(&refusal, graphql),
        Err(Refused::Error(error)) => error.into_response(),
        Err(Refused::Body(unreadable)) => unreadable.into_response(),
    };
    response.headers_mut().extend(limit);
    response
}

async fn serve(
    app: &App,
    headers: &HeaderMap,
    body: Body,
    limit: &mut HeaderMap,
    entry: &mut Entry,
) -> Result<Response, Refused> {
    let caller = Caller::authenticate(app, headers, app.clock.now()).await?;
    entry.of(&caller);
    *limit = limits::caller(app, &caller).await?;
    let (bytes, sent) = read(body::MAX, headers, body).await?;
    let call = sent.with_text(app, PATH, caller.may_run_own_documents(app))?;
    let document = guard::check(&call.query)?;
    let name = call.operation_name.as_deref();
    if let Some(label) = operation::label(&document, name) {
        entry.operation(&label);
    }
    let events = sse::is_wanted(headers);
    if idempotency::key(headers)?.is_some() {
        operation::is_one_mutation(&document, name)?;
        if events {
            let message = "The answer to a request with an Idempotency-Key is JSON. Do not ask for text/event-stream.";
            return Err(Error::BadRequest(message.to_owned()).into());
        }
    }
    let (request, changes) = request(call, document)?;
    // Answers that come as events are not remembered from one to the next.
    let loader = load::loader(app, &caller, changes || events);
    let request = request.data(loader).data(app.clone()).data(caller.clone());
    if events {
        return Ok(sse::respond(app.clone(), headers.clone(), SCHEMA.execute_stream(request).boxed()));
    }
    let graphql = wants_graphql(headers);
    let repeatable = Repeatable { route: PATH, caller: &caller, headers, body: &bytes };
    let work = move |claim: Option<Claim>| async move {
        let request = match claim {
            Some(claim) => request.data(claim),
            None => request,
        };
        answered(&problem::translate(SCHEMA.execute(request).await, &request_id::current()), graphql)
    };
    // A mutation with user errors is answered as one that succeeds, and has committed nothing.
    Ok(idempotency::once(app, repeatable, false, work).await?)
}

/// What the schema is asked, by a document that the guard has let pass; and whether it changes
/// anything.
pub(super) fn request(call: Call, document: ExecutableDocument) -> Result<(Request, bool), Refused> {
    let variables = Variables::from_json(call.variables.unwrap_or_default().into());
    guard::check_variables(&variables)?;
    let changes = document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Mutation);
    let mut request = Request::new(call.query).variables(variables);
    request.operation_name = call.operation_name;
    // What was checked is what is executed.
    request.set_parsed_query(document);
    Ok((request, changes))
}

pub(super) fn wants_graphql(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT).iter().any(|accept| accept.to_str().is_ok_and(|text| text.contains(GRAPHQL)))
}

/// The body of a call, of at most `most` bytes: as it was sent, and what it says.
pub(super) async fn read(most: usize, headers: &HeaderMap, body: Body) -> Result<(Bytes, Sent), Refused> {
    let bad = |what: &str| Error::BadRequest(what.to_owned());
    // An array would be read as the fields in their order; and as a batch by other servers.
    let (bytes, Value::Object(fields)) = body::json_as_sent(most, headers, body).await? else {
        return Err(bad("Send one JSON object. Several requests in one body are not taken.").into());
    };
    let shape =
        "Send `query` or `documentId`, a text, and if need be `operationName`, a text, and `variables`, an object.";
    let sent = Sent::deserialize(Value::Object(fields)).map_err(|_| bad(shape))?;
    Ok((bytes, sent))
}

pub(super) fn answered(answer: &Answer, graphql: bool) -> Response {
    // An error without a path comes from validation: nothing was executed.
    let executed = answer.errors.is_empty() || answer.errors.iter().any(|error| !error.path.is_empty());
    let mut response = if executed {
        respond(StatusCode::OK, Json(answer), graphql)
    } else {
        let status = if graphql { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        respond(status, Json(json!({ "errors": answer.errors })), graphql)
    };
    let extensions = answer.errors.first().and_then(|error| error.extensions.as_ref());
    if let Some(async_graphql::Value::String(code)) = extensions.and_then(|extensions| extensions.get("code")) {
        response.extensions_mut().insert(Code(code.clone()));
    }
    response
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
    let mut response = respond(StatusCode::BAD_REQUEST, Json(json!({ "errors": [error] })), graphql);
    response.extensions_mut().insert(Code(refusal.code().to_owned()));
    response
}

fn respond(status: StatusCode, body: impl IntoResponse, graphql: bool) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
    if graphql {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(GRAPHQL));
    }
    response
}
