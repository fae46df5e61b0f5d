//! How a conversion call is judged: one pure function, and the trail that it leaves.
//!
//! The checks stand here in the order in which they are made; the first that fails decides.
//! What a check needs is in [`Call`] and [`Known`], read before; the database's constraints
//! have the last word over races, see `conversion.rs`.

use chrono::{DateTime, Duration, Utc};
use entity::id::{CampaignId, ClickId};
use entity::value::{
    AttributionModel, CampaignStatus, CandidateClick, CustomerFacts, DecisionFacts, Outcome, PartnerStatus, Reason,
    Source, TrailStep, Verdict,
};
use entity::{campaign, campaign_version, link, partner};

use crate::domain::email;
use crate::domain::origin;
use crate::domain::token::{TokenError, Verified};

/// A conversion call, as it came.
#[derive(Debug)]
pub struct Call<'a> {
    /// What the token's check gave.
    pub token: Result<&'a Verified, TokenError>,
    /// The caller's organisation, by its number in tokens.
    pub organisation_number: i64,
    /// The campaign of the caller's publishable key, if it is a campaign's.
    pub campaign: Option<CampaignId>,
    /// Which way it came.
    pub source: Source,
    /// The page's origin.
    pub origin: Option<&'a str>,
    /// Whether the organisation lets no page pass where the campaign lists no origins.
    pub requires_origins: bool,
    /// When.
    pub now: DateTime<Utc>,
}

/// What is known about the token's click and link, and about the customer.
#[derive(Debug)]
pub struct Known<'a> {
    /// The token's link.
    pub link: &'a link::Model,
    /// Its partner.
    pub partner: &'a partner::Model,
    /// Its campaign.
    pub campaign: &'a campaign::Model,
    /// The campaign's version that judges.
    pub version: &'a campaign_version::Model,
    /// The token's click.
    pub click: &'a CandidateClick,
    /// Whether it is in the database.
    pub click_is_stored: bool,
    /// Whether it has converted.
    pub click_has_converted: bool,
    /// The click that is credited: another than the token's where the first click counts.
    pub credited: &'a CandidateClick,
    /// The customer, if an address was sent.
    pub customer: Option<&'a CustomerFacts>,
}

/// What can be judged again under other rules: what does not depend on the link, its partner and its
/// campaign as they stood.
#[derive(Debug)]
pub struct Again<'a> {
    /// What the decision was made from.
    pub facts: &'a DecisionFacts,
    /// The token's click.
    pub click: ClickId,
    /// When the call was judged.
    pub at: DateTime<Utc>,
    /// Whether the click would have converted before.
    pub click_has_converted: bool,
    /// Whether the customer would have converted in the campaign before.
    pub customer_has_converted: bool,
}

/// How a call was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// How it ends.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// Every check that was made.
    pub trail: Vec<TrailStep>,
}

/// A token of the future is taken up to here: replicas' clocks differ.
const SKEW: Duration = Duration::minutes(5);

#[derive(Default)]
struct Checks {
    trail: Vec<TrailStep>,
}

impl Checks {
    /// Notes a check; `Err`: it decides.
    fn check(&mut self, check: Reason, passes: bool, seen: impl Into<String>) -> Result<(), Reason> {
        let verdict = if passes { Verdict::Pass } else { Verdict::Fail };
        self.trail.push(TrailStep { check, verdict, seen: seen.into() });
        if passes { Ok(()) } else { Err(check) }
    }

    fn skip(&mut self, check: Reason, why: &str) {
        self.trail.push(TrailStep { check, verdict: Verdict::Skip, seen: why.to_owned() });
    }
}

/// Judges a call. `known` is none where the token names nothing of the caller's organisation.
pub fn judge(call: &Call<'_>, known: Option<&Known<'_>>) -> Judgement {
    let mut checks = Checks::default();
    let reason = match run(call, known, &mut checks) {
        Ok(()) => Reason::Recorded,
        Err(reason) => reason,
    };
    Judgement { outcome: outcome(reason), reason, trail: checks.trail }
}

/// What a reason means to the caller.
pub fn outcome(reason: Reason) -> Outcome {
    match reason {
        Reason::Recorded => Outcome::Recorded,
        Reason::AlreadyConverted | Reason::DuplicateEmail => Outcome::Duplicate,
        Reason::OriginNotAllowed => Outcome::Refused,
        Reason::MissingToken
        | Reason::MalformedToken
        | Reason::BadSignature
        | Reason::UnknownClick
        | Reason::WrongOrganisation
        | Reason::WrongCampaign
        | Reason::LinkRevoked
        | Reason::PartnerInactive
        | Reason::CampaignInactive
        | Reason::OutsideWindow
        | Reason::ExcludedDomain
        | Reason::DisposableEmail
        | Reason::SelfReferral => Outcome::Ignored,
    }
}

