//! Column types that are not identifiers: enumerations stored as text, and small
//! documents stored as JSON.

use std::collections::BTreeMap;

use sea_orm::{DeriveActiveEnum, EnumIter, FromJsonQueryResult};
use serde::{Deserialize, Serialize};

macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$variant_doc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// The spelling in the database and on the wire.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

text_enum! {
    /// What a member may do.
    Role {
        /// Everything, also what ends the organisation.
        Owner = "OWNER",
        /// Everything about campaigns, partners and keys.
        Admin = "ADMIN",
        /// Reads only.
        Analyst = "ANALYST",
    }
}

text_enum! {
    /// Whether a partner may earn.
    PartnerStatus {
        /// Clicks are credited.
        Active = "ACTIVE",
        /// Links still redirect, without a token.
        Inactive = "INACTIVE",
    }
}

text_enum! {
    /// Whether a campaign runs.
    CampaignStatus {
        /// Clicks are credited.
        Active = "ACTIVE",
        /// Links still redirect, without a token.
        Paused = "PAUSED",
        /// As paused, and hidden from lists of running campaigns.
        Archived = "ARCHIVED",
    }
}

text_enum! {
    /// Which click of a visitor is credited.
    AttributionModel {
        /// The click whose token was sent.
        LastClick = "LAST_CLICK",
        /// The earliest click of the same visitor in the same campaign, inside the window.
        FirstClick = "FIRST_CLICK",
    }
}

text_enum! {
    /// What a field of a form holds.
    DataType {
        /// Text.
        String = "STRING",
        /// A decimal number.
        Number = "NUMBER",
        /// An e-mail address.
        Email = "EMAIL",
        /// A calendar date.
        Date = "DATE",
        /// One of the field's options.
        Dropdown = "DROPDOWN",
        /// Any number of the field's options.
        DropdownMulti = "DROPDOWN_MULTI",
    }
}

text_enum! {
    /// What a click was.
    Label {
        /// A person followed the link in a browser. The only one in headline numbers.
        Human = "HUMAN",
        /// The same visitor followed the same link again within seconds.
        Repeat = "REPEAT",
        /// Looks like a mail scanner, a script, or a browser that is not what it says.
        Suspect = "SUSPECT",
        /// A crawler or a link preview; it got no token.
        Crawler = "CRAWLER",
        /// An image, a frame or a script, not a visit; it got no token.
        NonNavigation = "NON_NAVIGATION",
        /// A repeat or suspect click that a conversion has proved to be real.
        Confirmed = "CONFIRMED",
        /// Re-made from its token, because the click itself was not stored in time.
        Reconstructed = "RECONSTRUCTED",
    }
}

text_enum! {
    /// What a counter counts: clicks by their label, hits over the rate limit, conversions.
    Measure {
        /// Clicks labelled [`Label::Human`].
        Human = "HUMAN",
        /// Clicks labelled [`Label::Repeat`].
        Repeat = "REPEAT",
        /// Clicks labelled [`Label::Suspect`].
        Suspect = "SUSPECT",
        /// Clicks labelled [`Label::Crawler`].
        Crawler = "CRAWLER",
        /// Clicks labelled [`Label::NonNavigation`].
        NonNavigation = "NON_NAVIGATION",
        /// Clicks labelled [`Label::Confirmed`].
        Confirmed = "CONFIRMED",
        /// Clicks labelled [`Label::Reconstructed`].
        Reconstructed = "RECONSTRUCTED",
        /// Hits over the rate limit of their address: redirected and counted, not stored.
        OverLimit = "OVER_LIMIT",
        /// Conversions, at the time they were recorded.
        Conversion = "CONVERSION",
    }
}

impl From<Label> for Measure {
    fn from(label: Label) -> Self {
        match label {
            Label::Human => Self::Human,
            Label::Repeat => Self::Repeat,
            Label::Suspect => Self::Suspect,
            Label::Crawler => Self::Crawler,
            Label::NonNavigation => Self::NonNavigation,
            Label::Confirmed => Self::Confirmed,
            Label::Reconstructed => Self::Reconstructed,
        }
    }
}

text_enum! {
    /// Which way a conversion call came.
    Source {
        /// From a browser, with a publishable key.
        Browser = "BROWSER",
        /// From a backend, with a secret key.
        Server = "SERVER",
    }
}

