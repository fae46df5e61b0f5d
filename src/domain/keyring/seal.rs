//! Sealing: what has to be read again and must not be readable in the database.
//!
//! AES-256-GCM under a key derived for the purpose. What is sealed is bound to what it belongs to,
//! so that a sealed value copied into another row does not open there.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use rand::Rng;

use super::{Keyring, Purpose};

/// What the derived MAC key is turned into a cipher key with.
const LABEL: &[u8] = b"aes-256-gcm";
const NONCE: usize = 12;

impl Keyring {
    /// Seals a secret that belongs to `owner`: the id of the key, a random nonce, and the ciphertext
    /// with its tag.
    ///
    /// `None` only for a secret of more bytes than the cipher can take, some 64 GB.
    pub fn seal(&self, purpose: Purpose, owner: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
        let (id, _) = self.signer(purpose);
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: secret, aad: owner };
        let sealed = self.cipher(purpose, id)?.encrypt(&Nonce::from(nonce), payload).ok()?;
        Some([&[id], &nonce[..], &sealed[..]].concat())
    }

    /// Opens what was sealed for `owner`. `None`: it was not, or the key that sealed it is no longer
    /// among the configured ones.
    pub fn open(&self, purpose: Purpose, owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (id, rest) = sealed.split_first()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: ciphertext, aad: owner };
        self.cipher(purpose, *id)?.decrypt(&Nonce::from(*nonce), payload).ok()
    }

    /// Whether a key seals this that is not the one that seals now, so that it should be sealed anew
    /// before that key is taken out of the settings.
    pub fn is_sealed_by_an_older_key(&self, purpose: Purpose, sealed: &[u8]) -> bool {
        sealed.first().is_some_and(|id| *id != self.signer(purpose).0)
    }

    fn cipher(&self, purpose: Purpose, key_id: u8) -> Option<Aes256Gcm> {
        // A key of its own, although the derived one makes no MACs: each key has one use.
        let key = self.mac(purpose, key_id, &[LABEL])?;
        Some(Aes256Gcm::new(&key.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
        let sealed = keyring.seal(Purpose::WebhookSecret, b"a", b"secret").unwrap();
        assert_eq!(keyring.open(Purpose::WebhookSecret, b"a", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(keyring.open(Purpose::WebhookSecret, b"b", &sealed), None);
        assert_eq!(keyring.open(Purpose::Cursor, b"a", &sealed), None);
        for at in 0..sealed.len() {
            let mut edited = sealed.clone();
            edited[at] ^= 1;
            assert_eq!(keyring.open(Purpose::WebhookSecret, b"a", &edited), None, "edited at {at}");
            assert_eq!(keyring.open(Purpose::WebhookSecret, b"a", &sealed[..at]), None, "cut at {at}");
        }
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_ne!(keyring.seal(Purpose::WebhookSecret, b"a", b"secret").unwrap(), sealed, "another nonce");
    }

    #[test]
    fn an_older_key_opens_until_it_is_taken_out() {
        let old = Keyring::generate_setting();
        let new = Keyring::generate_setting().replacen("1:", "2:", 1);
        let sealed = Keyring::parse(&old).unwrap().seal(Purpose::WebhookSecret, b"a", b"secret").unwrap();
        let both = Keyring::parse(&format!("{new},{old}")).unwrap();
        assert_eq!(both.open(Purpose::WebhookSecret, b"a", &sealed).as_deref(), Some(&b"secret"[..]));
        assert!(both.is_sealed_by_an_older_key(Purpose::WebhookSecret, &sealed));
        let anew = both.seal(Purpose::WebhookSecret, b"a", b"secret").unwrap();
        assert!(!both.is_sealed_by_an_older_key(Purpose::WebhookSecret, &anew));
        let without = Keyring::parse(&new).unwrap();
        assert_eq!(without.open(Purpose::WebhookSecret, b"a", &sealed), None);
        assert!(without.open(Purpose::WebhookSecret, b"a", &anew).is_some());
    }
}
