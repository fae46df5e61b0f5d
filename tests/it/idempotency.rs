//! The header `Idempotency-Key`: what is sent again is not done again.

use std::collections::BTreeMap;

use introw::domain::idempotency::{self, Begun, Call};
use introw::domain::partner;
use introw::error::Error;
use rand::RngExt;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

const CREATE: &str =
    "mutation($name: String!) { partnerCreate(input: {name: $name}) { partner { id name } userErrors { code } } }";

/// An answer, byte for byte.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn code(&self) -> String {
        format!("{} {}", self.status, self.json()["code"].as_str().unwrap_or("-"))
    }

    fn is_replayed(&self) -> bool {
        self.headers.get("idempotent-replayed").is_some_and(|value| value == "true")
    }

    /// Without what belongs to the moment.
    fn lasting(&self) -> (u16, String, BTreeMap<String, String>) {
        let names = ["content-type", "cache-control", "x-introw-decision", "x-introw-reason"];
        let header = |name: &&str| Some(((*name).to_owned(), self.headers.get(*name)?.to_str().unwrap().to_owned()));
        (self.status, self.body.clone(), names.iter().filter_map(header).collect())
    }
}

async fn post(app: &TestApp, path: &str, secret: &str, key: &str, body: &Value) -> Answer {
    let request = app.client.post(format!("{}{path}", app.url)).header("x-api-key", secret);
    let response = request.header("idempotency-key", key).json(body).send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.text().await.unwrap() }
}

async fn convert(app: &TestApp, key: &str, body: &Value) -> Answer {
    post(app, "/api/v1/affiliate/conversions", &app.org.key, key, body).await
}

async fn create(app: &TestApp, key: &str, name: &str) -> Answer {
    post(app, "/graphql", &app.org.key, key, &json!({ "query": CREATE, "variables": { "name": name } })).await
}

async fn partners(app: &TestApp) -> i64 {
    app.number("SELECT count(*) FROM partner").await
}