text_enum! {
    /// How a conversion call ended.
    Outcome {
        /// A new conversion was attributed.
        Recorded = "RECORDED",
        /// The click, or the customer, had converted already.
        Duplicate = "DUPLICATE",
        /// No valid click, or a rule of the campaign refused it.
        Ignored = "IGNORED",
        /// The call was not allowed: its origin is not on the campaign's list.
        Refused = "REFUSED",
    }
}

text_enum! {
    /// Why a conversion call ended as it did, in the order in which the reasons are tried.
    Reason {
        /// No token was sent.
        MissingToken = "missing_token",
        /// What was sent is not a token.
        MalformedToken = "malformed_token",
        /// The token was not signed by this system.
        BadSignature = "bad_signature",
        /// The token is good but names nothing that is known here.
        UnknownClick = "unknown_click",
        /// The token belongs to another organisation than the key.
        WrongOrganisation = "wrong_organisation",
        /// The token belongs to another campaign than the publishable key.
        WrongCampaign = "wrong_campaign",
        /// The page's origin is not on the campaign's list.
        OriginNotAllowed = "origin_not_allowed",
        /// The link was revoked.
        LinkRevoked = "link_revoked",
        /// The partner is not active.
        PartnerInactive = "partner_inactive",
        /// The campaign is not active.
        CampaignInactive = "campaign_inactive",
        /// The click is older than the attribution window.
        OutsideWindow = "outside_window",
        /// This click has converted already.
        AlreadyConverted = "already_converted",
        /// The customer's e-mail domain is excluded by the campaign.
        ExcludedDomain = "excluded_domain",
        /// The customer's address is from a disposable mail service.
        DisposableEmail = "disposable_email",
        /// The customer is the partner.
        SelfReferral = "self_referral",
        /// This customer has converted in this campaign already.
        DuplicateEmail = "duplicate_email",
        /// A new conversion.
        Recorded = "recorded",
    }
}

text_enum! {
    /// Where a form submission stands.
    SubmissionStatus {
        /// The form needs no review.
        AutoAccepted = "AUTO_ACCEPTED",
        /// Waits for review.
        Pending = "PENDING",
        /// Accepted by review.
        Accepted = "ACCEPTED",
        /// Declined by review.
        Declined = "DECLINED",
        /// The properties did not fit the form; it can be run again.
        Error = "ERROR",
    }
}

text_enum! {
    /// Who changed something.
    ActorKind {
        /// A secret API key.
        Key = "KEY",
        /// A page with a publishable key.
        Page = "PAGE",
        /// The command line.
        CommandLine = "COMMAND_LINE",
        /// A member with a session.
        Member = "MEMBER",
        /// A partner user with a session on the portal.
        PartnerUser = "PARTNER_USER",
        /// This service itself.
        System = "SYSTEM",
    }
}

text_enum! {
    /// What a sign-in link is good for.
    LinkPurpose {
        /// The first organisation of an installation.
        SetUp = "SET_UP",
        /// A session without a password.
        SignIn = "SIGN_IN",
        /// A new password.
        PasswordReset = "PASSWORD_RESET",
    }
}

text_enum! {
    /// Where a reward stands.
    RewardStatus {
        /// Recorded, and not decided yet.
        Held = "HELD",
        /// The submission was accepted.
        Payable = "PAYABLE",
        /// The submission was declined.
        Reversed = "REVERSED",
    }
}

text_enum! {
    /// Between which accounts the ledger moves money.
    RewardAccount {
        /// What the organisation has promised: the other side of all rewards.
        Promised = "PROMISED",
        /// Rewards that are held.
        Held = "HELD",
        /// Rewards that are payable.
        Payable = "PAYABLE",
        /// Rewards that were taken back.
        Reversed = "REVERSED",
    }
}

impl From<RewardStatus> for RewardAccount {
    fn from(status: RewardStatus) -> Self {
        match status {
            RewardStatus::Held => Self::Held,
            RewardStatus::Payable => Self::Payable,
            RewardStatus::Reversed => Self::Reversed,
        }
    }
}

text_enum! {
    /// Whether events are sent to an endpoint.
    EndpointStatus {
        /// They are.
        Enabled = "ENABLED",
        /// Somebody, or too many failures, switched it off.
        Disabled = "DISABLED",
    }
}

text_enum! {
    /// Where a delivery stands.
    DeliveryStatus {
        /// Waits for its next try.
        Pending = "PENDING",
        /// The endpoint has taken it.
        Delivered = "DELIVERED",
        /// All tries failed; it can be sent again by hand.
        Failed = "FAILED",
        /// The endpoint was switched off before it was delivered; it can be recovered.
        Cancelled = "CANCELLED",
    }
}