fn run(call: &Call<'_>, known: Option<&Known<'_>>, checks: &mut Checks) -> Result<(), Reason> {
    let verified = check_token(call, checks)?;
    let ours = verified.token.organisation_number == call.organisation_number;
    checks.check(Reason::WrongOrganisation, ours, if ours { "the key's own" } else { "another than the key's" })?;
    let Some(known) = known else {
        return checks.check(Reason::UnknownClick, false, "no such link");
    };
    // A key that may have leaked proves nothing by itself.
    let distrusted = verified.distrusted_since.is_some_and(|since| since <= call.now);
    let proved = !distrusted || known.click_is_stored;
    let seen = match (known.click_is_stored, proved) {
        (true, _) => "the click is stored",
        (false, true) => "the click is not stored; the token says enough",
        (false, false) => "the click is not stored, and its signing key is distrusted",
    };
    checks.check(Reason::UnknownClick, proved, seen)?;
    match call.campaign {
        Some(campaign) => {
            let same = campaign == known.campaign.id;
            checks.check(Reason::WrongCampaign, same, format!("click of {}, key of {campaign}", known.campaign.id))?;
        }
        None => checks.skip(Reason::WrongCampaign, "the key is good for every campaign"),
    }
    check_origin(call, known, checks)?;
    check_standing(known, checks)?;
    check_window(known.version, known.click.at, call.now, checks)?;
    check_click(known.click_has_converted, checks)?;
    check_customer(known.version, known.customer, known.credited, checks)?;
    checks.check(Reason::Recorded, true, format!("credited to {}", known.credited.partner_id))
}

/// Judges a call again as if `version` had judged it, which passed all checks up to the window's.
/// Gives the click that would be credited.
///
/// # Errors
///
/// Why none would be; [`Reason::UnknownClick`] when the facts do not have the token's click.
pub fn judge_again<'a>(version: &campaign_version::Model, again: &Again<'a>) -> Result<&'a CandidateClick, Reason> {
    let candidates = &again.facts.candidates;
    let click = candidates.iter().find(|click| click.click_id == again.click).ok_or(Reason::UnknownClick)?;
    let credited = credited(version, candidates, click, again.at);
    let customer = again.facts.customer.clone();
    let customer = customer.map(|facts| CustomerFacts { converted_in_campaign: again.customer_has_converted, ..facts });
    let checks = &mut Checks::default();
    check_window(version, click.at, again.at, checks)?;
    check_click(again.click_has_converted, checks)?;
    check_customer(version, customer.as_ref(), credited, checks)?;
    Ok(credited)
}

/// Which of a visitor's clicks is credited, of which `own` is the token's.
pub fn credited<'a>(
    version: &campaign_version::Model,
    candidates: &'a [CandidateClick],
    own: &'a CandidateClick,
    now: DateTime<Utc>,
) -> &'a CandidateClick {
    match version.model {
        AttributionModel::LastClick => own,
        AttributionModel::FirstClick => candidates
            .iter()
            .filter(|click| click.at >= now - window(version) && !click.revoked && click.partner_active)
            .min_by_key(|click| (click.at, click.click_id))
            .unwrap_or(own),
    }
}

/// Why a click that a decision could have chosen was not, in words; none: it was. `chosen` is the one
/// that is credited, if any.
pub fn why_not(
    version: &campaign_version::Model,
    click: &CandidateClick,
    chosen: Option<ClickId>,
    at: DateTime<Utc>,
) -> Option<String> {
    let first = version.model == AttributionModel::FirstClick;
    let why = match chosen {
        None => "Nothing was recorded, so no click is credited.".to_owned(),
        Some(chosen) if chosen == click.click_id => return None,
        Some(_) if !first => "The campaign credits the last click, the one whose token was sent.".to_owned(),
        Some(_) if click.revoked => "Its link was revoked.".to_owned(),
        Some(_) if !click.partner_active => "Its partner was not active.".to_owned(),
        Some(_) if click.at < at - window(version) => {
            format!("It was older than the window of {}.", days(version.window_days))
        }
        Some(_) => "The campaign credits the first click, and another one was earlier.".to_owned(),
    };
    Some(why)
}

