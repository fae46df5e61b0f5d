//! What can go wrong, named by what the caller can do about it.
//!
//! This module knows nothing of HTTP or GraphQL: `http/problem.rs` makes a problem
//! document of an [`Error`], `graphql.rs` an error with a code. What a caller may read
//! is in the `Display` text; what happened inside is the source, which is only logged.

use std::fmt;
use std::time::Duration;

/// The one error of every door and of the domain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is another organisation's: the two answers are one.
    #[error("There is no {0} with this id.")]
    NotFound(&'static str),
    /// Fields of the input are wrong; nothing was changed.
    #[error("{}", join(.0))]
    Invalid(Vec<Problem>),
    /// The body of the call is not of the form that the call needs.
    #[error("{0}")]
    BadRequest(String),
    /// No credential, or one that is unknown, revoked or expired.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// The credential is good but may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The page that called is not on the campaign's list.
    #[error(
        "Conversions from this origin are not allowed. Add it to the campaign's allowed origins, or send the conversion from your backend."
    )]
    OriginNotAllowed,
    /// The call does not go with what is being done, or was done, meanwhile.
    #[error("{message}")]
    Conflict {
        /// What is in the way, and what to do.
        message: String,
        /// After which time the same call is worth another try; none: never.
        retry_after: Option<Duration>,
    },
    /// Too many calls; the same call may be made later.
    #[error("Too many calls. Try again in {} s.", .retry_after.as_secs().max(1))]
    RateLimited {
        /// After which time the next call is let through.
        retry_after: Duration,
    },
    /// Something that this service needs cannot be reached; the same call may be made later.
    #[error("The service cannot do this right now. Nothing was recorded; send the call again.")]
    Unavailable(#[source] Inside),
    /// A bug or a broken machine.
    #[error("Something went wrong on our side. Nothing was recorded; send the call again.")]
    Internal(#[source] Inside),
}

/// What happened inside, for the log only.
pub type Inside = Box<dyn std::error::Error + Send + Sync>;

/// The result of everything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A field of an input that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The path to the field, from the outermost.
    pub field: Vec<String>,
    /// What kind of problem.
    pub code: ProblemCode,
    /// What is wrong and what would be right.
    pub message: String,
}

/// The kinds of problem that a field can have. One list for every input, so that a client
/// has one switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// Empty where something is needed.
    Blank,
    /// Longer or more than allowed.
    TooLong,
    /// Shorter or fewer than needed.
    TooShort,
    /// Not of the right form.
    Invalid,
    /// Somebody has it already.
    Taken,
    /// Kept for the system.
    Reserved,
    /// Names something that does not exist.
    NotFound,
    /// Exists, but may not be used so.
    NotAllowed,
    /// No more of these can be made.
    LimitReached,
    /// Other things depend on it.
    InUse,
    /// Somebody else has changed it meanwhile.
    Stale,
}

impl Problem {
    /// A problem of the field at `path`, in which a dot stands between the steps.
    pub fn new(path: &str, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { field: path.split('.').map(str::to_owned).collect(), code, message: message.into() }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}

impl Error {
    /// A failure that is ours, with what happened inside.
    pub fn internal(inside: impl Into<Inside>) -> Self {
        Self::Internal(inside.into())
    }

    /// The stable code that every door gives for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "NOT_FOUND",
            Self::Invalid(_) => "VALIDATION_ERROR",
            Self::BadRequest(_) => "VALIDATION_ERROR",
            Self::Unauthenticated(_) => "UNAUTHORIZED",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::OriginNotAllowed => "ORIGIN_NOT_ALLOWED",
            Self::Conflict { .. } => "CONFLICT",
            Self::RateLimited { .. } => "RATE_LIMIT_EXCEEDED",
            Self::Unavailable(_) => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL_ERROR",
        }
    }

    /// Writes to the log what a caller does not get to read. Called once, where a door answers.
    pub fn log(&self) {
        match self {
            Self::Unavailable(inside) => tracing::warn!(error = %Chain(&**inside), "a call could not be served"),
            Self::Internal(inside) => tracing::error!(error = %Chain(&**inside), "a call failed"),
            Self::NotFound(_)
            | Self::Invalid(_)
            | Self::BadRequest(_)
            | Self::Unauthenticated(_)
            | Self::Forbidden(_)
            | Self::OriginNotAllowed
            | Self::Conflict { .. }
            | Self::RateLimited { .. } => {}
        }
    }
}

/// Collects problems, so that a caller learns of all at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem of the field at `path`.
    pub fn add(&mut self, path: &str, code: ProblemCode, message: impl Into<String>) {
        self.0.push(Problem::new(path, code, message));
    }

    /// `Err` with all that was noted.
    pub fn none(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

fn join(problems: &[Problem]) -> String {
    let lines: Vec<_> =
        problems.iter().map(|problem| format!("{}: {}", problem.field.join("."), problem.message)).collect();
    lines.join("; ")
}

/// An error with all its causes on one line.
pub struct Chain<'a>(pub &'a (dyn std::error::Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
