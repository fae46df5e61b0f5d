//! Calls with a secret key: the request log.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{ApiCallId, ApiKeyId, OrganisationId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "api_call")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiCallId,
    /// When.
    pub at: DateTimeUtc,
    /// The key.
    pub key_id: ApiKeyId,
    /// The HTTP method.
    pub method: String,
    /// The route.
    pub path: String,
    /// The name of the GraphQL operation.
    pub operation: Option<String>,
    /// The HTTP status.
    pub status: i32,
    /// The code of the refusal.
    pub code: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// What the answer's `x-request-id` was.
    pub request_id: String,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
