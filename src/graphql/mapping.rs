//! Field mappings of campaigns: the rules, setting them, and trying them out.

mod dry_run;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::CampaignId;
use entity::{campaign, field_mapping};

use super::campaign::Campaign;
use super::form::FormField;
use super::problem::{UserError, settle};
use super::scalar::{DateTime, Json};
use super::submission::{SubmissionField, SubmissionProblem};
use super::{load, now, page, read_id, tenant};
use crate::domain::campaign as campaigns;
use crate::domain::email::Email;
use crate::domain::key::Permission;
use crate::domain::mapping::{self, Filled};
use crate::domain::submission as submissions;
use crate::error::{self, Error, ProblemCode, Problems};
use crate::store::{Scope, Tenant};

pub(super) use dry_run::DryRunQuery;

pub(super) struct FieldMapping(field_mapping::Model);

impl From<field_mapping::Model> for FieldMapping {
    fn from(row: field_mapping::Model) -> Self {
        Self(row)
    }
}

/// A property of a conversion that fills a field of the campaign's form.
#[Object]
impl FieldMapping {
    /// The property's key.
    async fn property(&self) -> &str {
        &self.0.property
    }

    /// The id of the field that it fills.
    async fn field_id(&self) -> ID {
        self.0.field_id.clone().into()
    }

    /// The field that it fills; null if the form has lost it just now.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn field(&self, ctx: &Context<'_>) -> Result<Option<FormField>> {
        Ok(load::one(ctx, load::FieldById(self.0.field_id.clone())).await?.map(FormField::from))
    }

    /// The property in the last of the campaign's last 100 conversions that had it; null: none had it.
    /// Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn last_seen(&self, ctx: &Context<'_>) -> Result<Option<SeenValue>> {
        let recent = load::recent(ctx, self.0.campaign_id).await?;
        let seen = recent.iter().find(|seen| seen.property == self.0.property);
        Ok(seen.map(|seen| SeenValue { value: Json(seen.value.clone()), at: seen.at.into() }))
    }
}

/// A value that was sent.
#[derive(SimpleObject)]
pub(super) struct SeenValue {
    /// The value.
    value: Json,
    /// When.
    at: DateTime,
}

/// A property that should fill a field.
#[derive(Debug, InputObject)]
pub(super) struct FieldMappingInput {
    /// The property's key.
    property: String,
    /// The id of the field that it should fill.
    field_id: ID,
}

fn read(mappings: Vec<FieldMappingInput>) -> Vec<campaigns::MappingInput> {
    let rules = mappings.into_iter();
    rules.map(|rule| campaigns::MappingInput { property: rule.property, field_id: rule.field_id.0 }).collect()
}

/// What `fieldMappingsSet` did.
#[derive(SimpleObject)]
pub(super) struct FieldMappingsSetPayload {
    /// The campaign with its mappings as they are now; null if the input was wrong.
    campaign: Option<Campaign>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct MappingMutation;

#[Object]
impl MappingMutation {
    /// Sets all field mappings of a campaign; those that are not named are removed. Scope
    /// `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn field_mappings_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
        #[graphql(desc = "All of its mappings.")] mappings: Vec<FieldMappingInput>,
    ) -> Result<FieldMappingsSetPayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let mappings = read(mappings);
        let done = match read_id::<CampaignId>(&campaign_id, "campaign") {
            Ok(id) => tenant.write(async |tx| campaigns::set_mappings(&tx, id, mappings.clone(), now).await).await,
            Err(error) => Err(error),
        };
        let (campaign, user_errors) = settle(done, "campaignId")?;
        Ok(FieldMappingsSetPayload { campaign: campaign.map(Campaign::from), user_errors })
    }
}

/// What a conversion would become.
#[derive(SimpleObject)]
pub(super) struct FieldMappingsPreview {
    /// The fields that would be filled, with the values that they would hold.
    fields: Vec<SubmissionField>,
    /// The properties that no field would take, by key.
    unmapped: Json,
    /// Why the submission would be in error; empty: it would not.
    problems: Vec<SubmissionProblem>,
    /// What is wrong with the arguments.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct MappingQuery;

#[Object]
impl MappingQuery {
    /// Tries field mappings out: what would this conversion become? Nothing is written. Scope
    /// `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn field_mappings_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
        #[graphql(desc = "The mappings to try; the campaign's own if unset.")] mappings: Option<Vec<FieldMappingInput>>,
        #[graphql(desc = "The customer's e-mail address, as a conversion would send it.")] email: Option<String>,
        #[graphql(desc = "The properties, as a conversion would send them: an object.")] properties: Option<Json>,
    ) -> Result<FieldMappingsPreview> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        let filled = match read_id::<CampaignId>(&campaign_id, "campaign") {
            Ok(id) => preview(&tenant, id, mappings.map(read), email, properties.map(|json| json.0)).await,
            Err(error) => Err(error),
        };
        let (filled, user_errors) = settle(filled, "campaignId")?;
        let filled = filled.unwrap_or_default();
        Ok(FieldMappingsPreview {
            fields: filled.fields.0.into_iter().map(Into::into).collect(),
            unmapped: filled.unmapped.0.into(),
            problems: filled.problems.0.into_iter().map(Into::into).collect(),
            user_errors,
        })
    }
}

async fn preview(
    tenant: &Tenant,
    id: CampaignId,
    mappings: Option<Vec<campaigns::MappingInput>>,
    email: Option<String>,
    properties: Option<serde_json::Value>,
) -> error::Result<Filled> {
    let campaign = tenant.find::<campaign::Entity>().id(id).one().await?.ok_or(Error::NotFound("campaign"))?;
    let rules = campaigns::rules(tenant, &campaign, mappings).await?;
    let mut problems = Problems::default();
    let email = email.filter(|email| !email.is_empty()).map(|email| Email::parse(&email)).transpose();
    if let Err(error) = &email {
        problems.add("email", ProblemCode::Invalid, error.to_string());
    }
    let properties = mapping::check_properties(properties.as_ref());
    if let Err(wrong) = &properties {
        for (field, message) in wrong {
            problems.add(field, ProblemCode::Invalid, message.clone());
        }
    }
    problems.none()?;
    let (email, properties) = (email.ok().flatten(), properties.unwrap_or_default());
    let fields = submissions::fields(tenant, campaign.form_id).await?;
    Ok(mapping::fill(&fields, &rules, email.as_ref().map(Email::as_str), &properties))
}
