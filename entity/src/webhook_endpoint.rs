//! Where an organisation wants to be told of events.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, WebhookEndpointId};
use crate::value::{EndpointStatus, Texts};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "webhook_endpoint")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// Where to.
    pub url: String,
    /// What people call it; may be empty.
    pub description: String,
    /// Which kinds of events.
    #[sea_orm(column_type = "JsonBinary")]
    pub events: Texts,
    /// Whether clicks are among them: asked for by every replica each second.
    pub wants_clicks: bool,
    /// Whether customers' addresses are sent along.
    pub include_email: bool,
    /// The signing secret, sealed.
    #[serde(skip)]
    pub secret: Vec<u8>,
    /// The one before, sealed, while both sign.
    #[serde(skip)]
    pub old_secret: Option<Vec<u8>>,
    /// Until when the one before signs.
    pub old_secret_expires_at: Option<DateTimeUtc>,
    /// Whether it is sent to.
    pub status: EndpointStatus,
    /// Why this service switched it off; none: it is on, or somebody switched it off.
    pub disabled_reason: Option<String>,
    /// Since when it is off.
    pub disabled_at: Option<DateTimeUtc>,
    /// Since when nothing has arrived.
    pub failing_since: Option<DateTimeUtc>,
    /// How many tries have failed since then, one after the other.
    pub failures: i32,
    /// What the last try that failed met.
    pub last_failure: Option<String>,
    /// When that was.
    pub last_failure_at: Option<DateTimeUtc>,
    /// Until when nothing is tried.
    pub paused_until: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
