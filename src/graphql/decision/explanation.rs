//! What each reason means and what to do about it, for who looks into a conversion that is missing.

use entity::value::Reason;

/// What a reason means, and how to get another one, each in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Explanation {
    pub(super) meaning: &'static str,
    pub(super) how_to_fix: &'static str,
}

/// Both sentences, for who shows one text.
pub(in crate::graphql) fn of(reason: Reason) -> String {
    let Explanation { meaning, how_to_fix } = explain(reason);
    format!("{meaning} {how_to_fix}")
}

/// What a reason means and what to do about it.
pub(super) fn explain(reason: Reason) -> Explanation {
    let (meaning, how_to_fix) = match reason {
        Reason::MissingToken => (
            "The call came without a click token: the visitor did not come by a link, or the page lacks the snippet.",
            "Put the snippet on every page that links may lead to, and send what `getClickId()` gives as `clickId`.",
        ),
        Reason::MalformedToken => (
            "What was sent as `clickId` is not a click token.",
            "Send the value of the cookie `_introw_aff` as it is, all 64 characters of it.",
        ),
        Reason::BadSignature => (
            "The click token was not signed here: it was edited or made up, comes from another installation, or \
             its signing key has been taken out of the settings.",
            "Send tokens of this installation as they are, and keep a signing key in the settings until no click \
             of its time can convert any more.",
        ),
        Reason::UnknownClick => (
            "The click token names nothing that is known here: its link does not exist, or its signing key is \
             distrusted and the click was not stored.",
            "Nothing can be credited; if genuine clicks end so, look for where the token is taken from.",
        ),
        Reason::WrongOrganisation => (
            "The click belongs to another organisation than the key.",
            "Use a key of the organisation whose link was followed.",
        ),
        Reason::WrongCampaign => (
            "The click belongs to another campaign than the publishable key.",
            "Put the organisation's publishable key on the page, which is good for every campaign.",
        ),
        Reason::OriginNotAllowed => (
            "The page's origin is not on the campaign's list.",
            "Add it to the allowed origins, or send the conversion from a backend.",
        ),
        Reason::LinkRevoked => (
            "The link is revoked, so clicks on it do not convert any more.",
            "Restore the link if its partner should be credited again.",
        ),
        Reason::PartnerInactive => (
            "The partner is not active, so its clicks do not convert.",
            "Set the partner to ACTIVE if it should be credited again.",
        ),
        Reason::CampaignInactive => (
            "The campaign is paused or archived, so its clicks do not convert.",
            "Set the campaign to ACTIVE if it should run.",
        ),
        Reason::OutsideWindow => (
            "The click is older than the campaign's attribution window.",
            "Make the window longer if customers take this long to decide.",
        ),
        Reason::AlreadyConverted => (
            "This click has converted already, and a click converts once.",
            "Nothing is lost: the first call was recorded.",
        ),
        Reason::ExcludedDomain => (
            "The customer's e-mail domain is one that the campaign excludes.",
            "Take the domain off the quality rules if it should count.",
        ),
        Reason::DisposableEmail => (
            "The customer's address is from a disposable mail service, and the campaign refuses those.",
            "Switch the rule off if they should count.",
        ),
        Reason::SelfReferral => (
            "The customer looks like the partner: the address or its domain is the partner's own.",
            "Switch the rule off if partners may buy through their own links.",
        ),
        Reason::DuplicateEmail => (
            "This customer has converted in this campaign already, and the campaign counts each address once.",
            "Switch the rule off if every purchase should count.",
        ),
        Reason::Recorded => ("The conversion was recorded and credited to the partner.", "There is nothing to do."),
    };
    Explanation { meaning, how_to_fix }
}
