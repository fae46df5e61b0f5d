//! Calls that came with an idempotency key.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait, Uuid,
};

use crate::id::OrganisationId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_call")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Who called.
    #[sea_orm(primary_key, auto_increment = false)]
    pub caller: String,
    /// What was called.
    #[sea_orm(primary_key, auto_increment = false)]
    pub route: String,
    /// The key that the caller chose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Who makes it. Another one may take over when the lease has ended.
    pub holder: Uuid,
    /// SHA-256 of the body.
    pub body_hash: Vec<u8>,
    /// Whether its effect is there.
    pub committed: bool,
    /// The status of the answer; none: it is not known.
    pub status: Option<i32>,
    /// Headers of the answer that are given again, as pairs.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub headers: Option<Json>,
    /// The answer, encrypted.
    pub body: Option<Vec<u8>>,
    /// Until when it is being made.
    pub lease_until: DateTimeUtc,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
