//! What is told of something that happened.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject, Union};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use entity::{click, conversion, decision};

use crate::domain::activity::{Event, More, What};
use crate::domain::key::Permission;
use crate::error::{self, Error};
use crate::graphql::campaign::Campaign;
use crate::graphql::click::ClickLabel;
use crate::graphql::conversion::ConversionSource;
use crate::graphql::decision::{Outcome, explanation};
use crate::graphql::link::Link;
use crate::graphql::partner::Partner;
use crate::graphql::scalar::{Count, DateTime};
use crate::graphql::tenant;

type Instant = chrono::DateTime<Utc>;

/// Something that happened.
#[derive(Union)]
pub(super) enum Activity {
    Click(ClickActivity),
    Conversion(ConversionActivity),
    Decision(DecisionActivity),
    More(MoreActivity),
}

impl Activity {
    /// An event; everything that happened before `until` is told by then.
    pub(super) fn new(event: Arc<Event>, until: Instant) -> Self {
        let cursor = write_cursor(until);
        match &event.what {
            What::Click(row) => Self::Click(ClickActivity { row: row.clone(), event, cursor }),
            What::Conversion(row) => Self::Conversion(ConversionActivity { row: row.clone(), event, cursor }),
            What::Decision(row) => Self::Decision(DecisionActivity { row: row.clone(), event, cursor }),
        }
    }

    /// Events that are only counted.
    pub(super) fn more(more: More, until: Instant, at: Instant) -> Self {
        Self::More(MoreActivity {
            cursor: write_cursor(until),
            at: at.into(),
            clicks: Count(more.clicks),
            conversions: Count(more.conversions),
            decisions: Count(more.decisions),
        })
    }
}

/// A cursor is a moment; everything that happened before was told.
fn write_cursor(until: Instant) -> String {
    URL_SAFE_NO_PAD.encode(until.timestamp_micros().to_be_bytes())
}

/// The moment of a cursor.
pub(super) fn read_cursor(cursor: &str) -> error::Result<Instant> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    let moment = bytes.and_then(|bytes| chrono::DateTime::from_timestamp_micros(i64::from_be_bytes(bytes)));
    moment.ok_or_else(|| {
        Error::BadRequest("This cursor is not one of an activity. Leave it out to follow from now on.".to_owned())
    })
}

macro_rules! activities {
    ($($(#[$doc:meta])* $name:ident($row:ty) at $at:ident { $($own:item)* })*) => {$(
        pub(super) struct $name {
            row: $row,
            event: Arc<Event>,
            cursor: String,
        }

        $(#[$doc])*
        #[Object]
        impl $name {
            /// The id of the thing. An event may be told twice; this tells that it is the same.
            async fn id(&self) -> ID {
                self.row.id.to_string().into()
            }

            /// From where to go on after this event, for `after`.
            async fn cursor(&self) -> &str {
                &self.cursor
            }

            /// When it happened.
            async fn at(&self) -> DateTime {
                self.row.$at.into()
            }

            /// The link. Scope `campaigns:read`.
            async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
                tenant(ctx, Permission::CampaignsRead)?;
                Ok(self.event.link.clone().map(Link::from))
            }

            /// The campaign. Scope `campaigns:read`.
            async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
                tenant(ctx, Permission::CampaignsRead)?;
                Ok(self.event.campaign.clone().map(Campaign::from))
            }

            /// The partner. Scope `partners:read`.
            async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
                tenant(ctx, Permission::PartnersRead)?;
                Ok(self.event.partner.clone().map(Partner::from))
            }

            $($own)*
        }
    )*};
}

activities! {
    /// A link was followed.
    ClickActivity(click::Model) at at {
        /// What it was.
        async fn label(&self) -> ClickLabel {
            self.row.label.into()
        }

        /// The host of the page that linked.
        async fn referrer_host(&self) -> Option<&str> {
            self.row.referrer_host.as_deref()
        }

        /// The class of the device.
        async fn device(&self) -> Option<&str> {
            self.row.device.as_deref()
        }

        /// The country, in ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.row.country.as_deref()
        }
    }

    /// A conversion was recorded.
    ConversionActivity(conversion::Model) at created_at {
        /// Which way it came.
        async fn source(&self) -> ConversionSource {
            self.row.source.into()
        }

        /// When the credited click was.
        async fn clicked_at(&self) -> DateTime {
            self.row.clicked_at.into()
        }
    }

    /// A conversion call was judged. One that recorded a conversion is told as that too.
    DecisionActivity(decision::Model) at at {
        /// How it ended.
        async fn outcome(&self) -> Outcome {
            self.row.outcome.into()
        }

        /// Why: a reason code, as `outside_window`.
        async fn reason(&self) -> &'static str {
            self.row.reason.as_str()
        }

        /// What the reason means and what to do about it, in plain words.
        async fn explanation(&self) -> String {
            explanation::of(self.row.reason)
        }

        /// Which way the call came.
        async fn source(&self) -> ConversionSource {
            self.row.source.into()
        }

        /// The origin of the page, from a browser.
        async fn origin(&self) -> Option<&str> {
            self.row.origin.as_deref()
        }
    }
}

/// More happened than is told one by one. The lists have all of it.
#[derive(SimpleObject)]
pub(super) struct MoreActivity {
    /// From where to go on after these, for `after`.
    cursor: String,
    /// Until when they happened.
    at: DateTime,
    /// How many clicks.
    clicks: Count,
    /// How many conversions.
    conversions: Count,
    /// How many decisions.
    decisions: Count,
}
