//! The demo's program: its partners, its campaigns, and a link for each partner of a campaign.

use chrono::{DateTime, Utc};
use entity::value::{AttributionModel, DataType};
use entity::{campaign, link, organisation, partner};

use crate::app::App;
use crate::domain::{campaign as campaigns, form as forms, key, link as links, partner as partners, submission};
use crate::error::Error;
use crate::store::{Tenant, Tx};

/// What a partner does in its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Character {
    /// Sends visitors, some of whom buy.
    Plain,
    /// Sends a letter on Thursdays, and little else.
    Weekly,
    /// Pushes a coupon at the checkout, to be credited for customers of others.
    Hijacker,
    /// Sends programs and idle clicks, of which nothing comes.
    Farm,
    /// Came two weeks ago.
    New,
}

/// A partner as its story begins.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    /// Who signs in for it, if somebody does.
    pub(super) contact: Option<&'static str>,
    /// An alias of its first link.
    alias: Option<&'static str>,
    /// How many clicks it brings in a day, at the beginning and at the end.
    pub(super) clicks: (f64, f64),
    /// How many of a thousand visitors convert.
    pub(super) converting: u32,
    pub(super) character: Character,
}

const fn profile(name: &'static str, domain: &'static str, clicks: (f64, f64), converting: u32) -> Profile {
    Profile { name, domain, contact: None, alias: None, clicks, converting, character: Character::Plain }
}

/// The partners. Who is told of by place elsewhere has a constant below.
pub(super) const PARTNERS: &[Profile] = &[
    Profile {
        contact: Some("Ilse Vermeer"),
        alias: Some("northwind"),
        ..profile("Northwind Reviews", "northwind-reviews.example", (34.0, 38.0), 36)
    },
    Profile {
        contact: Some("Tom Adeyemi"),
        alias: Some("brewing-weekly"),
        ..profile("Brewing Weekly", "brewing-weekly.example", (4.0, 46.0), 44)
    },
    Profile {
        contact: Some("Paola Conti"),
        alias: Some("kettle-and-crema"),
        ..profile("Kettle & Crema", "kettle-crema.example", (18.0, 15.0), 32)
    },
    Profile {
        contact: Some("Deal Desk"),
        alias: Some("dealhound"),
        character: Character::Hijacker,
        ..profile("Dealhound", "dealhound.example", (16.0, 24.0), 60)
    },
    Profile {
        contact: Some("Kaya Lindqvist"),
        alias: Some("tiny-roasters"),
        ..profile("Tiny Roasters Podcast", "tiny-roasters.example", (9.0, 7.0), 30)
    },
    Profile {
        alias: Some("flat-white"),
        ..profile("Flat White Diaries", "flat-white-diaries.example", (7.0, 9.0), 38)
    },
    profile("Bean Atlas", "bean-atlas.example", (13.0, 5.0), 28),
    profile("The Office Kitchen", "office-kitchen.example", (11.0, 13.0), 34),
    Profile {
        alias: Some("latte-letters"),
        character: Character::Weekly,
        ..profile("Latte Letters", "latte-letters.example", (9.0, 10.0), 40)
    },
    profile("Morning Desk", "morning-desk.example", (6.0, 8.0), 30),
    Profile {
        alias: Some("click-harbor"),
        character: Character::Farm,
        ..profile("ClickHarbor", "clickharbor.example", (10.0, 14.0), 0)
    },
    Profile { character: Character::New, ..profile("Grindstone Forum", "grindstone.example", (9.0, 12.0), 36) },
];
/// Which of them pushes coupons, leaves, and sends programs.
pub(super) const HIJACKER: usize = 3;
pub(super) const LEAVING: usize = 4;
pub(super) const FARM: usize = 10;

/// The choices of the field for the plan.
pub(super) const PLANS: &[&str] = &["Starter", "Team", "Business"];

/// A campaign with its links and their partners.
pub(in crate::cli::demo) struct SeededCampaign {
    pub(in crate::cli::demo) row: campaign::Model,
    pub(in crate::cli::demo) publishable_key: String,
    pub(in crate::cli::demo) links: Vec<SeededLink>,
    /// How much of a partner's traffic goes here.
    pub(super) share: f64,
    /// From how many people its visitors come.
    pub(super) crowd: u32,
}

/// A link, whose it is, and its alias if it has one.
pub(in crate::cli::demo) struct SeededLink {
    pub(in crate::cli::demo) row: link::Model,
    pub(in crate::cli::demo) partner: partner::Model,
    pub(in crate::cli::demo) alias: Option<(uuid::Uuid, String)>,
    pub(super) profile: &'static Profile,
}

struct Plan {
    input: campaigns::Input,
    partners: &'static [usize],
    share: f64,
    crowd: u32,
}

pub(super) async fn partners(tenant: &Tenant, then: DateTime<Utc>) -> Result<Vec<partner::Model>, Error> {
    let mut made = Vec::new();
    for profile in PARTNERS {
        let notes = match profile.character {
            Character::Hijacker => "Warned twice about coupons at the checkout. Look at what converts within a minute.",
            Character::Farm => "Much traffic, no customers. Ask where it comes from before renewing.",
            _ => "",
        };
        let input = partners::Input {
            name: Some(profile.name.to_owned()),
            email: Some(format!("partners@{}", profile.domain)),
            domain: Some(profile.domain.to_owned()),
            status: None,
            notes: Some(notes.to_owned()),
        };
        made.push(tenant.write(async |tx| partners::create(&tx, input.clone(), then).await).await?);
    }
    Ok(made)
}

