//! What the CSV files of the REST API take from here, so that a file has exactly what a list with the
//! same filter shows: the filters, and the permission that each list asks for.

use async_graphql::{ID, InputObject, InputType, Pos, Value};
use chrono::{DateTime as Instant, Utc};
use entity::click;
use entity::id::{CampaignId, LinkId, PartnerId};
use sea_orm::{ColumnTrait, Condition};

use super::audit::AuditEventFilter;
use super::click::ClickLabel;
use super::conversion::ConversionFilter;
use super::decision::DecisionFilter;
use super::link::{self, LinkFilter};
use super::page;
use super::partner::PartnerFilter;
use super::request::RequestFilter;
use super::reward::RewardFilter;
use super::scalar::{Date, DateTime};
use super::stats::{BucketSize, StatsDimension, StatsFilter, last_days, read_zone};
use super::submission::SubmissionFilter;
use crate::app::App;
use crate::domain::key::Permission;
use crate::domain::stats::{Dimension, Filter, Range};
use crate::error::{Error, Result};
use crate::http::caller::Caller;
use crate::store::Tenant;

/// Which clicks.
#[derive(Debug, Default, InputObject)]
struct ClickFilter {
    /// Only those on this link.
    link_id: Option<ID>,
    /// Only those on links of this partner.
    partner_id: Option<ID>,
    /// Only those on links of this campaign.
    campaign_id: Option<ID>,
    /// Only those with this label.
    label: Option<ClickLabel>,
    /// Only those at this time or later.
    from: Option<DateTime>,
    /// Only those before this time.
    to: Option<DateTime>,
}

impl ClickFilter {
    fn condition(self) -> Condition {
        let label = self.label.map(entity::value::Label::from);
        Condition::all()
            .add_option(page::same::<LinkId>(click::Column::LinkId, self.link_id))
            .add_option(page::same::<PartnerId>(click::Column::PartnerId, self.partner_id))
            .add_option(page::same::<CampaignId>(click::Column::CampaignId, self.campaign_id))
            .add_option(label.map(|label| click::Column::Label.eq(label)))
            .add_option(self.from.map(|from| click::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| click::Column::At.lt(to.0)))
    }
}

/// A list that there is a file of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Clicks.
    Clicks,
    /// Conversions.
    Conversions,
    /// Form submissions.
    Submissions,
    /// Decisions.
    Decisions,
    /// Links.
    Links,
    /// Partners.
    Partners,
    /// The audit log.
    Audit,
    /// Rewards.
    Rewards,
    /// The request log.
    Requests,
}

/// The rows of a list that a caller asks for, if it may see them; `filter` is the list's, as JSON.
///
/// # Errors
///
/// [`Error::Forbidden`] without the permission that the list asks for; [`Error::BadRequest`] for a
/// filter that the list would not take.
pub async fn rows(app: &App, caller: &Caller, list: List, filter: Option<&str>) -> Result<(Tenant, Condition)> {
    let permission = match list {
        List::Clicks | List::Conversions | List::Submissions | List::Decisions | List::Rewards => {
            Permission::AffiliateRead
        }
        List::Links => Permission::CampaignsRead,
        List::Partners => Permission::PartnersRead,
        List::Audit => Permission::AuditRead,
        List::Requests => Permission::KeysRead,
    };
    let tenant = caller.tenant(app, permission)?;
    let condition = match list {
        List::Clicks => read::<ClickFilter>(filter)?.condition(),
        List::Conversions => read::<ConversionFilter>(filter)?.condition(),
        List::Submissions => read::<SubmissionFilter>(filter)?.condition(),
        List::Decisions => read::<DecisionFilter>(filter)?.condition()?,
        List::Links => {
            let filter = read::<LinkFilter>(filter)?;
            let review = match filter.review() {
                Some(review) => {
                    let tenant = caller.tenant(app, Permission::StatsRead)?;
                    let zone = read_zone(&tenant.owner().await?.time_zone)?;
                    let today = app.clock.now().with_timezone(&zone).date_naive();
                    Some(link::under_review(&tenant, review, today, zone).await?)
                }
                None => None,
            };
            filter.plain().add_option(review)
        }
        List::Partners => read::<PartnerFilter>(filter)?.condition(),
        List::Audit => read::<AuditEventFilter>(filter)?.condition(),
        List::Rewards => read::<RewardFilter>(filter)?.condition(),
        List::Requests => read::<RequestFilter>(filter)?.condition(),
    };
    Ok((tenant, condition))
}