/// A number of days, as people say it.
pub fn days(days: i32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// How long a click may convert under this version.
pub fn window(version: &campaign_version::Model) -> Duration {
    Duration::days(i64::from(version.window_days))
}

fn check_token<'a>(call: &Call<'a>, checks: &mut Checks) -> Result<&'a Verified, Reason> {
    match &call.token {
        Ok(verified) => {
            checks.check(Reason::BadSignature, true, format!("signed with key {}", verified.key_id))?;
            Ok(verified)
        }
        Err(error) => {
            checks.check((*error).into(), false, error.to_string())?;
            Err((*error).into())
        }
    }
}

fn check_origin(call: &Call<'_>, known: &Known<'_>, checks: &mut Checks) -> Result<(), Reason> {
    match call.source {
        Source::Server => checks.skip(Reason::OriginNotAllowed, "sent by a backend"),
        Source::Browser => {
            let allowed = &known.version.allowed_origins.0;
            let unlisted = match (allowed.is_empty(), call.requires_origins) {
                (true, false) => "; the campaign lets every origin pass",
                (true, true) => "; the campaign lists no origins, and the organisation requires a list",
                (false, _) => "",
            };
            let seen = format!("{}{unlisted}", call.origin.unwrap_or("none"));
            let passes = origin::allows(allowed, call.origin) && !(allowed.is_empty() && call.requires_origins);
            checks.check(Reason::OriginNotAllowed, passes, seen)?;
        }
    }
    Ok(())
}

fn check_standing(known: &Known<'_>, checks: &mut Checks) -> Result<(), Reason> {
    let seen = match known.link.revoked_at {
        Some(at) => format!("{}, revoked {}", known.link.id, instant(at)),
        None => format!("{}, not revoked", known.link.id),
    };
    checks.check(Reason::LinkRevoked, known.link.revoked_at.is_none(), seen)?;
    let status = known.partner.status;
    checks.check(
        Reason::PartnerInactive,
        status == PartnerStatus::Active,
        format!("{} is {}", known.partner.id, status.as_str()),
    )?;
    let status = known.campaign.status;
    checks.check(
        Reason::CampaignInactive,
        status == CampaignStatus::Active,
        format!("{} is {}", known.campaign.id, status.as_str()),
    )
}

fn check_window(
    version: &campaign_version::Model,
    clicked_at: DateTime<Utc>,
    now: DateTime<Utc>,
    checks: &mut Checks,
) -> Result<(), Reason> {
    let age = now - clicked_at;
    let seen = format!("clicked {}, window of {}", instant(clicked_at), days(version.window_days));
    checks.check(Reason::OutsideWindow, age <= window(version) && age >= -SKEW, seen)
}

fn check_click(has_converted: bool, checks: &mut Checks) -> Result<(), Reason> {
    let seen = if has_converted { "converted before" } else { "has not converted" };
    checks.check(Reason::AlreadyConverted, !has_converted, seen)
}

fn check_customer(
    version: &campaign_version::Model,
    customer: Option<&CustomerFacts>,
    credited: &CandidateClick,
    checks: &mut Checks,
) -> Result<(), Reason> {
    const RULES: [Reason; 4] =
        [Reason::ExcludedDomain, Reason::DisposableEmail, Reason::SelfReferral, Reason::DuplicateEmail];
    let Some(customer) = customer else {
        for rule in RULES {
            checks.skip(rule, "no e-mail was sent");
        }
        return Ok(());
    };
    if version.excluded_domains.0.is_empty() {
        checks.skip(Reason::ExcludedDomain, "no domain is excluded");
    } else {
        let by = version.excluded_domains.0.iter().find(|domain| email::covers(domain, &customer.domain));
        let seen = match by {
            Some(domain) => format!("{} is covered by {domain}", customer.domain),
            None => format!("{} is not excluded", customer.domain),
        };
        checks.check(Reason::ExcludedDomain, by.is_none(), seen)?;
    }
    let off = "the rule is switched off";
    if version.block_disposable {
        checks.check(Reason::DisposableEmail, !customer.disposable, customer.domain.clone())?;
    } else {
        checks.skip(Reason::DisposableEmail, off);
    }
    if version.block_self_referral {
        let same = credited.self_referral.as_deref();
        checks.check(Reason::SelfReferral, same.is_none(), same.unwrap_or("not the partner's"))?;
    } else {
        checks.skip(Reason::SelfReferral, off);
    }
    if version.block_duplicate_email {
        let seen =
            if customer.converted_in_campaign { "converted in this campaign before" } else { "new to this campaign" };
        checks.check(Reason::DuplicateEmail, !customer.converted_in_campaign, seen)?;
    } else {
        checks.skip(Reason::DuplicateEmail, off);
    }
    Ok(())
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