text_enum! {
    /// Whose numbers of a day are added up.
    Level {
        /// The whole organisation's.
        Organisation = "ORGANISATION",
        /// A campaign's.
        Campaign = "CAMPAIGN",
        /// A partner's, over all campaigns.
        Partner = "PARTNER",
        /// A link's.
        Link = "LINK",
        /// Those of one of a link's addresses: its code or an alias.
        Address = "ADDRESS",
    }
}

text_enum! {
    /// Whether the snippet is on a campaign's destination.
    InstallVerdict {
        /// With this organisation's key.
        Installed = "INSTALLED",
        /// The page was read and does not have it.
        NotInstalled = "NOT_INSTALLED",
        /// The page could not be read.
        CouldNotVerify = "COULD_NOT_VERIFY",
    }
}

/// The numbers of a day by quarter of an hour, which are counted from 0 at midnight UTC to 95.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Quarters {
    /// What the counters count.
    pub measures: BTreeMap<Measure, BTreeMap<u8, i64>>,
    /// Visitors, each in the quarter of its first click by a person that day.
    pub visitors: BTreeMap<u8, i64>,
}

/// What the clicks of one value have in common: a referrer, a device, a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ValueCount {
    /// Clicks by people.
    pub clicks: i64,
    /// Visitors, each once a day.
    pub visitors: i64,
    /// Conversions.
    pub conversions: i64,
}

/// Counts by value. The empty value stands for what is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct ByValue(pub BTreeMap<String, ValueCount>);

/// A list of texts in one column: scopes, origins, domains, options.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Texts(pub Vec<String>);

/// A value of a form field, as text that its data type has normalised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubmittedField {
    /// The form field.
    pub field_id: String,
    /// Its label at the time.
    pub label: String,
    /// The normalised value: text, a number, or a list of texts.
    pub value: serde_json::Value,
}

/// The filled fields of a submission.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct SubmittedFields(pub Vec<SubmittedField>);

/// A reason why properties did not fit a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The form field.
    pub field_id: String,
    /// Its label at the time.
    pub label: String,
    /// What is wrong with the value, and what would be right.
    pub message: String,
}

/// All reasons why properties did not fit a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct FieldProblems(pub Vec<FieldProblem>);

/// Properties of a conversion by key.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Properties(pub serde_json::Map<String, serde_json::Value>);

/// What a check of a conversion call found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// The check was passed.
    Pass,
    /// The check was not made: it is switched off, or lacks what it needs.
    Skip,
    /// The check decided the call.
    Fail,
}

/// One check of a conversion call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailStep {
    /// Which check: the reason code that it gives when it fails.
    pub check: Reason,
    /// What it found.
    pub verdict: Verdict,
    /// The value that was seen, in words.
    pub seen: String,
}

/// Every check of a conversion call, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Trail(pub Vec<TrailStep>);

/// What is known of the customer of a conversion call, whichever rules were switched on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomerFacts {
    /// Tells customers apart: the start of the keyed hash of the address, which itself is not kept
    /// with a decision.
    pub key: String,
    /// The domain of the address, in ASCII.
    pub domain: String,
    /// Whether the address is from a disposable mail service.
    pub disposable: bool,
    /// Whether the customer had converted in the campaign before.
    pub converted_in_campaign: bool,
    /// Whether the customer had converted in the organisation before.
    pub converted_before: bool,
}

/// A click that a decision chose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CandidateClick {
    /// The click.
    pub click_id: crate::id::ClickId,
    /// Its link.
    pub link_id: crate::id::LinkId,
    /// The address used: the alias, or the link itself for its code.
    pub via: uuid::Uuid,
    /// The link's partner.
    pub partner_id: crate::id::PartnerId,
    /// When it was.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Whether its link was revoked when the call was judged.
    pub revoked: bool,
    /// Whether its partner was active then.
    pub partner_active: bool,
    /// What the customer shares with its partner, if anything.
    pub self_referral: Option<String>,
}

/// What a decision was made from, so that a person sees what it chose from and it can be made again
/// under other rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct DecisionFacts {
    /// The visitor's clicks in the campaign, oldest first, among them the token's.
    pub candidates: Vec<CandidateClick>,
    /// How many more there were than are kept.
    pub more: usize,
    /// Whether the visitor was known. If not, the token's click is the only candidate.
    pub visitor_known: bool,
    /// Whether the token's click had converted before.
    pub click_converted: bool,
    /// The customer, if an address was sent.
    pub customer: Option<CustomerFacts>,
}
