//! Calls with a session must come from our own pages.
//!
//! A browser sends the cookie with every call, whichever page made it. So a call must also bring a
//! header that no other site can set, with a value that only our pages can read; and where the
//! browser says which site called, it must be ours.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::domain::keyring::{self, Keyring, Purpose};
use crate::error::{Error, Result};

/// The header of the token.
pub const HEADER: &str = "x-introw-csrf";

/// The token of a session, for the page that has it.
pub fn token(keyring: &Keyring, session: Uuid) -> String {
    let (_, mac) = keyring.signer(Purpose::Csrf);
    URL_SAFE_NO_PAD.encode(keyring::finish(mac, &[session.as_bytes()]))
}

/// Checks a call that came with the cookie of `session`.
///
/// # Errors
///
/// [`Error::Forbidden`] when it need not have come from one of our pages.
pub fn check(headers: &HeaderMap, keyring: &Keyring, session: Uuid) -> Result<()> {
    check_site(headers)?;
    let sent = headers.get(HEADER).and_then(|header| URL_SAFE_NO_PAD.decode(header.as_bytes()).ok());
    // A session may be older than the key that signs now.
    let good = sent.filter(|sent| sent.len() == 32).is_some_and(|sent| {
        keyring.key_ids().any(|key| keyring.verifies(Purpose::Csrf, key, &[session.as_bytes()], &sent))
    });
    let message = "Send the header x-introw-csrf, with the csrfToken that GET /api/v1/session gives.";
    good.then_some(()).ok_or_else(|| Error::Forbidden(message.to_owned()))
}

/// Refuses what a browser says that another site has sent.
///
/// # Errors
///
/// [`Error::Forbidden`].
pub fn check_site(headers: &HeaderMap) -> Result<()> {
    match headers.get("sec-fetch-site").map(|site| site.as_bytes()) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(Error::Forbidden("Another site may not make this call.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_of_the_same_session_passes() {
        let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let check = |value: Option<&str>, site: Option<&str>| {
            let mut headers = HeaderMap::new();
            value.map(|value| headers.insert(HEADER, value.parse().unwrap()));
            site.map(|site| headers.insert("sec-fetch-site", site.parse().unwrap()));
            check(&headers, &keyring, mine).is_ok()
        };
        let good = token(&keyring, mine);
        for site in [None, Some("same-origin"), Some("none")] {
            assert!(check(Some(&good), site), "{site:?}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(!check(Some(&good), Some(site)), "{site}");
        }
        for value in [None, Some(""), Some("1"), Some(&good[..22]), Some(token(&keyring, other).as_str())] {
            assert!(!check(value, None), "{value:?}");
        }
    }

    #[test]
    fn a_token_outlives_a_rotation_of_the_keys() {
        let old = Keyring::generate_setting();
        let session = Uuid::from_u128(1);
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, token(&Keyring::parse(&old).unwrap(), session).parse().unwrap());
        let new = Keyring::generate_setting().replace("1:", "2:");
        let both = Keyring::parse(&format!("{new},{old}")).unwrap();
        assert!(check(&headers, &both, session).is_ok());
        assert!(check(&headers, &Keyring::parse(&new).unwrap(), session).is_err());
    }
}
