//! The tables of introw, one file each: columns and relations, no behaviour.
//!
//! Every table that belongs to an organisation implements [`Owned`]; the store
//! refuses to query any other through a tenant. Column types that several tables
//! share (identifiers, enumerations) live in [`id`] and [`value`].

pub mod api_call;
pub mod api_key;
pub mod audit_event;
pub mod campaign;
pub mod campaign_version;
pub mod click;
pub mod click_day;
pub mod conversion;
pub mod converted_email;
pub mod counter;
pub mod decision;
pub mod field_mapping;
pub mod form;
pub mod form_field;
pub mod id;
pub mod idempotent_call;
pub mod ignored_call;
pub mod install_check;
pub mod invitation;
pub mod legacy_link;
pub mod legacy_miss;
pub mod link;
pub mod link_address;
pub mod link_alias;
pub mod member;
pub mod organisation;
pub mod partner;
pub mod partner_user;
pub mod person;
pub mod portal_link;
pub mod portal_session;
pub mod publishable_key;
pub mod reward;
pub mod reward_entry;
pub mod session;
pub mod sign_in_link;
pub mod snippet_load;
pub mod submission;
pub mod summed_day;
pub mod value;
pub mod visitor_salt;
pub mod webhook_attempt;
pub mod webhook_delivery;
pub mod webhook_endpoint;
pub mod webhook_event;

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

/// An owned table with rows that are one partner's, so that a partner may be shown its own rows and no
/// others.
pub trait OfPartner: Owned {
    /// What ties a row to a partner. One of several is enough.
    const TIES: &'static [Tie<Self::Column>];
}

/// What ties a row to a partner.
#[derive(Debug, Clone, Copy)]
pub enum Tie<C> {
    /// The column names the partner.
    Partner(C),
    /// The column names what the other column of one of the partner's links names.
    Link(C, link::Column),
}

macro_rules! of_partner {
    ($($module:ident: $($tie:ident($column:ident $(, $of:ident)?))|+),* $(,)?) => {$(
        impl OfPartner for $module::Entity {
            const TIES: &'static [Tie<$module::Column>] =
                &[$(Tie::$tie($module::Column::$column $(, link::Column::$of)?)),+];
        }
    )*};
}

of_partner! {
    campaign: Link(Id, CampaignId),
    click: Partner(PartnerId),
    click_day: Partner(PartnerId),
    conversion: Partner(PartnerId),
    counter: Partner(PartnerId),
    // The partner that is credited, and the one whose click it was.
    decision: Partner(PartnerId) | Link(LinkId, Id),
    link: Partner(PartnerId),
    link_alias: Link(LinkId, Id),
    partner: Partner(Id),
    partner_user: Partner(PartnerId),
    portal_session: Partner(PartnerId),
    reward: Partner(PartnerId),
    reward_entry: Partner(PartnerId),
    submission: Partner(PartnerId),
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
    api_call: ApiCallId,
    api_key: ApiKeyId,
    audit_event: AuditEventId,
    campaign: CampaignId,
    campaign_version,
    click: ClickId,
    click_day,
    conversion: ConversionId,
    converted_email,
    counter,
    decision: DecisionId,
    field_mapping,
    form: FormId,
    form_field,
    idempotent_call,
    ignored_call,
    install_check,
    invitation: InvitationId,
    legacy_link: LegacyLinkId,
    legacy_miss,
    link: LinkId,
    link_address,
    link_alias: AliasId,
    member: MemberId,
    partner: PartnerId,
    partner_user: PartnerUserId,
    portal_link,
    portal_session: PortalSessionId,
    publishable_key: PublishableKeyId,
    reward: RewardId,
    reward_entry: RewardEntryId,
    submission: SubmissionId,
    summed_day,
    webhook_attempt: WebhookAttemptId,
    webhook_delivery: WebhookDeliveryId,
    webhook_endpoint: WebhookEndpointId,
    webhook_event: WebhookEventId,
}
