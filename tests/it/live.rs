//! What happens, as it happens: a subscription over server-sent events.

use std::collections::BTreeSet;
use std::time::Duration;

use entity::id::ClickId;
use introw::store::{NewClick, Scope};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

const ACTIVITY: &str = "subscription($after: String) { activity(after: $after) { __typename \
    ... on ClickActivity { id cursor label partner { name } campaign { name } } \
    ... on ConversionActivity { id cursor source link { code } } \
    ... on DecisionActivity { id cursor reason explanation } \
    ... on MoreActivity { cursor clicks conversions decisions } } }";

/// What a client of events reads.
struct Events {
    response: Response,
    text: String,
}

impl Events {
    async fn open(app: &TestApp, key: &str, after: Option<&str>) -> Self {
        let body = json!({ "query": ACTIVITY, "variables": { "after": after } });
        let request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", key).json(&body);
        let response = request.header("accept", "text/event-stream").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next event: its name and its data. `None`: the connection has ended.
    async fn event(&mut self) -> Option<(String, String)> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| {
                    let lines = block.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    lines.map(str::trim).collect::<String>()
                };
                match field("event") {
                    // A comment, to keep it open.
                    event if event.is_empty() => continue,
                    event => return Some((event, field("data"))),
                }
            }
            let chunk = self.response.chunk().await.ok()??;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next thing that happened.
    async fn next(&mut self) -> Value {
        let (event, data) = self.event().await.expect("the stream has ended");
        assert_eq!(event, "next", "{data}");
        let answer: Value = serde_json::from_str(&data).unwrap();
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"]["activity"].clone()
    }

    /// The next thing that happened of this kind.
    async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let happened = self.next().await;
            if happened["__typename"] == kind {
                return happened;
            }
        }
    }
}

/// The stream follows once it has looked at the database, which a click after that shows.
async fn followed(app: &TestApp, code: &str, key: &str) -> Events {
    let mut events = Events::open(app, key, None).await;
    loop {
        app.click(code).await;
        if tokio::time::timeout(Duration::from_millis(1_500), events.next()).await.is_ok() {
            return events;
        }
    }
}

fn like(click: &NewClick, at: chrono::DateTime<chrono::Utc>) -> NewClick {
    NewClick { id: ClickId::new(at), at, ..click.clone() }
}

