//! What a caller still sends after it was refused.
//!
//! A connection that is closed while a part of a body is on its way is reset, and a caller that is
//! reset in the middle of sending reports that and not the answer: it would never learn that its body
//! is too large, or its key unknown. So the rest of a body that no handler wanted is read and dropped,
//! up to a limit, beside the answer; the connection then serves the next call.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, header};
use http_body_util::BodyExt;
use hyper::body::{Frame, Incoming, SizeHint};
use tokio::runtime::Handle;

/// The most that is read for nothing. Who sends more is cut off, as everybody was.
const MOST: usize = 1024 * 1024;
/// How long the rest may take to come.
const LONGEST: Duration = Duration::from_secs(5);

/// The request, its body read to the end also when its handler has no use for it.
pub(super) fn read_to_the_end(request: Request<Incoming>) -> Request<Body> {
    // Who asks before it sends has nothing on its way when it is refused.
    let asks_first = request.headers().contains_key(header::EXPECT);
    request.map(|body| {
        if body.is_end_stream() {
            Body::empty()
        } else if asks_first {
            Body::new(body)
        } else {
            Body::new(Reading(Some(body)))
        }
    })
}

/// A body that is not at its end, or none.
struct Reading(Option<Incoming>);

impl HttpBody for Reading {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let frame = std::task::ready!(Pin::new(body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map_or_else(|| SizeHint::with_exact(0), HttpBody::size_hint)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let Some(body) = self.0.take().filter(|body| !body.is_end_stream()) else {
            return;
        };
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(tokio::time::timeout(LONGEST, drain(body)));
        }
    }
}

async fn drain(mut body: Incoming) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > MOST {
            return;
        }
    }
}
