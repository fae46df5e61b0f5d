//! Adding up days that are over.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::id::{CampaignId, LinkId, OrganisationId, PartnerId};
use entity::value::{ByValue, Label, Level, Measure, Quarters};
use entity::{click, click_day, conversion, counter, summed_day};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, IntoActiveModel, QuerySelect, Set};
use uuid::Uuid;

use super::read::midnight;
use crate::error::Result;
use crate::store::visits::{self, Part, Property, Slice, Span};
use crate::store::{Direction, Scope, Tenant, is_closed};

/// Rows of a summed day that one statement writes: sixteen values each.
const ROWS_PER_STATEMENT: usize = 500;

/// Every level, and what its rows are counted by.
const LEVELS: [(Level, Option<Part>); 5] = [
    (Level::Organisation, None),
    (Level::Campaign, Some(Part::Campaign)),
    (Level::Partner, Some(Part::Partner)),
    (Level::Link, Some(Part::Link)),
    (Level::Address, Some(Part::Address)),
];

/// The days that are over and are not added up, oldest first, at most `most` of them.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn due(scope: &impl Scope, now: DateTime<Utc>, most: usize) -> Result<Vec<NaiveDate>> {
    let newest = scope
        .find::<summed_day::Entity>()
        .filter(summed_day::Column::SummedAt.is_not_null())
        .order_by(summed_day::Column::Day, Direction::Descending)
        .one()
        .await?;
    let next = match newest.and_then(|row| row.day.parse::<NaiveDate>().ok()) {
        Some(day) => Some(day + Days::new(1)),
        None => first_day(scope).await?,
    };
    let reopened = scope
        .find::<summed_day::Entity>()
        .filter(summed_day::Column::SummedAt.is_null())
        .order_by(summed_day::Column::Day, Direction::Ascending)
        .limit(most as u64)
        .all()
        .await?;
    let following = next.into_iter().flat_map(|day| day.iter_days().take(most));
    let mut days: Vec<NaiveDate> = reopened.iter().filter_map(|row| row.day.parse().ok()).chain(following).collect();
    days.retain(|day| is_closed(*day, now));
    days.sort_unstable();
    days.dedup();
    days.truncate(most);
    Ok(days)
}

/// The day of the first thing that was counted.
async fn first_day(scope: &impl Scope) -> Result<Option<NaiveDate>> {
    let first = scope.find::<counter::Entity>().order_by(counter::Column::Quarter, Direction::Ascending).one().await?;
    Ok(first.map(|row| row.quarter.date_naive()))
}

/// Adds up a day that is over, and keeps the sums unless the day was changed meanwhile; says whether it
/// did.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn keep(tenant: &Tenant, day: NaiveDate, now: DateTime<Utc>) -> Result<bool> {
    let text = day.to_string();
    let row =
        summed_day::Model { organisation_id: tenant.organisation(), day: text.clone(), changes: 0, summed_at: None };
    tenant.write(async |tx| tx.insert_new(row.into_active_model()).await).await?;
    let of_day = summed_day::Column::Day.eq(text.as_str());
    let Some(before) = tenant.find::<summed_day::Entity>().filter(of_day.clone()).one().await? else {
        return Ok(false);
    };
    let rows: Vec<_> = of(tenant, day).await?.into_iter().map(IntoActiveModel::into_active_model).collect();
    tenant
        .write(async |tx| {
            // Waits for whoever changes the day right now, and sees then that it was changed.
            let unchanged = Condition::all().add(of_day).add(summed_day::Column::Changes.eq(before.changes));
            let kept = summed_day::ActiveModel { summed_at: Set(Some(now)), ..Default::default() };
            if tx.update_where::<summed_day::Entity, _>(unchanged, kept).await? == 0 {
                return Ok(false);
            }
            tx.delete_where::<click_day::Entity>(click_day::Column::Day.eq(text.as_str())).await?;
            for rows in rows.chunks(ROWS_PER_STATEMENT) {
                tx.insert_all(rows.iter().cloned()).await?;
            }
            Ok(true)
        })
        .await
}

/// What the rows of a day add up to, for each level; nothing for what had nothing.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn of(scope: &impl Scope, day: NaiveDate) -> Result<Vec<click_day::Model>> {
    let span = (midnight(day), midnight(day + Days::new(1)));
    let mut sums = Sums { organisation: scope.organisation(), day, rows: HashMap::new() };
    sums.count(scope, span).await?;
    if sums.rows.is_empty() {
        return Ok(Vec::new());
    }
    sums.last(scope, span).await?;
    for (level, by) in LEVELS {
        let slice = Slice { by, only: None };
        for visit in visits::first_visits(scope, &slice, span).await? {
            let quarter = DateTime::from_timestamp(visit.slot * 900, 0).map_or(0, |at| quarter_of(at, span.0));
            if let Some(row) = sums.row(level, visit.key) {
                row.visitors += visit.visitors;
                *row.quarters.visitors.entry(quarter).or_default() += visit.visitors;
            }
        }
        for property in Property::ALL {
            for shared in visits::shared(scope, &slice, property, span).await? {
                let Some(row) = sums.row(level, shared.key) else { continue };
                let values = match property {
                    Property::Referrer => &mut row.referrers,
                    Property::Device => &mut row.devices,
                    Property::Country => &mut row.countries,
                };
                let count = values.0.entry(shared.value).or_default();
                count.clicks += shared.clicks;
                count.visitors += shared.visitors;
                count.conversions += shared.conversions;
            }
        }
    }
    let mut rows: Vec<_> = sums.rows.into_values().collect();
    rows.sort_by_key(|row| (row.level, row.scope_id));
    Ok(rows)
}