on_both! {
    async fn what_happens_is_told_at_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut events = followed(&app, &campaign.code, &app.org.key).await;
        let token = app.click_as(&campaign.code, &[("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")]).await;
        let begun = std::time::Instant::now();
        let click = loop {
            let click = events.next_of("ClickActivity").await;
            if click["label"] == "HUMAN" { break click; }
        };
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
        assert_eq!((&click["partner"]["name"], &click["campaign"]["name"]), (&json!("Northwind"), &json!("Spring")));
        let made = app.convert(json!({ "clickId": token })).await;
        let conversion = events.next_of("ConversionActivity").await;
        assert_eq!((&conversion["id"], &conversion["link"]["code"]), (&made.body["conversionId"], &json!(campaign.code)));
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "200 duplicate");
        let reason = loop {
            let decision = events.next_of("DecisionActivity").await;
            if decision["reason"] != "recorded" { break decision; }
        };
        assert_eq!(reason["reason"], "already_converted");
        let recent = app.gql("{ recentActivity(first: 2) { __typename ... on DecisionActivity { reason } } }", json!({})).await;
        assert_eq!(recent["recentActivity"][0]["reason"], "already_converted", "newest first");
    }

    /// A client that loses its connection again and again while others write.
    async fn it_goes_on_without_a_gap(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let first = followed(&app, &campaign.code, &app.org.key).await;
        drop(first);
        let [click, ..] = &app.org.tenant.find::<entity::click::Entity>().all().await.unwrap()[..] else { panic!() };
        let start = app.clock.now();
        let mut told: BTreeSet<String> = BTreeSet::new();
        let mut cursor = None;
        let writer = async {
            for index in 0..40_i64 {
                // Every fourth one was made a while ago, and its transaction ends only now.
                let age = if index % 4 == 0 { chrono::Duration::seconds(20) } else { chrono::Duration::zero() };
                let row = like(click, app.clock.now() - age);
                app.server.app.store.store_clicks(&[row], &[], app.clock.now()).await.unwrap();
                if index % 5 == 0 {
                    let token = app.click(&campaign.code).await;
                    assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
                }
                tokio::time::sleep(Duration::from_millis(25)).await;
            }
        };
        let reader = async {
            loop {
                let mut events = Events::open(&app, &app.org.key, cursor.as_deref()).await;
                for _ in 0..7 {
                    let Ok(happened) = tokio::time::timeout(Duration::from_millis(400), events.next()).await else { break };
                    cursor = happened["cursor"].as_str().map(str::to_owned);
                    if let Some(id) = happened["id"].as_str() {
                        told.insert(id.to_owned());
                    }
                }
            }
        };
        tokio::select! { () = writer => {}, () = reader => {} }
        let mut events = Events::open(&app, &app.org.key, cursor.as_deref()).await;
        while let Ok(happened) = tokio::time::timeout(Duration::from_millis(2_500), events.next()).await {
            if let Some(id) = happened["id"].as_str() {
                told.insert(id.to_owned());
            }
        }
        let since = start - chrono::Duration::seconds(20);
        let mut all: BTreeSet<String> = BTreeSet::new();
        for row in app.org.tenant.find::<entity::click::Entity>().all().await.unwrap() {
            if row.at > since && row.id != click.id { all.insert(row.id.to_string()); }
        }
        for row in app.org.tenant.find::<entity::conversion::Entity>().all().await.unwrap() {
            all.insert(row.id.to_string());
        }
        for row in app.org.tenant.find::<entity::decision::Entity>().all().await.unwrap() {
            all.insert(row.id.to_string());
        }
        // Before the first stream nothing was promised.
        let missing: Vec<_> = all.difference(&told).collect();
        let early: BTreeSet<_> = app.org.tenant.find::<entity::click::Entity>().all().await.unwrap().into_iter()
            .filter(|row| row.at <= start && row.at > start - chrono::Duration::seconds(15)).map(|row| row.id.to_string()).collect();
        let missing: Vec<_> = missing.into_iter().filter(|id| !early.contains(*id)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "of {}", all.len());
    }

    async fn a_flood_is_counted(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut events = followed(&app, &campaign.code, &app.org.key).await;
        let [click, ..] = &app.org.tenant.find::<entity::click::Entity>().all().await.unwrap()[..] else { panic!() };
        // What the waiting has made is told first.
        while tokio::time::timeout(Duration::from_millis(1_500), events.next()).await.is_ok() {}
        let now = app.clock.now();
        let flood: Vec<_> = (0..150).map(|index| like(click, now + chrono::Duration::milliseconds(index))).collect();
        app.server.app.store.store_clicks(&flood, &[], now).await.unwrap();
        let (mut told, mut counted) = (0, 0);
        while told + counted < 150 {
            let happened = events.next().await;
            match happened["__typename"].as_str().unwrap() {
                "ClickActivity" => told += 1,
                "MoreActivity" => counted += happened["clicks"].as_i64().unwrap(),
                other => panic!("{other}"),
            }
        }
        assert_eq!((told, counted), (10, 140));
    }

    async fn it_ends_with_the_key(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let key = app.key_with(&["affiliate:read", "campaigns:read", "partners:read"]).await;
        let mut events = followed(&app, &campaign.code, &key).await;
        let prefix = &key[..19];
        let keys = app.gql("{ apiKeys(first: 100) { nodes { id prefix } } }", json!({})).await;
        let id = keys["apiKeys"]["nodes"].as_array().unwrap().iter().find(|node| node["prefix"] == prefix).unwrap()["id"].clone();
        app.mutate("mutation($id: ID!) { apiKeyRevoke(id: $id) { apiKey { id } userErrors { message } } }", json!({ "id": id })).await;
        let ended = async {
            while let Some((event, _)) = events.event().await {
                if event == "complete" {
                    return events.event().await;
                }
            }
            panic!("the connection was cut");
        };
        let after = tokio::time::timeout(Duration::from_secs(10), ended).await.expect("it goes on");
        assert_eq!(after, None);
    }

    async fn it_ends_when_the_process_stops(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut events = followed(&app, &campaign.code, &app.org.key).await;
        let begun = std::time::Instant::now();
        let reader = tokio::spawn(async move {
            let mut last = String::new();
            while let Some((event, _)) = events.event().await {
                last = event;
            }
            last
        });
        app.stop().await;
        assert_eq!(reader.await.unwrap(), "complete");
        assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    }

    async fn a_caller_has_few_streams(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut open = vec![followed(&app, &campaign.code, &app.org.key).await];
        for _ in 0..4 {
            open.push(followed(&app, &campaign.code, &app.org.key).await);
        }
        let mut sixth = Events::open(&app, &app.org.key, None).await;
        let (event, data) = sixth.event().await.unwrap();
        assert!(event == "next" && data.contains("RATE_LIMITED"), "{event} {data}");
        assert_eq!(sixth.event().await.unwrap().0, "complete");
        // One that ends makes room.
        open.pop();
        let retry = async {
            loop {
                let mut again = Events::open(&app, &app.org.key, None).await;
                app.click(&campaign.code).await;
                let (_, data) = again.event().await.unwrap();
                if !data.contains("RATE_LIMITED") { break; }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), retry).await.unwrap();
    }

    async fn other_ways_to_ask_are_answered(app: TestApp) {
        let answer = app.gql_raw(&app.org.key, ACTIVITY, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
        assert!(answer["errors"][0]["message"].as_str().unwrap().contains("not supported on this transport"), "{answer}");
        for (after, word) in [("junk", "cursor"), ("", "cursor")] {
            let mut events = Events::open(&app, &app.org.key, Some(after)).await;
            let (_, data) = events.event().await.unwrap();
            assert!(data.contains(word) && data.contains("BAD_REQUEST"), "{data}");
        }
        let narrow = app.key_with(&["stats:read"]).await;
        let mut events = Events::open(&app, &narrow, None).await;
        let (_, data) = events.event().await.unwrap();
        assert!(data.contains("FORBIDDEN"), "{data}");
        let request = app.client.post(format!("{}/graphql", app.url)).header("accept", "text/event-stream").json(&json!({ "query": ACTIVITY }));
        assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
        // A query has one answer, and may come as an event too.
        let body = json!({ "query": "{ organisation { name } }" });
        let request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key).json(&body);
        let text = request.header("accept", "text/event-stream").send().await.unwrap().text().await.unwrap();
        assert!(text.contains("event: next\ndata: {\"data\":{\"organisation\":{\"name\":\"Acme\"}}}") && text.contains("event: complete"), "{text}");
    }

    async fn another_organisation_hears_nothing(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let intruder = app.other_org("Intruder").await;
        let mut theirs = Events::open(&app, &intruder.key, None).await;
        let mut ours = followed(&app, &campaign.code, &app.org.key).await;
        app.click(&campaign.code).await;
        ours.next_of("ClickActivity").await;
        assert!(tokio::time::timeout(Duration::from_millis(1_500), theirs.next()).await.is_err());
        let cursor = ours.next_of("ClickActivity");
        let cursor = tokio::time::timeout(Duration::from_millis(500), cursor).await;
        let recent = app.gql_as(&intruder.key, "{ recentActivity { __typename } }", json!({})).await;
        assert_eq!(recent["recentActivity"], json!([]));
        drop(cursor);
    }
}
