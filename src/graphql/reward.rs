//! Rewards: what conversions earn, how the money moved, and what it adds up to.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::Duration;
use chrono_tz::Tz;
use entity::id::{CampaignId, LinkId, PartnerId, RewardId};
use entity::{reward, reward_entry};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::campaign::Campaign;
use super::conversion::Conversion;
use super::link::Link;
use super::money::Money;
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::scalar::{Date, DateTime};
use super::{load, now, tenant};
use crate::domain::key::Permission;
use crate::domain::reward::{self as rewards, Days, Earned, Month, Sums, Totals};
use crate::error::Error;

/// How many days are added up unless the caller says.
const USUAL_DAYS: i64 = 30;

/// Where a reward stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::RewardStatus")]
pub(super) enum RewardStatus {
    /// Its submission waits: for a review, or to be run again.
    Held,
    /// Its submission was accepted: the partner is to be paid.
    Payable,
    /// Its submission was declined: nothing is paid.
    Reversed,
}

/// Between which accounts the ledger moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::RewardAccount")]
pub(super) enum RewardAccount {
    /// What the organisation has promised: the other side of all rewards.
    Promised,
    /// Rewards that are held.
    Held,
    /// Rewards that are payable.
    Payable,
    /// Rewards that were taken back.
    Reversed,
}

/// Why a conversion of a campaign that pays rewards earned none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "rewards::Withheld")]
pub(super) enum RewardWithheld {
    /// The campaign rewards new customers only, and this one had converted in the organisation before.
    ExistingCustomer,
}

pub(super) struct Reward(reward::Model);

page::listed!(Reward, reward, RewardId);

/// What a conversion earns its partner.
#[Object]
impl Reward {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where it stands.
    async fn status(&self) -> RewardStatus {
        self.0.status.into()
    }

    /// How much.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount_minor, &self.0.currency)
    }

    /// How the money moved, oldest first: two entries a move, which cancel each other out. Entries are
    /// only ever added.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<RewardEntry>> {
        Ok(load::many(ctx, load::EntriesOf(self.0.id)).await?.into_iter().map(RewardEntry::from).collect())
    }

    /// When its conversion was recorded.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last moved.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// The conversion that earned it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversion(&self, ctx: &Context<'_>) -> Result<Option<Conversion>> {
        Ok(load::one(ctx, load::ConversionById(self.0.conversion_id)).await?.map(Conversion::from))
    }

    /// Who earns it. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// The campaign. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, load::CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The credited link. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, load::LinkById(self.0.link_id)).await?.map(Link::from))
    }
}

/// Half of a move of money.
#[derive(SimpleObject)]
pub(super) struct RewardEntry {
    /// Its id.
    id: ID,
    /// The account.
    account: RewardAccount,
    /// What the account gains; what it loses is negative.
    amount: Money,
    /// When.
    at: DateTime,
}

impl From<reward_entry::Model> for RewardEntry {
    fn from(row: reward_entry::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            account: row.account.into(),
            amount: Money::new(row.amount_minor, &row.currency),
            at: row.at.into(),
        }
    }
}

/// Which rewards.
#[derive(Debug, Default, InputObject)]
pub(super) struct RewardFilter {
    /// Only those that stand there.
    status: Option<RewardStatus>,
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those of this partner.
    partner_id: Option<ID>,
    /// Only those of this link.
    link_id: Option<ID>,
    /// Only those whose conversion was recorded at this time or later.
    from: Option<DateTime>,
    /// Only those whose conversion was recorded before this time.
    to: Option<DateTime>,
}

