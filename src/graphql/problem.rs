//! Errors, as clients get them.
//!
//! What is wrong with an input is data: [`UserError`]s in the payload, which a form can place.
//! Everything else is an error of the call, with a code in `extensions`; [`translate`] is the one
//! place that gives it.

use std::sync::Arc;

use async_graphql::{Enum, ErrorExtensionValues, Response, ServerError, SimpleObject, Value};

use crate::error::{Error, Problem, ProblemCode, Result};

/// How many errors an answer has at most: a small request can have many.
const MOST_ERRORS: usize = 10;
/// How many characters a message has at most: it may repeat what was sent.
const MOST_TEXT: usize = 600;
/// The same for messages of the library, of which a document that is wrong throughout has many.
const MOST_LIBRARY_TEXT: usize = 200;

/// Something wrong with the input of a mutation, of which nothing was done.
#[derive(Debug, SimpleObject)]
pub(super) struct UserError {
    /// The path to the argument or input field, from the outermost; null where it is the whole.
    field: Option<Vec<String>>,
    /// What is wrong and what would be right, for people.
    message: String,
    /// What kind of problem, for programs.
    code: UserErrorCode,
}

/// The kinds of problem that an input can have. More may be added: treat one that you do not know
/// as `INVALID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "ProblemCode")]
pub(super) enum UserErrorCode {
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

impl From<Problem> for UserError {
    fn from(problem: Problem) -> Self {
        Self {
            field: Some(problem.field).filter(|field| !field.is_empty()),
            message: problem.message,
            code: problem.code.into(),
        }
    }
}

/// What a mutation gives: its value, or what is wrong with its input. `id` is the argument that
/// names what the mutation is about, for when there is no such thing.
pub(super) fn settle<T>(result: Result<T>, id: &str) -> Result<(Option<T>, Vec<UserError>)> {
    match result {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(Error::Invalid(problems)) => Ok((None, problems.into_iter().map(UserError::from).collect())),
        Err(error @ Error::NotFound(_)) => {
            Ok((None, vec![Problem::new(id, ProblemCode::NotFound, error.to_string()).into()]))
        }
        Err(error) => Err(error),
    }
}

/// Gives every error its code and the request's id, and keeps inside what is inside.
pub(super) fn translate(mut response: Response, request_id: &str) -> Response {
    response.errors.truncate(MOST_ERRORS);
    let mut logged: Vec<Arc<dyn std::any::Any + Send + Sync>> = Vec::new();
    for error in &mut response.errors {
        let ((code, retry_after), most) = match error.source::<Error>() {
            Some(own) => (code(own), MOST_TEXT),
            None => ((library_code(error), None), MOST_LIBRARY_TEXT),
        };
        // A batch that could not be read fails for everyone who waited for it, but only once.
        if let Some(source) = error.source.take()
            && !logged.iter().any(|other| Arc::ptr_eq(other, &source))
        {
            if let Some(own) = source.downcast_ref::<Error>() {
                own.log();
            }
            logged.push(source);
        }
        if let Some((end, _)) = error.message.char_indices().nth(most) {
            error.message.truncate(end);
        }
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("code", code);
        extensions.set("requestId", request_id);
        if let Some(milliseconds) = retry_after {
            extensions.set("retryAfterMs", Value::from(milliseconds));
        }
    }
    response
}

fn code(error: &Error) -> (&'static str, Option<u64>) {
    match error {
        // Of a mutation they are user errors; of a query, the arguments were wrong.
        Error::NotFound(_) | Error::Invalid(_) | Error::BadRequest(_) => ("BAD_REQUEST", None),
        Error::Unauthenticated(_) => ("UNAUTHENTICATED", None),
        Error::Forbidden(_) | Error::OriginNotAllowed => ("FORBIDDEN", None),
        Error::Conflict { retry_after, .. } => {
            ("CONFLICT", retry_after.map(|after| u64::try_from(after.as_millis()).unwrap_or(u64::MAX)))
        }
        Error::RateLimited { retry_after } => {
            ("RATE_LIMITED", Some(u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX)))
        }
        Error::Unavailable(_) => ("UNAVAILABLE", None),
        Error::Internal(_) => ("INTERNAL", None),
    }
}

/// The library tells its own errors apart by their text alone.
fn library_code(error: &ServerError) -> &'static str {
    const LIMITS: [&str; 4] = [
        "Query is too complex.",
        "Query is nested too deep.",
        "The recursion depth of the query cannot be greater than",
        "The number of directives on the field",
    ];
    if LIMITS.iter().any(|limit| error.message.starts_with(limit)) { "QUERY_TOO_COMPLEX" } else { "BAD_REQUEST" }
}
