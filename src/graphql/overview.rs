//! The first page: figures with their change, what is left to do, and how far a new organisation is.

mod check;

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::link;
use sea_orm::ColumnTrait;

use super::scalar::{Count, Date, DateTime};
use super::stats::range;
use super::{app, load, now, page, tenant};
use crate::domain::key::Permission;
use crate::domain::overview::{self, Started};
use crate::domain::stats::{self, Counted, Numbers, Of, Range};
use crate::error;
use crate::store::Scope;

pub(super) use check::CheckQuery;

/// What the first page shows.
pub(super) struct Overview {
    range: Range,
    stats: stats::Stats,
    previous: Numbers,
}

/// A figure of a range, beside that of as many days before.
#[derive(SimpleObject)]
pub(super) struct OverviewFigure {
    /// The figure; null where there is none, as a rate without clicks.
    value: Option<f64>,
    /// The same of the range of as many days before.
    previous: Option<f64>,
    /// By how much it has changed, as a share of `previous`: 0.5 is half as much again. Null where
    /// there was nothing before.
    change: Option<f64>,
    /// The figure of each day of the range, for a small chart; null where there is none.
    sparkline: Vec<Option<f64>>,
}

impl Overview {
    fn figure(&self, read: impl Fn(&Numbers) -> Option<f64>) -> OverviewFigure {
        let (value, previous) = (read(&self.stats.total), read(&self.previous));
        let change = value.zip(previous).filter(|(_, previous)| *previous != 0.0);
        OverviewFigure {
            value,
            previous,
            change: change.map(|(value, previous)| value / previous - 1.0),
            sparkline: self.stats.buckets.iter().map(|Counted { numbers, .. }| read(numbers)).collect(),
        }
    }
}

/// What the first page shows. The numbers are those of `stats`.
#[Object]
impl Overview {
    /// The first day.
    async fn from(&self) -> Date {
        Date(self.range.from)
    }

    /// The last day, which is included.
    async fn to(&self) -> Date {
        Date(self.range.to)
    }

    /// The IANA zone whose days they are.
    async fn time_zone(&self) -> &'static str {
        self.range.zone.name()
    }

    /// Clicks by people.
    async fn clicks(&self) -> OverviewFigure {
        self.figure(|numbers| Some(numbers.clicks as f64))
    }

    /// Visitors, each once a day of UTC.
    async fn unique_visitors(&self) -> OverviewFigure {
        self.figure(|numbers| Some(numbers.visitors as f64))
    }

    /// Conversions.
    async fn conversions(&self) -> OverviewFigure {
        self.figure(|numbers| Some(numbers.conversions as f64))
    }

    /// Conversions by clicks.
    async fn conversion_rate(&self) -> OverviewFigure {
        self.figure(Numbers::rate)
    }

    /// What is left to do, now.
    async fn to_do(&self) -> ToDo {
        ToDo
    }

    /// The steps with which an organisation starts, in their order.
    #[graphql(complexity = "page::cost_of(6, child_complexity)")]
    async fn get_started(&self, ctx: &Context<'_>) -> Result<Vec<GetStartedStep>> {
        let tenant = tenant(ctx, Permission::StatsRead)?;
        Ok(steps(overview::started(&tenant, &app(ctx)?.store).await?))
    }
}

/// What is left to do. Each needs the scope of the list that it counts; null without it.
pub(super) struct ToDo;

/// What is left to do, now. Each is null for who may not see the list that it counts.
#[Object]
impl ToDo {
    /// How many form submissions wait for review. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ")]
    async fn submissions_to_review(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        Ok(Some(count(overview::to_review(&tenant).await?)))
    }

    /// How many form submissions are in error, and can be run again. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ")]
    async fn submissions_in_error(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        Ok(Some(count(overview::in_error(&tenant).await?)))
    }

    /// How many links have traffic that somebody should look at. Scope `stats:read`.
    #[graphql(complexity = "page::READ")]
    async fn links_to_review(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let tenant = tenant(ctx, Permission::StatsRead)?;
        let range = range(ctx, None, None, None, None).await?;
        let bad = stats::under_review(&tenant, None, range.to, range.zone).await?;
        let bad = link::Column::Id.is_in(bad);
        let links = tenant.find::<link::Entity>().filter(bad).filter(link::Column::RevokedAt.is_null());
        Ok(Some(count(links.count().await?)))
    }

    /// How many secret keys end in the next 14 days. Scope `keys:read`.
    #[graphql(complexity = "page::READ")]
    async fn keys_expiring(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let tenant = tenant(ctx, Permission::KeysRead)?;
        Ok(Some(count(overview::keys_that_end(&tenant, now(ctx)?).await?)))
    }

    /// How many webhook endpoints fail, or were switched off because they did. Scope `webhooks:read`.
    #[graphql(complexity = "page::READ")]
    async fn webhooks_failing(&self, ctx: &Context<'_>) -> Result<Option<Count>> {
        let tenant = tenant(ctx, Permission::WebhooksRead)?;
        Ok(Some(count(overview::failing_webhooks(&tenant).await?)))
    }
}

fn count(count: u64) -> Count {
    Count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A step with which an organisation starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum GetStarted {
    /// The organisation has a name.
    OrganisationNamed,
    /// A campaign was made.
    CampaignMade,
    /// A partner was added.
    PartnerAdded,
    /// A link was made.
    LinkMade,
    /// The snippet was loaded by a browser on a campaign's destination, or a conversion call has come.
    Installed,
    /// A conversion was recorded.
    FirstConversion,
}

/// A step with which an organisation starts, and whether it was done.
#[derive(SimpleObject)]
pub(super) struct GetStartedStep {
    /// Which step.
    step: GetStarted,
    /// When it was done; null: it was not.
    done_at: Option<DateTime>,
}

fn steps(started: Started) -> Vec<GetStartedStep> {
    let steps = [
        (GetStarted::OrganisationNamed, started.organisation),
        (GetStarted::CampaignMade, started.campaign),
        (GetStarted::PartnerAdded, started.partner),
        (GetStarted::LinkMade, started.link),
        (GetStarted::Installed, started.installed),
        (GetStarted::FirstConversion, started.conversion),
    ];
    steps.into_iter().map(|(step, at)| GetStartedStep { step, done_at: at.map(DateTime) }).collect()
}

#[derive(Default)]
pub(super) struct OverviewQuery;

#[Object]
impl OverviewQuery {
    /// What the first page shows: figures of a range of days with their change on as many days before,
    /// what is left to do, and how far a new organisation is. Scope `stats:read`.
    #[graphql(complexity = "2 * page::READ + child_complexity")]
    async fn overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
    ) -> Result<Overview> {
        let range = range(ctx, from, to, time_zone, None).await?;
        let stats = load::figure(ctx, load::figures::StatsOf(Of::Organisation, range)).await?;
        let previous = load::figure(ctx, load::figures::TotalsOf(Of::Organisation, range.previous())).await?;
        let none = || error::Error::internal("an organisation without numbers");
        Ok(Overview { range, stats: stats.ok_or_else(none)?, previous: previous.ok_or_else(none)? })
    }
}
