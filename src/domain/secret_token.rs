//! Secrets that a browser or a person carries: sessions, invitations, links that sign in once.
//!
//! 256 random bits, so that nobody guesses one and a plain hash is enough at rest: what is read in
//! a stolen database opens nothing.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;
use sha2::{Digest, Sha256};

/// How many characters a token has: 32 bytes in base64url without padding.
pub const LENGTH: usize = 43;

/// A secret token, and what is stored of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// A new one.
    pub fn generate() -> Self {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What somebody sent, if it can be one.
    pub fn read(text: &str) -> Option<Self> {
        let can_be = text.len() == LENGTH && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
        can_be.then(|| Self(text.to_owned()))
    }

    /// The token, for its bearer and for nobody else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its SHA-256: what is stored, and what it is found by.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// Shows nothing, so that a token does not slip into a log.
impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_is_never_shown() {
        let token = SecretToken::generate();
        assert_eq!(token.as_str().len(), LENGTH);
        assert_eq!(SecretToken::read(token.as_str()), Some(token.clone()));
        assert_ne!(token, SecretToken::generate());
        assert_eq!(token.hash().len(), 32);
        assert_eq!(format!("{token:?}"), "SecretToken(…)");
    }

    #[test]
    fn what_cannot_be_one_is_none() {
        let good = SecretToken::generate().0;
        for bad in ["", "x", &good[1..], &format!("{good}A"), &format!("{}=", &good[1..]), &"é".repeat(22)] {
            assert_eq!(SecretToken::read(bad), None, "{bad}");
        }
    }
}
