//! Field mappings tried on what has really been sent.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::CampaignId;

use super::{FieldMappingInput, read};
use crate::domain::campaign as campaigns;
use crate::domain::key::Permission;
use crate::domain::mapping::Filled;
use crate::error::{Problem, ProblemCode};
use crate::graphql::conversion::Conversion;
use crate::graphql::problem::{UserError, settle};
use crate::graphql::scalar::{DateTime, Json};
use crate::graphql::submission::{SubmissionField, SubmissionProblem};
use crate::graphql::{page, read_id, tenant};

/// How many conversions are tried unless it is said, and at most.
const MOST: i32 = 100;

/// What the properties of a conversion become.
#[derive(SimpleObject)]
pub(in crate::graphql) struct FilledForm {
    /// The filled fields.
    fields: Vec<SubmissionField>,
    /// The properties that no field took, by key.
    unmapped: Json,
    /// Why the submission is in error; empty: it is not.
    problems: Vec<SubmissionProblem>,
}

impl From<Filled> for FilledForm {
    fn from(filled: Filled) -> Self {
        Self {
            fields: filled.fields.0.into_iter().map(Into::into).collect(),
            unmapped: filled.unmapped.0.into(),
            problems: filled.problems.0.into_iter().map(Into::into).collect(),
        }
    }
}

/// A conversion under other mappings.
#[derive(SimpleObject)]
pub(in crate::graphql) struct DryRunConversion {
    /// The conversion, with what was sent.
    conversion: Conversion,
    /// What it became.
    before: FilledForm,
    /// What it would become.
    after: FilledForm,
    /// Whether that is something else.
    changes: bool,
}

/// What field mappings would make of the last conversions.
#[derive(SimpleObject)]
pub(in crate::graphql) struct FieldMappingsDryRun {
    /// The conversions, newest first.
    conversions: Vec<DryRunConversion>,
    /// How many of them would become something else.
    changed_count: usize,
    /// How many of them would be in error.
    error_count: usize,
    /// What is wrong with the arguments.
    user_errors: Vec<UserError>,
}

/// A property that no field takes.
#[derive(SimpleObject)]
pub(in crate::graphql) struct UnmappedProperty {
    /// Its key.
    property: String,
    /// In how many of the conversions that were looked at.
    count: u64,
    /// Its value in the last of them.
    last_value: Json,
    /// When that was.
    last_seen_at: DateTime,
}

impl From<campaigns::SeenProperty> for UnmappedProperty {
    fn from(seen: campaigns::SeenProperty) -> Self {
        Self { property: seen.property, count: seen.count, last_value: Json(seen.value), last_seen_at: seen.at.into() }
    }
}

#[derive(Default)]
pub(in crate::graphql) struct DryRunQuery;

#[Object]
impl DryRunQuery {
    /// Tries field mappings on the last conversions of a campaign: what did each become, and what would
    /// it become? Nothing is written. Scopes `campaigns:read` and `affiliate:read`.
    #[graphql(complexity = "page::cost(Some(last), None, child_complexity)")]
    async fn field_mappings_dry_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
        #[graphql(desc = "The mappings to try; the campaign's own if unset.")] mappings: Option<Vec<FieldMappingInput>>,
        #[graphql(desc = "How many of its last conversions, from 1 to 100.", default = 100)] last: i32,
    ) -> Result<FieldMappingsDryRun> {
        tenant(ctx, Permission::CampaignsRead)?;
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let tried = match (read_id::<CampaignId>(&campaign_id, "campaign"), u64::try_from(last)) {
            (Ok(id), Ok(last)) if (1..=MOST.unsigned_abs().into()).contains(&last) => {
                campaigns::dry_run(&tenant, id, mappings.map(read), last).await
            }
            (Ok(_), _) => Err(Problem::new("last", ProblemCode::Invalid, "Try 1 to 100 conversions.").into()),
            (Err(error), _) => Err(error),
        };
        let (tried, user_errors) = settle(tried, "campaignId")?;
        let tried = tried.unwrap_or_default();
        let changed_count = tried.iter().filter(|tried| tried.changes()).count();
        let error_count = tried.iter().filter(|tried| !tried.after.problems.0.is_empty()).count();
        let conversions = tried.into_iter().map(|tried| DryRunConversion {
            changes: tried.changes(),
            conversion: tried.conversion.into(),
            before: tried.before.into(),
            after: tried.after.into(),
        });
        Ok(FieldMappingsDryRun { conversions: conversions.collect(), changed_count, error_count, user_errors })
    }

    /// The properties that no field took in the last 1,000 conversions of a campaign, those that were
    /// seen most first; null if there is no such campaign. Scopes `campaigns:read` and `affiliate:read`.
    #[graphql(complexity = "page::cost_of(25, child_complexity)")]
    async fn unmapped_properties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
    ) -> Result<Option<Vec<UnmappedProperty>>> {
        tenant(ctx, Permission::CampaignsRead)?;
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = campaign_id.parse::<CampaignId>() else { return Ok(None) };
        match campaigns::unmapped(&tenant, id).await {
            Ok(seen) => Ok(Some(seen.into_iter().map(UnmappedProperty::from).collect())),
            Err(crate::error::Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
