//! Statistics: every figure equals a recount of the rows behind it, which is made here, from the rows
//! alone and in another way than the program's.

mod breakdown;
mod check;
mod links;
mod overview;
mod plans;
mod recount;
mod sums;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike, Duration, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;
use entity::id::ClickId;
use entity::value::Label;
use entity::{click, conversion};
use introw::domain::stats::sums as summing;
use introw::store::{NewClick, Scope};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::harness::{Campaign, TestApp};

/// Everything that is counted, read once.
struct Rows {
    clicks: Vec<click::Model>,
    conversions: Vec<conversion::Model>,
}

/// Of what a figure is: the name of a filter and an id; none: of everything.
type Of<'a> = Option<(&'a str, &'a str)>;

impl Rows {
    async fn read(app: &TestApp) -> Self {
        let clicks = app.org.tenant.find::<click::Entity>().all().await.unwrap();
        let conversions = app.org.tenant.find::<conversion::Entity>().all().await.unwrap();
        Self { clicks, conversions }
    }

    fn clicks(&self, of: Of<'_>) -> Vec<&click::Model> {
        let human = self.clicks.iter().filter(|row| row.label == Label::Human);
        human.filter(|row| matches(of, row.campaign_id, row.partner_id, row.link_id, row.via)).collect()
    }

    fn conversions(&self, of: Of<'_>) -> Vec<&conversion::Model> {
        let rows = self.conversions.iter();
        rows.filter(|row| matches(of, row.campaign_id, row.partner_id, row.link_id, row.via)).collect()
    }
}

fn matches(
    of: Of<'_>,
    campaign: entity::id::CampaignId,
    partner: entity::id::PartnerId,
    link: entity::id::LinkId,
    via: uuid::Uuid,
) -> bool {
    match of {
        None => true,
        Some(("campaignId", id)) => campaign.to_string() == id,
        Some(("partnerId", id)) => partner.to_string() == id,
        Some(("linkId", id)) => link.to_string() == id,
        Some(("aliasId", id)) => {
            entity::id::AliasId(via).to_string() == id || entity::id::LinkId(via).to_string() == id
        }
        Some(other) => panic!("{other:?}"),
    }
}

/// The instants at which visitors count: of each day of UTC and visitor the first.
fn firsts<'a>(clicks: impl IntoIterator<Item = &'a click::Model>) -> Vec<DateTime<Utc>> {
    let mut first: HashMap<_, DateTime<Utc>> = HashMap::new();
    for click in clicks {
        let Some(key) = &click.visitor_key else { continue };
        let at = first.entry((click.at.date_naive(), key.clone())).or_insert(click.at);
        *at = click.at.min(*at);
    }
    first.into_values().collect()
}

/// Which bucket an instant is in, in words.
fn bucket(at: DateTime<Utc>, zone: Tz, bucket: &str) -> String {
    let local = at.with_timezone(&zone).naive_local();
    match bucket {
        // The offset tells the two hours apart that a clock repeats.
        "HOUR" => format!("{} {} {}", local.date(), local.hour(), (local - at.naive_utc()).num_minutes()),
        "DAY" => local.date().to_string(),
        "WEEK" => format!("{:?}", local.date().iso_week()),
        "MONTH" => format!("{}-{}", local.year(), local.month()),
        other => panic!("{other}"),
    }
}

fn is_in(at: DateTime<Utc>, zone: Tz, from: NaiveDate, to: NaiveDate) -> bool {
    (from..=to).contains(&at.with_timezone(&zone).date_naive())
}

/// Asks for statistics and recounts them.
async fn check(app: &TestApp, rows: &Rows, of: Of<'_>, zone: &str, size: &str, from: NaiveDate, to: NaiveDate) {
    let document = "query($from: Date, $to: Date, $zone: String, $bucket: BucketSize, $filter: StatsFilter) { \
        stats(from: $from, to: $to, timeZone: $zone, bucket: $bucket, filter: $filter) { clicks uniqueVisitors \
        conversions previous { clicks uniqueVisitors conversions } buckets { start end clicks uniqueVisitors conversions } } }";
    let filter = of.map(|(name, id)| json!({ name: id }));
    let variables = json!({ "from": from, "to": to, "zone": zone, "bucket": size, "filter": filter });
    let stats = app.gql(document, variables).await["stats"].clone();
    let tz: Tz = zone.parse().unwrap();
    let (clicks, conversions) = (rows.clicks(of), rows.conversions(of));
    let visitors = firsts(clicks.iter().copied());
    let mut expected: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut add = |at: DateTime<Utc>, what: usize| {
        if is_in(at, tz, from, to) {
            expected.entry(bucket(at, tz, size)).or_default()[what] += 1;
        }
    };
    clicks.iter().for_each(|row| add(row.at, 0));
    visitors.iter().for_each(|at| add(*at, 1));
    conversions.iter().for_each(|row| add(row.created_at, 2));

    let numbers = |value: &Value| {
        [&value["clicks"], &value["uniqueVisitors"], &value["conversions"]].map(|n| n.as_i64().unwrap())
    };
    let mut found: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut sum = [0; 3];
    for each in stats["buckets"].as_array().unwrap() {
        let start: DateTime<Utc> = each["start"].as_str().unwrap().parse().unwrap();
        let counts = numbers(each);
        sum = [0, 1, 2].map(|what| sum[what] + counts[what]);
        if counts != [0; 3] {
            assert!(found.insert(bucket(start, tz, size), counts).is_none(), "one bucket twice: {each}");
        }
    }
    let what = format!("{of:?} {zone} {size} {from} to {to}");
    assert_eq!(found, expected, "{what}");
    assert_eq!(numbers(&stats), sum, "{what}: the total is the sum of the buckets");
    let days = Duration::days((to - from).num_days() + 1);
    let before = |at: DateTime<Utc>| is_in(at, tz, from - days, to - days);
    let previous = [
        clicks.iter().filter(|row| before(row.at)).count() as i64,
        visitors.iter().filter(|at| before(**at)).count() as i64,
        conversions.iter().filter(|row| before(row.created_at)).count() as i64,
    ];
    assert_eq!(numbers(&stats["previous"]), previous, "{what}: the days before");
}

