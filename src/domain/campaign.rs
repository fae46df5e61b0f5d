//! Campaigns: where links lead, which click is credited, who may convert, and what a
//! conversion becomes.
//!
//! What judges conversions is kept in versions that never change, so that every conversion
//! can name the one that judged it. A change applies from now on.

mod dry_run;
mod duplicate;

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, FormId};
use entity::value::{AttributionModel, CampaignStatus, Texts};
use entity::{campaign, campaign_version, field_mapping, form, link};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::{audit, destination, email, form as forms, key, link as links, money, origin, submission, text};
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

pub use dry_run::{SeenProperty, Tried, dry_run, recent, rules, unmapped};
pub use duplicate::duplicate;

/// How long a click may convert unless the campaign says otherwise: as long as the snippet's
/// cookie lives.
pub const DEFAULT_WINDOW_DAYS: i32 = 90;

/// What a campaign should be, or should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// What people call it.
    pub name: Option<String>,
    /// Whether it runs.
    pub status: Option<CampaignStatus>,
    /// Where its links lead.
    pub destination_url: Option<String>,
    /// The form that its conversions fill.
    pub form: Option<FormId>,
    /// Days after a click in which it may convert, from 1 to 365.
    pub window_days: Option<i32>,
    /// Which click is credited.
    pub model: Option<AttributionModel>,
    /// Origins that may post from a browser; empty: any.
    pub allowed_origins: Option<Vec<String>>,
    /// E-mail domains that are refused.
    pub excluded_domains: Option<Vec<String>>,
    /// Whether disposable addresses are refused.
    pub block_disposable: Option<bool>,
    /// Whether a partner's own address is refused.
    pub block_self_referral: Option<bool>,
    /// Whether an address may convert only once.
    pub block_duplicate_email: Option<bool>,
    /// Whether a known customer earns no reward.
    pub new_customers_only: Option<bool>,
    /// What a conversion earns its partner.
    pub reward: Option<RewardInput>,
    /// The version that the change was made from: another one was made meanwhile if it is not that.
    pub if_version: Option<i32>,
}

/// What a conversion should earn.
#[derive(Debug, Clone)]
pub struct RewardInput {
    /// How much, as somebody typed it; none: nothing.
    pub amount: Option<String>,
    /// The organisation's currency.
    pub currency: String,
}

/// A property that goes to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingInput {
    /// The property's key.
    pub property: String,
    /// The form field.
    pub field_id: String,
}