on_both! {
    async fn a_conversion_that_is_sent_again_gets_the_same_answer(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let body = json!({ "clickId": app.click(&campaign.code).await, "email": "a@b.example" });
        let first = convert(&app, "order-1", &body).await;
        assert_eq!(first.status, 201);
        assert!(!first.is_replayed());
        let again = convert(&app, "order-1", &body).await;
        assert!(again.is_replayed());
        assert_eq!(again.lasting(), first.lasting());
        assert_eq!(first.headers["x-introw-reason"], "recorded");
        assert_eq!(app.number("SELECT count(*) FROM decision").await, 1);

        let other = json!({ "clickId": body["clickId"], "email": "c@d.example" });
        let refused = convert(&app, "order-1", &other).await;
        assert_eq!(refused.code(), "422 VALIDATION_ERROR");
        assert_eq!(refused.json()["errors"][0]["field"], "Idempotency-Key");
        assert_eq!(convert(&app, "order-2", &body).await.json()["status"], "duplicate", "another key, another call");

        // What was ignored was answered too.
        let ignored = json!({ "clickId": "nothing" });
        let first = convert(&app, "order-3", &ignored).await;
        let again = convert(&app, "order-3", &ignored).await;
        assert_eq!((first.lasting(), again.is_replayed()), (again.lasting(), true));

        app.clock.advance(chrono::Duration::hours(24));
        let late = convert(&app, "order-1", &body).await;
        assert_eq!((late.json()["status"].as_str().unwrap(), late.is_replayed()), ("duplicate", false));
        app.check_invariants().await;
    }

    async fn a_mutation_that_is_sent_again_gets_the_same_answer(app: TestApp) {
        let first = create(&app, "a", "Ann").await;
        assert_eq!(first.json()["data"]["partnerCreate"]["partner"]["name"], "Ann");
        let again = create(&app, "a", "Ann").await;
        assert!(again.is_replayed() && !first.is_replayed());
        assert_eq!(again.lasting(), first.lasting());
        assert_eq!(create(&app, "a", "Bob").await.code(), "422 VALIDATION_ERROR");
        assert_eq!(partners(&app).await, 1);
        create(&app, "b", "Ann").await;
        assert_eq!(partners(&app).await, 2);
        app.clock.advance(chrono::Duration::hours(24));
        assert!(!create(&app, "a", "Ann").await.is_replayed());
        assert_eq!(partners(&app).await, 3);
    }

    async fn what_failed_before_it_committed_does_not_use_the_key_up(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        assert_eq!(convert(&app, "k", &json!({ "clickId": token, "email": "none" })).await.status, 422);
        assert_eq!(convert(&app, "k", &json!({ "clickId": token, "email": "a@b.example" })).await.status, 201);

        let refused = create(&app, "m", " ").await;
        assert_eq!(refused.json()["data"]["partnerCreate"]["userErrors"], json!([{ "code": "BLANK" }]));
        assert_eq!(create(&app, "m", "Ann").await.json()["data"]["partnerCreate"]["partner"]["name"], "Ann");
        let poor = app.key_with(&["partners:read"]).await;
        let body = json!({ "query": CREATE, "variables": { "name": "Bob" } });
        for _ in 0..2 {
            let forbidden = post(&app, "/graphql", &poor, "n", &body).await;
            assert_eq!(forbidden.json()["errors"][0]["extensions"]["code"], "FORBIDDEN");
            assert!(!forbidden.is_replayed());
        }
        assert_eq!(app.number("SELECT count(*) FROM idempotent_call").await, 2);
    }

    async fn a_key_is_the_callers_own(app: TestApp) {
        let mut app = app;
        let first = create(&app, "k", "Ann").await;
        let body = json!({ "query": CREATE, "variables": { "name": "Ann" } });
        let colleague = app.key_with(&["partners:write"]).await;
        let theirs = post(&app, "/graphql", &colleague, "k", &body).await;
        assert!(!theirs.is_replayed());
        assert_ne!(theirs.body, first.body);
        app.org = app.other_org("Globex").await;
        let foreign = create(&app, "k", "Ann").await;
        assert!(!foreign.is_replayed() && foreign.status == 200);
        assert_ne!(foreign.body, first.body);
        assert_eq!(partners(&app).await, 3);
        // And it is for one address: the same key elsewhere is another call.
        assert_eq!(convert(&app, "k", &json!({})).await.json()["status"], "ignored");
    }

    async fn a_key_is_visible_ascii_and_its_call_one_mutation(app: TestApp) {
        for key in ["", " ", "two words", &"x".repeat(256)] {
            assert_eq!(create(&app, key, "Ann").await.code(), "400 VALIDATION_ERROR", "{key:?}");
            assert_eq!(convert(&app, key, &json!({})).await.code(), "400 VALIDATION_ERROR", "{key:?}");
        }
        assert_eq!(create(&app, &"x".repeat(255), "Ann").await.status, 200);
        for query in [
            "{ partners { totalCount } }",
            "mutation { a: partnerCreate(input: {name: \"A\"}) { userErrors { code } } b: partnerCreate(input: {name: \"B\"}) { userErrors { code } } }",
        ] {
            let refused = post(&app, "/graphql", &app.org.key, "k", &json!({ "query": query })).await;
            assert_eq!(refused.code(), "400 VALIDATION_ERROR", "{query}");
            assert!(refused.json()["detail"].as_str().unwrap().contains("one mutation"));
        }
        let request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key);
        let twice = request.header("idempotency-key", "a").header("idempotency-key", "b").json(&json!({ "query": CREATE }));
        assert_eq!(twice.send().await.unwrap().status(), 400);
        assert_eq!(partners(&app).await, 1);
    }

    /// A page cannot send one across origins, and one of its own origin may.
    async fn on_the_browser_path_a_key_is_not_looked_at(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let headers = [("x-introw-publishable-key", app.org.publishable_key.as_str()), ("idempotency-key", "two words")];
        let body = json!({ "clickId": app.click(&campaign.code).await });
        assert_eq!(app.convert_with(&headers, body.clone()).await.said(), "201 recorded");
        assert_eq!(app.convert_with(&headers, body).await.said(), "200 duplicate");
        assert_eq!(app.number("SELECT count(*) FROM idempotent_call").await, 0);
    }

    async fn of_a_hundred_at_once_one_is_carried_out(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let body = json!({ "clickId": app.click(&campaign.code).await });
        let answers = futures::future::join_all((0..100).map(|_| convert(&app, "k", &body))).await;
        let mut said = BTreeMap::new();
        for answer in &answers {
            let word = if answer.is_replayed() { "again".to_owned() } else { answer.code() };
            *said.entry(word).or_insert(0) += 1;
            if answer.status == 409 {
                assert_eq!(answer.headers["retry-after"], "1");
            }
        }
        assert_eq!(said.remove("201 -"), Some(1), "{said:?}");
        let rest: i32 = ["again", "409 CONFLICT"].iter().filter_map(|word| said.remove(*word)).sum();
        assert_eq!((rest, said), (99, BTreeMap::new()));
        assert!(convert(&app, "k", &body).await.is_replayed());
        app.check_invariants().await;
    }

    /// What another process leaves that died in the middle.
    async fn a_death_in_the_middle_never_makes_it_twice(app: TestApp) {
        create(&app, "k", "Ann").await;
        // Between the commit and the answer.
        app.execute("UPDATE idempotent_call SET status = NULL, headers = NULL, body = NULL").await;
        let told = create(&app, "k", "Ann").await;
        assert_eq!(told.code(), "409 CONFLICT");
        assert!(told.json()["detail"].as_str().unwrap().contains("was carried out"), "{told:?}");
        assert!(told.headers.get("retry-after").is_none(), "waiting does not help");
        app.clock.advance(chrono::Duration::minutes(10));
        assert_eq!(create(&app, "k", "Ann").await.code(), "409 CONFLICT");
        assert_eq!(create(&app, "k", "Bob").await.code(), "422 VALIDATION_ERROR");
        assert_eq!(partners(&app).await, 1);

        // Before the commit: the key is free again when the lease is over.
        let body = serde_json::to_vec(&json!({ "query": CREATE, "variables": { "name": "Ann" } })).unwrap();
        let call = call(&app, &body).await;
        let begun = idempotency::begin(&app.server.app.store, &call, &app.server.app.keyring, app.clock.now()).await;
        assert!(matches!(begun, Ok(Begun::First(_))));
        let wait = create(&app, "dead", "Ann").await;
        assert_eq!((wait.code().as_str(), &wait.headers["retry-after"]), ("409 CONFLICT", &"1".parse().unwrap()));
        app.clock.advance(chrono::Duration::seconds(61));
        let made = create(&app, "dead", "Ann").await;
        assert!(made.status == 200 && !made.is_replayed());
        assert_eq!(partners(&app).await, 2);
    }

    /// A process that stood still for longer than its lease does not commit after another has.
    async fn who_has_lost_his_claim_commits_nothing(app: TestApp) {
        let parts = &app.server.app;
        let call = call(&app, b"body").await;
        let Ok(Begun::First(slow)) = idempotency::begin(&parts.store, &call, &parts.keyring, app.clock.now()).await else { panic!() };
        app.clock.advance(chrono::Duration::seconds(61));
        let Ok(Begun::First(quick)) = idempotency::begin(&parts.store, &call, &parts.keyring, app.clock.now()).await else { panic!() };
        let now = app.clock.now();
        let input = partner::Input { name: Some("Ann".to_owned()), ..Default::default() };
        let write = async |claim| {
            let tenant = app.org.tenant.clone().with_claim(Some(claim));
            let input = input.clone();
            tenant.write(async |tx| partner::create(&tx, input.clone(), now).await).await
        };
        write(quick).await.unwrap();
        assert!(matches!(write(slow.clone()).await, Err(Error::Conflict { retry_after: Some(_), .. })));
        parts.store.release_call(&slow).await.unwrap();
        assert_eq!(partners(&app).await, 1);
        assert_eq!(app.number("SELECT count(*) FROM idempotent_call WHERE committed").await, 1);
    }

    /// A new secret is given again, and is nowhere in the database.
    async fn an_answer_is_kept_encrypted(app: TestApp) {
        let query = "mutation { apiKeyCreate(input: {name: \"CI\", scopes: [\"stats:read\"]}) { secret userErrors { code } } }";
        let body = json!({ "query": query });
        let first = post(&app, "/graphql", &app.org.key, "k", &body).await;
        let secret = first.json()["data"]["apiKeyCreate"]["secret"].as_str().unwrap().to_owned();
        assert_eq!(post(&app, "/graphql", &app.org.key, "k", &body).await.json()["data"]["apiKeyCreate"]["secret"], secret.as_str());
        let as_text = if app.backend == crate::harness::Backend::Postgres { "encode(body, 'escape')" } else { "CAST(body AS text)" };
        for needle in [secret.as_str(), "apiKeyCreate"] {
            let sql = format!("SELECT count(*) FROM idempotent_call WHERE {as_text} LIKE '%{needle}%'");
            assert_eq!(app.number(&sql).await, 0);
        }
        assert_eq!(app.number("SELECT count(*) FROM idempotent_call WHERE length(body) > 100").await, 1);
    }

    async fn keys_are_forgotten_after_a_day_in_small_batches(app: TestApp) {
        create(&app, "old", "Ann").await;
        let copies = "INSERT INTO idempotent_call SELECT organisation_id, caller, route, 'old-' || n, holder, body_hash, committed, \
                      status, headers, body, lease_until, created_at FROM idempotent_call, \
                      (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2500) SELECT n FROM numbers) AS numbers";
        app.execute(copies).await;
        app.clock.advance(chrono::Duration::hours(25));
        create(&app, "new", "Bob").await;
        let store = &app.server.app.store;
        assert_eq!(store.forget_calls(app.clock.now() - chrono::Duration::hours(24), 1_000).await.unwrap(), 1_000);
        idempotency::forget(store, app.clock.now()).await.unwrap();
        assert_eq!(app.texts("SELECT key FROM idempotent_call").await, ["new"]);
    }

    /// Callers hang up, send again at once, several at a time, some of them another body: a thousand
    /// times, nothing is made twice, and every key ends with one answer.
    async fn a_thousand_random_interleavings_make_nothing_twice(app: TestApp) {
        let rounds = (0..1_000).map(|round| round_of(&app, round));
        futures::StreamExt::collect::<Vec<()>>(futures::StreamExt::buffer_unordered(futures::stream::iter(rounds), 8)).await;
        let twice = "SELECT count(*) FROM (SELECT name FROM partner GROUP BY name HAVING count(*) > 1) AS twice";
        assert_eq!(app.number(twice).await, 0);
        let audited = "SELECT count(*) FROM audit_event WHERE action = 'partnerCreate'";
        assert_eq!(app.number(audited).await, partners(&app).await);
        assert_eq!(app.number("SELECT count(*) FROM idempotent_call WHERE NOT committed OR status IS NULL").await, 0);
    }
}

