//! What holds although everybody comes at once.

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{PUBLISHABLE_KEY, SHOP, change_campaign, change_partner};
use crate::harness::{TestApp, on_both};

/// What was said, sorted, with how often it was.
fn tally(mut said: Vec<String>) -> Vec<(String, usize)> {
    said.sort();
    said.chunk_by(|one, other| one == other).map(|same| (same[0].clone(), same.len())).collect()
}

/// A call, every other time from a page. What it said.
async fn mixed(app: &TestApp, turn: usize, body: Value) -> String {
    app.convert_with(&headers(app, turn), body).await.said()
}

fn headers(app: &TestApp, turn: usize) -> Vec<(&str, &str)> {
    match turn % 2 {
        0 => vec![("x-api-key", &app.org.key)],
        _ => vec![(PUBLISHABLE_KEY, &app.org.publishable_key), ("origin", SHOP)],
    }
}

/// A connection that stays open, and speaks no more HTTP than it has to: twenty thousand calls
/// through a whole client would take the client longer than the server.
struct Line {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Line {
    async fn open(app: &TestApp, turn: usize) -> Self {
        let host = app.url.strip_prefix("http://").unwrap();
        let stream = TcpStream::connect(host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut head = format!("POST /api/v1/affiliate/conversions HTTP/1.1\r\nhost: {host}\r\n");
        for (name, value) in headers(app, turn).into_iter().chain([("content-type", "application/json")]) {
            head += &format!("{name}: {value}\r\n");
        }
        Self { stream: BufReader::new(stream), head }
    }

    /// Posts a body; gives the status and the outcome.
    async fn call(&mut self, body: &str) -> String {
        let request = format!("{}content-length: {}\r\n\r\n{body}", self.head, body.len());
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let (mut status, mut length, mut line) = (String::new(), 0, String::new());
        while line != "\r\n" {
            line.clear();
            assert_ne!(self.stream.read_line(&mut line).await.unwrap(), 0, "the server has hung up");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].to_owned();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        format!("{status} {}", answer["status"].as_str().unwrap_or_default())
    }
}

on_both! {
    /// Whatever races, one click converts once.
    async fn a_hundred_calls_at_once_record_one_conversion(app: TestApp) {
        const ROUNDS: usize = 200;
        const CALLS: usize = 100;
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let mut lines = join_all((0..CALLS).map(|turn| Line::open(&app, turn))).await;
        for round in 0..ROUNDS {
            let token = app.click(&campaign.code).await;
            let body = json!({ "clickId": token, "email": "anna@customer.example" }).to_string();
            let said = join_all(lines.iter_mut().map(|line| line.call(&body))).await;
            let expected = [("200 duplicate".to_owned(), CALLS - 1), ("201 recorded".to_owned(), 1)];
            assert_eq!(tally(said), expected, "round {round}");
        }
        let rounds = ROUNDS as i64;
        assert_eq!(app.number("SELECT count(*) FROM conversion").await, rounds);
        assert_eq!(app.number("SELECT count(*) FROM submission").await, rounds);
        // Of every click: each call was judged once, and one of them recorded it.
        let judged = "SELECT count(*) FROM (SELECT click_id FROM decision GROUP BY click_id
            HAVING count(*) = 100 AND sum(CASE WHEN reason = 'recorded' THEN 1 ELSE 0 END) = 1
            AND sum(CASE WHEN reason = 'already_converted' THEN 1 ELSE 0 END) = 99) AS clicks";
        assert_eq!(app.number(judged).await, rounds);
        app.check_invariants().await;
    }

    /// One customer with two clicks, and a campaign where an address converts once.
    async fn two_clicks_of_one_customer_at_once_record_one_conversion(app: TestApp) {
        let campaign = app.campaign(json!({ "qualityRules": { "blockDuplicateEmail": true } })).await;
        for round in 0..100 {
            let tokens = [app.click(&campaign.code).await, app.click(&campaign.code).await];
            let emails = [format!("anna{round}@customer.example"), format!("Anna{round}+again@customer.example")];
            let calls = tokens.iter().zip(&emails).enumerate();
            let calls = calls
                .map(|(turn, (token, email))| mixed(&app, turn + round, json!({ "clickId": token, "email": email })));
            let expected = [("200 duplicate".to_owned(), 1), ("201 recorded".to_owned(), 1)];
            assert_eq!(tally(join_all(calls).await), expected, "round {round}");
        }
        let reasons = app.texts("SELECT reason FROM decision GROUP BY reason ORDER BY reason").await;
        assert_eq!(reasons, ["duplicate_email", "recorded"]);
        assert_eq!(app.number("SELECT count(*) FROM conversion").await, 100);
        app.check_invariants().await;
    }

