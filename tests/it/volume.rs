//! A large organisation in Postgres: clicks by the hundred thousand, made by the database itself.

use chrono::Duration;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use crate::harness::{TestApp, connect};

/// What the pages ask: an overview, a report, and one partner.
pub const QUESTIONS: &[(&str, &str)] = &[
    (
        "stats by day",
        "query($from: Date, $to: Date) { stats(from: $from, to: $to) { clicks uniqueVisitors conversions previous { clicks } buckets { clicks uniqueVisitors } } }",
    ),
    (
        "stats by hour",
        "query($day: Date, $to: Date) { stats(from: $day, to: $to, bucket: HOUR) { clicks buckets { clicks } } }",
    ),
    (
        "by campaign",
        "query($from: Date, $to: Date) { statsBy(dimension: CAMPAIGN, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by partner",
        "query($from: Date, $to: Date) { statsBy(dimension: PARTNER, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by link",
        "query($from: Date, $to: Date) { statsBy(dimension: LINK, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by referrer",
        "query($from: Date, $to: Date) { statsBy(dimension: REFERRER_HOST, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by country",
        "query($from: Date, $to: Date) { statsBy(dimension: COUNTRY, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "partner by day",
        "query($p: ID!, $from: Date, $to: Date) { stats(from: $from, to: $to, filter: {partnerId: $p}) { clicks uniqueVisitors buckets { clicks uniqueVisitors } } }",
    ),
    (
        "partner by link",
        "query($p: ID!, $from: Date, $to: Date) { statsBy(dimension: LINK, from: $from, to: $to, filter: {partnerId: $p}) { key clicks uniqueVisitors } }",
    ),
    (
        "partner by device",
        "query($p: ID!, $from: Date, $to: Date) { statsBy(dimension: DEVICE, from: $from, to: $to, filter: {partnerId: $p}) { key clicks uniqueVisitors } }",
    ),
    ("links under review", "{ links(first: 25, filter: {review: true}) { nodes { id performance { clicks } } } }"),
    (
        "overview",
        "query($from: Date, $to: Date) { overview(from: $from, to: $to) { clicks { value change sparkline } uniqueVisitors { value } conversionRate { value sparkline } toDo { linksToReview submissionsToReview } getStarted { doneAt } } }",
    ),
    ("25 partners", "{ partners(first: 25) { nodes { lastActivityAt stats { clicks conversions } } } }"),
    ("25 links", "{ links(first: 25) { nodes { id review performance { clicks accepted } stats { clicks } } } }"),
];

/// How many partners it has, of which few have most of the clicks.
const PARTNERS: u32 = 50;

/// Gives the test's organisation four campaigns, fifty partners with a link in each, and so many clicks
/// of the days before now, with their counters.
pub async fn fill(app: &TestApp, clicks: u32, days: u32) {
    for name in ["North", "East", "South", "West"] {
        app.campaign(json!({ "name": name })).await;
    }
    let config = introw::config::Config::new(&app.settings).unwrap();
    // A connection of its own, so that what it reads is not counted later.
    let database = connect(&config.database).await;
    let (org, now) = (app.org.id.0, app.clock.now().to_rfc3339());
    for sql in [
        format!(
            "INSERT INTO partner (organisation_id, id, name, status, created_at, updated_at)
             SELECT '{org}', gen_random_uuid(), 'Partner ' || n, 'ACTIVE', '{now}', '{now}' FROM generate_series(1, {PARTNERS}) n"
        ),
        format!(
            "INSERT INTO link (organisation_id, id, number, campaign_id, partner_id, code, created_at)
             SELECT '{org}', gen_random_uuid(), row_number() OVER (), campaign.id, partner.id,
                 substr(md5(campaign.id::text || partner.id::text), 1, 8), '{now}'
             FROM campaign, partner WHERE partner.name LIKE 'Partner %'"
        ),
        "CREATE UNLOGGED TABLE busy AS SELECT row_number() OVER (ORDER BY partner_id, campaign_id) - 1 AS place, link.*
             FROM link JOIN partner ON partner.id = link.partner_id WHERE partner.name LIKE 'Partner %'"
            .to_owned(),
        format!(
            "CREATE UNLOGGED TABLE visit AS SELECT n, CAST('{now}' AS timestamptz) - random() * interval '{days} days' AS at,
                 floor(power(random(), 2) * {links})::bigint AS place, random() AS label, random() AS visitor,
                 random() AS referrer, random() AS device, random() AS country
             FROM generate_series(1, {clicks}) n",
            links = PARTNERS * 4
        ),
        format!(
            "INSERT INTO click (organisation_id, id, link_id, campaign_id, partner_id, via, at, label, visitor_key, referrer_host, device, country)
             SELECT '{org}',
                 CAST(lpad(to_hex((extract(epoch FROM visit.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(visit.n::text), 1, 3)
                     || '8' || substr(md5(visit.n::text), 4, 15) AS uuid),
                 busy.id, busy.campaign_id, busy.partner_id, busy.id, visit.at,
                 CASE WHEN label < 0.85 THEN 'HUMAN' WHEN label < 0.92 THEN 'CRAWLER' WHEN label < 0.97 THEN 'REPEAT' ELSE 'SUSPECT' END,
                 decode(md5(floor(visitor * {clicks} / {days} * 0.7)::text), 'hex'),
                 CASE WHEN referrer < 0.3 THEN NULL ELSE 'site-' || floor(power(referrer, 4) * 200) || '.example' END,
                 CASE WHEN device < 0.6 THEN 'mobile' WHEN device < 0.95 THEN 'desktop' ELSE 'tablet' END,
                 substr('BENLDEFRUSGBINNPAUJP', 1 + 2 * floor(power(country, 2) * 10)::int, 2)
             FROM visit JOIN busy ON busy.place = visit.place"
        ),
        "INSERT INTO counter (organisation_id, link_id, via, quarter, measure, campaign_id, partner_id, count)
             SELECT organisation_id, link_id, via, date_bin('15 minutes', at, '2000-01-01Z'), label, campaign_id, partner_id, count(*)
             FROM click GROUP BY 1, 2, 3, 4, 5, 6, 7"
            .to_owned(),
        "DROP TABLE visit, busy".to_owned(),
    ] {
        database.execute_unprepared(&sql).await.unwrap();
    }
    database.close().await.unwrap();
    app.execute("VACUUM ANALYZE").await;
}

/// How often all of the clicks were read, as the database counts it. Only what connections that have
/// ended did is counted for sure.
pub async fn scans(database: &DatabaseConnection) -> i64 {
    number(database, "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'click'").await
}

async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    database.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Waits until the program's connections are gone, and with them what they have not told yet.
pub async fn until_alone(database: &DatabaseConnection) {
    let sql =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'introw'";
    while number(database, sql).await > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// The variables that a document names, of these.
pub fn needed(document: &str, variables: &Value) -> Value {
    let named = |name: &str| document.contains(&format!("${name}:"));
    variables
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| named(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// What the questions ask about.
pub async fn variables(app: &TestApp, days: i64) -> Value {
    let to = app.clock.now().date_naive();
    let partner =
        app.texts("SELECT CAST(id AS text) FROM partner WHERE name LIKE 'Partner %' ORDER BY id LIMIT 1").await;
    let partner = entity::id::PartnerId(partner[0].parse().unwrap()).to_string();
    json!({ "from": to - Duration::days(days - 1), "to": to, "day": to - Duration::days(2), "p": partner })
}
