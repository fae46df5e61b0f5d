//! Reviews: accepting, declining and reopening submissions.

use chrono::{DateTime, Utc};
use entity::id::SubmissionId;
use entity::value::SubmissionStatus;
use entity::{conversion, submission};
use sea_orm::Set;
use serde_json::json;

use super::event;
use crate::domain::webhook::{self, EventKind};
use crate::domain::{audit, reward, text};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

/// How long the reason of a decline may be, in characters.
const LONGEST_REASON: usize = 1_000;

/// What a reviewer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// The submission counts, and its reward is payable.
    Accept,
    /// It does not, for this reason if one is given, and its reward is reversed.
    Decline(Option<String>),
    /// It is to be looked at again, and its reward is held meanwhile.
    Reopen,
}

impl Review {
    /// The mutation's name, and what it makes of a submission; `Err`: it may not be done to this one.
    fn apply(&self, before: &submission::Model) -> Result<(&'static str, SubmissionStatus), String> {
        use SubmissionStatus::{Accepted, AutoAccepted, Declined, Error, Pending};
        let is = before.status.as_str();
        match (self, before.status) {
            (Self::Accept, Pending) => Ok(("submissionAccept", Accepted)),
            (Self::Accept, Error) => {
                Err("This submission is in ERROR: mend the mapping or the form, run it again, and accept it then."
                    .into())
            }
            (Self::Accept, AutoAccepted | Accepted | Declined) => {
                Err(format!("Only a PENDING submission can be accepted; this one is {is}."))
            }
            // One that nobody can mend would otherwise be held for ever.
            (Self::Decline(_), Pending | Error) => Ok(("submissionDecline", Declined)),
            (Self::Decline(_), AutoAccepted | Accepted) => {
                Err(format!("This submission is {is}: reopen it first, and decline it then."))
            }
            (Self::Decline(_), Declined) => Err("This submission is DECLINED already.".into()),
            (Self::Reopen, Declined) if !before.problems.0.is_empty() => Ok(("submissionReopen", Error)),
            (Self::Reopen, AutoAccepted | Accepted | Declined) => Ok(("submissionReopen", Pending)),
            (Self::Reopen, Pending | Error) => Err(format!("This submission is {is}: there is nothing to reopen.")),
        }
    }

    fn check(&self) -> Result<Option<String>> {
        let Self::Decline(Some(reason)) = self else { return Ok(None) };
        let mut problems = Problems::default();
        let reason = text::lines(reason, LONGEST_REASON, "reason", &mut problems);
        problems.none()?;
        Ok((!reason.is_empty()).then_some(reason))
    }
}

/// Reviews a submission; its reward follows.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such submission, [`Error::Invalid`] when it
/// stands where this cannot be done to it, as when another reviewer was faster.
pub async fn review(tx: &Tx, id: SubmissionId, review: &Review, now: DateTime<Utc>) -> Result<submission::Model> {
    let reason = review.check()?;
    let missing = || Error::NotFound("submission");
    let before = tx.lock::<submission::Entity>(id).await?.ok_or_else(missing)?;
    let (action, status) =
        review.apply(&before).map_err(|message| Problem::new("id", ProblemCode::NotAllowed, message))?;
    let change = submission::ActiveModel {
        status: Set(status),
        decline_reason: Set(reason),
        reviewed_at: Set((*review != Review::Reopen).then_some(now)),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<submission::Entity, _>(id, change).await?.ok_or_else(missing)?;
    let shown = |row: &submission::Model| json!({ "status": row.status, "declineReason": row.decline_reason });
    audit::changed(tx, action, id, &shown(&before), &shown(&after), now).await?;
    let conversion = tx.find::<conversion::Entity>().id(after.conversion_id).one().await?.ok_or_else(missing)?;
    let kind = match review {
        Review::Accept => Some(EventKind::SubmissionAccepted),
        Review::Decline(_) => Some(EventKind::SubmissionDeclined),
        Review::Reopen => None,
    };
    let mut events: Vec<_> = kind.map(|kind| event(kind, &after, &conversion)).into_iter().collect();
    let moved = reward::follow(tx, after.conversion_id, status, now).await?;
    events.extend(moved.as_ref().and_then(reward::event));
    webhook::emit(tx, events, now).await?;
    Ok(after)
}