impl RewardFilter {
    pub(super) fn condition(self) -> Condition {
        let status = self.status.map(entity::value::RewardStatus::from);
        Condition::all()
            .add_option(status.map(|status| reward::Column::Status.eq(status)))
            .add_option(page::same::<CampaignId>(reward::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<PartnerId>(reward::Column::PartnerId, self.partner_id))
            .add_option(page::same::<LinkId>(reward::Column::LinkId, self.link_id))
            .add_option(self.from.map(|from| reward::Column::CreatedAt.gte(from.0)))
            .add_option(self.to.map(|to| reward::Column::CreatedAt.lt(to.0)))
    }
}

/// Sums of rewards of one currency, by where they stand now.
#[derive(SimpleObject)]
pub(super) struct RewardSums {
    /// The currency, by its ISO 4217 code.
    currency_code: String,
    /// What is held.
    held: Money,
    /// What is payable.
    payable: Money,
    /// What was reversed.
    reversed: Money,
}

impl RewardSums {
    fn new(currency: &str, sums: Sums) -> Self {
        let money = |minor| Money::new(minor, currency);
        Self {
            currency_code: currency.to_owned(),
            held: money(sums.held),
            payable: money(sums.payable),
            reversed: money(sums.reversed),
        }
    }
}

/// The sums of a month.
#[derive(SimpleObject)]
pub(super) struct RewardMonth {
    /// The month's first day, or the first day of the range.
    start: Date,
    /// What is held of the month's conversions.
    held: Money,
    /// What is payable.
    payable: Money,
    /// What was reversed.
    reversed: Money,
}

impl RewardMonth {
    fn new(month: Month, totals: &Totals, currency: &str) -> Self {
        let sums = totals.get(currency).copied().unwrap_or_default();
        let RewardSums { held, payable, reversed, .. } = RewardSums::new(currency, sums);
        Self { start: Date(month.first_day), held, payable, reversed }
    }
}

/// What rewards add up to, exactly: those whose conversion was recorded in the range, by where they
/// stand now.
#[derive(SimpleObject)]
pub(super) struct RewardTotals {
    /// What is held, in the organisation's currency.
    held: Money,
    /// What is payable.
    payable: Money,
    /// What was reversed.
    reversed: Money,
    /// Month by month of the zone's calendar, also where nothing was earned.
    months: Vec<RewardMonth>,
    /// What was earned in other currencies than the organisation's: it had another one then.
    other_currencies: Vec<RewardSums>,
}

impl RewardTotals {
    pub(super) fn new(earned: &Earned, currency: &str) -> Self {
        let mut totals = earned.total();
        let own = totals.remove(currency).unwrap_or_default();
        let RewardSums { held, payable, reversed, .. } = RewardSums::new(currency, own);
        Self {
            held,
            payable,
            reversed,
            months: earned.0.iter().map(|(month, totals)| RewardMonth::new(*month, totals, currency)).collect(),
            other_currencies: totals.into_iter().map(|(currency, sums)| RewardSums::new(&currency, sums)).collect(),
        }
    }
}

#[derive(Default)]
pub(super) struct RewardQuery;

#[Object]
impl RewardQuery {
    /// A reward; null if there is none with this id. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn reward(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Reward>> {
        tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::RewardById(id)).await?.map(Reward))
    }

    /// The rewards. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn rewards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<RewardFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Reward>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await
    }

    /// What the rewards of a range of days add up to. Scope `affiliate:read`.
    #[graphql(complexity = "2 * page::READ + child_complexity")]
    async fn reward_totals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
        #[graphql(desc = "Only rewards of this partner.")] partner_id: Option<ID>,
        #[graphql(desc = "Only rewards of this campaign.")] campaign_id: Option<ID>,
    ) -> Result<RewardTotals> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let owner = load::owner(ctx, &tenant).await?;
        let name = time_zone.as_deref().unwrap_or(&owner.time_zone);
        let zone: Tz = name.parse().map_err(|_| {
            Error::BadRequest(format!("There is no time zone `{name}`. Name one of IANA's, as Europe/Brussels."))
        })?;
        let to = match to {
            Some(to) => to.0,
            None => now(ctx)?.with_timezone(&zone).date_naive(),
        };
        let from = from.map_or(to - Duration::days(USUAL_DAYS - 1), |from| from.0);
        let filter = rewards::Filter {
            // One that is malformed is nobody's.
            partner: partner_id.map(|id| id.parse().unwrap_or(PartnerId(Uuid::nil()))),
            campaign: campaign_id.map(|id| id.parse().unwrap_or(CampaignId(Uuid::nil()))),
            ..rewards::Filter::default()
        };
        let earned = rewards::earned(&tenant, Days { from, to, zone }, filter).await?;
        Ok(RewardTotals::new(&earned, &owner.currency))
    }
}
