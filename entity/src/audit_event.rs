//! Every change, by whom, and what it was before.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{AuditEventId, OrganisationId};
use crate::value::ActorKind;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "audit_event")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    /// When.
    pub at: DateTimeUtc,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// Which one.
    pub actor_id: Option<String>,
    /// The mutation's name.
    pub action: String,
    /// What was changed.
    pub target_id: String,
    /// What it was.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub before: Option<Json>,
    /// What it became.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub after: Option<Json>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
