//! How a trail says things.

use entity::value::{AttributionModel, Label, Reason, Source};
use entity::{campaign_version, click};

use crate::domain::{attribution, campaign, money};

/// What a check looks at.
pub(super) fn check(check: Reason) -> &'static str {
    match check {
        Reason::MissingToken | Reason::MalformedToken | Reason::BadSignature => "Click token",
        Reason::UnknownClick => "Known click",
        Reason::WrongOrganisation => "Organisation of the key",
        Reason::WrongCampaign => "Campaign of the key",
        Reason::OriginNotAllowed => "Origin of the page",
        Reason::LinkRevoked => "Link",
        Reason::PartnerInactive => "Partner",
        Reason::CampaignInactive => "Campaign",
        Reason::OutsideWindow => "Attribution window",
        Reason::AlreadyConverted => "A click converts once",
        Reason::ExcludedDomain => "Excluded domains",
        Reason::DisposableEmail => "Disposable addresses",
        Reason::SelfReferral => "Self-referral",
        Reason::DuplicateEmail => "An address converts once",
        Reason::Recorded => "Credit",
    }
}

/// What was done to a submission.
pub(super) fn change(action: &str) -> &str {
    match action {
        "submissionAccept" => "Submission accepted",
        "submissionDecline" => "Submission declined",
        "submissionReopen" => "Submission reopened",
        "submissionRetry" => "Submission run again",
        other => other,
    }
}

/// What was seen of a click.
pub(super) fn click(click: &click::Model) -> String {
    let label = match click.label {
        Label::Human => "By a person",
        Label::Repeat => "A repeated click",
        Label::Suspect => "A click that looks like a program's",
        Label::Crawler => "A crawler",
        Label::NonNavigation => "Not a visit",
        Label::Confirmed => "A doubtful click that this or another conversion proved",
        Label::Reconstructed => "Re-made from its token",
    };
    let referrer = click.referrer_host.as_ref().map(|host| format!("from {host}"));
    let seen = [Some(label.to_owned()), referrer, click.device.clone(), click.country.clone()];
    format!("{}.", seen.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// The settings that a version is made of.
pub(super) fn settings(version: &campaign_version::Model) -> String {
    let model = match version.model {
        AttributionModel::LastClick => "last click",
        AttributionModel::FirstClick => "first click",
    };
    let domains = match version.excluded_domains.0.len() {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let on = |on: bool| if on { "on" } else { "off" };
    let reward = campaign::reward(version);
    let reward = reward.map_or_else(|| "none".to_owned(), |(minor, currency)| money::shown(minor, currency));
    format!(
        "The {model} within {}; excluded domains: {domains}; disposable addresses: {}; self-referral: {}; an address \
         converts once: {}; new customers only: {}; reward: {reward}.",
        attribution::days(version.window_days),
        on(version.block_disposable),
        on(version.block_self_referral),
        on(version.block_duplicate_email),
        on(version.new_customers_only),
    )
}

/// Which way a conversion came.
pub(super) fn sent(source: Source, origin: Option<&str>) -> String {
    match (source, origin) {
        (Source::Server, _) => "Sent by a backend.".to_owned(),
        (Source::Browser, Some(origin)) => format!("Sent by a page of {origin}."),
        (Source::Browser, None) => "Sent by a page that did not say its origin.".to_owned(),
    }
}