pub(super) async fn campaigns(
    app: &App,
    tenant: &Tenant,
    owner: &organisation::Model,
    partners: &[partner::Model],
    then: DateTime<Utc>,
) -> Result<Vec<SeededCampaign>, Error> {
    let mut made = Vec::new();
    for plan in plans(app, owner) {
        made.push(tenant.write(async |tx| make(&tx, &plan, partners, then).await).await?);
    }
    Ok(made)
}

/// A shop on this very server, a campaign with every rule, and one that wants new customers.
fn plans(app: &App, owner: &organisation::Model) -> [Plan; 3] {
    let reward = |amount: &str| {
        Some(campaigns::RewardInput { amount: Some(amount.to_owned()), currency: owner.currency.clone() })
    };
    let coffee = campaigns::Input {
        name: Some("Coffee subscription".to_owned()),
        destination_url: Some(format!("{}demo-shop", app.public_url)),
        reward: reward("12.50"),
        ..Default::default()
    };
    let office = campaigns::Input {
        name: Some("Office machines".to_owned()),
        destination_url: Some("https://fernhill.example/office?ref=partners".to_owned()),
        model: Some(AttributionModel::FirstClick),
        window_days: Some(14),
        allowed_origins: Some(vec!["https://fernhill.example".to_owned()]),
        excluded_domains: Some(vec!["competitor.example".to_owned()]),
        block_disposable: Some(true),
        block_self_referral: Some(true),
        block_duplicate_email: Some(true),
        reward: reward("140"),
        ..Default::default()
    };
    let course = campaigns::Input {
        name: Some("Barista course".to_owned()),
        destination_url: Some("https://fernhill.example/course".to_owned()),
        new_customers_only: Some(true),
        reward: reward("25"),
        ..Default::default()
    };
    [
        Plan { input: coffee, partners: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], share: 0.5, crowd: 6_000 },
        Plan { input: office, partners: &[0, 1, 2, 7, 9], share: 0.25, crowd: 500 },
        Plan { input: course, partners: &[0, 1, 2, 3, 5, 8], share: 0.25, crowd: 3_000 },
    ]
}

async fn make(tx: &Tx, plan: &Plan, partners: &[partner::Model], then: DateTime<Utc>) -> Result<SeededCampaign, Error> {
    let form = forms::create(tx, form(&plan.input), then).await?;
    let fields = submission::fields(tx, form.id).await?;
    let input = campaigns::Input { form: Some(form.id), ..plan.input.clone() };
    // The shop is on this server, so its host is not refused as a destination here.
    let row = campaigns::create(tx, input, &[], then).await?;
    // The coupon is left unmapped, to show where such properties go.
    let mappings = ["email", "plan", "order_value", "order_id"]
        .iter()
        .zip(&fields)
        .map(|(property, field)| campaigns::MappingInput {
            property: (*property).to_owned(),
            field_id: field.id.clone(),
        })
        .collect();
    campaigns::set_mappings(tx, row.id, mappings, then).await?;
    let ids: Vec<_> = plan.partners.iter().map(|place| partners[*place].id).collect();
    let mut rows = links::generate(tx, row.id, links::Whose::These(&ids), then).await?.links;
    let mut made = Vec::new();
    for place in plan.partners {
        let (partner, profile) = (&partners[*place], &PARTNERS[*place]);
        let Some(at) = rows.iter().position(|row| row.partner_id == partner.id) else { continue };
        let link = rows.swap_remove(at);
        // Names are unique on the link host, so only the first link of a partner gets one.
        let slug = profile.alias.filter(|_| plan.share == 0.5);
        let alias = match slug {
            Some(slug) => {
                links::create_alias(tx, link.id, slug, then).await?;
                links::aliases_of(tx, link.id).one().await?.map(|alias| (alias.id.0, alias.slug))
            }
            None => None,
        };
        made.push(SeededLink { row: link, partner: partner.clone(), alias, profile });
    }
    let publishable_key = key::publishable(tx, Some(row.id)).await?.key;
    Ok(SeededCampaign { row, publishable_key, links: made, share: plan.share, crowd: plan.crowd })
}

fn form(campaign: &campaigns::Input) -> forms::Input {
    let field = |label: &str, data_type, options: &[&str]| forms::FieldInput {
        id: None,
        label: label.to_owned(),
        data_type,
        is_required: false,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    forms::Input {
        name: campaign.name.as_ref().map(|name| format!("{name} sign-up")),
        review_required: Some(campaign.block_duplicate_email.is_some()),
        fields: Some(vec![
            field("Email", DataType::Email, &[]),
            field("Plan", DataType::Dropdown, PLANS),
            field("Order value", DataType::Number, &[]),
            field("Order number", DataType::String, &[]),
        ]),
    }
}