/// Makes a campaign, with a publishable key, and with a minimal form if it brings none.
/// `own_hosts` are those that a destination must not have, because it would lead back here.
///
/// # Errors
///
/// [`Error::Invalid`] for what is missing or cannot be.
pub async fn create(tx: &Tx, input: Input, own_hosts: &[&str], now: DateTime<Utc>) -> Result<campaign::Model> {
    let id = CampaignId::new(now);
    let blank = campaign_version::Model {
        organisation_id: tx.organisation(),
        campaign_id: id,
        version: 1,
        window_days: DEFAULT_WINDOW_DAYS,
        model: AttributionModel::LastClick,
        allowed_origins: Texts::default(),
        excluded_domains: Texts::default(),
        block_disposable: false,
        block_self_referral: false,
        block_duplicate_email: false,
        new_customers_only: false,
        reward_minor: None,
        reward_currency: None,
        created_at: now,
    };
    let mut problems = Problems::default();
    let name = text::name(input.name.as_deref().unwrap_or_default(), "input.name", &mut problems);
    let destination = read_destination(input.destination_url.as_deref().unwrap_or_default(), own_hosts, &mut problems);
    let version = apply(blank, &input, &mut problems);
    check_form(tx, input.form, &mut problems).await?;
    problems.none()?;
    let form = match input.form {
        Some(form) => form,
        None => forms::create_minimal(tx, &name, now).await?.id,
    };
    let row = campaign::Model {
        organisation_id: tx.organisation(),
        id,
        name,
        status: input.status.unwrap_or(CampaignStatus::Active),
        destination_url: destination,
        form_id: form,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let row = tx.insert(row.into_active_model()).await?;
    tx.insert_all([version.clone().into_active_model()]).await?;
    let key = key::new_publishable(tx.organisation(), Some(id), now);
    tx.insert_all([key.into_active_model()]).await?;
    audit::created(tx, "campaignCreate", id, &shown(&row, &version), now).await?;
    Ok(row)
}

/// Changes a campaign. Gives also the addresses of its links, whose target has changed with it.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, else as [`create`].
pub async fn update(
    tx: &Tx,
    id: CampaignId,
    input: Input,
    own_hosts: &[&str],
    now: DateTime<Utc>,
) -> Result<(campaign::Model, Vec<String>)> {
    let missing = || Error::NotFound("campaign");
    // Two changes at once come one after the other: neither may undo what the other did, nor both
    // become the next version.
    let before = tx.lock::<campaign::Entity>(id).await?.ok_or_else(missing)?;
    let old = version(tx, &before).await?;
    let mut problems = Problems::default();
    if input.if_version.is_some_and(|version| version != before.version) {
        let now = before.version;
        let message =
            format!("Somebody else has changed the campaign meanwhile: it is at version {now}. Look at it again.");
        problems.add("ifVersion", ProblemCode::Stale, message);
    }
    let name = input.name.as_deref().map(|name| text::name(name, "input.name", &mut problems));
    let destination = input.destination_url.as_deref().map(|url| read_destination(url, own_hosts, &mut problems));
    let mut new = apply(old.clone(), &input, &mut problems);
    check_form(tx, input.form, &mut problems).await?;
    problems.none()?;
    let judges_otherwise = new != old;
    if judges_otherwise {
        new.version += 1;
        new.created_at = now;
    }
    let form = input.form.unwrap_or(before.form_id);
    let change = campaign::ActiveModel {
        name: Set(name.unwrap_or_else(|| before.name.clone())),
        status: Set(input.status.unwrap_or(before.status)),
        destination_url: Set(destination.unwrap_or_else(|| before.destination_url.clone())),
        form_id: Set(form),
        version: Set(new.version),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<campaign::Entity, _>(id, change).await?.ok_or_else(missing)?;
    if judges_otherwise {
        tx.insert_all([new.clone().into_active_model()]).await?;
    }
    if form != before.form_id {
        // Mappings name fields of the form that was.
        let mappings = field_mapping::Column::CampaignId.eq(id);
        tx.delete_where::<field_mapping::Entity>(mappings).await?;
    }
    audit::changed(tx, "campaignUpdate", id, &shown(&before, &old), &shown(&after, &new), now).await?;
    let addresses = links::addresses(tx, link::Column::CampaignId.eq(id)).await?;
    Ok((after, addresses))
}

/// Sets all field mappings of a campaign.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, [`Error::Invalid`] for a
/// property that is blank or named twice, or a field that the form has not.
pub async fn set_mappings(
    tx: &Tx,
    id: CampaignId,
    mappings: Vec<MappingInput>,
    now: DateTime<Utc>,
) -> Result<campaign::Model> {
    let campaign = tx.lock::<campaign::Entity>(id).await?.ok_or(Error::NotFound("campaign"))?;
    check_mappings(tx, &campaign, &mappings).await?;
    let before = self::mappings(tx, id).await?;
    let of_campaign = field_mapping::Column::CampaignId.eq(id);
    tx.delete_where::<field_mapping::Entity>(of_campaign).await?;
    let rows = mappings.into_iter().map(|rule| field_mapping::Model {
        organisation_id: tx.organisation(),
        campaign_id: id,
        property: rule.property,
        field_id: rule.field_id,
    });
    tx.insert_all(rows.map(IntoActiveModel::into_active_model)).await?;
    let shown = |rules: &[field_mapping::Model]| {
        rules
            .iter()
            .map(|rule| (rule.property.clone(), rule.field_id.clone().into()))
            .collect::<serde_json::Map<_, _>>()
    };
    let after = self::mappings(tx, id).await?;
    audit::changed(tx, "fieldMappingsSet", id, &shown(&before).into(), &shown(&after).into(), now).await?;
    Ok(campaign)
}

/// Whether these could be the mappings of a campaign.
///
/// # Errors
///
/// As [`set_mappings`].
pub async fn check_mappings(scope: &impl Scope, campaign: &campaign::Model, mappings: &[MappingInput]) -> Result<()> {
    const MOST: usize = 200;
    let fields = submission::fields(scope, campaign.form_id).await?;
    let mut problems = Problems::default();
    if mappings.len() > MOST {
        problems.add("mappings", ProblemCode::TooLong, format!("A campaign has at most {MOST} mappings."));
    }
    for (index, rule) in mappings.iter().enumerate() {
        let property = format!("mappings.{index}.property");
        if rule.property.is_empty() {
            problems.add(&property, ProblemCode::Blank, "Name the property.");
        } else if rule.property.chars().count() > 128 {
            problems.add(&property, ProblemCode::TooLong, "A property's key has at most 128 characters.");
        } else if rule.property.contains('\0') {
            problems.add(&property, ProblemCode::Invalid, "A property's key has no U+0000 in it.");
        } else if mappings[..index].iter().any(|other| other.property == rule.property) {
            problems.add(&property, ProblemCode::Taken, "This property is mapped already.");
        }
        if !fields.iter().any(|field| field.id == rule.field_id) {
            let message = "The campaign's form has no field with this id.";
            problems.add(&format!("mappings.{index}.fieldId"), ProblemCode::NotFound, message);
        }
    }
    problems.none()
}

/// The field mappings of a campaign, by property.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn mappings(scope: &impl Scope, id: CampaignId) -> Result<Vec<field_mapping::Model>> {
    scope
        .find::<field_mapping::Entity>()
        .filter(field_mapping::Column::CampaignId.eq(id))
        .order_by(field_mapping::Column::Property, crate::store::Direction::Ascending)
        .all()
        .await
}

/// The version of a campaign that judges conversions now.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn version(scope: &impl Scope, campaign: &campaign::Model) -> Result<campaign_version::Model> {
    scope
        .find::<campaign_version::Entity>()
        .filter(campaign_version::Column::CampaignId.eq(campaign.id))
        .filter(campaign_version::Column::Version.eq(campaign.version))
        .one()
        .await?
        .ok_or_else(|| Error::internal("a campaign without its version"))
}

