//! Passwords: which are taken, and how they are hashed.
//!
//! Argon2id as [OWASP](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html)
//! has it. A hash takes tens of milliseconds of a whole core and 19 MiB, so [`Passwords`] makes as
//! many at a time as there are cores, beside the threads that serve everything else, and turns
//! callers away when too many wait.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, ProblemCode, Problems, Result};

/// The fewest characters of a password.
pub const MIN_CHARACTERS: usize = 12;
/// The most characters of a password.
pub const MAX_CHARACTERS: usize = 128;

/// KiB of memory, passes over it, and lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How many may wait for their turn.
const QUEUE: usize = 50;
/// How long they may wait. The machine has other things to do then.
const PATIENCE: Duration = Duration::from_secs(10);
/// When to try again after the queue was full: by then it has moved on.
const RETRY_AFTER: Duration = Duration::from_secs(2);
const FULL: Error = Error::RateLimited { retry_after: RETRY_AFTER };
/// Stands in for the hash of an account that does not exist, so that both take the same time. No
/// password is behind it: its digest is random.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$/9a17pZZIZyS7/EOuXy7IA$1d/th+ZBnXozKVrPm+5GMHAmYtCNrHyfink2ZArou8s";

/// The commonest of twelve characters or more, in lower case: what is tried first.
const COMMON: &[&str] = &[
    "000000000000",
    "0123456789ab",
    "1111111111111111",
    "111111111111",
    "112233445566",
    "121212121212",
    "123123123123",
    "1234567890-=",
    "1234567890ab",
    "1234567890abc",
    "1234567890qwerty",
    "1234567890qw",
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567890123456",
    "12345678910111",
    "123456789101112",
    "123456789abc",
    "123456789qwe",
    "1234qwerasdf",
    "1234qwerasdfzxcv",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "987654321000",
    "999999999999",
    "aaaaaaaaaaaa",
    "abc123abc123",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijklmnop",
    "adminadminadmin",
    "administrator",
    "administrator1",
    "asdfasdfasdf",
    "asdfghjkl123",
    "asdfghjklqwe",
    "changeme1234",
    "changemenow1",
    "changemeplease",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "helloworld123",
    "iloveyou1234",
    "iloveyouforever",
    "letmeinletmein",
    "letmeinplease",
    "monkey123456",
    "mypassword12",
    "mypassword123",
    "p@ssw0rd1234",
    "p@ssword1234",
    "passw0rd1234",
    "password!123",
    "password0000",
    "password1111",
    "password1234",
    "password12345",
    "password123456",
    "password123!",
    "password2024",
    "password2025",
    "password2026",
    "passwordpassword",
    "princess1234",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qwerty123456",
    "qwerty1234567",
    "qwerty12345678",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopas",
    "qwertyuiopasdfghjkl",
    "superman1234",
    "testtesttest",
    "trustno1trustno1",
    "welcome12345",
    "welcome123456",
    "zaq12wsxcde3",
    "zxcvbnm12345",
    "zxcvbnmasdfghjkl",
];

/// Notes what keeps `password` from being taken. `near` is what an attacker would try first: the
/// person's address and name, and what the organisation is called.
pub fn check(password: &str, near: &[&str], field: &str, problems: &mut Problems) {
    let length = password.chars().count();
    if length < MIN_CHARACTERS {
        let message = format!("A password has at least {MIN_CHARACTERS} characters; a few words are easy to keep.");
        problems.add(field, ProblemCode::TooShort, message);
    } else if length > MAX_CHARACTERS {
        problems.add(field, ProblemCode::TooLong, format!("A password has at most {MAX_CHARACTERS} characters."));
    } else if COMMON.contains(&password.to_lowercase().as_str()) {
        let message = "This is one of the commonest passwords. Take another one, for example a few words.";
        problems.add(field, ProblemCode::NotAllowed, message);
    } else if contains_any(password, near) {
        let message =
            "This contains your address or name, or the organisation's. Take something that is not about you.";
        problems.add(field, ProblemCode::NotAllowed, message);
    }
}

fn contains_any(password: &str, near: &[&str]) -> bool {
    let password = password.to_lowercase();
    // Of an address, also what stands before the `@`. What is very short is in many good passwords.
    let local = near.iter().filter_map(|text| text.split_once('@').map(|(local, _)| local));
    near.iter().copied().chain(local).any(|text| text.chars().count() >= 4 && password.contains(&text.to_lowercase()))
}

/// Makes hashes and compares with them, a few at a time.
pub struct Passwords {
    /// Who computes.
    cores: Arc<Semaphore>,
    /// Who computes or waits.
    room: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

/// What comparing a password with a hash gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// It is not the password, or there is none.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, whose hash was made with other parameters than today's. This is one of
    /// today's.
    Outdated(String),
}

impl Passwords {
    /// For so many cores.
    pub fn new(cores: usize) -> Self {
        Self { cores: Arc::new(Semaphore::new(cores)), room: Arc::new(Semaphore::new(cores + QUEUE)) }
    }

