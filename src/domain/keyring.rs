//! The configured signing keys, and every secret that is derived from them.
//!
//! Operators configure one setting, `INTROW_SIGNING_KEYS`. No use of a key sees the configured
//! bytes: each gets its own, by HKDF-SHA256 under a label that names the use, so that what was
//! made for one purpose never verifies as another.
//!
//! To rotate, put a new key in front and leave the old ones behind it: the first signs, all
//! verify. A key that leaked is marked `@since`; what that means is up to the caller of
//! [`Keyring::distrusted_since`].
//!
//! To add a use, add a [`Purpose`] with a label that no other has. A label is never changed:
//! that would end everything that was made under it.

mod seal;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD_INDIFFERENT, URL_SAFE_NO_PAD, URL_SAFE_NO_PAD_INDIFFERENT};
use chrono::{DateTime, Utc};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

/// The fewest bytes that a configured key may have: as many as HMAC-SHA256 gives.
pub const MIN_KEY_BYTES: usize = 32;

/// The fewest bytes to which a MAC may be cut: 128 bits, as the click token has.
const MIN_TAG_BYTES: usize = 16;

/// HMAC-SHA256 that has taken in its key: it is cloned for each message.
pub type MacState = Hmac<Sha256>;

/// What a derived key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signs click tokens.
    ClickToken,
    /// Hashes what tells visitors apart.
    VisitorKey,
    /// Hashes customers' e-mail addresses for the search of duplicates.
    EmailHash,
    /// Hashes secret API keys.
    ApiKeyPepper,
    /// Signs the cursors of lists.
    Cursor,
    /// Makes what a page must send along with a session, to show that it is one of ours.
    Csrf,
    /// Seals the signing secrets of webhook endpoints.
    WebhookSecret,
    /// Signs what a page of the portal sends along to show that it is one.
    PortalCsrf,
    /// Encrypts answers that are kept to be given again.
    KeptAnswer,
}

impl Purpose {
    /// Every purpose, in the order in which they are declared.
    pub const ALL: [Self; 9] = [
        Self::ClickToken,
        Self::VisitorKey,
        Self::EmailHash,
        Self::ApiKeyPepper,
        Self::Cursor,
        Self::Csrf,
        Self::WebhookSecret,
        Self::PortalCsrf,
        Self::KeptAnswer,
    ];

    /// The HKDF label: as permanent as what is made under it.
    fn label(self) -> &'static [u8] {
        match self {
            Self::ClickToken => b"introw/v1/click-token",
            Self::VisitorKey => b"introw/v1/visitor-key",
            Self::EmailHash => b"introw/v1/email-hash",
            Self::ApiKeyPepper => b"introw/v1/api-key-pepper",
            Self::Cursor => b"introw/v1/cursor",
            Self::Csrf => b"introw/v1/csrf",
            Self::WebhookSecret => b"introw/v1/webhook-secret",
            Self::PortalCsrf => b"introw/v1/portal-csrf",
            Self::KeptAnswer => b"introw/v1/kept-answer",
        }
    }
}

/// Why a setting of keys cannot be used, and what to do. The caller says where it came from.
///
/// Entries are named by their place and, once it is read, their id. No message repeats any other
/// part of the setting: whatever stands in the wrong place may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// Nothing is set.
    #[error("there is no key: write `1:` and the output of `openssl rand -base64 32`")]
    Empty,
    /// Nothing between two commas.
    #[error("entry {entry} is empty: take the extra comma away")]
    EmptyEntry {
        /// Its place, from 1.
        entry: usize,
    },
    /// No id, or none from 0 to 255.
    #[error("entry {entry} has no id: write it as `id:base64`, with an id from 0 to 255")]
    Id {
        /// Its place, from 1.
        entry: usize,
    },
    /// The key is not base64.
    #[error("key {id} is not base64: use the output of `openssl rand -base64 32`")]
    Encoding {
        /// The key.
        id: u8,
    },
    /// The key is too short to be secret.
    #[error("key {id} has {bytes} bytes and needs at least 32: use the output of `openssl rand -base64 32`")]
    Short {
        /// The key.
        id: u8,
        /// How many bytes it has.
        bytes: usize,
    },
    /// The time from which a key is distrusted cannot be read.
    #[error("what follows `@` in key {id} is not a time: write it as `@2026-01-31T12:00:00Z`")]
    Time {
        /// The key.
        id: u8,
    },
    /// Two keys have one id.
    #[error("two keys have the id {id}: give the new one an id that was never used")]
    DuplicateId {
        /// The id.
        id: u8,
    },
    /// One key stands under two ids, so that distrusting one of them would change nothing.
    #[error("keys {first} and {second} are the same: make a new one with `openssl rand -base64 32`")]
    DuplicateKey {
        /// The id that comes first.
        first: u8,
        /// The id that repeats its key.
        second: u8,
    },
    /// The key that signs is distrusted.
    #[error("key {id} signs and is distrusted: put a new key in front of it")]
    SignerDistrusted {
        /// The key.
        id: u8,
    },
    /// No key of a permitted length ends here today: it stands in for a panic.
    #[error("nothing can be derived from key {id}: use the output of `openssl rand -base64 32`")]
    Derivation {
        /// The key.
        id: u8,
    },
}

