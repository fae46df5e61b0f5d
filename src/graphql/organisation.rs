//! The organisation for which a call is made.

mod incident;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::organisation;

use super::problem::{UserError, settle};
use super::scalar::DateTime;
use super::{app, load, now, page, tenant};
use crate::domain::key::{self, Permission};
use crate::domain::organisation::{self as organisations, Settings};

pub(super) use incident::IncidentMutation;
use incident::OrganisationAccess;

pub(super) struct Organisation(organisation::Model);

/// A vendor who runs affiliate campaigns: the tenant, whose rows no other organisation sees.
#[Object]
impl Organisation {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The IANA time zone in which its days begin, unless a query names another.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The ISO 4217 code of the currency in which it rewards.
    async fn currency(&self) -> &str {
        &self.0.currency
    }

    /// The colour of its partner portal, as `#1a2b3c`; null: the usual one.
    async fn brand_colour(&self) -> Option<&str> {
        self.0.brand_colour.as_deref()
    }

    /// The picture on its partner portal, as a data URL; null: none.
    async fn logo(&self) -> Option<&str> {
        self.0.logo.as_deref()
    }

    /// The origins that may show its partner portal in a frame.
    async fn frame_origins(&self) -> &[String] {
        &self.0.frame_origins.0
    }

    /// Whether a campaign that lists no origins takes no conversions from browsers. Otherwise it
    /// takes them from every origin.
    async fn require_origins(&self) -> bool {
        self.0.require_origins
    }

    /// Whether a secret key that a browser sends is refused. Otherwise it works, and
    /// `ApiKey.browserSeenAt` tells.
    async fn refuse_secret_keys_in_browsers(&self) -> bool {
        self.0.refuse_secret_keys_in_browsers
    }

    /// The publishable key for the snippet: good for conversions of every campaign, from a browser.
    #[graphql(complexity = "page::READ")]
    async fn publishable_key(&self, ctx: &Context<'_>) -> Result<String> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        Ok(key::publishable(&tenant, None).await?.key)
    }

    /// What somebody can get in with now; null for everybody but an owner who is signed in.
    #[graphql(complexity = "4 * page::READ + child_complexity")]
    async fn access(&self, ctx: &Context<'_>) -> Result<Option<OrganisationAccess>> {
        OrganisationAccess::read(ctx).await
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When its settings last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

#[derive(Default)]
pub(super) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The organisation for which the call is made: the key's, or the one that a person has named in
    /// the header `x-introw-organisation`. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        Ok(Organisation(load::owner(ctx, &tenant).await?.clone()))
    }
}

/// What the organisation should become. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(super) struct OrganisationUpdateInput {
    /// What people call it.
    name: Option<String>,
    /// The IANA time zone in which its days begin.
    time_zone: Option<String>,
    /// The ISO 4217 code of the currency in which it rewards. It stays once there is a reward.
    currency: Option<String>,
    /// The colour of its partner portal, as `#1a2b3c`; empty for the usual one.
    brand_colour: Option<String>,
    /// The picture on its partner portal: PNG, JPEG or WebP of at most 40 KiB, as a data URL; empty
    /// for none.
    logo: Option<String>,
    /// The origins that may show its partner portal in a frame.
    frame_origins: Option<Vec<String>>,
    /// Whether a campaign that lists no origins takes no conversions from browsers.
    require_origins: Option<bool>,
    /// Whether a secret key that a browser sends is refused.
    refuse_secret_keys_in_browsers: Option<bool>,
}

/// What `organisationUpdate` did.
#[derive(SimpleObject)]
pub(super) struct OrganisationUpdatePayload {
    /// The organisation as it is now; null if the input was wrong.
    organisation: Option<Organisation>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct OrganisationMutation;

#[Object]
impl OrganisationMutation {
    /// Changes the settings of the organisation. Scope `organisation:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn organisation_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should become.")] input: OrganisationUpdateInput,
    ) -> Result<OrganisationUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::OrganisationWrite)?, now(ctx)?);
        let settings = Settings {
            name: input.name,
            time_zone: input.time_zone,
            currency: input.currency,
            brand_colour: input.brand_colour,
            logo: input.logo,
            frame_origins: input.frame_origins,
            require_origins: input.require_origins,
            refuse_secret_keys_in_browsers: input.refuse_secret_keys_in_browsers,
        };
        let done = tenant.write(async |tx| organisations::update(&tx, settings.clone(), now).await).await;
        // What was remembered with them of the organisation may have changed.
        app(ctx)?.known_keys.forget();
        let (organisation, user_errors) = settle(done, "input")?;
        Ok(OrganisationUpdatePayload { organisation: organisation.map(Organisation), user_errors })
    }
}
