//! What a call is made of is moved about several times before it begins, and waits in memory as long as
//! its caller does. Both hot doors once carried the look-ups that hardly ever happen with them, and a
//! redirect took half as long again.

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use introw::http::{conversions, redirect};

use crate::harness::{Backend, TestApp};

/// In bytes. What is rare is behind a `Box`.
const MOST: usize = 4_096;

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_at_a_hot_door_is_small() {
    let test = TestApp::start(Backend::Sqlite).await;
    let app = State(test.server.app.clone());
    let peer = ConnectInfo("127.0.0.1:80".parse().unwrap());
    let code = Ok(Path("Ab3xYz90".to_owned()));
    let visit = redirect::follow(app.clone(), peer, Method::GET, code, RawQuery(None), HeaderMap::new());
    let conversion = conversions::record(app, peer, HeaderMap::new(), Body::empty());
    for (what, size) in [("a redirect", size_of_val(&visit)), ("a conversion", size_of_val(&conversion))] {
        assert!(size <= MOST, "{what}: {size} bytes");
    }
}
