//! How a story is told: first all visits, and then what comes of them, in the order of time.

use chrono::{DateTime, Duration, Utc};
use entity::id::ClickId;
use entity::value::{AttributionModel, Label, Outcome, Reason, Source, SubmissionStatus};
use entity::{campaign_version, submission};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use sea_orm::ColumnTrait;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::agenda::{Act, Agenda, Caller, Order};
use super::customers;
use super::program::{Character, FARM, PARTNERS, SeededCampaign, SeededLink};
use super::visitors::{self, Visitor};
use super::{Extent, Progress, Receiver};
use crate::domain::conversion::{self, Answer, Call};
use crate::domain::email::Email;
use crate::domain::submission::{Review, review};
use crate::domain::token::{ClickToken, Flags};
use crate::domain::webhook::EventKind;
use crate::domain::webhook::endpoint;
use crate::error::Error;
use crate::server::Opened;
use crate::store::{NewClick, Scope, Tenant};

/// The shop's own pages.
pub(super) const SHOP: &str = "https://fernhill.example";
/// How many clicks are stored at a time.
const BATCH: usize = 500;

pub(super) struct Story<'a> {
    pub(super) server: &'a Opened,
    pub(super) tenant: &'a Tenant,
    /// The same rows, on behalf of the admin who reviews.
    pub(super) admin: &'a Tenant,
    pub(super) number: i64,
    /// The secret and the publishable key that conversions come with.
    keys: (Uuid, Uuid),
    first: DateTime<Utc>,
    pub(super) now: DateTime<Utc>,
    extent: Extent,
    random: StdRng,
    agenda: Agenda,
    /// Customers of before, some of whom come back.
    known: Vec<String>,
    receiver: Option<String>,
    pub(super) clicks: usize,
    pub(super) conversions: usize,
}

impl<'a> Story<'a> {
    pub(super) fn new(
        server: &'a Opened,
        tenant: &'a Tenant,
        admin: &'a Tenant,
        number: i64,
        keys: (Uuid, Uuid),
        (first, now): (DateTime<Utc>, DateTime<Utc>),
        extent: Extent,
    ) -> Self {
        Self {
            server,
            tenant,
            admin,
            number,
            keys,
            first,
            now,
            extent,
            random: StdRng::seed_from_u64(extent.seed),
            agenda: Agenda::until(now),
            known: Vec::new(),
            receiver: None,
            clicks: 0,
            conversions: 0,
        }
    }

    /// Stores every visit, and notes who will convert.
    pub(super) async fn visits(&mut self, campaigns: &[SeededCampaign], progress: &mut Progress) -> Result<(), Error> {
        let links: usize = campaigns.iter().map(|campaign| campaign.links.len()).sum();
        progress.begin(links);
        for campaign in campaigns {
            let version = campaign_version::Column::CampaignId.eq(campaign.row.id);
            let version = self.tenant.find::<campaign_version::Entity>().filter(version).one().await?;
            let by_first_click = version.is_some_and(|version| version.model == AttributionModel::FirstClick);
            for link in &campaign.links {
                let mut rows = Vec::new();
                for day in 0..=self.extent.days {
                    self.day(campaign, link, by_first_click, day, &mut rows);
                }
                if link.profile.name == PARTNERS[FARM].name {
                    self.burst(link, &mut rows);
                }
                rows.retain(|row| row.at < self.now);
                for rows in rows.chunks(BATCH) {
                    self.server.app.store.store_clicks(rows, &[], self.now).await?;
                }
                self.clicks += rows.len();
                progress.step(1, rows.len());
            }
        }
        for day in 0..=self.extent.days {
            self.noise(self.first + Duration::days(day));
        }
        Ok(())
    }

    /// Calls without a click: of visitors who came by themselves, and of a form that sends what it should not.
    fn noise(&mut self, midnight: DateTime<Utc>) {
        for _ in 0..self.random.random_range(2..9) {
            let token = ["", "", "", "undefined", "null"][self.random.random_range(0..5)];
            let order = Order {
                token: token.to_owned(),
                email: None,
                properties: Map::new(),
                caller: Caller::Page { origin: SHOP },
                character: Character::Plain,
            };
            let at = visitors::moment(midnight, &mut self.random);
            self.agenda.add(at, Act::Convert(order));
        }
    }

