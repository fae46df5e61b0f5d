//! The click token: one click, signed, in 64 characters.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version: 1 |
//! | 1 | id of the signing key |
//! | 2 | flags |
//! | 16 | click, a UUIDv7, which carries the time |
//! | 8 | number of the link, random |
//! | 4 | number of the organisation, random |
//! | 16 | HMAC-SHA256 over a label and all of the above, cut |
//!
//! Numbers are big-endian. 48 bytes are exactly 64 base64url characters without padding or spare
//! bits, so a token has one spelling. It says enough by itself to make a click again that was not
//! stored in time.
//!
//! To add a flag, give it a bit of [`Flags`] and let `Flags::read` accept it. To change anything
//! else, add a version.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use entity::id::ClickId;
use entity::value::{Label, Reason};
use uuid::{Uuid, Variant};

use crate::domain::keyring::{Keyring, Purpose, finish};

/// How many characters a token has, always.
pub const TOKEN_CHARACTERS: usize = 64;

const VERSION: u8 = 1;
const SIGNED_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const TOKEN_BYTES: usize = SIGNED_BYTES + TAG_BYTES;

/// Stands before the signed bytes, so that nothing else that is ever signed with the same key can
/// be read as a token. Up to 23 bytes cost nothing: label and token then fill one block.
const LABEL: &[u8] = b"introw click token\n";

/// What a token says of its click beside the numbers; there is a value only for a click that may
/// have a token.
///
/// The three low bits are the label at the time of the click. The other 13 are zero, and kept for
/// later.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// A click by a person.
    pub const HUMAN: Self = Self(1);
    /// The same visitor on the same link again, within seconds.
    pub const REPEAT: Self = Self(2);
    /// A click that looks like a program's.
    pub const SUSPECT: Self = Self(3);

    /// The flags of a click with this label; `None` for a click that gets no token.
    pub fn of(label: Label) -> Option<Self> {
        match label {
            Label::Human => Some(Self::HUMAN),
            Label::Repeat => Some(Self::REPEAT),
            Label::Suspect => Some(Self::SUSPECT),
            // The last two are given later, to clicks that had one of the labels above.
            Label::Crawler | Label::NonNavigation | Label::Confirmed | Label::Reconstructed => None,
        }
    }

    /// The label at the time of the click.
    pub fn label(self) -> Label {
        match self {
            Self::REPEAT => Label::Repeat,
            Self::SUSPECT => Label::Suspect,
            _ => Label::Human,
        }
    }

    fn read(bits: u16) -> Option<Self> {
        [Self::HUMAN, Self::REPEAT, Self::SUSPECT].into_iter().find(|flags| flags.0 == bits)
    }
}

impl fmt::Debug for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flags({})", self.label().as_str())
    }
}

/// What a click token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClickToken {
    /// What kind of click it was.
    pub flags: Flags,
    /// The click.
    pub click: ClickId,
    /// The link's number, as it is stored: a random 64-bit number with its sign.
    pub link_number: i64,
    /// The organisation's number, as it is stored: a random number of 0 to 4,294,967,295.
    pub organisation_number: i64,
}

/// A token that this system has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// What it says.
    pub token: ClickToken,
    /// The key that signed it.
    pub key_id: u8,
    /// Since when that key is distrusted. Then the token counts only if its click is stored; its
    /// own time says nothing, because whoever has the key can write any.
    pub distrusted_since: Option<DateTime<Utc>>,
}

/// Why a text is not a token of this system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// There is nothing.
    #[error("no click token was sent")]
    Missing,
    /// It has not the form of a token.
    #[error("what was sent is not a click token")]
    Malformed,
    /// It has the form of a token, and was not signed with a key of this system.
    #[error("the click token was not signed by this system")]
    BadSignature,
}

impl From<TokenError> for Reason {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Missing => Self::MissingToken,
            TokenError::Malformed => Self::MalformedToken,
            TokenError::BadSignature => Self::BadSignature,
        }
    }
}

