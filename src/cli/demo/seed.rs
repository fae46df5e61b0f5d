//! The demo's stories: 30 days in which every reason occurs at least once.

use chrono::{DateTime, Duration, Utc};
use entity::id::{CampaignId, ClickId, InvitationId, MemberId};
use entity::value::{AttributionModel, CampaignStatus, DataType, Label, LinkPurpose, PartnerStatus, Source};
use entity::{campaign, link, organisation, partner};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::cli::Failure;
use crate::domain::conversion::{self, Call};
use crate::domain::email::Email;
use crate::domain::invitation::{self as invitations, Guest};
use crate::domain::key::{self, NewKey, Permission};
use crate::domain::secret_token::SecretToken;
use crate::domain::token::{ClickToken, Flags};
use crate::domain::{
    campaign as campaigns, form as forms, legacy, link as links, organisation as organisations, partner as partners,
    sign_in_link,
};
use crate::error::Error;
use crate::http::caller::command_line;
use crate::store::{Actor, NewClick, Tenant};

/// What was made.
pub(super) struct Seeded {
    pub(super) organisation: organisation::Model,
    pub(super) api_key: String,
    /// Signs the owner in, once.
    pub(super) sign_in: SecretToken,
    pub(super) publishable_key: String,
    pub(super) campaigns: Vec<SeededCampaign>,
    /// An old URL that leads to the first link.
    pub(super) legacy_url: &'static str,
    pub(super) clicks: usize,
    pub(super) conversions: usize,
}

/// A campaign with its links and their partners.
pub(super) struct SeededCampaign {
    pub(super) row: campaign::Model,
    pub(super) publishable_key: String,
    pub(super) links: Vec<(link::Model, partner::Model)>,
}

/// Who owns the organisation.
pub(super) const OWNER: &str = "owner@fernhill.example";
const DAYS: i64 = 30;
const LEGACY_URL: &str = "https://old.fernhill.example/partners?id=7";
/// A partner, its domain, and how many clicks it brings in a day at the beginning and at the end.
const PARTNERS: &[(&str, &str, f64, f64)] = &[
    ("Northwind Reviews", "northwind-reviews.example", 34.0, 38.0),
    ("Brewing Weekly", "brewing-weekly.example", 6.0, 52.0),
    ("Kettle & Crema", "kettle-crema.example", 18.0, 15.0),
    ("Dealhound", "dealhound.example", 22.0, 20.0),
    ("Tiny Roasters Podcast", "tiny-roasters.example", 9.0, 7.0),
];
const DEVICES: &[(&str, &str, &str)] = &[
    ("mobile", "Safari", "iOS"),
    ("mobile", "Chrome", "Android"),
    ("desktop", "Chrome", "Windows"),
    ("desktop", "Safari", "macOS"),
    ("desktop", "Firefox", "Linux"),
    ("tablet", "Safari", "iPadOS"),
];
const REFERRERS: &[&str] = &["news.example", "social.example", "video.example", "search.example"];
const COUNTRIES: &[&str] = &["BE", "NL", "DE", "FR", "GB", "US"];
const PLANS: &[&str] = &["Starter", "Team", "Business"];

