//! Idempotency keys: a call that is sent again is not made again, and gets the same answer.
//!
//! A call is claimed before it is made, with a lease, so that a process that dies does not keep its
//! key for ever. The transaction of its effect notes that it was made (see [`Claim`]), so that effect
//! and note cannot be one without the other. What is true of a key:
//!
//! | the row says | sent again, it is |
//! |---|---|
//! | nothing | made |
//! | an answer | given that answer, if the body is the same |
//! | made, without an answer (the process died between commit and answer) | told so, and not made again |
//! | being made, lease running | told to wait |
//! | being made, lease over | made: nothing was committed |
//!
//! The database alone decides, never Redis, which may forget.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, Key, KeyInit, Nonce};
use chrono::{DateTime, Duration, Utc};
use entity::id::OrganisationId;
use entity::idempotent_call;
use sha2::{Digest, Sha256};

use crate::domain::keyring::{Keyring, Purpose};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Claim, KeptAnswer, Store};

/// The header, as messages name it.
pub const HEADER: &str = "Idempotency-Key";
/// How long an answer is given again.
pub const KEPT: Duration = Duration::hours(24);
/// How long a call that is being made keeps others of its key out; longer than a call may take.
const LEASE: Duration = Duration::seconds(60);
/// The largest body that is kept. A call with a larger answer is not made again either.
const MOST_BODY: usize = 1024 * 1024;
/// How many calls are forgotten in one statement, so that none holds its locks for long.
const BATCH: u32 = 1_000;
/// Bytes of the nonce before what is encrypted.
const NONCE: usize = 12;

/// A call with an idempotency key.
#[derive(Debug, Clone)]
pub struct Call {
    /// The caller's organisation.
    pub organisation: OrganisationId,
    /// Who calls. Another caller's call with the same key is another call.
    pub caller: String,
    /// What is called.
    pub route: &'static str,
    /// The key that the caller chose.
    pub key: String,
    /// The fingerprint of the body.
    pub body_hash: [u8; 32],
}

/// Tells a body from every other.
pub fn body_hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

/// An answer that is given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers, as pairs of name and value.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

/// What is to be done with a call.
#[derive(Debug)]
pub enum Begun {
    /// It is to be made, under this claim.
    First(Claim),
    /// It was made: this is its answer.
    Again(Answer),
}

/// Begins a call.
///
/// # Errors
///
/// [`Error::Invalid`] when the key was used for another body; [`Error::Conflict`] when the call is
/// being made now, or was made and its answer is not known; [`Error::Unavailable`].
pub async fn begin(store: &Store, call: &Call, keyring: &Keyring, now: DateTime<Utc>) -> Result<Begun> {
    let new = idempotent_call::Model {
        organisation_id: call.organisation,
        caller: call.caller.clone(),
        route: call.route.to_owned(),
        key: call.key.clone(),
        holder: uuid::Builder::from_random_bytes(rand::random()).into_uuid(),
        body_hash: call.body_hash.to_vec(),
        committed: false,
        status: None,
        headers: None,
        body: None,
        lease_until: now + LEASE,
        created_at: now,
    };
    let claim = Claim::of(&new);
    if store.claim_call(new.clone()).await? {
        return Ok(Begun::First(claim));
    }
    // None: given up between the two questions, so that the next try finds it free.
    let old = store.claimed_call(&new).await?.ok_or_else(being_made)?;
    let is_over = if old.committed { now - old.created_at >= KEPT } else { now >= old.lease_until };
    if is_over {
        return if store.take_over_call(&old, new).await? { Ok(Begun::First(claim)) } else { Err(being_made()) };
    }
    if !old.committed {
        return Err(being_made());
    }
    if old.body_hash != new.body_hash {
        let message = "This key was used for a call with another body, less than 24 hours ago. Send a new key \
                       with a new call, and the same body with the same key.";
        return Err(Problem::new(HEADER, ProblemCode::Taken, message).into());
    }
    open(&old, keyring).map(Begun::Again).ok_or_else(|| {
        let message = "The call with this key was carried out, but its answer is not known any more. It is not \
                       carried out again: look up what it made, or send a new key to make it once more.";
        Error::Conflict { message: message.to_owned(), retry_after: None }
    })
}

/// The refusal of a call while another one with its key is being made.
pub fn being_made() -> Error {
    let message = "A call with this key is being carried out. Send it again in a moment to get its answer.";
    Error::Conflict { message: message.to_owned(), retry_after: Some(std::time::Duration::from_secs(1)) }
}

/// Encrypts an answer, which may hold a new secret or a customer's data, for its own call alone.
/// None for one that is too large to be kept.
pub fn seal(answer: &Answer, claim: &Claim, keyring: &Keyring) -> Option<KeptAnswer> {
    if answer.body.len() > MOST_BODY {
        return None;
    }
    let (key, _) = keyring.signer(Purpose::KeptAnswer);
    let nonce: [u8; NONCE] = rand::random();
    let cipher = cipher(keyring, key)?;
    let payload = Payload { msg: &answer.body, aad: &identity(claim) };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
    let headers = serde_json::to_value(&answer.headers).ok()?;
    Some(KeptAnswer { status: answer.status, headers, body: [&[key], &nonce[..], &sealed].concat() })
}

fn open(row: &idempotent_call::Model, keyring: &Keyring) -> Option<Answer> {
    let status = u16::try_from(row.status?).ok()?;
    let (key, rest) = row.body.as_ref()?.split_first()?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: &identity(&Claim::of(row)) };
    let body = cipher(keyring, *key)?.decrypt(&Nonce::from(*nonce), payload).ok()?;
    let headers = serde_json::from_value(row.headers.clone()?).ok()?;
    Some(Answer { status, headers, body })
}

fn cipher(keyring: &Keyring, key: u8) -> Option<Aes256Gcm> {
    let derived = keyring.mac(Purpose::KeptAnswer, key, &[b"aes-256-gcm"])?;
    Some(Aes256Gcm::new(&Key::<Aes256Gcm>::from(derived)))
}

/// Each part with its length before it, so that no two calls give the same bytes.
fn identity(claim: &Claim) -> Vec<u8> {
    let parts = claim.identity().into_iter();
    parts.flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part].concat()).collect()
}

/// Keeps the answer of a call that was made. One that is too large is not kept: the call counts as
/// made all the same.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn keep(store: &Store, claim: &Claim, answer: &Answer, keyring: &Keyring) -> Result<()> {
    match seal(answer, claim, keyring) {
        Some(kept) => store.keep_answer(claim, kept).await,
        None => Ok(()),
    }
}

/// Forgets calls whose answers are not given any more.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<()> {
    while store.forget_calls(now - KEPT, BATCH).await? == u64::from(BATCH) {}
    Ok(())
}