    /// Every draw is made whatever the time is now, so that a day that is over is the same tomorrow.
    fn day(
        &mut self,
        campaign: &SeededCampaign,
        link: &SeededLink,
        by_first_click: bool,
        day: i64,
        rows: &mut Vec<NewClick>,
    ) {
        let midnight = self.first + Duration::days(day);
        let span = (day, self.extent.days);
        let random = &mut self.random;
        for _ in 0..visitors::visits(link.profile, campaign, span, midnight, self.extent.scale, random) {
            let at = visitors::moment(midnight, &mut self.random);
            let label = visitors::label(&mut self.random);
            let visitor = Visitor::of(campaign.crowd * self.extent.scale, &mut self.random);
            let row = visitors::click(link, by_first_click, visitor, label, at, &mut self.random);
            if label == Label::Human && self.random.random_bool(0.08) {
                let again = at + Duration::milliseconds(self.random.random_range(900..9_500));
                rows.push(visitors::click(link, by_first_click, visitor, Label::Repeat, again, &mut self.random));
            }
            let buys = self.random.random_range(0..1_000) < link.profile.converting;
            if buys && matches!(label, Label::Human | Label::Suspect) {
                let order = self.order(campaign, link, &row);
                let wait = match link.profile.character {
                    Character::Hijacker => self.random.random_range(8..55),
                    _ => self.random.random_range(150..14_000),
                };
                self.agenda.add(at + Duration::seconds(wait), Act::Convert(order));
            }
            rows.push(row);
        }
    }

    fn order(&mut self, campaign: &SeededCampaign, link: &SeededLink, click: &NewClick) -> Order {
        let comes_back = !self.known.is_empty() && self.random.random_bool(0.12);
        let email = match comes_back {
            true => self.known[self.random.random_range(0..self.known.len())].clone(),
            false => customers::email(&mut self.random),
        };
        self.known.push(email.clone());
        let coupon = (link.profile.character == Character::Hijacker).then_some("DEALHOUND20");
        let caller = match self.random.random_bool(0.4) || campaign.row.name.starts_with("Office") {
            true => Caller::Server,
            false => Caller::Page { origin: SHOP },
        };
        Order {
            token: self.token_of(link, click),
            email: Some(email),
            properties: customers::order(coupon, &mut self.random),
            caller,
            character: link.profile.character,
        }
    }

    /// A quarter of an hour in which programs follow a link, some nine days ago.
    fn burst(&mut self, link: &SeededLink, rows: &mut Vec<NewClick>) {
        let days = (self.extent.days - 1).clamp(0, 9);
        let begin = self.first + Duration::days(self.extent.days - days) + Duration::hours(2);
        for number in 0..260 * self.extent.scale {
            let at = begin + Duration::milliseconds(self.random.random_range(0..900_000));
            let visitor = Visitor::program(number % 3);
            rows.push(visitors::click(link, false, visitor, Label::Suspect, at, &mut self.random));
        }
    }

    /// From three days ago the shop's systems are told of what happens; for some hours they do not answer.
    pub(super) fn expect_webhooks(&mut self, receiver: &Receiver) {
        self.receiver = Some(receiver.url());
        let (down, up) = receiver.outage();
        let subscribed = (down - Duration::hours(30)).max(self.first);
        self.agenda.add(subscribed, Act::Subscribe);
        let mut at = down;
        while at < up + Duration::hours(8) {
            self.agenda.add(at, Act::Send);
            at += Duration::minutes(5);
        }
    }

    /// Lets everything happen that came of the visits.
    pub(super) async fn happen(&mut self, campaigns: &[SeededCampaign], progress: &mut Progress) -> Result<(), Error> {
        progress.begin(self.agenda.len());
        let reviewed: Vec<_> = campaigns.iter().map(|campaign| campaign.row.id).skip(1).take(1).collect();
        while let Some((at, act)) = self.agenda.next() {
            match act {
                Act::Convert(order) => {
                    let answer = self.convert(&order, at).await?;
                    self.follow(&order, &answer, at, &reviewed).await?;
                }
                Act::Review(id, with) => {
                    self.admin.write(async |tx| review(&tx, id, &with, at).await).await?;
                }
                Act::Subscribe => self.subscribe(at).await?,
                Act::Send => {}
            }
            if self.receiver.is_none() {
                self.server.send_due_webhooks(at + Duration::seconds(1)).await?;
            }
            progress.step(1, 1);
        }
        Ok(())
    }

