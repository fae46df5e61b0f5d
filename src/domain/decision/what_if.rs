//! What would have been credited under other rules: decisions judged again, from what they were made
//! from.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use entity::id::{CampaignId, ClickId, PartnerId};
use entity::value::{AttributionModel, DecisionFacts, Reason, Texts};
use entity::{campaign, campaign_version, decision};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use crate::domain::attribution::{self, Again};
use crate::domain::{email, text};
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Direction, Scope};

/// How many calls are judged again at once at most.
pub const MOST_CALLS: u64 = 20_000;

/// What of a campaign's rules should have been otherwise; none: as it was when each call was judged.
#[derive(Debug, Clone, Default)]
pub struct Otherwise {
    /// Days after a click in which it may convert, from 1 to 365.
    pub window_days: Option<i32>,
    /// Which click is credited.
    pub model: Option<AttributionModel>,
    /// E-mail domains that are refused, as somebody typed them.
    pub excluded_domains: Option<Vec<String>>,
    /// Whether disposable addresses are refused.
    pub block_disposable: Option<bool>,
    /// Whether a partner's own address is refused.
    pub block_self_referral: Option<bool>,
    /// Whether an address may convert only once.
    pub block_duplicate_email: Option<bool>,
}

/// What a partner would have gained and lost, in conversions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The partner.
    pub partner: PartnerId,
    /// Credited as it was.
    pub before: i64,
    /// Credited then.
    pub then: i64,
    /// Credited then and not before.
    pub gained: i64,
    /// Credited before and not then.
    pub lost: i64,
}

/// What would have been credited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIf {
    /// Partner by partner, the greatest change first.
    pub partners: Vec<Change>,
    /// How many calls there were.
    pub calls: i64,
    /// How many of them could not be judged again, because it was not kept what they were made from.
    /// They stay as they were.
    pub not_judged_again: i64,
    /// How many could only credit the token's click under `FIRST_CLICK`, because the visitor was not
    /// known.
    pub visitors_unknown: i64,
}

#[derive(Debug, FromQueryResult)]
struct Call {
    at: DateTime<Utc>,
    reason: Reason,
    click_id: Option<ClickId>,
    campaign_version: Option<i32>,
    partner_id: Option<PartnerId>,
    facts: Option<DecisionFacts>,
}

/// Judges the calls of a range again as if some of the rules had been otherwise. Nothing is written.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, [`Error::Invalid`] for rules that
/// cannot be or a range that has more than [`MOST_CALLS`].
pub async fn what_if(
    scope: &impl Scope,
    campaign: CampaignId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    otherwise: &Otherwise,
) -> Result<WhatIf> {
    let rules = otherwise.read(from, to)?;
    if !scope.find::<campaign::Entity>().id(campaign).any().await? {
        return Err(Error::NotFound("campaign"));
    }
    let range = Condition::all()
        .add(decision::Column::CampaignId.eq(campaign))
        .add(decision::Column::At.gte(from))
        .add(decision::Column::At.lt(to));
    let count = scope.find::<decision::Entity>().filter(range.clone()).count().await?;
    if count > MOST_CALLS {
        let message = format!("There are {count} calls in this range; ask for one with at most {MOST_CALLS}.");
        return Err(crate::error::Problem::new("from", ProblemCode::TooLong, message).into());
    }
    let calls: Vec<Call> = scope
        .find::<decision::Entity>()
        .filter(range)
        .order_by(decision::Column::At, Direction::Ascending)
        .order_by(decision::Column::Id, Direction::Ascending)
        .limit(MOST_CALLS)
        .reduce(|select| {
            select
                .column(decision::Column::At)
                .column(decision::Column::Reason)
                .column(decision::Column::ClickId)
                .column(decision::Column::CampaignVersion)
                .column(decision::Column::PartnerId)
                .column(decision::Column::Facts)
        })
        .await?;
    let versions = scope
        .find::<campaign_version::Entity>()
        .filter(campaign_version::Column::CampaignId.eq(campaign))
        .all()
        .await?;
    let versions = versions.into_iter().map(|version| (version.version, rules.apply(version))).collect();
    Ok(judge_again(&calls, &versions))
}

/// Rules that could be.
struct Rules<'a> {
    otherwise: &'a Otherwise,
    excluded_domains: Option<Texts>,
}

impl Otherwise {
    fn read(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Rules<'_>> {
        let mut problems = Problems::default();
        if from >= to {
            problems.add("to", ProblemCode::Invalid, "The range ends before it begins.");
        }
        if self.window_days.is_some_and(|days| !(1..=365).contains(&days)) {
            problems.add("windowDays", ProblemCode::Invalid, "The attribution window is from 1 to 365 days.");
        }
        let parse = |text: &str| email::ascii_domain(text).ok_or("Give a domain, as example.com.");
        let path = "rules.excludedDomains";
        let excluded = self.excluded_domains.as_ref();
        let excluded_domains = excluded.map(|domains| Texts(text::list(domains, 1_000, path, &mut problems, parse)));
        problems.none()?;
        Ok(Rules { otherwise: self, excluded_domains })
    }
}