/// Fills an empty database, up to now.
pub(super) async fn seed(app: &App, seed: u64, scale: u32) -> Result<Seeded, Failure> {
    let now = app.clock.now();
    let then = now - Duration::days(DAYS);
    let new = organisations::New {
        name: "Fernhill Coffee".to_owned(),
        owner: Some(OWNER.to_owned()),
        time_zone: "Europe/Brussels".to_owned(),
    };
    let made = organisations::create(&app.store, new, Actor::command_line(), then).await?;
    let tenant = command_line(app, made.organisation.id);
    let sign_in = owner(&tenant, made.invitation.map(|(row, _)| row.id), then, now).await?;
    let scopes = Permission::ALL.iter().map(|permission| permission.as_str().to_owned()).collect();
    let new_key = NewKey { name: "demo backend".to_owned(), scopes, expires_at: None };
    let (key, secret) = tenant.write(async |tx| key::create(&tx, new_key.clone(), &app.keyring, then).await).await?;
    let mut story = Story {
        app,
        tenant: &tenant,
        number: made.organisation.number,
        server_key: key.id.0,
        page_key: made.publishable_key.id.0,
        random: StdRng::seed_from_u64(seed),
        clicks: 0,
        conversions: 0,
    };
    let partners = story.partners(then).await?;
    let campaigns = story.campaigns(&partners, then).await?;
    if let Some((link, _)) = campaigns.first().and_then(|campaign| campaign.links.first()) {
        tenant.write(async |tx| legacy::create(&tx, LEGACY_URL, link.id, then).await).await?;
    }
    for campaign in &campaigns {
        story.month(campaign, then, now, scale).await?;
    }
    story.every_reason(&campaigns, now).await?;
    app.ignored.write(&app.store).await?;
    let campaigns = story.close(campaigns, now).await?;
    let (clicks, conversions) = (story.clicks, story.conversions);
    Ok(Seeded {
        organisation: made.organisation,
        api_key: secret,
        sign_in,
        publishable_key: made.publishable_key.key,
        campaigns,
        legacy_url: LEGACY_URL,
        clicks,
        conversions,
    })
}

/// Makes the owner a member, without a password, and gives a link that signs them in.
async fn owner(
    tenant: &Tenant,
    invitation: Option<InvitationId>,
    then: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<SecretToken, Error> {
    let id = invitation.ok_or(Error::NotFound("invitation"))?;
    let guest = Guest::New { name: "Robin".to_owned(), password_hash: None };
    let member = MemberId::new(then);
    tenant
        .write(async |tx| {
            invitations::accept(&tx, id, guest.clone(), member, then).await?;
            let (_, _, token) = sign_in_link::create_for_member(&tx, member, LinkPurpose::SignIn, now).await?;
            Ok(token)
        })
        .await
}

struct Story<'a> {
    app: &'a App,
    tenant: &'a Tenant,
    number: i64,
    server_key: Uuid,
    page_key: Uuid,
    random: StdRng,
    clicks: usize,
    conversions: usize,
}

/// A click that can convert.
struct Clicked {
    token: String,
    at: DateTime<Utc>,
}