/// Which quarter of an hour of its day an instant is in.
fn quarter_of(at: DateTime<Utc>, midnight: DateTime<Utc>) -> u8 {
    u8::try_from((at - midnight).num_minutes() / 15).unwrap_or_default()
}

struct Sums {
    organisation: OrganisationId,
    day: NaiveDate,
    rows: HashMap<(Level, Uuid), click_day::Model>,
}

impl Sums {
    fn row(&mut self, level: Level, key: Option<Uuid>) -> Option<&mut click_day::Model> {
        self.rows.get_mut(&(level, key.unwrap_or(self.organisation.0)))
    }

    /// The rows of everything that a counter counts, with what it counts.
    async fn count(&mut self, scope: &impl Scope, (from, to): Span) -> Result<()> {
        let counters = scope
            .find::<counter::Entity>()
            .filter(Condition::all().add(counter::Column::Quarter.gte(from)).add(counter::Column::Quarter.lt(to)))
            .all()
            .await?;
        for counter in counters {
            let quarter = quarter_of(counter.quarter, from);
            for (level, part) in LEVELS {
                let row = self.row_of(level, part, &counter);
                match counter.measure {
                    Measure::Human => row.clicks += counter.count,
                    Measure::Conversion => row.conversions += counter.count,
                    _ => {}
                }
                let counts = row.quarters.measures.entry(counter.measure).or_default();
                *counts.entry(quarter).or_default() += counter.count;
            }
        }
        // A count that was taken back is none.
        for row in self.rows.values_mut() {
            row.quarters.measures.values_mut().for_each(|counts| counts.retain(|_, count| *count != 0));
            row.quarters.measures.retain(|_, counts| !counts.is_empty());
        }
        Ok(())
    }

    fn row_of(&mut self, level: Level, part: Option<Part>, counter: &counter::Model) -> &mut click_day::Model {
        let (campaign, partner, link) = (counter.campaign_id, counter.partner_id, counter.link_id);
        let (scope_id, campaign_id, partner_id, link_id): (
            Uuid,
            Option<CampaignId>,
            Option<PartnerId>,
            Option<LinkId>,
        ) = match part {
            None => (self.organisation.0, None, None, None),
            Some(Part::Campaign) => (campaign.0, Some(campaign), None, None),
            Some(Part::Partner) => (partner.0, None, Some(partner), None),
            Some(Part::Link) => (link.0, Some(campaign), Some(partner), Some(link)),
            Some(Part::Address) => (counter.via, Some(campaign), Some(partner), Some(link)),
        };
        let (organisation_id, day) = (self.organisation, self.day);
        self.rows.entry((level, scope_id)).or_insert_with(|| click_day::Model {
            organisation_id,
            level,
            scope_id,
            day: day.to_string(),
            campaign_id,
            partner_id,
            link_id,
            clicks: 0,
            visitors: 0,
            conversions: 0,
            last_at: None,
            quarters: Quarters::default(),
            referrers: ByValue::default(),
            devices: ByValue::default(),
            countries: ByValue::default(),
        })
    }

    /// When each of them was last active.
    async fn last(&mut self, scope: &impl Scope, span: Span) -> Result<()> {
        for (level, part) in LEVELS {
            for (key, at) in last_in(scope, part, span).await? {
                if let Some(row) = self.row(level, key) {
                    row.last_at = Ord::max(row.last_at, Some(at));
                }
            }
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Last {
    key: Option<Uuid>,
    at: DateTime<Utc>,
}

/// The last click by a person, and the last conversion, of a span, by what it was of.
pub(super) async fn last_in(
    scope: &impl Scope,
    part: Option<Part>,
    (from, to): Span,
) -> Result<Vec<(Option<Uuid>, DateTime<Utc>)>> {
    let (of_click, of_conversion) = match part {
        None => (None, None),
        Some(Part::Campaign) => (Some(click::Column::CampaignId), Some(conversion::Column::CampaignId)),
        Some(Part::Partner) => (Some(click::Column::PartnerId), Some(conversion::Column::PartnerId)),
        Some(Part::Link) => (Some(click::Column::LinkId), Some(conversion::Column::LinkId)),
        Some(Part::Address) => (Some(click::Column::Via), Some(conversion::Column::Via)),
    };
    let at = click::Column::At;
    let clicked = Condition::all().add(at.gte(from)).add(at.lt(to)).add(click::Column::Label.eq(Label::Human));
    let mut last: Vec<Last> = scope
        .find::<click::Entity>()
        .filter(clicked)
        .reduce(|select| {
            let select = match of_click {
                Some(key) => select.column_as(key, "key").group_by(key),
                None => select.column_as(Expr::value(None::<Uuid>), "key"),
            };
            let greatest = Expr::col((click::Entity, at)).max();
            select.column_as(greatest.clone(), "at").having(greatest.is_not_null())
        })
        .await?;
    let at = conversion::Column::CreatedAt;
    let converted: Vec<Last> = scope
        .find::<conversion::Entity>()
        .filter(Condition::all().add(at.gte(from)).add(at.lt(to)))
        .reduce(|select| {
            let select = match of_conversion {
                Some(key) => select.column_as(key, "key").group_by(key),
                None => select.column_as(Expr::value(None::<Uuid>), "key"),
            };
            let greatest = Expr::col((conversion::Entity, at)).max();
            select.column_as(greatest.clone(), "at").having(greatest.is_not_null())
        })
        .await?;
    last.extend(converted);
    Ok(last.into_iter().map(|row| (row.key, row.at)).collect())
}
