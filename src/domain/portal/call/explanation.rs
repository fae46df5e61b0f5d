//! What each reason means to a partner. What only the organisation can mend is said so.

use entity::value::Reason;

/// What a reason means, in one sentence. `about`: it is this partner that was credited, or would have
/// been; else the call only came with its click.
pub(super) fn of(reason: Reason, about: bool) -> &'static str {
    match (reason, about) {
        (Reason::Recorded, true) => "The conversion was recorded and credited to you.",
        (Reason::Recorded, false) => {
            "The conversion was credited to another partner, whose link the customer had followed before yours: this \
             campaign credits the first click."
        }
        (Reason::LinkRevoked, _) => {
            "The link was switched off, so clicks on it do not convert any more; ask the organisation if you think \
             that it should not be."
        }
        (Reason::PartnerInactive, true) => {
            "Your account was not active when the customer converted; ask the organisation to activate it."
        }
        (Reason::CampaignInactive, _) => "The campaign was paused or over when the customer converted.",
        (Reason::OutsideWindow, _) => {
            "The click was too long ago: the customer converted after the time in which this campaign credits a click."
        }
        (Reason::AlreadyConverted, _) => "This click has converted already, and a click is credited once.",
        (Reason::ExcludedDomain, _) => "The customer belongs to a company for which this campaign credits nobody.",
        (Reason::DisposableEmail, _) => {
            "The customer used a disposable e-mail address, for which this campaign credits nobody."
        }
        (Reason::SelfReferral, true) => {
            "The customer looks like you or your own company, and this campaign does not credit that."
        }
        (Reason::DuplicateEmail, _) => {
            "The customer has converted in this campaign before, and it credits each customer once."
        }
        (Reason::PartnerInactive | Reason::SelfReferral, false) => {
            "Another partner, whose link the customer had followed before yours, would have been credited, and was \
             not for a reason of its own."
        }
        (Reason::OriginNotAllowed, _) => {
            "The conversion came from a page that the organisation has not allowed; the organisation can mend that \
             for conversions to come."
        }
        // These never name a partner's click.
        (
            Reason::MissingToken
            | Reason::MalformedToken
            | Reason::BadSignature
            | Reason::UnknownClick
            | Reason::WrongOrganisation
            | Reason::WrongCampaign,
            _,
        ) => "The conversion was sent in a way that does not fit the click; the organisation can mend that.",
    }
}
