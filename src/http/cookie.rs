//! Cookies of sessions: how they are named, set, read and taken back.

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::Duration;
use cookie::{Cookie, SameSite};
use url::Url;

use crate::domain::secret_token::SecretToken;
use crate::error::{Error, Result};

/// The cookie of one kind of session.
///
/// On https its name has the prefix `__Host-`, so that browsers take it from this host alone, and
/// neither another host of the domain nor a page without TLS can put one in its place.
#[derive(Debug, Clone)]
pub struct SessionCookie {
    name: String,
    secure: bool,
    in_frames: bool,
}

impl SessionCookie {
    /// The cookie called `name`, of a service that is reached at `public_url`.
    pub fn new(name: &str, public_url: &Url) -> Self {
        let secure = public_url.scheme() == "https";
        Self { name: if secure { format!("__Host-{name}") } else { name.to_owned() }, secure, in_frames: false }
    }

    /// The same, for pages that another site shows in a frame: a browser keeps one for each site that
    /// does. Without https there is no such cookie.
    pub fn in_frames(mut self, in_frames: bool) -> Self {
        self.in_frames = in_frames && self.secure;
        self
    }

    /// The token that the browser sent, if it can be one.
    pub fn read(&self, headers: &HeaderMap) -> Option<SecretToken> {
        let sent = headers.get_all(header::COOKIE).iter().filter_map(|header| header.to_str().ok());
        let mut cookies = sent.flat_map(Cookie::split_parse).filter_map(Result::ok);
        cookies.find(|cookie| cookie.name() == self.name).and_then(|cookie| SecretToken::read(cookie.value()))
    }

    /// The header `Set-Cookie` that gives the browser a token for `keep`.
    ///
    /// # Errors
    ///
    /// None in practice: a token has nothing that a header cannot carry.
    pub fn give(&self, token: &SecretToken, keep: Duration) -> Result<HeaderValue> {
        self.header(token.as_str(), keep)
    }

    /// The header `Set-Cookie` that takes the token back.
    ///
    /// # Errors
    ///
    /// See [`SessionCookie::give`].
    pub fn take_back(&self) -> Result<HeaderValue> {
        self.header("", Duration::zero())
    }

    fn header(&self, value: &str, keep: Duration) -> Result<HeaderValue> {
        let cookie = Cookie::build((self.name.as_str(), value))
            .http_only(true)
            .same_site(if self.in_frames { SameSite::None } else { SameSite::Lax })
            .partitioned(self.in_frames)
            .path("/")
            .secure(self.secure)
            .max_age(cookie::time::Duration::seconds(keep.num_seconds()));
        HeaderValue::try_from(cookie.to_string()).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie(url: &str) -> SessionCookie {
        SessionCookie::new("introw_session", &Url::parse(url).unwrap())
    }

    #[test]
    fn on_https_it_is_bound_to_the_host() {
        let token = SecretToken::generate();
        let given = cookie("https://go.example.com/").give(&token, Duration::days(30)).unwrap();
        let expected = "; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=2592000";
        assert_eq!(given, format!("__Host-introw_session={}{expected}", token.as_str()).as_str());
        let plain = cookie("http://127.0.0.1:8080/").take_back().unwrap();
        assert_eq!(plain, "introw_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
    }

    #[test]
    fn in_frames_it_belongs_to_the_site_around_it() {
        let token = SecretToken::generate();
        let given = cookie("https://go.example.com/").in_frames(true).give(&token, Duration::days(1)).unwrap();
        let given = given.to_str().unwrap().to_owned();
        for part in ["SameSite=None", "Secure", "Partitioned", "HttpOnly"] {
            assert!(given.split("; ").any(|each| each == part), "{part} is missing: {given}");
        }
        let plain = cookie("http://127.0.0.1:8080/").in_frames(true).give(&token, Duration::days(1)).unwrap();
        assert!(plain.to_str().unwrap().contains("SameSite=Lax"));
    }

    #[test]
    fn on_https_one_without_the_prefix_is_not_taken() {
        let token = SecretToken::generate();
        let read = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, format!("{name}={}", token.as_str()).parse().unwrap());
            cookie("https://go.example.com/").read(&headers)
        };
        assert_eq!(read("__Host-introw_session"), Some(token.clone()));
        assert_eq!(read("introw_session"), None);
    }

    #[test]
    fn it_is_found_among_others() {
        let token = SecretToken::generate();
        let read = |sent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, sent.parse().unwrap());
            cookie("http://127.0.0.1/").read(&headers)
        };
        let text = token.as_str();
        assert_eq!(read(&format!("a=b; introw_session={text}; c=d")), Some(token.clone()));
        assert_eq!(read(&format!("xintrow_session={text}")), None);
        assert_eq!(read("introw_session=short"), None);
        assert_eq!(read(";;=;"), None);
    }
}
