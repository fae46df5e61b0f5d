//! The demo's stories: a season of a made-up program, in which every reason occurs at least once.
//!
//! What is told is told in the order in which it happened, through the same code that serves it: a
//! conversion is judged, a submission reviewed and a webhook sent as of its own time. The same number
//! tells the same stories; only ids, codes and keys are new each time.

mod agenda;
mod customers;
mod people;
mod program;
mod reasons;
mod story;
mod surroundings;
mod visitors;

use chrono::{Days, Duration};
use entity::organisation;
use entity::value::Role;

use super::progress::Progress;
use super::receiver::Receiver;
use crate::cli::Failure;
use crate::domain::organisation as organisations;
use crate::http::caller::command_line;
use crate::server::Opened;
use crate::store::Actor;
use story::Story;

pub(super) use people::{SeededMember, SeededPartnerUser};
pub(super) use program::SeededCampaign;

/// What was made.
pub(super) struct Seeded {
    pub(super) organisation: organisation::Model,
    pub(super) api_key: String,
    /// The owner first.
    pub(super) members: Vec<SeededMember>,
    pub(super) partner_users: Vec<SeededPartnerUser>,
    pub(super) publishable_key: String,
    pub(super) campaigns: Vec<SeededCampaign>,
    pub(super) partners: usize,
    /// Old URLs that lead to links.
    pub(super) legacy_urls: &'static [&'static str],
    pub(super) clicks: usize,
    pub(super) conversions: usize,
}

/// How much is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Which stories.
    pub(super) seed: u64,
    /// How many days they take.
    pub(super) days: i64,
    /// How many times as many clicks.
    pub(super) scale: u32,
}

/// Fills an empty database, up to now.
pub(super) async fn seed(
    server: &Opened,
    receiver: &Receiver,
    extent: Extent,
    progress: &mut Progress,
) -> Result<Seeded, Failure> {
    let app = &server.app;
    let now = app.clock.now();
    let today = now.date_naive();
    let first = today.checked_sub_days(Days::new(extent.days.unsigned_abs())).unwrap_or(today);
    let first = first.and_time(chrono::NaiveTime::MIN).and_utc();
    // Everything is set up an hour before the first visitor comes.
    let then = first - Duration::hours(1);
    let new = organisations::New {
        name: "Fernhill Coffee".to_owned(),
        owner: Some(people::OWNER.to_owned()),
        time_zone: "Europe/Brussels".to_owned(),
    };
    let made = organisations::create(&app.store, new, Actor::command_line(), then).await?;
    let tenant = command_line(app, made.organisation.id);
    people::brand(&tenant, then).await?;
    let members = people::members(&tenant, made.invitation.map(|(row, _)| row.id), then, now).await?;
    let (server_key, api_key) = people::keys(app, &tenant, then, now).await?;
    let partners = program::partners(&tenant, then).await?;
    let partner_users = people::partner_users(&tenant, &partners, then, now).await?;
    let campaigns = program::campaigns(app, &tenant, &made.organisation, &partners, then).await?;

    let admin = people::acting(app, made.organisation.id, &members, Role::Admin);
    let keys = (server_key, made.publishable_key.id.0);
    let mut story = Story::new(server, &tenant, &admin, made.organisation.number, keys, (first, now), extent);
    story.visits(&campaigns, progress).await?;
    story.expect_webhooks(receiver);
    story.happen(&campaigns, progress).await?;
    let campaigns = story.every_reason(campaigns).await?;
    story.send_webhooks().await?;
    let (clicks, conversions) = (story.clicks, story.conversions);
    surroundings::legacy(app, &tenant, &campaigns, then, now).await?;
    surroundings::snippet_loads(app, now).await?;
    app.ignored.write(&app.store).await?;
    Ok(Seeded {
        organisation: made.organisation,
        api_key,
        members,
        partner_users,
        publishable_key: made.publishable_key.key,
        campaigns,
        partners: partners.len(),
        legacy_urls: surroundings::LEGACY_URLS,
        clicks,
        conversions,
    })
}