    /// What comes of an answer: the shop asks again, an admin has a look.
    async fn follow(
        &mut self,
        order: &Order,
        answer: &Answer,
        at: DateTime<Utc>,
        reviewed: &[entity::id::CampaignId],
    ) -> Result<(), Error> {
        if answer.outcome == Outcome::Recorded && self.random.random_bool(0.06) {
            let again = at + Duration::seconds(self.random.random_range(2..30));
            self.agenda.add(again, Act::Convert(order.clone()));
        }
        let draw = self.random.random_range(0..100);
        let hours = self.random.random_range(9..130);
        let reason = customers::DECLINES[self.random.random_range(0..customers::DECLINES.len())];
        let (Some(id), Reason::Recorded) = (answer.submission, answer.reason) else { return Ok(()) };
        let Some(row) = self.tenant.find::<submission::Entity>().id(id).one().await? else { return Ok(()) };
        let looked = at + Duration::hours(hours);
        let mut decline = |why: &str| {
            if row.status == SubmissionStatus::AutoAccepted {
                self.agenda.add(looked, Act::Review(id, Review::Reopen));
            }
            self.agenda.add(looked + Duration::minutes(3), Act::Review(id, Review::Decline(Some(why.to_owned()))));
        };
        match draw {
            0..=54 if order.character == Character::Hijacker => decline(customers::HIJACKED),
            0..=12 if reviewed.contains(&row.campaign_id) => decline(reason),
            13..=89 if reviewed.contains(&row.campaign_id) => self.agenda.add(looked, Act::Review(id, Review::Accept)),
            0..=2 => decline(reason),
            _ => {}
        }
        Ok(())
    }

    pub(super) async fn convert(&mut self, order: &Order, at: DateTime<Utc>) -> Result<Answer, Error> {
        let (server_key, page_key) = self.keys;
        let (source, key, origin, campaign) = match order.caller {
            Caller::Server => (Source::Server, server_key, None, None),
            Caller::Page { origin } => (Source::Browser, page_key, Some(origin.to_owned()), None),
            Caller::CampaignPage(campaign) => (Source::Browser, page_key, None, Some(campaign)),
        };
        let call = Call {
            token: order.token.clone(),
            email: order.email.as_deref().and_then(|email| Email::parse(email).ok()),
            properties: order.properties.clone(),
            source,
            origin,
            requires_origins: false,
            key,
            campaign,
            organisation_number: self.number,
        };
        let app = &self.server.app;
        let answer = conversion::record(self.tenant, &call, &app.keyring, &app.ignored, None, at).await?;
        self.conversions += usize::from(answer.conversion.is_some());
        Ok(answer)
    }

    /// A call with this token and nothing to map.
    pub(super) async fn call(
        &mut self,
        token: &str,
        email: Option<&str>,
        properties: Map<String, Value>,
        caller: Caller,
        at: DateTime<Utc>,
    ) -> Result<Answer, Error> {
        let order = Order {
            token: token.to_owned(),
            email: email.map(str::to_owned),
            properties,
            caller,
            character: Character::Plain,
        };
        self.convert(&order, at).await
    }

    /// One click by a person on this link, a while before now.
    pub(super) async fn fresh_click(&mut self, link: &SeededLink, age: Duration) -> Result<String, Error> {
        let visitor = Visitor::of(u32::MAX / 2, &mut self.random);
        let row = visitors::click(link, false, visitor, Label::Human, self.now - age, &mut self.random);
        self.clicks += 1;
        self.server.app.store.store_clicks(std::slice::from_ref(&row), &[], self.now).await?;
        Ok(self.token_of(link, &row))
    }

    fn token_of(&self, link: &SeededLink, click: &NewClick) -> String {
        let flags = Flags::of(click.label).unwrap_or(Flags::HUMAN);
        self.token(flags, click.id, link.row.number, self.number)
    }

    pub(super) fn token(&self, flags: Flags, click: ClickId, link_number: i64, organisation_number: i64) -> String {
        ClickToken { flags, click, link_number, organisation_number }.sign(&self.server.app.keyring)
    }

    async fn subscribe(&mut self, at: DateTime<Utc>) -> Result<(), Error> {
        // From here on what is due is sent after each act.
        let Some(url) = self.receiver.take() else { return Ok(()) };
        let kinds = EventKind::ALL.iter().copied();
        let input = endpoint::Input {
            url: Some(url),
            description: Some("Fernhill order system".to_owned()),
            events: Some(
                kinds.filter(|kind| !matches!(kind, EventKind::ClickCreated | EventKind::WebhookTest)).collect(),
            ),
            ..endpoint::Input::default()
        };
        let app = &self.server.app;
        let reach = app.outbound.reach();
        self.admin.write(async |tx| endpoint::create(&tx, input.clone(), reach, &app.keyring, at).await).await?;
        Ok(())
    }

    /// Sends what is due until now.
    pub(super) async fn send_webhooks(&self) -> Result<(), Error> {
        self.server.send_due_webhooks(self.now).await
    }
}
