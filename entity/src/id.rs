//! Identifiers: one type per table, so that a link's cannot be passed for a click's.
//!
//! Outside, an identifier is a [TypeID](https://github.com/jetify-com/typeid): a prefix
//! that says what it names, and 26 characters of base32 for the UUIDv7 that is stored.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use ulid::Ulid;
use uuid::{NoContext, Timestamp, Uuid};

/// The text is not an identifier of the kind that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId {
    /// The prefix that was expected.
    pub prefix: &'static str,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an id that starts with `{}_`", self.prefix)
    }
}

impl std::error::Error for InvalidId {}

fn encode(prefix: &str, uuid: Uuid) -> String {
    let suffix = Ulid::from(uuid.as_u128()).to_string().to_ascii_lowercase();
    format!("{prefix}_{suffix}")
}

fn decode(prefix: &'static str, text: &str) -> Result<Uuid, InvalidId> {
    let invalid = InvalidId { prefix };
    let suffix = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(invalid)?;
    let uuid = Uuid::from_u128(Ulid::from_string(suffix).map_err(|_| invalid)?.0);
    // The decoder forgives upper case and look-alike letters; an id has one spelling.
    if encode(prefix, uuid) == text { Ok(uuid) } else { Err(invalid) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// What stands before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A new identifier for something that came to be at `now`.
            pub fn new(now: DateTime<Utc>) -> Self {
                let seconds = now.timestamp().unsigned_abs();
                Self(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos())))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode($prefix, self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                decode($prefix, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// An organisation, the tenant.
    OrganisationId "org";
    /// A member, who signs in for an organisation.
    MemberId "mem";
    /// A partner, who shares links.
    PartnerId "prt";
    /// A form, which a conversion becomes an entry of.
    FormId "frm";
    /// A campaign.
    CampaignId "cmp";
    /// A link: one partner in one campaign.
    LinkId "lnk";
    /// An alias of a link.
    AliasId "als";
    /// A click on a link.
    ClickId "clk";
    /// A conversion.
    ConversionId "cnv";
    /// A form submission, made by a conversion.
    SubmissionId "fsub";
    /// A decision: why a conversion call ended as it did.
    DecisionId "dec";
    /// A secret API key.
    ApiKeyId "key";
    /// A publishable key.
    PublishableKeyId "pbk";
    /// A legacy link: an old URL that leads to a link.
    LegacyLinkId "lgc";
    /// An entry of the audit log.
    AuditEventId "aud";
    /// A person, who may be a member of several organisations.
    PersonId "psn";
    /// A person's session on the dashboard.
    SessionId "ses";
    /// An invitation to become a member.
    InvitationId "inv";
    /// A person of a partner.
    PartnerUserId "pusr";
    /// A session on the partner portal.
    PortalSessionId "pses";
    /// What a conversion earns.
    RewardId "rwd";
    /// An entry of the ledger of rewards.
    RewardEntryId "rwe";
    /// Where an organisation is told of events.
    WebhookEndpointId "whk";
    /// An event of the outbox: the `webhook-id` of its deliveries.
    WebhookEventId "evt";
    /// An event on its way to an endpoint.
    WebhookDeliveryId "dlv";
    /// A try to deliver.
    WebhookAttemptId "att";
    /// A call in the request log.
    ApiCallId "req";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_has_one_spelling() {
        let id = LinkId(Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881));
        let text = id.to_string();
        assert_eq!(text.len(), 30);
        assert_eq!(text.parse::<LinkId>(), Ok(id));
        assert!(text.to_uppercase().parse::<LinkId>().is_err());
        assert!(text.replace("lnk", "clk").parse::<LinkId>().is_err());
        assert!("lnk_".parse::<LinkId>().is_err());
        assert!(format!("lnk_8{}", &text[5..]).parse::<LinkId>().is_err(), "over 128 bits");
    }

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let early = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let late = DateTime::from_timestamp(1_700_000_001, 0).unwrap();
        assert!(ClickId::new(early) < ClickId::new(late));
    }
}