/// One configured key: what was derived from it, not the key itself.
#[derive(Clone)]
struct Key {
    id: u8,
    distrusted_since: Option<DateTime<Utc>>,
    /// By [`Purpose`], in the order of [`Purpose::ALL`].
    states: [MacState; Purpose::ALL.len()],
}

impl Key {
    fn state(&self, purpose: Purpose) -> MacState {
        self.states[purpose as usize].clone()
    }
}

/// The keys that are configured; the first signs, all verify.
#[derive(Clone)]
pub struct Keyring {
    signing: Key,
    older: Vec<Key>,
}

/// Shows which keys there are, and nothing of them.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("ids", &self.key_ids().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

impl Keyring {
    /// Reads the setting `INTROW_SIGNING_KEYS`: `id:base64[@distrusted-since],…`.
    ///
    /// An id is a number from 0 to 255, a key is at least [`MIN_KEY_BYTES`] bytes in the standard
    /// or the URL-safe alphabet, with padding or without, and the time is RFC 3339.
    ///
    /// # Errors
    ///
    /// The first thing in the setting that is wrong, in words for an operator.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyringError::Empty);
        }
        // Kept until the end of this function, to find a key that stands under two ids.
        let mut read: Vec<Entry> = Vec::new();
        for (place, entry) in text.split(',').enumerate() {
            let entry = Entry::parse(place + 1, entry.trim())?;
            for earlier in &read {
                if earlier.id == entry.id {
                    return Err(KeyringError::DuplicateId { id: entry.id });
                }
                if earlier.key == entry.key {
                    return Err(KeyringError::DuplicateKey { first: earlier.id, second: entry.id });
                }
            }
            read.push(entry);
        }
        let mut keys = read.into_iter().map(Entry::derive);
        let signing = keys.next().ok_or(KeyringError::Empty)??;
        if signing.distrusted_since.is_some() {
            return Err(KeyringError::SignerDistrusted { id: signing.id });
        }
        Ok(Self { signing, older: keys.collect::<Result<_, _>>()? })
    }

    /// A good value for `INTROW_SIGNING_KEYS`: one new random key, with the id 1.
    ///
    /// The caller keeps it secret. It has the URL-safe alphabet and no padding, so that it needs
    /// no quotes in a shell, an environment file or YAML.
    pub fn generate_setting() -> String {
        let mut key = [0; MIN_KEY_BYTES];
        rand::rng().fill_bytes(&mut key);
        format!("1:{}", URL_SAFE_NO_PAD.encode(key))
    }

    /// The id of the key that signs, and its prepared MAC for a purpose.
    pub fn signer(&self, purpose: Purpose) -> (u8, MacState) {
        (self.signing.id, self.signing.state(purpose))
    }

    /// HMAC-SHA256 over the parts, one after the other, under a key that may be an older one.
    ///
    /// Nothing marks where a part ends, so all but one need a fixed length or an end of their own.
    /// `None`: there is no such key.
    pub fn mac(&self, purpose: Purpose, key_id: u8, parts: &[&[u8]]) -> Option<[u8; 32]> {
        self.key(key_id).map(|key| finish(key.state(purpose), parts))
    }

    /// Whether `tag` is the MAC over the parts, or its first 16 bytes or more.
    ///
    /// Takes as long for a wrong tag as for a right one, and as long for a key that does not exist
    /// as for one that does.
    pub fn verifies(&self, purpose: Purpose, key_id: u8, parts: &[&[u8]], tag: &[u8]) -> bool {
        let key = self.key(key_id);
        let known = Choice::from(u8::from(key.is_some()));
        let expected = finish(key.unwrap_or(&self.signing).state(purpose), parts);
        match expected.get(..tag.len()) {
            Some(expected) if tag.len() >= MIN_TAG_BYTES => bool::from(expected.ct_eq(tag) & known),
            _ => false,
        }
    }

    /// The ids of all keys, the one that signs first.
    pub fn key_ids(&self) -> impl Iterator<Item = u8> {
        self.keys().map(|key| key.id)
    }

    /// Since when a key is distrusted; `None` also where there is no such key.
    pub fn distrusted_since(&self, key_id: u8) -> Option<DateTime<Utc>> {
        self.key(key_id)?.distrusted_since
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.signing).chain(&self.older)
    }

    fn key(&self, key_id: u8) -> Option<&Key> {
        self.keys().find(|key| key.id == key_id)
    }
}