impl ClickToken {
    /// The token as text, signed with the key that signs now.
    pub fn sign(&self, keyring: &Keyring) -> String {
        let (key_id, state) = keyring.signer(Purpose::ClickToken);
        let signed = self.signed_bytes(key_id);
        let tag = finish(state, &[LABEL, &signed]);
        let mut bytes = [0; TOKEN_BYTES];
        bytes[..SIGNED_BYTES].copy_from_slice(&signed);
        bytes[SIGNED_BYTES..].copy_from_slice(&tag[..TAG_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token and checks its signature, without any look-up.
    ///
    /// Takes as long for every wrong signature, and as long for a key that does not exist.
    ///
    /// # Errors
    ///
    /// [`TokenError`]; each of them is an answer `ignored`, never an error to the caller.
    pub fn verify(text: &str, keyring: &Keyring) -> Result<Verified, TokenError> {
        if text.is_empty() {
            return Err(TokenError::Missing);
        }
        let bytes = decode(text).ok_or(TokenError::Malformed)?;
        let (signed, tag) = bytes.split_at(SIGNED_BYTES);
        let [version, key_id, ..] = bytes;
        if version != VERSION {
            return Err(TokenError::Malformed);
        }
        if !keyring.verifies(Purpose::ClickToken, key_id, &[LABEL, signed], tag) {
            return Err(TokenError::BadSignature);
        }
        // Only after the signature: nothing that a stranger wrote is looked into.
        let token = Self::read(&bytes).ok_or(TokenError::Malformed)?;
        Ok(Verified { token, key_id, distrusted_since: keyring.distrusted_since(key_id) })
    }

    /// When the click was made, to the millisecond.
    pub fn clicked_at(&self) -> DateTime<Utc> {
        // The first 48 bits of a UUIDv7, which reach to the year 10889: chrono knows later ones.
        let milliseconds = self.click.0.as_u128() >> 80;
        i64::try_from(milliseconds).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
    }

    fn signed_bytes(&self, key_id: u8) -> [u8; SIGNED_BYTES] {
        // A number that does not fit becomes the nearest that does. Cutting bits off instead would
        // make the token another organisation's as soon as the column held a wrong value.
        let organisation = self.organisation_number.clamp(0, i64::from(u32::MAX)).to_be_bytes();
        let mut bytes = [0; SIGNED_BYTES];
        bytes[0] = VERSION;
        bytes[1] = key_id;
        bytes[2..4].copy_from_slice(&self.flags.0.to_be_bytes());
        bytes[4..20].copy_from_slice(self.click.0.as_bytes());
        bytes[20..28].copy_from_slice(&self.link_number.to_be_bytes());
        bytes[28..].copy_from_slice(&organisation[4..]);
        bytes
    }

    /// `None` for what this version of the program does not write.
    fn read(bytes: &[u8; TOKEN_BYTES]) -> Option<Self> {
        let flags = Flags::read(u16::from_be_bytes(field(bytes, 2)))?;
        let click = Uuid::from_bytes(field(bytes, 4));
        if click.get_version_num() != 7 || click.get_variant() != Variant::RFC4122 {
            return None;
        }
        Some(Self {
            flags,
            click: ClickId(click),
            link_number: i64::from_be_bytes(field(bytes, 20)),
            organisation_number: i64::from(u32::from_be_bytes(field(bytes, 28))),
        })
    }
}

/// The bytes from `start` on.
fn field<const N: usize>(bytes: &[u8; TOKEN_BYTES], start: usize) -> [u8; N] {
    std::array::from_fn(|offset| bytes[start + offset])
}

/// The bytes of a text that is exactly as long as a token and all of its alphabet.
fn decode(text: &str) -> Option<[u8; TOKEN_BYTES]> {
    // The length comes first: what follows then costs the same for everything.
    if text.len() != TOKEN_CHARACTERS {
        return None;
    }
    let mut bytes = [0; TOKEN_BYTES];
    let decoded = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
    (decoded == TOKEN_BYTES).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use rand::Rng;

    use super::*;

    fn keyring(ids: &[u8]) -> Keyring {
        let keys: Vec<_> = ids.iter().map(|id| format!("{id}:{}", STANDARD.encode([*id; 32]))).collect();
        Keyring::parse(&keys.join(",")).unwrap()
    }

    fn token() -> ClickToken {
        ClickToken {
            flags: Flags::HUMAN,
            click: ClickId::new(DateTime::from_timestamp_millis(1_769_860_800_123).unwrap()),
            link_number: -2,
            organisation_number: 4_000_000_000,
        }
    }

    /// A token with whatever bytes, signed as this system signs.
    fn signed(keyring: &Keyring, purpose: Purpose, signed: &[u8]) -> String {
        let tag = finish(keyring.signer(purpose).1, &[LABEL, signed]);
        URL_SAFE_NO_PAD.encode([signed, &tag[..TAG_BYTES]].concat())
    }

    #[test]
    fn a_token_reads_back() {
        let keyring = keyring(&[7]);
        let text = token().sign(&keyring);
        assert_eq!(text.len(), TOKEN_CHARACTERS);
        let verified = ClickToken::verify(&text, &keyring).unwrap();
        assert_eq!(verified, Verified { token: token_like(&verified), key_id: 7, distrusted_since: None });
        assert_eq!(verified.token.clicked_at().timestamp_millis(), 1_769_860_800_123);
    }

    /// The random half of a click's id differs at each call.
    fn token_like(verified: &Verified) -> ClickToken {
        ClickToken { click: verified.token.click, ..token() }
    }

    proptest! {
        #[test]
        fn every_token_reads_back(
            bits in 1..=3_u16,
            at in 0..281_474_976_710_655_i64,
            link_number: i64,
            organisation: u32,
            ids in prop::collection::hash_set(any::<u8>(), 1..4),
        ) {
            let keyring = keyring(&ids.into_iter().collect::<Vec<_>>());
            let token = ClickToken {
                flags: Flags::read(bits).unwrap(),
                click: ClickId::new(DateTime::from_timestamp_millis(at).unwrap()),
                link_number,
                organisation_number: i64::from(organisation),
            };
            let verified = ClickToken::verify(&token.sign(&keyring), &keyring).unwrap();
            prop_assert_eq!(verified.token, token);
            prop_assert_eq!(verified.token.clicked_at().timestamp_millis(), at);
            prop_assert_eq!(Some(verified.key_id), keyring.key_ids().next());
        }

        #[test]
        fn no_text_is_a_token_by_chance(text in "\\PC*", characters in "[A-Za-z0-9_-]{64}") {
            let keyring = keyring(&[1]);
            prop_assert!(ClickToken::verify(&text, &keyring).is_err());
            prop_assert!(ClickToken::verify(&characters, &keyring).is_err());
        }
    }

    #[test]
    fn random_tokens_are_refused() {
        let keyring = keyring(&[1, 2]);
        let mut bytes = [0; TOKEN_BYTES];
        for round in 0..100_000 {
            rand::rng().fill_bytes(&mut bytes);
            // Half of them with everything that can be known.
            if round % 2 == 0 {
                bytes[..SIGNED_BYTES].copy_from_slice(&token().signed_bytes(1));
            }
            assert!(ClickToken::verify(&URL_SAFE_NO_PAD.encode(bytes), &keyring).is_err());
        }
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let keyring = keyring(&[1, 2]);
        let text = token().sign(&keyring);
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(ClickToken::verify(&URL_SAFE_NO_PAD.encode(changed), &keyring).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn every_changed_character_is_refused() {
        let keyring = keyring(&[1]);
        let text = token().sign(&keyring);
        for place in 0..text.len() {
            for byte in (0..128_u8).filter(|byte| *byte != text.as_bytes()[place]) {
                let mut changed = text.clone().into_bytes();
                changed[place] = byte;
                let changed = String::from_utf8(changed).unwrap();
                assert!(ClickToken::verify(&changed, &keyring).is_err(), "{changed:?}");
            }
        }
    }

    #[test]
    fn a_token_has_one_spelling() {
        let keyring = keyring(&[1]);
        // Until there is one with a character in which the alphabets differ.
        let text = std::iter::repeat_with(|| token().sign(&keyring)).find(|text| text.contains(['-', '_'])).unwrap();
        let standard = text.replace('-', "+").replace('_', "/");
        for other in [
            format!("{text}="),
            format!("{text}A"),
            format!("{text} "),
            format!(" {text}"),
            format!("{text}\n"),
            text.replacen(&text[..1], "%41", 1),
            text[..63].to_owned(),
            format!("{}=", &text[..63]),
            text.to_ascii_lowercase(),
            text.to_ascii_uppercase(),
            standard,
            "é".repeat(32),
        ] {
            assert_eq!(ClickToken::verify(&other, &keyring).map(|_| ()), expected(&other), "{other:?}");
        }
        assert_eq!(ClickToken::verify("", &keyring), Err(TokenError::Missing));
        assert_eq!(ClickToken::verify(" ", &keyring), Err(TokenError::Malformed));
    }

    /// Another case of the letters is another token, which nobody signed.
    fn expected(text: &str) -> Result<(), TokenError> {
        let bytes = decode(text).filter(|bytes| bytes[0] == VERSION);
        Err(if bytes.is_some() { TokenError::BadSignature } else { TokenError::Malformed })
    }

    #[test]
    fn only_what_this_version_writes_is_read() {
        let keyring = keyring(&[1]);
        let good = token().signed_bytes(1);
        assert!(ClickToken::verify(&signed(&keyring, Purpose::ClickToken, &good), &keyring).is_ok());
        let version_nibble = good[10] & 0x0f;
        for (place, byte, why) in [
            (0, 0, "version 0"),
            (0, 2, "version 2"),
            (2, 0x80, "a flag of later"),
            (3, 0x09, "a flag of later"),
            (3, 0, "no label"),
            (3, 4, "a label of later"),
            (10, 0x40 | version_nibble, "a UUIDv4"),
            (12, 0xc0, "no UUID of RFC 9562"),
        ] {
            let mut changed = good;
            changed[place] = byte;
            let text = signed(&keyring, Purpose::ClickToken, &changed);
            assert_eq!(ClickToken::verify(&text, &keyring), Err(TokenError::Malformed), "{why}");
        }
    }

    #[test]
    fn what_was_signed_for_another_purpose_is_refused() {
        let keyring = keyring(&[1]);
        let bytes = token().signed_bytes(1);
        for purpose in Purpose::ALL {
            let verified = ClickToken::verify(&signed(&keyring, purpose, &bytes), &keyring);
            assert_eq!(verified.is_ok(), purpose == Purpose::ClickToken, "{purpose:?}");
        }
        let tag = keyring.mac(Purpose::ClickToken, 1, &[&bytes]).unwrap();
        let unlabelled = URL_SAFE_NO_PAD.encode([&bytes[..], &tag[..TAG_BYTES]].concat());
        assert_eq!(ClickToken::verify(&unlabelled, &keyring), Err(TokenError::BadSignature));
    }

    #[test]
    fn a_token_lives_through_a_rotation_of_keys() {
        let text = token().sign(&keyring(&[1]));
        let rotated = keyring(&[2, 1]);
        assert_eq!(ClickToken::verify(&text, &rotated).unwrap().key_id, 1);
        assert_eq!(ClickToken::verify(&token().sign(&rotated), &rotated).unwrap().key_id, 2);
        assert_eq!(ClickToken::verify(&text, &keyring(&[2])), Err(TokenError::BadSignature), "its key is gone");

        let since = "2026-01-31T12:00:00Z";
        let key = |id: u8| STANDARD.encode([id; 32]);
        let distrusting = Keyring::parse(&format!("2:{},1:{}@{since}", key(2), key(1))).unwrap();
        let verified = ClickToken::verify(&text, &distrusting).unwrap();
        assert_eq!(verified.distrusted_since, Some(since.parse().unwrap()));
    }

    #[test]
    fn a_number_that_does_not_fit_is_not_cut_to_another() {
        let keyring = keyring(&[1]);
        for (stored, written) in [(-1, 0), (1 << 32, i64::from(u32::MAX))] {
            let text = ClickToken { organisation_number: stored, ..token() }.sign(&keyring);
            assert_eq!(ClickToken::verify(&text, &keyring).unwrap().token.organisation_number, written);
        }
    }

    #[test]
    fn only_some_clicks_get_a_token() {
        for label in [Label::Human, Label::Repeat, Label::Suspect] {
            assert_eq!(Flags::of(label).unwrap().label(), label);
        }
        for label in [Label::Crawler, Label::NonNavigation, Label::Confirmed, Label::Reconstructed] {
            assert_eq!(Flags::of(label), None);
        }
    }

    #[test]
    fn every_error_is_a_reason() {
        for (error, reason) in [
            (TokenError::Missing, Reason::MissingToken),
            (TokenError::Malformed, Reason::MalformedToken),
            (TokenError::BadSignature, Reason::BadSignature),
        ] {
            assert_eq!(Reason::from(error), reason);
        }
    }
}
