//! Reviewing submissions, one by one and many at once, and running them again.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::SubmissionId;
use entity::submission;

use super::Submission;
use crate::domain::key::Permission;
use crate::domain::submission::{self as submissions, Review};
use crate::error::{self, Problem, ProblemCode};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::{now, page, read_id, tenant};

/// How many submissions are reviewed at once at most.
const MOST: usize = 100;

/// What `submissionAccept` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionAcceptPayload {
    /// The submission as it is now; null if the input was wrong.
    submission: Option<Submission>,
    /// What is wrong with the input: `NOT_ALLOWED` where it is not `PENDING`.
    user_errors: Vec<UserError>,
}

/// What `submissionDecline` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionDeclinePayload {
    /// The submission as it is now; null if the input was wrong.
    submission: Option<Submission>,
    /// What is wrong with the input: `NOT_ALLOWED` where it is neither `PENDING` nor in `ERROR`.
    user_errors: Vec<UserError>,
}

/// What `submissionReopen` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionReopenPayload {
    /// The submission as it is now; null if the input was wrong.
    submission: Option<Submission>,
    /// What is wrong with the input: `NOT_ALLOWED` where it waits already.
    user_errors: Vec<UserError>,
}

/// What `submissionRetry` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionRetryPayload {
    /// The submission as it is now, which may be in error again; null if the input was wrong.
    submission: Option<Submission>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `submissionsAccept` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionsAcceptPayload {
    /// What became of each, in the order of the ids; null if the input was wrong as a whole.
    results: Option<Vec<ReviewedSubmission>>,
    /// What is wrong with the input as a whole. What is wrong with one of them stands in its result.
    user_errors: Vec<UserError>,
}

/// What `submissionsDecline` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SubmissionsDeclinePayload {
    /// What became of each, in the order of the ids; null if the input was wrong as a whole.
    results: Option<Vec<ReviewedSubmission>>,
    /// What is wrong with the input as a whole. What is wrong with one of them stands in its result.
    user_errors: Vec<UserError>,
}

/// What became of one of many submissions.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ReviewedSubmission {
    /// The id that was given.
    id: ID,
    /// The submission as it is now; null if it was not reviewed.
    submission: Option<Submission>,
    /// Why it was not reviewed.
    user_errors: Vec<UserError>,
}

async fn review_row(ctx: &Context<'_>, id: &ID, review: &Review) -> error::Result<submission::Model> {
    let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
    let id = read_id::<SubmissionId>(id, "submission")?;
    tenant.write(async |tx| submissions::review(&tx, id, review, now).await).await
}

async fn review_one(ctx: &Context<'_>, id: &ID, review: Review) -> Result<(Option<Submission>, Vec<UserError>)> {
    let (row, user_errors) = settle(review_row(ctx, id, &review).await, "id")?;
    Ok((row.map(Submission), user_errors))
}

async fn review_many(
    ctx: &Context<'_>,
    ids: Vec<ID>,
    review: Review,
) -> Result<(Option<Vec<ReviewedSubmission>>, Vec<UserError>)> {
    tenant(ctx, Permission::CampaignsWrite)?;
    if ids.len() > MOST {
        let message = format!("Review at most {MOST} submissions at once.");
        let problem = Problem::new("ids", ProblemCode::TooLong, message);
        return Ok((None, vec![problem.into()]));
    }
    let mut results = Vec::with_capacity(ids.len());
    // Each in a transaction of its own, so that conversions do not wait for all of them, and so that
    // a call that was cut off can be sent again: what is done is told as done.
    for (index, id) in ids.into_iter().enumerate() {
        let (row, user_errors) = settle(review_row(ctx, &id, &review).await, &format!("ids.{index}"))?;
        results.push(ReviewedSubmission { id, submission: row.map(Submission), user_errors });
    }
    Ok((Some(results), Vec::new()))
}

#[derive(Default)]
pub(in crate::graphql) struct SubmissionMutation;

#[Object]
impl SubmissionMutation {
    /// Accepts a submission that is `PENDING`; its reward becomes payable. Of two reviewers at once,
    /// one is told that the other was faster. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission.")] id: ID,
    ) -> Result<SubmissionAcceptPayload> {
        let (submission, user_errors) = review_one(ctx, &id, Review::Accept).await?;
        Ok(SubmissionAcceptPayload { submission, user_errors })
    }

    /// Declines a submission that is `PENDING` or in `ERROR`; its reward is reversed. One that is
    /// accepted is reopened first. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission.")] id: ID,
        #[graphql(desc = "Why, at most 1,000 characters. The partner reads it too.")] reason: Option<String>,
    ) -> Result<SubmissionDeclinePayload> {
        let (submission, user_errors) = review_one(ctx, &id, Review::Decline(reason)).await?;
        Ok(SubmissionDeclinePayload { submission, user_errors })
    }

    /// Lets a submission that is accepted or declined wait for a review again; its reward is held
    /// meanwhile. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission.")] id: ID,
    ) -> Result<SubmissionReopenPayload> {
        let (submission, user_errors) = review_one(ctx, &id, Review::Reopen).await?;
        Ok(SubmissionReopenPayload { submission, user_errors })
    }

    /// Runs a submission that is in error again, with the form and the mappings as they are now.
    /// Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submission.")] id: ID,
    ) -> Result<SubmissionRetryPayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = match read_id::<SubmissionId>(&id, "submission") {
            Ok(id) => tenant.write(async |tx| submissions::retry(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (submission, user_errors) = settle(done, "id")?;
        Ok(SubmissionRetryPayload { submission: submission.map(Submission), user_errors })
    }

    /// Accepts submissions, each by itself as `submissionAccept` does: what is wrong with one does
    /// not keep the others. Scope `campaigns:write`.
    #[graphql(complexity = "page::cost_of(ids.len(), page::READ + child_complexity)")]
    async fn submissions_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submissions, at most 100.")] ids: Vec<ID>,
    ) -> Result<SubmissionsAcceptPayload> {
        let (results, user_errors) = review_many(ctx, ids, Review::Accept).await?;
        Ok(SubmissionsAcceptPayload { results, user_errors })
    }

    /// Declines submissions, each by itself as `submissionDecline` does: what is wrong with one does
    /// not keep the others. Scope `campaigns:write`.
    #[graphql(complexity = "page::cost_of(ids.len(), page::READ + child_complexity)")]
    async fn submissions_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The submissions, at most 100.")] ids: Vec<ID>,
        #[graphql(desc = "Why, for all of them, at most 1,000 characters. Partners read it too.")] reason: Option<
            String,
        >,
    ) -> Result<SubmissionsDeclinePayload> {
        let (results, user_errors) = review_many(ctx, ids, Review::Decline(reason)).await?;
        Ok(SubmissionsDeclinePayload { results, user_errors })
    }
}