    /// Many links and customers at once, so that transactions meet in counters and hashes: nobody
    /// is turned away because of another.
    async fn calls_for_different_clicks_do_not_get_in_each_others_way(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for round in 0..5 {
            let mut tokens = Vec::new();
            for _ in 0..40 {
                tokens.push(app.click(&campaign.code).await);
            }
            let call = |(turn, token): (usize, &String)| {
                mixed(&app, turn, json!({ "clickId": token, "email": "anna@customer.example" }))
            };
            let said = join_all(tokens.iter().enumerate().map(call)).await;
            assert_eq!(tally(said), [("201 recorded".to_owned(), 40)], "round {round}");
        }
        app.check_invariants().await;
    }

    /// What judges conversions is kept for good, so that no two changes may be one version.
    async fn changes_of_a_campaign_at_once_are_versions_one_after_the_other(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let document = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { \
                        campaign { version attributionWindowDays } userErrors { code } } }";
        let change = async |days: i64| {
            let input = json!({ "attributionWindowDays": days });
            let changed = app.mutate(document, json!({ "id": campaign.id, "input": input })).await["campaign"].clone();
            assert_eq!(changed["attributionWindowDays"], days);
            (changed["version"].as_i64().unwrap(), days)
        };
        let mut made = vec![(1, 90)];
        for round in 0..10 {
            // No change is without effect: every window is another than all before.
            made.extend(join_all((1..=20).map(|nth| change(100 + round * 20 + nth))).await);
        }
        made.sort_unstable();
        let (versions, windows): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        assert_eq!(versions, (1..=201).collect::<Vec<_>>(), "each change is a version of its own");
        let kept = app.numbers("SELECT CAST(window_days AS bigint) FROM campaign_version ORDER BY version").await;
        assert_eq!(kept, windows, "and the one that its caller was told");
        assert_eq!(app.number("SELECT CAST(version AS bigint) FROM campaign").await, 201);
    }

    /// Two admins change different things of one campaign and one partner: neither undoes the other.
    async fn changes_of_different_settings_at_once_do_not_undo_each_other(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for round in 0..50 {
            let name = format!("Spring {round}");
            let status = if round % 2 == 0 { "PAUSED" } else { "ACTIVE" };
            let standing = if round % 2 == 0 { "INACTIVE" } else { "ACTIVE" };
            let url = format!("https://shop.example/{round}");
            futures::join!(
                change_campaign(&app, &campaign.id, json!({ "name": name })),
                change_campaign(&app, &campaign.id, json!({ "status": status })),
                change_campaign(&app, &campaign.id, json!({ "destinationUrl": url })),
                change_partner(&app, &campaign.partner, json!({ "name": name })),
                change_partner(&app, &campaign.partner, json!({ "status": standing })),
            );
            let document = "query($c: ID!, $p: ID!) { campaign(id: $c) { name status destinationUrl } \
                            partner(id: $p) { name status } }";
            let now = app.gql(document, json!({ "c": campaign.id, "p": campaign.partner })).await;
            let expected = json!({
                "campaign": { "name": name, "status": status, "destinationUrl": url },
                "partner": { "name": name, "status": standing },
            });
            assert_eq!(now, expected, "round {round}");
        }
    }

    /// Mappings, and the fields of a form, are set as a whole: what is there afterwards is what one of
    /// the callers sent, and not some of each.
    async fn what_is_set_as_a_whole_is_one_callers_whole(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let document =
            "query($id: ID!) { campaign(id: $id) { fieldMappings { property } form { fields { id label } } } }";
        let now = async || app.gql(document, json!({ "id": campaign.id })).await["campaign"].clone();
        let email = now().await["form"]["fields"][0]["id"].clone();
        let map = async |property: String| {
            let document = "mutation($id: ID!, $rules: [FieldMappingInput!]!) { \
                            fieldMappingsSet(campaignId: $id, mappings: $rules) { \
                            campaign { id } userErrors { message } } }";
            let rules = json!([{ "property": property, "fieldId": email }, { "property": "always", "fieldId": email }]);
            app.mutate(document, json!({ "id": campaign.id, "rules": rules })).await;
        };
        let fill = async |label: String| {
            let document = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { \
                            form { id } userErrors { message } } }";
            let email = json!({ "id": email, "label": "Email", "dataType": "EMAIL" });
            let fields = json!([email, { "label": label, "dataType": "STRING" }]);
            app.mutate(document, json!({ "id": campaign.form, "input": { "fields": fields } })).await;
        };
        for round in 0..30 {
            let (one, other) = (format!("one{round}"), format!("other{round}"));
            futures::join!(map(one.clone()), map(other.clone()), fill(one.clone()), fill(other.clone()));
            let now = now().await;
            let mapped = [&one, &other].map(|name| json!([{ "property": "always" }, { "property": name }]));
            assert!(mapped.contains(&now["fieldMappings"]), "round {round}: {now}");
            let labels: Vec<_> =
                now["form"]["fields"].as_array().unwrap().iter().map(|field| &field["label"]).collect();
            assert!(
                [&one, &other].iter().any(|name| labels == [&json!("Email"), &json!(name)]),
                "round {round}: {now}"
            );
        }
    }
}
