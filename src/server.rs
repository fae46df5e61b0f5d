//! One process: the doors, the worker and the click log, started and stopped in order.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::app::{App, StartError};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::http::limits::Shield;
use crate::http::{self, ops, serve};
use crate::worker;

/// A process that serves.
pub struct Server {
    /// What its doors share.
    pub app: App,
    /// Where health checks are answered.
    pub ops: Option<SocketAddr>,
    doors: CancellationToken,
    accepting: Vec<JoinHandle<()>>,
    beside: CancellationToken,
    worker: JoinHandle<()>,
    clicks: CancellationToken,
    stored: JoinHandle<()>,
}

impl Server {
    /// Listens and serves; the database's schema is up to date. `extra` adds routes to the
    /// public ones.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub async fn start(
        config: Config,
        clock: Clock,
        extra: impl FnOnce(&App) -> axum::Router,
    ) -> Result<Self, StartError> {
        Opened::new(config, clock).await?.serve(extra)
    }

    /// Takes no more calls, finishes those that have begun, and then what goes on beside them;
    /// stores every click that waits.
    pub async fn stop(self) {
        self.doors.cancel();
        self.app.feeds.stop();
        for door in self.accepting {
            ended("a door", door.await);
        }
        self.app.tasks.close();
        self.app.tasks.wait().await;
        self.beside.cancel();
        ended("the worker", self.worker.await);
        self.clicks.cancel();
        ended("the click log", self.stored.await);
    }
}

/// A process that has its addresses and everything open, and serves nobody yet.
pub struct Opened {
    /// What its doors will share.
    pub app: App,
    listener: TcpListener,
    ops_listener: Option<TcpListener>,
    clicks: CancellationToken,
    stored: JoinHandle<()>,
}

impl Opened {
    /// Takes the addresses and opens everything; the database's schema is up to date.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub async fn new(config: Config, clock: Clock) -> Result<Self, StartError> {
        let listener = listen(config.listen, "INTROW_LISTEN").await?;
        let ops_listener = match config.ops_listen {
            Some(address) => Some(listen(address, "INTROW_OPS_LISTEN").await?),
            None => None,
        };
        let public_url = public_url(&config, listener.local_addr()?);
        let clicks = CancellationToken::new();
        let (app, stored) = App::open(config, public_url, clock, clicks.clone()).await?;
        Ok(Self { app, listener, ops_listener, clicks, stored })
    }

    /// Opens the doors and starts the worker. `extra` adds routes to the public ones.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub fn serve(self, extra: impl FnOnce(&App) -> axum::Router) -> Result<Server, StartError> {
        let Self { app, listener, ops_listener, clicks, stored } = self;
        let doors = CancellationToken::new();
        let shield = Shield::new(&app);
        let routes = http::routes(&app, shield.as_ref()).merge(extra(&app));
        let mut accepting = vec![tokio::spawn(serve::run(listener, routes, doors.clone()))];
        let mut ops = None;
        if let Some(listener) = ops_listener {
            ops = Some(listener.local_addr()?);
            accepting.push(tokio::spawn(serve::run(listener, ops::routes(&app), doors.clone())));
        }
        let beside = CancellationToken::new();
        let worker = tokio::spawn(worker::run(app.clone(), shield, beside.clone()));
        Ok(Server { app, ops, doors, accepting, beside, worker, clicks, stored })
    }

    /// Sends the webhooks that are due at `now`, as the worker will do from [`Opened::serve`] on.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn send_due_webhooks(&self, now: DateTime<Utc>) -> Result<(), Error> {
        worker::send_due_webhooks(&self.app, now).await
    }

    /// Gives everything up again, without having served.
    pub async fn close(self) {
        self.clicks.cancel();
        ended("the click log", self.stored.await);
    }
}

fn ended(what: &str, result: Result<(), tokio::task::JoinError>) {
    if let Err(error) = result {
        tracing::error!(%error, "{what} did not end as it should");
    }
}

async fn listen(address: SocketAddr, setting: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, setting, source })
}

/// What visitors call a server that listens at `address`.
pub(crate) fn public_url(config: &Config, address: SocketAddr) -> Url {
    config.public_url.clone().unwrap_or_else(|| url_of(address))
}

/// The URL of an address, as somebody on the machine would type it.
fn url_of(address: SocketAddr) -> Url {
    let host = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    let mut url = Url::parse("http://127.0.0.1/").unwrap_or_else(|_| unreachable!("it is a URL"));
    // Neither fails for a host and a port of an address.
    let _ = url.set_host(Some(&host));
    let _ = url.set_port(Some(address.port()));
    url
}
