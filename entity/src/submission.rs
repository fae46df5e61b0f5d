//! Form submissions, one per conversion.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{CampaignId, ConversionId, FormId, OrganisationId, PartnerId, SubmissionId};
use crate::value::{FieldProblems, Properties, SubmissionStatus, SubmittedFields};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "submission")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    /// The conversion; unique.
    pub conversion_id: ConversionId,
    /// The form.
    pub form_id: FormId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The credited partner.
    pub partner_id: PartnerId,
    /// Where it stands.
    pub status: SubmissionStatus,
    /// The filled fields.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: SubmittedFields,
    /// Properties that no field took.
    #[sea_orm(column_type = "JsonBinary")]
    pub unmapped: Properties,
    /// Why it is in error.
    #[sea_orm(column_type = "JsonBinary")]
    pub problems: FieldProblems,
    /// Why it was declined.
    pub decline_reason: Option<String>,
    /// When it was accepted or declined.
    pub reviewed_at: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
