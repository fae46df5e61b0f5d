//! Form submissions: what conversions became. What changes them is in `submission/review.rs`.

mod review;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{CampaignId, PartnerId, SubmissionId};
use entity::submission;
use entity::value::{FieldProblem, SubmittedField};
use sea_orm::{ColumnTrait, Condition};

use super::campaign::Campaign;
use super::conversion::Conversion;
use super::form::Form;
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::scalar::{DateTime, Json};
use super::{load, tenant};
use crate::domain::key::Permission;

pub(super) use review::SubmissionMutation;

/// Where a form submission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::SubmissionStatus")]
pub(super) enum SubmissionStatus {
    /// The form needs no review.
    AutoAccepted,
    /// Waits for review.
    Pending,
    /// Accepted by review.
    Accepted,
    /// Declined by review.
    Declined,
    /// The properties did not fit the form: mend the mapping or the form, and run it again.
    Error,
}

pub(super) struct Submission(submission::Model);

page::listed!(Submission, submission, SubmissionId);

/// A form submission, made by a conversion.
#[Object]
impl Submission {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where it stands.
    async fn status(&self) -> SubmissionStatus {
        self.0.status.into()
    }

    /// The filled fields.
    async fn fields(&self) -> Vec<SubmissionField> {
        self.0.fields.0.iter().cloned().map(SubmissionField::from).collect()
    }

    /// The properties that no field took, by key.
    async fn unmapped(&self) -> Json {
        self.0.unmapped.0.clone().into()
    }

    /// Why it is in error; empty: it is not.
    async fn problems(&self) -> Vec<SubmissionProblem> {
        self.0.problems.0.iter().cloned().map(SubmissionProblem::from).collect()
    }

    /// Why it was declined, if a reason was given.
    async fn decline_reason(&self) -> Option<&str> {
        self.0.decline_reason.as_deref()
    }

    /// When it was accepted or declined; null: it was not, or has been reopened.
    async fn reviewed_at(&self) -> Option<DateTime> {
        self.0.reviewed_at.map(DateTime)
    }

    /// The campaign. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, load::CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The partner whose click is credited. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// The conversion that made it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversion(&self, ctx: &Context<'_>) -> Result<Option<Conversion>> {
        Ok(load::one(ctx, load::ConversionById(self.0.conversion_id)).await?.map(Conversion::from))
    }

    /// The form. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn form(&self, ctx: &Context<'_>) -> Result<Option<Form>> {
        Ok(load::one(ctx, load::FormById(self.0.form_id)).await?.map(Form::from))
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

/// A filled field of a submission.
#[derive(SimpleObject)]
pub(super) struct SubmissionField {
    /// The form's field.
    field_id: ID,
    /// What people called it at the time.
    label: String,
    /// The value, as the field's type has normalised it: a text, a number, or a list of texts.
    value: Json,
}

impl From<SubmittedField> for SubmissionField {
    fn from(field: SubmittedField) -> Self {
        Self { field_id: field.field_id.into(), label: field.label, value: Json(field.value) }
    }
}

/// A field that the properties did not fit.
#[derive(SimpleObject)]
pub(super) struct SubmissionProblem {
    /// The form's field.
    field_id: ID,
    /// What people called it at the time.
    label: String,
    /// What is wrong with the value, and what would be right.
    message: String,
}

impl From<FieldProblem> for SubmissionProblem {
    fn from(problem: FieldProblem) -> Self {
        Self { field_id: problem.field_id.into(), label: problem.label, message: problem.message }
    }
}

/// Which submissions.
#[derive(Debug, Default, InputObject)]
pub(super) struct SubmissionFilter {
    /// Only those that stand there.
    status: Option<SubmissionStatus>,
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those of conversions that are credited to this partner.
    partner_id: Option<ID>,
    /// Only those that came to be at this time or later.
    from: Option<DateTime>,
    /// Only those that came to be before this time.
    to: Option<DateTime>,
}

impl SubmissionFilter {
    pub(super) fn condition(self) -> Condition {
        let status = self.status.map(entity::value::SubmissionStatus::from);
        Condition::all()
            .add_option(status.map(|status| submission::Column::Status.eq(status)))
            .add_option(page::same::<CampaignId>(submission::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<PartnerId>(submission::Column::PartnerId, self.partner_id))
            .add_option(self.from.map(|from| submission::Column::CreatedAt.gte(from.0)))
            .add_option(self.to.map(|to| submission::Column::CreatedAt.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct SubmissionQuery;

#[Object]
impl SubmissionQuery {
    /// A form submission; null if there is none with this id. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Submission>> {
        tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::SubmissionById(id)).await?.map(Submission))
    }

    /// The form submissions. For an inbox, ask for those that are `PENDING`, oldest first. Scope
    /// `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn submissions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<SubmissionFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Submission>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await
    }
}
