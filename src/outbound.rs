//! Calls to others: the only code of the program that makes them.
//!
//! Whom to call is said by people who are not trusted with what this machine can reach. So a name is
//! resolved here, and the connection goes to the very addresses that were looked at: a name that
//! stands for another address a moment later (rebinding) gains nothing. An address in the URL itself
//! is looked at before. Redirects are not followed, a proxy of the environment is not used, and there
//! are limits to the time and to the bytes of an answer.

pub mod reach;

use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use url::Url;

use reach::{Blocked, Reach};

/// How long it may take to be connected, the name's resolution included.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a call may take in all, with the answer's body.
pub const TOTAL: Duration = Duration::from_secs(15);
/// How many bytes of an answer's body are read at most.
pub const MOST_BODY: usize = 64 * 1024;

/// Makes calls to others. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: Client,
    reach: Reach,
}

/// A call to somebody.
#[derive(Debug, Clone)]
pub struct Call {
    /// How.
    pub method: Method,
    /// Whom.
    pub url: Url,
    /// With which headers.
    pub headers: HeaderMap,
    /// And which body.
    pub body: Vec<u8>,
}

/// What came back, whatever its status.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's first [`MOST_BODY`] bytes.
    pub body: Vec<u8>,
    /// Whether the body goes on after them.
    pub is_cut: bool,
}

/// Why nothing came back. The texts are for whoever named the URL; they say nothing of what is inside.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It may not be called.
    #[error("Not called: {0}.")]
    Blocked(#[from] Blocked),
    /// The name stands for nothing.
    #[error("The host name could not be resolved.")]
    Name,
    /// Nobody took the connection.
    #[error("No connection could be made.")]
    Connect,
    /// The certificate is not good.
    #[error("No TLS connection could be made: its certificate is not one that is trusted for this host.")]
    Certificate,
    /// It took too long.
    #[error("There was no whole answer within 15 seconds.")]
    TimeOut,
    /// What came back is no answer of HTTP, or broke off.
    #[error("The connection broke, or what came back is not an answer of HTTP.")]
    Broken,
}

/// The client cannot be made: there is no TLS provider, or the system has no certificates.
#[derive(Debug, thiserror::Error)]
#[error("calls to others cannot be made: {0}")]
pub struct Unusable(#[from] reqwest::Error);

impl Outbound {
    /// With the names of the system's resolver.
    ///
    /// # Errors
    ///
    /// [`Unusable`].
    pub fn new(reach: Reach) -> Result<Self, Unusable> {
        Self::with_names(reach, Arc::new(System))
    }

    /// With names from somewhere else. What they stand for is looked at all the same.
    ///
    /// # Errors
    ///
    /// [`Unusable`].
    pub fn with_names(reach: Reach, names: Arc<dyn Resolve>) -> Result<Self, Unusable> {
        let client = Client::builder()
            .dns_resolver(Arc::new(Guarded { names, reach }))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_max_idle_per_host(4)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()?;
        Ok(Self { client, reach })
    }

    /// Where calls may go to.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Makes a call. It ends after [`TOTAL`] at the latest.
    ///
    /// # Errors
    ///
    /// When there is no answer; any status is one.
    pub async fn call(&self, call: Call) -> Result<Answer, Failure> {
        self.reach.check(&call.url)?;
        let request = self.client.request(call.method, call.url).headers(call.headers).body(call.body);
        let mut response = request.send().await.map_err(|error| failure(&error))?;
        let mut body = Vec::new();
        let mut is_cut = false;
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            let room = MOST_BODY - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                is_cut = true;
                break;
            }
        }
        Ok(Answer { status: response.status().as_u16(), headers: std::mem::take(response.headers_mut()), body, is_cut })
    }
}

/// The client wraps what happened several times, and says what only in words.
fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::TimeOut;
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<Refused>() {
            return match refused {
                Refused::NotPublic => Failure::Blocked(Blocked::Address),
                Refused::NoSuchName => Failure::Name,
            };
        }
        let tls = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(rustls::Error::InvalidCertificate(_)) = tls.and_then(|error| error.downcast_ref()) {
            return Failure::Certificate;
        }
        cause = inner.source();
    }
    if error.is_connect() { Failure::Connect } else { Failure::Broken }
}

/// Why a name was not resolved.
#[derive(Debug, Clone, Copy, thiserror::Error)]
enum Refused {
    #[error("the name stands for no public address")]
    NotPublic,
    #[error("the name stands for nothing")]
    NoSuchName,
}

/// Gives only addresses that may be called.
struct Guarded {
    names: Arc<dyn Resolve>,
    reach: Reach,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolving, reach) = (self.names.resolve(name), self.reach);
        Box::pin(async move {
            let all: Vec<SocketAddr> = resolving.await.map_err(|_| Refused::NoSuchName)?.collect();
            if all.is_empty() {
                return Err(Refused::NoSuchName.into());
            }
            let admitted: Vec<_> = all.into_iter().filter(|address| reach.admits(address.ip())).collect();
            if admitted.is_empty() {
                return Err(Refused::NotPublic.into());
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

/// The system's resolver.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Without a port, so that the URL's is taken.
            let addresses: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
