//! The tables of introw, one file each: columns and relations, no behaviour.
//!
//! Every table that belongs to an organisation implements [`Owned`]; the store
//! refuses to query any other through a tenant. Column types that several tables
//! share (identifiers, enumerations) live in [`id`] and [`value`].

pub mod api_key;
pub mod audit_event;
pub mod campaign;
pub mod campaign_version;
pub mod click;
pub mod conversion;
pub mod converted_email;
pub mod counter;
pub mod decision;
pub mod field_mapping;
pub mod form;
pub mod form_field;
pub mod id;
pub mod ignored_call;
pub mod legacy_link;
pub mod link;
pub mod link_address;
pub mod link_alias;
pub mod member;
pub mod organisation;
pub mod partner;
pub mod publishable_key;
pub mod submission;
pub mod value;
pub mod visitor_salt;

use sea_orm::EntityTrait;

/// A table whose every row belongs to exactly one organisation.
///
/// A new table of tenant data is one more `owned!` line; the isolation test lists
/// the tables of the schema and fails for one that has an `organisation_id` and no line.
pub trait Owned: EntityTrait {
    /// The column that names the owner.
    const OWNER: Self::Column;
}

/// An owned table whose rows have an identifier of their own, made from a UUIDv7,
/// so that sorting by it sorts by creation.
pub trait Identified: Owned {
    /// The type of the identifier.
    type Id: Copy + Into<sea_orm::Value> + Send;
    /// The column that holds it.
    const ID: Self::Column;
}

macro_rules! owned {
    ($($module:ident $(: $id:ident)?),* $(,)?) => {$(
        impl Owned for $module::Entity {
            const OWNER: $module::Column = $module::Column::OrganisationId;
        }
        $(impl Identified for $module::Entity {
            type Id = id::$id;
            const ID: $module::Column = $module::Column::Id;
        })?
    )*};
}

owned! {
    api_key: ApiKeyId,
    audit_event: AuditEventId,
    campaign: CampaignId,
    campaign_version,
    click: ClickId,
    conversion: ConversionId,
    converted_email,
    counter,
    decision: DecisionId,
    field_mapping,
    form: FormId,
    form_field,
    ignored_call,
    legacy_link: LegacyLinkId,
    link: LinkId,
    link_address,
    link_alias: AliasId,
    member: MemberId,
    partner: PartnerId,
    publishable_key: PublishableKeyId,
    submission: SubmissionId,
}