    /// Waits for a turn. To be taken before anything else is done for a caller, so that a crowd
    /// costs nothing but its refusals.
    ///
    /// # Errors
    ///
    /// [`Error::RateLimited`] when too many wait, or the turn does not come in time.
    pub async fn turn(&self) -> Result<Turn> {
        let room = self.room.clone().try_acquire_owned().map_err(|_| FULL)?;
        let core = tokio::time::timeout(PATIENCE, self.cores.clone().acquire_owned()).await;
        let core = core.map_err(|_| FULL)?.map_err(Error::internal)?;
        Ok(Turn { held: Arc::new((room, core)) })
    }
}

/// A turn to make hashes and compare with them.
#[derive(Debug)]
pub struct Turn {
    held: Arc<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
}

impl Turn {
    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    ///
    /// None in practice.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?
    }

    /// Compares a password with a hash. Takes as long without a hash as with one.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] for a hash that is none.
    pub async fn compare(&self, password: &str, with: Option<&str>) -> Result<Compared> {
        let (password, with) = (password.to_owned(), with.map(str::to_owned));
        self.run(move || compare(&password, with.as_deref())).await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let held = self.held.clone();
        // The work goes on when its caller goes away, and so does the turn.
        let work = move || {
            let _held = held;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String> {
    let hash = argon2()?.hash_password(password.as_bytes());
    Ok(hash.map_err(|error| Error::internal(error.to_string()))?.to_string())
}

fn compare(password: &str, with: Option<&str>) -> Result<Compared> {
    let stored = with.unwrap_or(NOBODY);
    let parsed = PasswordHash::new(stored).map_err(|error| Error::internal(error.to_string()))?;
    // The parameters are the hash's own.
    let same = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
    if !same || with.is_none() {
        return Ok(Compared::Wrong);
    }
    Ok(if is_current(&parsed) { Compared::Right } else { Compared::Outdated(hash(password)?) })
}

fn is_current(hash: &PasswordHash) -> bool {
    let params = Params::try_from(hash).map(|params| (params.m_cost(), params.t_cost(), params.p_cost()));
    params == Ok(COST) && hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> Option<ProblemCode> {
        let mut problems = Problems::default();
        check(password, &["ada.lovelace@example.org", "Ada", "Fernhill Coffee"], "password", &mut problems);
        match problems.none() {
            Err(Error::Invalid(problems)) => Some(problems[0].code),
            _ => None,
        }
    }

    #[test]
    fn what_is_short_long_common_or_near_is_refused() {
        for (password, why) in [
            ("", ProblemCode::TooShort),
            ("elevenchars", ProblemCode::TooShort),
            (&"x".repeat(129), ProblemCode::TooLong),
            ("PassWord1234", ProblemCode::NotAllowed),
            ("my-Ada.Lovelace-1", ProblemCode::NotAllowed),
            ("ADA.LOVELACE@EXAMPLE.ORG", ProblemCode::NotAllowed),
            ("the fernhill coffee", ProblemCode::NotAllowed),
        ] {
            assert_eq!(refused(password), Some(why), "{password}");
        }
        // No rules of composition; three letters of a name are in many words.
        for good in ["twelve chars", "éèçàüöäîôûùâ", "adamantly so, sir", &"x".repeat(128)] {
            assert_eq!(refused(good), None, "{good}");
        }
    }

    #[test]
    fn every_common_one_is_long_enough_to_need_the_list() {
        for password in COMMON {
            assert!(password.chars().count() >= MIN_CHARACTERS, "{password}");
            assert_eq!(*password, password.to_lowercase());
        }
    }

    #[test]
    fn a_hash_has_todays_parameters_and_so_has_nobodys() {
        let made = hash("correct horse").unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{made}");
        for text in [made.as_str(), NOBODY] {
            assert!(is_current(&PasswordHash::new(text).unwrap()), "{text}");
        }
        assert_eq!(compare("correct horse", Some(&made)).unwrap(), Compared::Right);
        assert_eq!(compare("Correct horse", Some(&made)).unwrap(), Compared::Wrong);
        assert_eq!(compare("correct horse", None).unwrap(), Compared::Wrong);
    }

    #[test]
    fn a_hash_with_other_parameters_is_made_anew() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let weak = weak.hash_password(b"correct horse").unwrap().to_string();
        let Compared::Outdated(new) = compare("correct horse", Some(&weak)).unwrap() else { panic!("taken as it is") };
        assert_eq!(compare("correct horse", Some(&new)).unwrap(), Compared::Right);
        assert_eq!(compare("wrong horse", Some(&weak)).unwrap(), Compared::Wrong);
    }

    #[tokio::test]
    async fn who_comes_when_the_queue_is_full_is_turned_away() {
        let passwords = Arc::new(Passwords::new(1));
        // Nobody gets to compute, so that everybody waits.
        let core = passwords.cores.clone().acquire_owned().await.unwrap();
        let asks: Vec<_> = (0..60)
            .map(|_| {
                let passwords = passwords.clone();
                tokio::spawn(async move { passwords.turn().await.map(drop) })
            })
            .collect();
        let turned_away = async || {
            while passwords.room.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
        };
        turned_away().await;
        drop(core);
        let mut refused = 0;
        for ask in asks {
            match ask.await.unwrap() {
                Ok(()) => {}
                Err(Error::RateLimited { retry_after }) => {
                    assert_eq!(retry_after, RETRY_AFTER);
                    refused += 1;
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(refused, 60 - QUEUE - 1);
        assert_eq!(passwords.room.available_permits(), QUEUE + 1, "all have left");
    }
}