/// The numbers that a caller asks for: the arguments of `stats` and `statsBy`, as texts.
#[derive(Debug, Default)]
pub struct Numbers<'a> {
    /// The first day.
    pub from: Option<&'a str>,
    /// The last day.
    pub to: Option<&'a str>,
    /// The zone.
    pub time_zone: Option<&'a str>,
    /// How long a bucket is.
    pub bucket: Option<&'a str>,
    /// By what, for a breakdown.
    pub dimension: Option<&'a str>,
    /// Of what, as JSON.
    pub filter: Option<&'a str>,
}

/// What numbers are asked for: over which range, of what (`None`: of nothing that there is), by what.
pub type Asked = (Tenant, Range, Option<Filter>, Option<Dimension>);

impl Numbers<'_> {
    /// Reads them as GraphQL reads its arguments.
    ///
    /// # Errors
    ///
    /// As [`rows`].
    pub async fn read(&self, app: &App, caller: &Caller, now: Instant<Utc>) -> Result<Asked> {
        let tenant = caller.tenant(app, Permission::StatsRead)?;
        let zone = match self.time_zone {
            Some(name) => read_zone(name)?,
            None => read_zone(&tenant.owner().await?.time_zone)?,
        };
        let (from, to) = (argument::<Date>("from", self.from)?, argument::<Date>("to", self.to)?);
        let bucket = argument::<BucketSize>("bucket", self.bucket)?;
        let range = last_days(from, to, now.with_timezone(&zone).date_naive(), zone, bucket);
        range.check()?;
        let dimension = argument::<StatsDimension>("dimension", self.dimension)?.map(Dimension::from);
        Ok((tenant, range, read::<StatsFilter>(self.filter)?.read(), dimension))
    }
}

pub(super) fn argument<T: InputType>(name: &str, text: Option<&str>) -> Result<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    let parsed = T::parse(Some(Value::from(text)));
    parsed.map(Some).map_err(|error| {
        let message = error.into_server_error(Pos::default()).message;
        Error::BadRequest(format!("`{name}`: {message}"))
    })
}

/// A filter, as the list of the schema would read it.
pub(super) fn read<T: InputType + Default>(filter: Option<&str>) -> Result<T> {
    let Some(text) = filter.filter(|text| !text.trim().is_empty()) else { return Ok(T::default()) };
    let bad = |message: String| Error::BadRequest(format!("`filter`: {message}"));
    let json: serde_json::Value =
        serde_json::from_str(text).map_err(|error| bad(format!("this is not JSON: {error}.")))?;
    let Some(fields) = json.as_object() else { return Err(bad("write it as an object of JSON.".to_owned())) };
    if fields.values().any(|value| value.as_str().is_some_and(|text| text.contains('\0'))) {
        return Err(bad("a text cannot have the character U+0000.".to_owned()));
    }
    let names: Vec<_> = fields.keys().cloned().collect();
    let value = Value::from_json(json).map_err(|error| bad(error.to_string()))?;
    let parsed = T::parse(Some(value)).map_err(|error| bad(error.into_server_error(Pos::default()).message))?;
    // The library passes over what it does not know, where the schema would refuse it.
    let Value::Object(known) = parsed.to_value() else { return Ok(parsed) };
    match names.iter().find(|name| !known.contains_key(name.as_str())) {
        Some(name) => {
            let known: Vec<_> = known.keys().map(|name| name.as_str()).collect();
            Err(bad(format!("there is no field `{name}`; there are {}.", known.join(", "))))
        }
        None => Ok(parsed),
    }
}
