//! Nobody makes a click token but this system.

use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use entity::id::ClickId;
use introw::domain::keyring::{Keyring, Purpose};
use introw::domain::token::{ClickToken, Flags, TOKEN_CHARACTERS};
use rand::rngs::SmallRng;
use rand::{Rng, RngExt, SeedableRng};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Version, key id, flags, click, link, organisation: what is signed.
const SIGNED: usize = 32;

/// Two keys, so that a token of the one could be mistaken for a token of the other.
fn keyring() -> Keyring {
    let older = Keyring::generate_setting().replacen("1:", "2:", 1);
    Keyring::parse(&format!("{},{older}", Keyring::generate_setting())).unwrap()
}

fn token() -> ClickToken {
    ClickToken {
        flags: Flags::HUMAN,
        click: ClickId::new(DateTime::from_timestamp_millis(1_769_860_800_123).unwrap()),
        link_number: -7_046_029_254_386_353_131,
        organisation_number: 2_654_435_769,
    }
}

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn is_accepted(bytes: &[u8], keyring: &Keyring) -> bool {
    ClickToken::verify(&URL_SAFE_NO_PAD.encode(bytes), keyring).is_ok()
}

/// A million guesses, in as many threads as there are processors. Each is seeded, so that a guess
/// that is accepted can be found again.
fn guesses(guess: impl Fn(&mut SmallRng) -> String + Sync) {
    const GUESSES: u64 = 1_000_000;
    let keyring = keyring();
    assert!(ClickToken::verify(&token().sign(&keyring), &keyring).is_ok(), "a good one is accepted");
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    thread::scope(|scope| {
        for seed in 0..threads {
            let (guess, keyring) = (&guess, &keyring);
            scope.spawn(move || {
                let mut random = SmallRng::seed_from_u64(seed);
                for _ in 0..GUESSES.div_ceil(threads) {
                    let text = guess(&mut random);
                    assert!(ClickToken::verify(&text, keyring).is_err(), "{text} of seed {seed}");
                }
            });
        }
    });
}

#[test]
fn a_million_random_texts_are_no_tokens() {
    guesses(|random| {
        let characters = (0..TOKEN_CHARACTERS).map(|_| char::from(ALPHABET[random.random_range(0..64_usize)]));
        characters.collect()
    });
}

/// With the right version and key id, so that it comes to the signature.
#[test]
fn a_million_random_signatures_are_not_ours() {
    guesses(|random| {
        let mut bytes = [0; 48];
        random.fill_bytes(&mut bytes);
        (bytes[0], bytes[1]) = (1, random.random_range(1..=2));
        URL_SAFE_NO_PAD.encode(bytes)
    });
}

/// Everything that is signed is known, as to somebody who has seen a good one.
#[test]
fn a_million_random_signatures_of_a_known_click_are_not_ours() {
    let known = bytes(&token().sign(&keyring()))[..SIGNED].to_vec();
    guesses(|random| {
        let mut tag = [0; 16];
        random.fill_bytes(&mut tag);
        URL_SAFE_NO_PAD.encode([&known[..], &tag].concat())
    });
}

#[test]
fn no_changed_bit_goes_unnoticed() {
    let keyring = keyring();
    for _ in 0..100 {
        let good = bytes(&token().sign(&keyring));
        assert!(is_accepted(&good, &keyring));
        for bit in 0..good.len() * 8 {
            let mut changed = good.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_accepted(&changed, &keyring), "bit {bit} of {good:?}");
        }
    }
}

/// Nor do parts of two good tokens make a third.
#[test]
fn parts_of_good_tokens_are_no_token() {
    let keyring = keyring();
    let (one, other) = (bytes(&token().sign(&keyring)), bytes(&token().sign(&keyring)));
    for cut in 0..=one.len() {
        let crossed = [&one[..cut], &other[cut..]].concat();
        assert_eq!(is_accepted(&crossed, &keyring), crossed == one || crossed == other, "cut at {cut}");
    }
}

/// Every key that is derived has one use: what was made for another is no token, and a token's
/// signature is good for nothing else.
#[test]
fn what_was_made_for_another_purpose_is_no_token() {
    // Stands before what is signed; the format is public, so that others can check a token.
    const LABEL: &[u8] = b"introw click token\n";
    let keyring = keyring();
    let good = bytes(&token().sign(&keyring));
    let (signed, tag) = good.split_at(SIGNED);
    for purpose in Purpose::ALL {
        for key_id in [1, 2] {
            let is_right = (purpose, key_id) == (Purpose::ClickToken, 1);
            let mac = keyring.mac(purpose, key_id, &[LABEL, signed]).unwrap();
            assert_eq!(is_accepted(&[signed, &mac[..16]].concat(), &keyring), is_right, "{purpose:?} {key_id}");
            assert_eq!(keyring.verifies(purpose, key_id, &[LABEL, signed], tag), is_right, "{purpose:?} {key_id}");
            // Without the label it is not a token's signature, even under the right key; and the end
            // of a MAC is not its beginning.
            let unlabelled = keyring.mac(purpose, key_id, &[signed]).unwrap();
            assert!(!is_accepted(&[signed, &unlabelled[..16]].concat(), &keyring), "{purpose:?} {key_id}");
            assert!(!is_accepted(&[signed, &mac[16..]].concat(), &keyring), "{purpose:?} {key_id}");
        }
    }
    // A whole MAC of each, in place of a token.
    for purpose in Purpose::ALL {
        let mac = keyring.mac(purpose, 1, &[LABEL, signed]).unwrap();
        assert!(!is_accepted(&[&mac[..], &mac[..16]].concat(), &keyring), "{purpose:?}");
    }
}

/// Another installation has other keys, under the same ids.
#[test]
fn a_token_of_another_installation_is_not_ours() {
    let (ours, theirs) = (keyring(), keyring());
    for _ in 0..1_000 {
        let text = token().sign(&theirs);
        assert!(ClickToken::verify(&text, &theirs).is_ok());
        assert!(ClickToken::verify(&text, &ours).is_err(), "{text}");
    }
}
