//! Accepting connections, and letting go of them.
//!
//! Not `axum::serve`: that one waits for ever for the rest of half a request head, also when
//! the process should stop.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::{answer, unread};

/// How long a client may take for the head of a request, also for the first of a connection.
const HEAD: Duration = Duration::from_secs(10);
/// How long calls that have begun may take to end when the process stops.
const DRAIN: Duration = Duration::from_secs(10);
/// How long to wait when a connection cannot be accepted: most often there are too many files open.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves `routes` until `stop`, then finishes what has begun.
pub async fn run(listener: TcpListener, routes: Router, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
        };
        // Answers are small, and waiting to send more at once would only delay them.
        let _ = stream.set_nodelay(true);
        let (routes, watcher, stop) = (routes.clone(), graceful.watcher(), stop.clone());
        tokio::spawn(async move {
            // Who has not said anything yet costs little more than a socket: buffers come with the first byte.
            let speaks = tokio::select! {
                biased;
                readable = tokio::time::timeout(HEAD, stream.readable()) => matches!(readable, Ok(Ok(()))),
                () = stop.cancelled() => false,
            };
            if speaks {
                Box::pin(converse(stream, peer, routes, watcher)).await;
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and were closed");
    }
}

/// Answers whatever comes on a connection, until it ends.
async fn converse(stream: TcpStream, peer: SocketAddr, routes: Router, watcher: Watcher) {
    let service =
        service_fn(move |request: hyper::Request<hyper::body::Incoming>| serve_one(routes.clone(), peer, request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(64)
        .max_buf_size(32 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    // A client that goes away is nothing to report.
    let _ = watcher.watch(connection).await;
}

async fn serve_one(
    routes: Router,
    peer: SocketAddr,
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<axum::response::Response, std::convert::Infallible> {
    let mut request = unread::read_to_the_end(request);
    request.extensions_mut().insert(ConnectInfo(peer));
    Ok(answer(routes, request).await)
}