/// Two campaigns, three partners, five links, an alias.
struct World {
    campaigns: Vec<String>,
    partners: Vec<String>,
    links: Vec<(String, String)>,
    alias: String,
    rows: Vec<NewClick>,
}

impl World {
    async fn new(app: &TestApp) -> Self {
        let Campaign { id: spring, partner, link, code, .. } = app.campaign(json!({})).await;
        let autumn = app.campaign(json!({ "name": "Autumn" })).await;
        let third = app.partner("Third").await;
        let links = vec![
            (link.clone(), code),
            app.link(&spring, &third).await,
            app.link(&autumn.id, &partner).await,
            (autumn.link, autumn.code),
            app.link(&autumn.id, &third).await,
        ];
        let document = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"the-sale\") { link { aliases { id } } userErrors { message } } }";
        let alias =
            app.mutate(document, json!({ "l": link })).await["link"]["aliases"][0]["id"].as_str().unwrap().to_owned();
        let campaigns = vec![spring, autumn.id];
        let partners = vec![partner, autumn.partner, third];
        let of_links = app.org.tenant.find::<entity::link::Entity>().all().await.unwrap();
        let rows = of_links.iter().map(|link| blank(app, link, link.id.0)).collect::<Vec<_>>();
        let of_alias = of_links.iter().find(|row| row.id.to_string() == links[0].0).unwrap();
        let aliased = blank(app, of_alias, alias.parse::<entity::id::AliasId>().unwrap().0);
        Self { campaigns, partners, links, alias, rows: rows.into_iter().chain([aliased]).collect() }
    }

    /// Everything that can be filtered by.
    fn all(&self) -> Vec<Of<'_>> {
        let mut all = vec![None, Some(("aliasId", self.alias.as_str())), Some(("aliasId", self.links[0].0.as_str()))];
        all.extend(self.campaigns.iter().map(|id| Some(("campaignId", id.as_str()))));
        all.extend(self.partners.iter().map(|id| Some(("partnerId", id.as_str()))));
        all.extend(self.links.iter().map(|(id, _)| Some(("linkId", id.as_str()))));
        all
    }

    /// Clicks at random times of these days, by few visitors, as they would be stored.
    fn random(&self, seed: u64, many: usize, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<NewClick> {
        let mut random = StdRng::seed_from_u64(seed);
        let length = (to - from).num_microseconds().unwrap();
        let labels = [Label::Human, Label::Human, Label::Human, Label::Repeat, Label::Suspect, Label::Crawler];
        let clicks = (0..many).map(|_| {
            let at = from + Duration::microseconds(random.random_range(0..length));
            let some = |random: &mut StdRng, values: &[Option<&str>]| {
                values[random.random_range(0..values.len())].map(str::to_owned)
            };
            NewClick {
                id: ClickId::new(at),
                at,
                label: labels[random.random_range(0..labels.len())],
                visitor_key: (random.random_range(0..10) > 0).then(|| vec![random.random_range(0..12); 16]),
                referrer_host: some(&mut random, &[None, Some("blog.example"), Some("news.example")]),
                device: some(&mut random, &[Some("desktop"), Some("mobile")]),
                country: some(&mut random, &[None, Some("BE"), Some("NP"), Some("AU")]),
                ..self.rows[random.random_range(0..self.rows.len())].clone()
            }
        });
        clicks.collect()
    }
}

fn blank(app: &TestApp, link: &entity::link::Model, via: uuid::Uuid) -> NewClick {
    NewClick {
        organisation_id: app.org.id,
        id: ClickId::new(app.clock.now()),
        link_id: link.id,
        campaign_id: link.campaign_id,
        partner_id: link.partner_id,
        via,
        at: app.clock.now(),
        label: Label::Human,
        visitor_id: None,
        visitor_key: None,
        referrer_host: None,
        device: None,
        browser: None,
        os: None,
        country: None,
    }
}

async fn store(app: &TestApp, clicks: &[NewClick]) {
    app.server.app.store.store_clicks(clicks, &[], app.clock.now()).await.unwrap();
}

/// Adds up every day that is over.
async fn sum_all(app: &TestApp) {
    let now = app.clock.now();
    loop {
        let due = summing::due(&app.org.tenant, now, 100).await.unwrap();
        if due.is_empty() {
            return;
        }
        for day in due {
            summing::keep(&app.org.tenant, day, now).await.unwrap();
        }
    }
}