impl Rules<'_> {
    fn apply(&self, mut version: campaign_version::Model) -> campaign_version::Model {
        let otherwise = self.otherwise;
        version.window_days = otherwise.window_days.unwrap_or(version.window_days);
        version.model = otherwise.model.unwrap_or(version.model);
        version.excluded_domains = self.excluded_domains.clone().unwrap_or(version.excluded_domains);
        version.block_disposable = otherwise.block_disposable.unwrap_or(version.block_disposable);
        version.block_self_referral = otherwise.block_self_referral.unwrap_or(version.block_self_referral);
        version.block_duplicate_email = otherwise.block_duplicate_email.unwrap_or(version.block_duplicate_email);
        version
    }
}

/// Whether a call got as far as the rules that can be otherwise: its link, partner and campaign were
/// as they should be.
fn got_to_the_rules(reason: Reason) -> bool {
    match reason {
        Reason::OutsideWindow
        | Reason::AlreadyConverted
        | Reason::ExcludedDomain
        | Reason::DisposableEmail
        | Reason::SelfReferral
        | Reason::DuplicateEmail
        | Reason::Recorded => true,
        Reason::MissingToken
        | Reason::MalformedToken
        | Reason::BadSignature
        | Reason::UnknownClick
        | Reason::WrongOrganisation
        | Reason::WrongCampaign
        | Reason::OriginNotAllowed
        | Reason::LinkRevoked
        | Reason::PartnerInactive
        | Reason::CampaignInactive => false,
    }
}

/// What happened, and what would have happened by then.
#[derive(Default)]
struct Courses<'a> {
    /// Which partner each click was credited to.
    before: BTreeMap<ClickId, PartnerId>,
    /// Which partner each click would have been credited to.
    then: BTreeMap<ClickId, PartnerId>,
    /// Customers whose first conversion in the campaign lies in the range.
    new_customers: HashSet<&'a str>,
    /// Customers who would have converted in the range.
    converted: HashSet<&'a str>,
}

/// `calls` in the order in which they came.
fn judge_again(calls: &[Call], versions: &HashMap<i32, campaign_version::Model>) -> WhatIf {
    let mut courses = Courses::default();
    for call in calls.iter().filter(|call| call.reason == Reason::Recorded) {
        courses.before.extend(call.click_id.zip(call.partner_id));
        let customer = call.facts.as_ref().and_then(|facts| facts.customer.as_ref());
        courses
            .new_customers
            .extend(customer.filter(|customer| !customer.converted_in_campaign).map(|customer| customer.key.as_str()));
    }
    let mut what_if = WhatIf { calls: i64::try_from(calls.len()).unwrap_or(i64::MAX), ..WhatIf::default() };
    for call in calls {
        let version = call.campaign_version.and_then(|version| versions.get(&version));
        let (Some(facts), Some(version), Some(click)) = (&call.facts, version, call.click_id) else {
            what_if.not_judged_again += 1;
            if call.reason == Reason::Recorded {
                courses.then.extend(call.click_id.zip(call.partner_id));
            }
            continue;
        };
        if !got_to_the_rules(call.reason) {
            continue;
        }
        if version.model == AttributionModel::FirstClick && !facts.visitor_known {
            what_if.visitors_unknown += 1;
        }
        courses.follow(call, facts, version, click);
    }
    what_if.partners = courses.changes();
    what_if
}

impl<'a> Courses<'a> {
    fn follow(&mut self, call: &Call, facts: &'a DecisionFacts, version: &campaign_version::Model, click: ClickId) {
        let customer = facts.customer.as_ref();
        // What was true because of a call of the range is not taken as true: that call may end otherwise.
        let converted_before = customer
            .is_some_and(|customer| customer.converted_in_campaign && !self.new_customers.contains(&*customer.key));
        let again = Again {
            facts,
            click,
            at: call.at,
            click_has_converted: self.then.contains_key(&click)
                || facts.click_converted && !self.before.contains_key(&click),
            customer_has_converted: converted_before
                || customer.is_some_and(|customer| self.converted.contains(&*customer.key)),
        };
        if let Ok(credited) = attribution::judge_again(version, &again) {
            self.then.insert(click, credited.partner_id);
            self.converted.extend(customer.map(|customer| &*customer.key));
        }
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes: BTreeMap<PartnerId, Change> = BTreeMap::new();
        let mut of = |partner: PartnerId, add: fn(&mut Change)| {
            add(changes.entry(partner).or_insert(Change { partner, before: 0, then: 0, gained: 0, lost: 0 }));
        };
        for (click, partner) in &self.before {
            of(*partner, |change| change.before += 1);
            if self.then.get(click) != Some(partner) {
                of(*partner, |change| change.lost += 1);
            }
        }
        for (click, partner) in &self.then {
            of(*partner, |change| change.then += 1);
            if self.before.get(click) != Some(partner) {
                of(*partner, |change| change.gained += 1);
            }
        }
        let mut changes: Vec<_> = changes.into_values().collect();
        changes.sort_by_key(|change| std::cmp::Reverse((change.gained + change.lost, change.before)));
        changes
    }
}