/// What another process would claim.
async fn call(app: &TestApp, body: &[u8]) -> Call {
    let caller = app.gql("{ apiKeys(first: 1) { nodes { id } } }", json!({})).await;
    Call {
        organisation: app.org.id,
        caller: caller["apiKeys"]["nodes"][0]["id"].as_str().unwrap().to_owned(),
        route: "/graphql",
        key: "dead".to_owned(),
        body_hash: idempotency::body_hash(body),
    }
}

/// One key, and a few calls with it in a random order, some of which nobody waits for.
async fn round_of(app: &TestApp, round: usize) {
    let key = format!("round-{round}");
    let names = [format!("one-{round}"), format!("two-{round}")];
    let calls: Vec<_> = (0..rand::rng().random_range(2..5))
        .map(|_| {
            let mut random = rand::rng();
            let pause = std::time::Duration::from_micros(random.random_range(0..3_000));
            let hangs_up =
                random.random_bool(0.3).then(|| std::time::Duration::from_micros(random.random_range(0..6_000)));
            (usize::from(random.random_bool(0.2)), pause, hangs_up)
        })
        .collect();
    let calls = calls.into_iter().map(|(name, pause, hangs_up)| {
        let (key, names) = (&key, &names);
        async move {
            tokio::time::sleep(pause).await;
            let call = create(app, key, &names[name]);
            match hangs_up {
                Some(after) => drop(tokio::time::timeout(after, call).await),
                None => {
                    let answer = call.await;
                    assert!([200, 409, 422].contains(&answer.status), "{answer:?}");
                }
            }
        }
    });
    futures::future::join_all(calls).await;
    // Whoever goes on asking gets the one answer, or learns that the key is another body's.
    let mut answers = Vec::new();
    for name in &names {
        let answer = loop {
            let answer = create(app, &key, name).await;
            if answer.status != 409 {
                break answer;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        };
        answers.push(answer);
    }
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422], "{answers:?}");
}
