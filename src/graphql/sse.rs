//! Operations over server-sent events: the "distinct connections" mode of
//! [GraphQL over SSE](https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md).
//!
//! One POST is one operation. Each result is an event `next`; `complete` ends it. A comment every 15 s
//! keeps proxies from closing it. It ends when the caller's credential stops being good, and when the
//! process stops.

use std::convert::Infallible;
use std::time::Duration;

use async_graphql::Response as Answer;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, stream};

use super::problem;
use crate::app::App;
use crate::domain::key::Permission;
use crate::http::caller::Caller;
use crate::http::request_id;

/// How often a comment is sent.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is asked whether the caller may still listen.
const RECHECK: Duration = Duration::from_secs(1);

/// Whether the caller asks for events.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accepts = |accept: &HeaderValue| accept.to_str().is_ok_and(|text| text.contains("text/event-stream"));
    headers.get_all(header::ACCEPT).iter().any(accepts)
}

/// The answers to an operation, as they come.
pub(super) fn respond(app: App, headers: HeaderMap, answers: BoxStream<'static, Answer>) -> Response {
    let events = events(answers, request_id::current()).take_until(ended(app, headers));
    let complete = stream::once(async { Event::default().event("complete").data("") });
    let events = events.chain(complete).map(Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies collect an answer before they pass it on, unless they are told.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn events(answers: BoxStream<'static, Answer>, request_id: String) -> impl Stream<Item = Event> {
    answers.map(move |answer| {
        let answer = problem::translate(answer, &request_id);
        let data = serde_json::to_string(&answer).unwrap_or_default();
        Event::default().event("next").data(data)
    })
}

/// Returns when the caller may not listen any more, or nobody may.
async fn ended(app: App, headers: HeaderMap) {
    let revoked = async {
        loop {
            tokio::time::sleep(RECHECK).await;
            let caller = Caller::authenticate(&app, &headers, app.clock.now()).await;
            match caller.and_then(|caller| caller.tenant(&app, Permission::AffiliateRead)) {
                Ok(_) => {}
                // A database that is away says nothing about the caller.
                Err(crate::error::Error::Unavailable(_)) => {}
                Err(_) => return,
            }
        }
    };
    tokio::select! {
        () = revoked => {}
        () = app.feeds.stopped() => {}
    }
}
