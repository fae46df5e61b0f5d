//! The fields of forms.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{FormId, OrganisationId};
use crate::value::{DataType, Texts};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "form_field")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// A random name of 24 lower-case letters and digits, stable for ever.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The form.
    pub form_id: FormId,
    /// Its place in the form, from 0.
    pub position: i32,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub data_type: DataType,
    /// Whether a submission needs it.
    pub is_required: bool,
    /// The choices of a dropdown.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: Texts,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
