//! What each rule of a campaign refused in a while, and what a switched-off one would have refused.

use chrono::{DateTime, Utc};
use entity::id::PartnerId;
use entity::value::{DecisionFacts, Reason};
use entity::{campaign, campaign_version, conversion, decision};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use crate::domain::campaign as campaigns;
use crate::error::Result;
use crate::store::{Direction, Scope};

/// How many recorded conversions a switched-off rule is tried on at most.
const MOST_TRIED: u64 = 20_000;

/// What refuses conversions, or withholds their reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A check of a conversion call.
    Check(Reason),
    /// Whether a customer who is known earns no reward. The conversion is recorded all the same.
    ExistingCustomer,
}

/// The figures of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Which.
    pub rule: Rule,
    /// Whether it is switched on.
    pub on: bool,
    /// How many it refused.
    pub refused: i64,
    /// How many recorded conversions it would have refused if it were on; none: it is, or nothing
    /// says what it would refuse.
    pub would_have_refused: Option<i64>,
}

/// The figures of all rules of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Rules that cannot be switched off.
    pub always: Vec<Figure>,
    /// Rules that can.
    pub switches: Vec<Figure>,
    /// On how many recorded conversions the switched-off rules were tried.
    pub tried: i64,
}

/// What the rules of a campaign refused since a moment.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn quality(
    scope: &impl Scope,
    campaign: &campaign::Model,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Figures> {
    let version = campaigns::version(scope, campaign).await?;
    // What is judged in this very instant is in the range.
    let to = now + chrono::Duration::seconds(1);
    let counts = super::reasons(scope, since, to, Some(campaign.id)).await?;
    let refused = |reason| counts.iter().find(|count| count.reason == reason).map_or(0, |count| count.count);
    let (tried, untried) = would_have_refused(scope, campaign, since).await?;
    let (withheld, not_withheld) = existing_customers(scope, campaign, since).await?;
    let always = [
        Reason::WrongCampaign,
        Reason::LinkRevoked,
        Reason::PartnerInactive,
        Reason::CampaignInactive,
        Reason::OutsideWindow,
        Reason::AlreadyConverted,
    ];
    let always = always.map(|reason| Figure {
        rule: Rule::Check(reason),
        on: true,
        refused: refused(reason),
        would_have_refused: None,
    });
    let switch = |reason, on: bool, would: Option<i64>| Figure {
        rule: Rule::Check(reason),
        on,
        refused: refused(reason),
        would_have_refused: would.filter(|_| !on),
    };
    let switches = vec![
        switch(Reason::OriginNotAllowed, !version.allowed_origins.0.is_empty(), None),
        switch(Reason::ExcludedDomain, !version.excluded_domains.0.is_empty(), None),
        switch(Reason::DisposableEmail, version.block_disposable, Some(untried.disposable)),
        switch(Reason::SelfReferral, version.block_self_referral, Some(untried.self_referral)),
        switch(Reason::DuplicateEmail, version.block_duplicate_email, Some(untried.duplicate)),
        Figure {
            rule: Rule::ExistingCustomer,
            on: version.new_customers_only,
            refused: withheld,
            would_have_refused: (!version.new_customers_only).then_some(not_withheld),
        },
    ];
    Ok(Figures { always: always.to_vec(), switches, tried })
}

/// How many recorded conversions rules would have refused.
#[derive(Default)]
struct Untried {
    disposable: i64,
    self_referral: i64,
    duplicate: i64,
}

async fn would_have_refused(
    scope: &impl Scope,
    campaign: &campaign::Model,
    since: DateTime<Utc>,
) -> Result<(i64, Untried)> {
    #[derive(FromQueryResult)]
    struct Row {
        partner_id: Option<PartnerId>,
        facts: Option<DecisionFacts>,
    }
    let recorded = Condition::all()
        .add(decision::Column::CampaignId.eq(campaign.id))
        .add(decision::Column::At.gte(since))
        .add(decision::Column::Reason.eq(Reason::Recorded));
    let rows: Vec<Row> = scope
        .find::<decision::Entity>()
        .filter(recorded)
        .order_by(decision::Column::At, Direction::Descending)
        .limit(MOST_TRIED)
        .reduce(|select| select.column(decision::Column::PartnerId).column(decision::Column::Facts))
        .await?;
    let (mut tried, mut untried) = (0, Untried::default());
    for row in rows {
        let Some(facts) = row.facts else { continue };
        tried += 1;
        let Some(customer) = facts.customer else { continue };
        // The decision names the credited partner; what the customer shares with it is the same for
        // all of its clicks.
        let credited = facts.candidates.iter().find(|click| Some(click.partner_id) == row.partner_id);
        untried.disposable += i64::from(customer.disposable);
        untried.self_referral += i64::from(credited.is_some_and(|click| click.self_referral.is_some()));
        untried.duplicate += i64::from(customer.converted_in_campaign);
    }
    Ok((tried, untried))
}

/// How many conversions of known customers had their reward withheld, and how many earned one.
async fn existing_customers(
    scope: &impl Scope,
    campaign: &campaign::Model,
    since: DateTime<Utc>,
) -> Result<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Row {
        campaign_version: i32,
        count: i64,
    }
    let known = Condition::all()
        .add(conversion::Column::CampaignId.eq(campaign.id))
        .add(conversion::Column::CreatedAt.gte(since))
        .add(conversion::Column::ExistingCustomer.eq(true));
    let rows: Vec<Row> = scope
        .find::<conversion::Entity>()
        .filter(known)
        .reduce(|select| {
            select
                .column(conversion::Column::CampaignVersion)
                .expr_as(conversion::Column::Id.count(), "count")
                .group_by(conversion::Column::CampaignVersion)
        })
        .await?;
    let numbers: Vec<_> = rows.iter().map(|row| row.campaign_version).collect();
    let paying = Condition::all()
        .add(campaign_version::Column::CampaignId.eq(campaign.id))
        .add(campaign_version::Column::Version.is_in(numbers))
        .add(campaign_version::Column::RewardMinor.is_not_null());
    let paying = scope.find::<campaign_version::Entity>().filter(paying).all().await?;
    let count = |withholds: bool| {
        let judged = |version: i32| {
            paying.iter().any(|paying| paying.version == version && paying.new_customers_only == withholds)
        };
        rows.iter().filter(|row| judged(row.campaign_version)).map(|row| row.count).sum()
    };
    Ok((count(true), count(false)))
}