/// What a conversion that a version judges earns, in minor units, and in which currency; none: nothing.
pub fn reward(version: &campaign_version::Model) -> Option<(i64, &str)> {
    version.reward_minor.zip(version.reward_currency.as_deref())
}

fn apply(mut row: campaign_version::Model, input: &Input, problems: &mut Problems) -> campaign_version::Model {
    if let Some(days) = input.window_days {
        if !(1..=365).contains(&days) {
            let message = "The attribution window is from 1 to 365 days.";
            problems.add("input.attributionWindowDays", ProblemCode::Invalid, message);
        }
        row.window_days = days;
    }
    row.model = input.model.unwrap_or(row.model);
    if let Some(origins) = &input.allowed_origins {
        let parse = |text: &str| origin::Origin::parse(text).map(|origin| origin.to_string());
        row.allowed_origins = Texts(text::list(origins, 100, "input.allowedOrigins", problems, parse));
    }
    if let Some(domains) = &input.excluded_domains {
        let parse = |text: &str| email::ascii_domain(text).ok_or("Give a domain, as example.com.");
        row.excluded_domains = Texts(text::list(domains, 1_000, "input.qualityRules.excludedDomains", problems, parse));
    }
    row.block_disposable = input.block_disposable.unwrap_or(row.block_disposable);
    row.block_self_referral = input.block_self_referral.unwrap_or(row.block_self_referral);
    row.block_duplicate_email = input.block_duplicate_email.unwrap_or(row.block_duplicate_email);
    row.new_customers_only = input.new_customers_only.unwrap_or(row.new_customers_only);
    if let Some(reward) = &input.reward {
        apply_reward(&mut row, reward, problems);
    }
    row
}

fn apply_reward(row: &mut campaign_version::Model, input: &RewardInput, problems: &mut Problems) {
    let Some(typed) = &input.amount else {
        (row.reward_minor, row.reward_currency) = (None, None);
        return;
    };
    match money::parse(typed, &input.currency) {
        Ok(minor) => (row.reward_minor, row.reward_currency) = (Some(minor), Some(input.currency.clone())),
        Err(message) => problems.add("input.reward.amount", ProblemCode::Invalid, message),
    }
}

fn read_destination(typed: &str, own_hosts: &[&str], problems: &mut Problems) -> String {
    match destination::parse(typed, own_hosts) {
        Ok(url) => url.into(),
        Err(error) => {
            problems.add("input.destinationUrl", ProblemCode::Invalid, error.to_string());
            String::new()
        }
    }
}

async fn check_form(tx: &Tx, id: Option<FormId>, problems: &mut Problems) -> Result<()> {
    if let Some(id) = id
        && !tx.find::<form::Entity>().id(id).any().await?
    {
        problems.add("input.formId", ProblemCode::NotFound, "There is no form with this id.");
    }
    Ok(())
}

fn shown(row: &campaign::Model, version: &campaign_version::Model) -> serde_json::Value {
    serde_json::json!({
        "name": row.name, "status": row.status, "destinationUrl": row.destination_url, "formId": row.form_id,
        "version": version.version, "attributionWindowDays": version.window_days, "attributionModel": version.model,
        "allowedOrigins": version.allowed_origins, "excludedDomains": version.excluded_domains,
        "blockDisposable": version.block_disposable, "blockSelfReferral": version.block_self_referral,
        "blockDuplicateEmail": version.block_duplicate_email, "newCustomersOnly": version.new_customers_only,
        "reward": reward(version).map(|(minor, currency)| money::shown(minor, currency)),
    })
}
