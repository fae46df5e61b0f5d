//! The click's cookie on a shop's own pages, kept by a server.
//!
//! Safari keeps a cookie that a script has written for seven days. A shop that leads a path of its own
//! to this service gets the same cookie from a server, and that one is kept.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};

use crate::domain::keyring::Keyring;
use crate::domain::token::ClickToken;

/// What the cookie is called; the snippet has the same name in its source.
pub const COOKIE: &str = "_introw_aff";
/// How long it is kept, counted from the click: to set it again does not prolong it.
pub const KEPT: Duration = Duration::days(90);

/// A token that is to be kept, and for how long still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The token.
    pub token: String,
    /// How much of [`KEPT`] is left.
    pub remaining: Duration,
}

/// The newest genuine token of those that a browser has, if it is not over. A browser may have several,
/// of a domain and of its parent.
pub fn newest<'a>(tokens: impl Iterator<Item = &'a str>, keyring: &Keyring, now: DateTime<Utc>) -> Option<Kept> {
    let genuine = tokens.filter_map(|text| Some((ClickToken::verify(text, keyring).ok()?.token.clicked_at(), text)));
    let (at, token) = genuine.max_by_key(|(at, _)| *at)?;
    // One from ahead of our clock is a moment old at most: nobody else can sign one.
    let remaining = (KEPT - (now - at)).min(KEPT);
    (remaining > Duration::zero()).then(|| Kept { token: token.to_owned(), remaining })
}

/// The widest domain that a browser lets a page on `host` set a cookie for; `None`: for the host alone.
pub fn widest_domain(host: &str) -> Option<&str> {
    let host = host.trim_end_matches('.');
    if host.parse::<IpAddr>().is_ok() || host.starts_with('[') {
        return None;
    }
    psl::domain_str(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_domain_is_the_one_that_was_registered() {
        for (host, domain) in [
            ("shop.example.com", Some("example.com")),
            ("example.com", Some("example.com")),
            ("a.b.example.co.uk", Some("example.co.uk")),
            ("example.com.", Some("example.com")),
            ("shop.github.io", Some("shop.github.io")),
            ("co.uk", None),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("", None),
        ] {
            assert_eq!(widest_domain(host), domain, "{host}");
        }
    }
}