impl Story<'_> {
    async fn partners(&mut self, then: DateTime<Utc>) -> Result<Vec<partner::Model>, Error> {
        let mut made = Vec::new();
        for (name, domain, ..) in PARTNERS {
            let input = partners::Input {
                name: Some((*name).to_owned()),
                email: Some(format!("hello@{domain}")),
                domain: Some((*domain).to_owned()),
                status: None,
                notes: None,
            };
            made.push(self.tenant.write(async |tx| partners::create(&tx, input.clone(), then).await).await?);
        }
        Ok(made)
    }

    async fn campaigns(
        &mut self,
        partners: &[partner::Model],
        then: DateTime<Utc>,
    ) -> Result<Vec<SeededCampaign>, Error> {
        let shop = format!("{}demo-shop", self.app.public_url);
        let inputs = [
            campaigns::Input {
                name: Some("Coffee subscription".to_owned()),
                destination_url: Some(shop),
                ..Default::default()
            },
            campaigns::Input {
                name: Some("Office machines".to_owned()),
                destination_url: Some("https://fernhill.example/office?ref=partners".to_owned()),
                model: Some(AttributionModel::FirstClick),
                window_days: Some(14),
                allowed_origins: Some(vec!["https://fernhill.example".to_owned()]),
                excluded_domains: Some(vec!["competitor.example".to_owned()]),
                block_disposable: Some(true),
                block_self_referral: Some(true),
                block_duplicate_email: Some(true),
                ..Default::default()
            },
            campaigns::Input {
                name: Some("Barista course".to_owned()),
                destination_url: Some("https://fernhill.example/course".to_owned()),
                new_customers_only: Some(true),
                ..Default::default()
            },
        ];
        let mut made = Vec::new();
        for input in inputs {
            made.push(self.campaign(input, partners, then).await?);
        }
        Ok(made)
    }

    async fn campaign(
        &mut self,
        input: campaigns::Input,
        partners: &[partner::Model],
        then: DateTime<Utc>,
    ) -> Result<SeededCampaign, Error> {
        let field = |label: &str, data_type, options: &[&str]| forms::FieldInput {
            id: None,
            label: label.to_owned(),
            data_type,
            is_required: false,
            options: options.iter().map(|option| (*option).to_owned()).collect(),
        };
        let form = forms::Input {
            name: input.name.as_ref().map(|name| format!("{name} sign-up")),
            review_required: Some(input.block_duplicate_email.is_some()),
            fields: Some(vec![
                field("Email", DataType::Email, &[]),
                field("Plan", DataType::Dropdown, PLANS),
                field("Order value", DataType::Number, &[]),
                field("Order number", DataType::String, &[]),
            ]),
        };
        let partner_ids: Vec<_> = partners.iter().map(|partner| partner.id).collect();
        self.tenant
            .write(async |tx| {
                let form = forms::create(&tx, form.clone(), then).await?;
                let fields = crate::domain::submission::fields(&tx, form.id).await?;
                let input = campaigns::Input { form: Some(form.id), ..input.clone() };
                // The shop is on this server, so its host is not refused as a destination here.
                let row = campaigns::create(&tx, input, &[], then).await?;
                // The coupon is left unmapped, to show where such properties go.
                let mappings = ["email", "plan", "order_value", "order_id"]
                    .iter()
                    .zip(&fields)
                    .map(|(property, field)| campaigns::MappingInput {
                        property: (*property).to_owned(),
                        field_id: field.id.clone(),
                    })
                    .collect();
                campaigns::set_mappings(&tx, row.id, mappings, then).await?;
                let made = links::generate(&tx, row.id, links::Whose::These(&partner_ids), then).await?.links;
                let publishable_key = key::publishable(&tx, Some(row.id)).await?.key;
                Ok(SeededCampaign {
                    row,
                    publishable_key,
                    links: made.into_iter().zip(partners.iter().cloned()).collect(),
                })
            })
            .await
    }

    /// A month of visitors, some of whom convert.
    async fn month(
        &mut self,
        campaign: &SeededCampaign,
        then: DateTime<Utc>,
        now: DateTime<Utc>,
        scale: u32,
    ) -> Result<(), Error> {
        for ((link, _), (_, _, first, last)) in campaign.links.iter().zip(PARTNERS) {
            let mut rows = Vec::new();
            let mut converting = Vec::new();
            for day in 0..DAYS {
                let share = day as f64 / DAYS as f64;
                let expected = (first + (last - first) * share) * f64::from(scale) / 3.0;
                let count = (expected * self.random.random_range(0.7..1.3)) as usize;
                for _ in 0..count {
                    let at = then + Duration::days(day) + Duration::seconds(self.random.random_range(0..86_400));
                    let label = self.label();
                    let (row, clicked) = self.click(link, label, at);
                    if label == Label::Human && self.random.random_bool(0.035) && at < now - Duration::hours(3) {
                        converting.extend(clicked);
                    }
                    rows.push(row);
                }
            }
            self.clicks += rows.len();
            for rows in rows.chunks(500) {
                self.app.store.store_clicks(rows, &[], self.app.clock.now()).await?;
            }
            for clicked in converting {
                let after = Duration::minutes(self.random.random_range(2..170));
                let (email, properties) = self.customer();
                let at = clicked.at + after;
                self.convert(clicked.token, Some(&email), properties, Caller::Server, at).await?;
            }
        }
        Ok(())
    }

    fn label(&mut self) -> Label {
        match self.random.random_range(0..100) {
            0..=79 => Label::Human,
            80..=86 => Label::Repeat,
            87..=91 => Label::Suspect,
            92..=97 => Label::Crawler,
            _ => Label::NonNavigation,
        }
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.random.random_range(0..list.len())).copied()
    }

    fn click(&mut self, link: &link::Model, label: Label, at: DateTime<Utc>) -> (NewClick, Option<Clicked>) {
        let id = ClickId::new(at);
        let (device, browser, os) = self.pick(DEVICES).unwrap_or(("unknown", "", ""));
        let row = NewClick {
            organisation_id: link.organisation_id,
            id,
            link_id: link.id,
            campaign_id: link.campaign_id,
            partner_id: link.partner_id,
            via: link.id.0,
            at,
            label,
            visitor_id: None,
            visitor_key: None,
            referrer_host: self.pick(REFERRERS).map(str::to_owned),
            device: Some(device.to_owned()),
            browser: Some(browser.to_owned()),
            os: Some(os.to_owned()),
            country: self.pick(COUNTRIES).map(str::to_owned),
        };
        let token = Flags::of(label).map(|flags| self.token(flags, id, link.number, self.number));
        (row, token.map(|token| Clicked { token, at }))
    }

    fn token(&self, flags: Flags, click: ClickId, link_number: i64, organisation_number: i64) -> String {
        ClickToken { flags, click, link_number, organisation_number }.sign(&self.app.keyring)
    }

    fn customer(&mut self) -> (String, Map<String, Value>) {
        let number = self.random.random_range(1_000..1_000_000);
        let plan = self.pick(PLANS).unwrap_or("Starter").to_lowercase();
        let cents: u32 = self.random.random_range(990..24_990);
        let mut properties = Map::new();
        properties.insert("plan".to_owned(), plan.into());
        properties.insert("order_value".to_owned(), format!("{}.{:02}", cents / 100, cents % 100).into());
        properties.insert("order_id".to_owned(), format!("F-{number}").into());
        if self.random.random_bool(0.2) {
            properties.insert("coupon".to_owned(), "WELCOME10".into());
        }
        (format!("customer{number}@mail{}.example", number % 7), properties)
    }

    async fn convert(
        &mut self,
        token: String,
        email: Option<&str>,
        properties: Map<String, Value>,
        caller: Caller,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let (source, key, origin, campaign) = match caller {
            Caller::Server => (Source::Server, self.server_key, None, None),
            Caller::Page { origin } => (Source::Browser, self.page_key, Some(origin.to_owned()), None),
            Caller::CampaignPage(campaign) => (Source::Browser, self.page_key, None, Some(campaign)),
        };
        let call = Call {
            token,
            email: email.and_then(|email| Email::parse(email).ok()),
            properties,
            source,
            origin,
            requires_origins: false,
            key,
            campaign,
            organisation_number: self.number,
        };
        let answer = conversion::record(self.tenant, &call, &self.app.keyring, &self.app.ignored, None, at).await?;
        self.conversions += usize::from(answer.conversion.is_some());
        Ok(())
    }

    /// One click on this link, a while before `now`.
    async fn fresh_click(&mut self, link: &link::Model, age: Duration, now: DateTime<Utc>) -> Result<String, Error> {
        let (row, clicked) = self.click(link, Label::Human, now - age);
        self.clicks += 1;
        self.app.store.store_clicks(&[row], &[], self.app.clock.now()).await?;
        Ok(clicked.map(|clicked| clicked.token).unwrap_or_default())
    }

    /// What goes wrong in a month, each at least once.
    async fn every_reason(&mut self, campaigns: &[SeededCampaign], now: DateTime<Utc>) -> Result<(), Error> {
        let [coffee, office, course] = campaigns else { return Ok(()) };
        let hour = Duration::hours(1);
        let none = Map::new;
        let shop = Caller::Page { origin: "https://fernhill.example" };

        // Tokens that are not genuine.
        let (coffee_link, office_link) = (&coffee.links[0].0, &office.links[0].0);
        let genuine = self.fresh_click(coffee_link, hour, now).await?;
        self.convert(String::new(), None, none(), shop, now - hour).await?;
        self.convert("not-a-token".to_owned(), None, none(), shop, now - hour).await?;
        let forged: String = genuine.chars().rev().collect();
        self.convert(format!("A{}", &forged[1..]), None, none(), Caller::Server, now - hour).await?;
        let swapped = genuine.replacen(char::is_lowercase, "Z", 1);
        self.convert(swapped, None, none(), Caller::Server, now - hour).await?;

        // Genuine tokens of something else.
        let id = ClickId::new(now - hour);
        let unknown = self.token(Flags::HUMAN, id, 4_711, self.number);
        self.convert(unknown, None, none(), Caller::Server, now).await?;
        let foreign = self.token(Flags::HUMAN, id, coffee_link.number, self.number ^ 1);
        self.convert(foreign, None, none(), Caller::Server, now).await?;
        self.convert(genuine.clone(), None, none(), Caller::CampaignPage(course.row.id), now).await?;

        // A page that the campaign does not know.
        let click = self.fresh_click(office_link, hour, now).await?;
        self.convert(click.clone(), None, none(), Caller::Page { origin: "https://copycat.example" }, now).await?;

        // A click that came too long ago, and one that comes twice.
        let old = self.fresh_click(office_link, Duration::days(20), now).await?;
        self.convert(old, None, none(), shop, now).await?;
        let mut properties = none();
        properties.insert("plan".to_owned(), json!("team"));
        self.convert(click.clone(), Some("ada@example.org"), properties, shop, now).await?;
        self.convert(click, Some("ada@example.org"), none(), shop, now).await?;

        // Customers that the campaign refuses.
        for email in
            ["sales@eu.competitor.example", "x@mailinator.com", "me@northwind-reviews.example", "ada@example.org"]
        {
            let click = self.fresh_click(office_link, hour, now).await?;
            self.convert(click, Some(email), none(), shop, now).await?;
        }

        // Properties that do not fit the form: recorded, with a submission to mend.
        let click = self.fresh_click(coffee_link, hour, now).await?;
        let mut properties = none();
        properties.insert("plan".to_owned(), json!("Enterprise"));
        properties.insert("order_value".to_owned(), json!("about 50"));
        self.convert(click, Some("grace@example.org"), properties, Caller::Server, now).await
    }

    /// What happens at the end of the month: a link is revoked, a partner leaves, a campaign pauses.
    async fn close(
        &mut self,
        campaigns: Vec<SeededCampaign>,
        now: DateTime<Utc>,
    ) -> Result<Vec<SeededCampaign>, Error> {
        let hour = Duration::hours(1);
        let (Some(coffee), Some(course)) = (campaigns.first(), campaigns.last()) else { return Ok(campaigns) };
        let (revoked, _) = &coffee.links[3];
        let (leaving_link, leaving) = &coffee.links[4];
        let (paused_link, _) = &course.links[0];
        let tokens = [
            self.fresh_click(revoked, hour, now).await?,
            self.fresh_click(leaving_link, hour, now).await?,
            self.fresh_click(paused_link, hour, now).await?,
        ];
        self.tenant
            .write(async |tx| {
                links::set_revoked(&tx, revoked.id, true, now).await?;
                let inactive = partners::Input { status: Some(PartnerStatus::Inactive), ..Default::default() };
                partners::update(&tx, leaving.id, inactive, now).await?;
                let paused = campaigns::Input { status: Some(CampaignStatus::Paused), ..Default::default() };
                campaigns::update(&tx, course.row.id, paused, &[], now).await
            })
            .await?;
        for token in tokens {
            self.convert(token, None, Map::new(), Caller::Server, now).await?;
        }
        let revoked = revoked.id;
        Ok(campaigns
            .into_iter()
            .map(|mut campaign| {
                for (link, _) in &mut campaign.links {
                    if link.id == revoked {
                        link.revoked_at = Some(now);
                    }
                }
                campaign
            })
            .collect())
    }
}

/// Who sends a conversion in a story.
#[derive(Clone, Copy)]
enum Caller {
    Server,
    Page { origin: &'static str },
    CampaignPage(CampaignId),
}