/// HMAC-SHA256 that has taken in a key of 32 bytes.
pub(crate) fn prepare(key: &[u8; 32]) -> MacState {
    // A whole block, filled up with zeros as HMAC does with a shorter key: then nothing can fail.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    MacState::new(&block.into())
}

/// The MAC over the parts, one after the other.
pub(crate) fn finish(mut state: MacState, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        state.update(part);
    }
    state.finalize().into_bytes().into()
}

/// One entry of the setting, with its key.
struct Entry {
    id: u8,
    key: Vec<u8>,
    distrusted_since: Option<DateTime<Utc>>,
}

impl Entry {
    fn parse(place: usize, text: &str) -> Result<Self, KeyringError> {
        if text.is_empty() {
            return Err(KeyringError::EmptyEntry { entry: place });
        }
        let (id, rest) = text.split_once(':').ok_or(KeyringError::Id { entry: place })?;
        // The number parser would take `+1`, which is no id.
        let id = id.trim();
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(KeyringError::Id { entry: place });
        }
        let id: u8 = id.parse().map_err(|_| KeyringError::Id { entry: place })?;
        let (key, since) = match rest.split_once('@') {
            Some((key, since)) => (key.trim(), Some(since.trim())),
            None => (rest.trim(), None),
        };
        let alphabet =
            if key.contains(['-', '_']) { &URL_SAFE_NO_PAD_INDIFFERENT } else { &STANDARD_NO_PAD_INDIFFERENT };
        let key = alphabet.decode(key).map_err(|_| KeyringError::Encoding { id })?;
        if key.len() < MIN_KEY_BYTES {
            return Err(KeyringError::Short { id, bytes: key.len() });
        }
        let distrusted_since = match since {
            Some(since) => {
                let since = DateTime::parse_from_rfc3339(since).map_err(|_| KeyringError::Time { id })?;
                Some(since.to_utc())
            }
            None => None,
        };
        Ok(Self { id, key, distrusted_since })
    }

    fn derive(self) -> Result<Key, KeyringError> {
        let source = Hkdf::<Sha256>::new(None, &self.key);
        let mut derived = [[0; 32]; Purpose::ALL.len()];
        for (key, purpose) in derived.iter_mut().zip(Purpose::ALL) {
            source.expand(purpose.label(), key).map_err(|_| KeyringError::Derivation { id: self.id })?;
        }
        let states = derived.each_ref().map(prepare);
        Ok(Key { id: self.id, distrusted_since: self.distrusted_since, states })
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};

    use super::*;

    /// Its base64 has every character in which the two alphabets differ, and padding.
    const KEY: [u8; 32] = [0xfb; 32];

    fn error(text: &str) -> KeyringError {
        Keyring::parse(text).unwrap_err()
    }

    #[test]
    fn every_spelling_of_base64_gives_the_same_key() {
        let expected = Keyring::parse(&format!("7:{}", STANDARD.encode(KEY))).unwrap();
        let expected = expected.mac(Purpose::ClickToken, 7, &[b"x"]).unwrap();
        for text in [STANDARD_NO_PAD.encode(KEY), URL_SAFE.encode(KEY), URL_SAFE_NO_PAD.encode(KEY)] {
            let keyring = Keyring::parse(&format!(" 7 : {text} \n")).unwrap();
            assert_eq!(keyring.mac(Purpose::ClickToken, 7, &[b"x"]), Some(expected));
        }
    }

    #[test]
    fn the_first_key_signs_and_every_key_verifies() {
        let text = format!("2:{},1:{}@2026-01-31T13:00:00+01:00", STANDARD.encode([2; 40]), STANDARD.encode([1; 32]));
        let keyring = Keyring::parse(&text).unwrap();
        assert_eq!(keyring.signer(Purpose::Cursor).0, 2);
        assert_eq!(keyring.key_ids().collect::<Vec<_>>(), [2, 1]);
        assert_eq!(keyring.distrusted_since(1).unwrap().to_rfc3339(), "2026-01-31T12:00:00+00:00");
        assert_eq!(keyring.distrusted_since(2), None);
        assert_eq!(keyring.distrusted_since(3), None);
        assert_eq!(keyring.mac(Purpose::Cursor, 3, &[b"x"]), None);

        let signed: [u8; 32] = finish(keyring.signer(Purpose::Cursor).1, &[b"a", b"b"]);
        assert_eq!(keyring.mac(Purpose::Cursor, 2, &[b"ab"]), Some(signed));
        for id in [1, 2] {
            let tag = keyring.mac(Purpose::Cursor, id, &[b"ab"]).unwrap();
            assert!(keyring.verifies(Purpose::Cursor, id, &[b"ab"], &tag));
            assert!(keyring.verifies(Purpose::Cursor, id, &[b"ab"], &tag[..16]));
            assert!(!keyring.verifies(Purpose::Cursor, id, &[b"ab"], &tag[..15]), "a cut that is too short");
            assert!(!keyring.verifies(Purpose::Cursor, id, &[b"ab"], &[&tag[..], &[0]].concat()));
            assert!(!keyring.verifies(Purpose::Cursor, 3 - id, &[b"ab"], &tag), "of the other key");
        }
        // Not even the tag of the key that stands in for one that is missing.
        assert!(!keyring.verifies(Purpose::Cursor, 9, &[b"ab"], &signed));
    }

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
        for (place, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(purpose as usize, place);
            let tag = keyring.mac(purpose, 1, &[b"x"]).unwrap();
            for other in Purpose::ALL {
                assert_eq!(keyring.verifies(other, 1, &[b"x"], &tag), purpose == other);
            }
        }
    }

    /// RFC 5869 and RFC 2104, by hand: a change of the derivation would end every token.
    #[test]
    fn derivation_is_hkdf_under_the_label() {
        let hmac = |key: &[u8], parts: &[&[u8]]| finish(MacState::new_from_slice(key).unwrap(), parts);
        let keyring = Keyring::parse(&format!("0:{}", STANDARD.encode(KEY))).unwrap();
        let extracted = hmac(&[0; 32], &[&KEY]);
        let derived = hmac(&extracted, &[b"introw/v1/email-hash", &[1]]);
        assert_eq!(keyring.mac(Purpose::EmailHash, 0, &[b"a@b.c"]), Some(hmac(&derived, &[b"a@b.c"])));
    }

    #[test]
    fn a_setting_that_cannot_be_used_is_refused() {
        let good = STANDARD.encode(KEY);
        let other = STANDARD.encode([1; 32]);
        for (text, expected) in [
            (" \n".to_owned(), KeyringError::Empty),
            (format!("1:{good},"), KeyringError::EmptyEntry { entry: 2 }),
            (good.clone(), KeyringError::Id { entry: 1 }),
            (format!("256:{good}"), KeyringError::Id { entry: 1 }),
            (format!("+1:{good}"), KeyringError::Id { entry: 1 }),
            (format!(":{good}"), KeyringError::Id { entry: 1 }),
            (format!("1:{good},x:{other}"), KeyringError::Id { entry: 2 }),
            ("1:not base64".to_owned(), KeyringError::Encoding { id: 1 }),
            ("1:".to_owned(), KeyringError::Short { id: 1, bytes: 0 }),
            (format!("1:{}", STANDARD.encode([1; 31])), KeyringError::Short { id: 1, bytes: 31 }),
            (format!("1:{good},2:{other}@yesterday"), KeyringError::Time { id: 2 }),
            (format!("1:{good},2:{other}@"), KeyringError::Time { id: 2 }),
            (format!("1:{good},01:{other}"), KeyringError::DuplicateId { id: 1 }),
            (format!("1:{good},2:{good}"), KeyringError::DuplicateKey { first: 1, second: 2 }),
            (format!("1:{good}@2026-01-31T12:00:00Z"), KeyringError::SignerDistrusted { id: 1 }),
        ] {
            assert_eq!(error(&text), expected);
        }
    }

    #[test]
    fn nothing_secret_is_ever_shown() {
        let keyring = Keyring::parse(&Keyring::generate_setting()).unwrap();
        assert_eq!(format!("{keyring:?}"), "Keyring { ids: [1], .. }");
        let secret = "hunter2hunter2hunter2";
        for text in [secret.to_owned(), format!("{secret}:1"), format!("1:{secret}"), format!("1:{secret}@{secret}")] {
            let error = error(&text);
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn a_generated_setting_is_new_each_time() {
        assert_ne!(Keyring::generate_setting(), Keyring::generate_setting());
    }
}
