//! The install check, against sites of many kinds.

use serde_json::{Value, json};

use crate::harness::{Backend, Campaign, TestApp, on_both};
use crate::receiver::{Receiver, Reply, eventually};

const RUN: &str = "mutation($id: ID!) { installCheckRun(campaignId: $id) { campaign { install { snippet { \
                   verdict at findings { code message } evidence { status failure redirects origin tokenSurvives originAllowed } \
                   } } } userErrors { field code } } }";
const INSTALL: &str = "query($id: ID!) { campaign(id: $id) { install { \
                       snippet { verdict findings { code } } loads { today lastAt } \
                       conversions { lastAt outcome reason explanation origin } } } }";
const UPDATE: &str = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { userErrors { message } } }";

/// What stands on pages and must never come out of a check.
const CANARY: &str = "canary-7f3a";

/// Checks a destination: verdict and findings as `INSTALLED TOKEN_LOST`, and the evidence.
async fn check(app: &TestApp, campaign: &Campaign, destination: &str) -> (String, Value) {
    app.mutate(UPDATE, json!({ "id": campaign.id, "input": { "destinationUrl": destination } })).await;
    app.clock.advance(chrono::Duration::seconds(10));
    let run = app.mutate(RUN, json!({ "id": campaign.id })).await;
    assert!(!run.to_string().contains(CANARY), "{run}");
    let snippet = &run["campaign"]["install"]["snippet"];
    let findings = snippet["findings"].as_array().unwrap();
    let codes = findings.iter().map(|finding| finding["code"].as_str().unwrap());
    let said: Vec<_> = std::iter::once(snippet["verdict"].as_str().unwrap()).chain(codes).collect();
    (said.join(" "), snippet["evidence"].clone())
}

fn page(head: &str) -> String {
    format!("<!doctype html><html><head><title>Shop {CANARY}</title>{head}</head><body>{CANARY}</body></html>")
}

on_both! {
    async fn each_kind_of_site_gets_its_verdict(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let other_campaign = app.campaign(json!({})).await;
        let rotate = "mutation { publishableKeyRotate(overlapDays: 0) { publishableKey userErrors { code } } }";
        let expired = app.org.publishable_key.clone();
        let key = app.mutate(rotate, json!({})).await["publishableKey"].as_str().unwrap().to_owned();
        let src = format!("{}/affiliate.js", app.url);
        let host = app.url.strip_prefix("http://").unwrap().to_owned();
        let tag = |key: &str| format!("<script async src=\"{src}\" data-publishable-key=\"{key}\"></script>");
        let good = tag(&key);

        let foreign = tag("pk_aff_org_00000000000000000000000000000000");
        let long = format!("<style>{}</style>{good}", "x".repeat(70_000));
        let pages: Vec<(&str, &str, String)> = vec![
            ("/good", "INSTALLED", good.clone()),
            ("/campaigns-key", "INSTALLED", tag(&campaign.publishable_key)),
            ("/single-quotes", "INSTALLED", good.replace('"', "'")),
            ("/capitals", "INSTALLED", good.replace("script", "SCRIPT").replace("src", "SRC").replace("data-", "DATA-")),
            ("/proxied", "INSTALLED", format!("<script src=/js/a.js data-publishable-key={key}></script>")),
            ("/second", "INSTALLED", format!("{foreign}{good}")),
            ("/bare", "NOT_INSTALLED NO_SNIPPET", String::new()),
            ("/comment", "NOT_INSTALLED NO_SNIPPET", format!("<!-- {good} -->")),
            ("/text", "NOT_INSTALLED NO_SNIPPET", format!("<script>var x = '{}'</script>", good.replace("</", "<\\/"))),
            ("/textarea", "NOT_INSTALLED NO_SNIPPET", format!("<textarea>{good}</textarea>")),
            ("/noscript", "NOT_INSTALLED NO_SNIPPET", format!("<noscript>{good}</noscript>")),
            ("/template", "NOT_INSTALLED NO_SNIPPET", format!("<template>{good}</template>")),
            ("/others-file", "NOT_INSTALLED NO_SNIPPET", "<script src=https://other.example/affiliate.js></script>".to_owned()),
            ("/no-key", "NOT_INSTALLED MISSING_KEY", format!("<script src={src}></script>")),
            ("/foreign-key", "NOT_INSTALLED FOREIGN_KEY", foreign.clone()),
            ("/other-campaign", "NOT_INSTALLED OTHER_CAMPAIGNS_KEY", tag(&other_campaign.publishable_key)),
            ("/expired", "NOT_INSTALLED EXPIRED_KEY", tag(&expired)),
            ("/consent", "COULD_NOT_VERIFY NOT_RUN", good.replace("<script", "<script type=\"text/plain\"")),
            ("/tag-manager", "COULD_NOT_VERIFY TAG_MANAGER", "<script>(function(w){j.src='https://www.googletagmanager.com/gtm.js?id=1'})(window)</script>".to_owned()),
            ("/long", "COULD_NOT_VERIFY PAGE_TOO_LONG", long),
            ("/csp-meta", "NOT_INSTALLED POLICY_BLOCKS_SCRIPT", format!("<meta http-equiv=content-security-policy content=\"script-src 'self'\">{good}")),
        ];
        let shown: Vec<_> = pages.iter().map(|(path, _, head)| ((*path).to_owned(), page(head))).collect();
        let (good, own) = (good.clone(), host.clone());
        let site = Receiver::start(move |request| {
            assert!(request.header("user-agent").contains("introw-install-check"));
            let found = shown.iter().find(|(path, _)| *path == request.path);
            let good = || Reply::html(page(&good));
            let to = |location: &str| Reply::status(302).with("location", location);
            let query = &request.query;
            match request.path.as_str() {
                _ if found.is_some() => Reply::html(found.unwrap().1.clone()),
                "/csp" => good().with("content-security-policy", "default-src 'self'"),
                "/csp-allows" => good().with("content-security-policy", format!("script-src http://{own}; connect-src http://{own}")),
                "/csp-calls" => good().with("content-security-policy", format!("script-src http://{own}; connect-src 'self'")),
                "/404" => Reply { status: 404, ..Reply::html(page("")) },
                "/500" => Reply { status: 500, ..Reply::html(page("")) },
                "/json" => Reply { body: CANARY.into(), ..Reply::status(200) }.with("content-type", "application/json"),
                "/keeps" => to(&format!("/good?lang=en&{query}")),
                "/loses" => to("/good"),
                "/moved-for-good" => Reply { status: 308, ..to(&format!("/keeps?{query}")) },
                "/loop" => to("/loop"),
                "/nowhere" => Reply::status(302),
                "/to-ftp" => to("ftp://example.com/"),
                "/to-user" => to("http://a:b@example.com/"),
                _ => Reply::status(404),
            }
        })
        .await;
        for (path, expected, _) in &pages {
            assert_eq!(check(&app, &campaign, &format!("{}{path}?a=1#top", site.url())).await.0, *expected, "{path}");
        }
        for (path, expected, redirects) in [
            ("/csp", "NOT_INSTALLED POLICY_BLOCKS_SCRIPT", 0),
            ("/csp-allows", "INSTALLED", 0),
            ("/csp-calls", "INSTALLED POLICY_BLOCKS_CALLS", 0),
            ("/404", "COULD_NOT_VERIFY STATUS", 0),
            ("/500", "COULD_NOT_VERIFY STATUS", 0),
            ("/json", "COULD_NOT_VERIFY NOT_HTML", 0),
            ("/keeps", "INSTALLED", 1),
            ("/loses", "INSTALLED TOKEN_LOST", 1),
            ("/moved-for-good", "INSTALLED", 2),
            ("/loop", "COULD_NOT_VERIFY TOO_MANY_REDIRECTS", 3),
            ("/nowhere", "COULD_NOT_VERIFY STATUS", 0),
            ("/to-ftp", "COULD_NOT_VERIFY BLOCKED", 1),
            ("/to-user", "COULD_NOT_VERIFY BLOCKED", 1),
        ] {
            let (said, evidence) = check(&app, &campaign, &format!("{}{path}", site.url())).await;
            assert_eq!((said.as_str(), &evidence["redirects"]), (expected, &json!(redirects)), "{path}");
        }
        let kept = app.texts(match app.backend {
            Backend::Postgres => "SELECT evidence::text FROM install_check",
            Backend::Sqlite => "SELECT CAST(evidence AS text) FROM install_check",
        });
        assert!(!kept.await.join(" ").contains(CANARY));
    }

    async fn what_else_is_wrong_is_said_with_its_evidence(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": ["https://shop.example"] })).await;
        let tag = format!("<script src=\"{}/affiliate.js\" data-publishable-key={}></script>", app.url, app.org.publishable_key);
        let elsewhere = Receiver::start(|_| Reply::html(page(""))).await;
        let other = format!("http://localhost:{}/", elsewhere.address.port());
        let site = Receiver::start(move |request| match request.path.as_str() {
            "/away" => Reply::status(302).with("location", other.clone()),
            _ => Reply::html(page(&tag)),
        })
        .await;
        let (said, evidence) = check(&app, &campaign, &format!("{}/", site.url())).await;
        assert_eq!(said, "INSTALLED ORIGIN_NOT_ALLOWED");
        let expected = json!({ "status": 200, "failure": null, "redirects": 0, "origin": site.url(), "tokenSurvives": true, "originAllowed": false });
        assert_eq!(evidence, expected);
        let allow = json!({ "id": campaign.id, "input": { "allowedOrigins": [site.url()] } });
        app.mutate(UPDATE, allow).await;
        assert_eq!(check(&app, &campaign, &format!("{}/", site.url())).await.0, "INSTALLED");

        let (said, evidence) = check(&app, &campaign, &format!("{}/away", site.url())).await;
        assert_eq!(said, "COULD_NOT_VERIFY OTHER_SITE TOKEN_LOST ORIGIN_NOT_ALLOWED");
        assert_eq!(evidence["origin"], format!("http://localhost:{}", elsewhere.address.port()));

        let (said, evidence) = check(&app, &campaign, "http://nobody.invalid/").await;
        assert_eq!(said, "COULD_NOT_VERIFY NO_ANSWER");
        assert!(evidence["failure"].is_string() && evidence["status"].is_null());
    }

    async fn a_destination_is_not_checked_over_and_over(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let site = Receiver::start(|_| Reply::html(page(""))).await;
        check(&app, &campaign, &site.url()).await;
        let again = app.gql(RUN, json!({ "id": campaign.id })).await;
        let expected = json!([{ "field": ["campaignId"], "code": "LIMIT_REACHED" }]);
        assert_eq!(again["installCheckRun"]["userErrors"], expected);
        assert_eq!(site.received().len(), 1);
        app.clock.advance(chrono::Duration::seconds(10));
        app.mutate(RUN, json!({ "id": campaign.id })).await;
        assert_eq!(app.number("SELECT count(*) FROM install_check").await, 1, "the last one is kept");
        for id in [entity::id::CampaignId::new(app.clock.now()).to_string().as_str(), "x"] {
            let absent = app.gql(RUN, json!({ "id": id })).await;
            assert_eq!(absent["installCheckRun"]["userErrors"], json!([{ "field": ["campaignId"], "code": "NOT_FOUND" }]));
        }
    }

    async fn loads_and_conversions_are_seen(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let ask = async || app.gql(INSTALL, json!({ "id": campaign.id })).await["campaign"]["install"].clone();
        let none = ask().await;
        assert_eq!(none["snippet"], Value::Null);
        assert_eq!(none["loads"], json!({ "today": 0, "lastAt": null }));
        assert_eq!(none["conversions"]["lastAt"], Value::Null);

        let load = async |referrer: &str| {
            let script = app.client.get(format!("{}/affiliate.js", app.url)).header("referer", referrer).send();
            assert_eq!(script.await.unwrap().status(), 200);
        };
        for referrer in ["https://shop.example/", "https://SHOP.example/x?y#z", "https://shop.example./", "https://other.example/", "x"] {
            load(referrer).await;
        }
        eventually("three loads", async || (ask().await["loads"]["today"] == 3).then_some(())).await;
        assert!(ask().await["loads"]["lastAt"].is_string());
        load("https://shop.example/").await;
        eventually("one more", async || (ask().await["loads"]["today"] == 4).then_some(())).await;

        let token = app.click(&campaign.code).await;
        app.convert(json!({ "clickId": token })).await;
        let conversions = ask().await["conversions"].clone();
        assert_eq!((&conversions["outcome"], &conversions["reason"]), (&json!("RECORDED"), &json!("recorded")));
        assert!(conversions["explanation"].is_string());

        app.clock.advance(chrono::Duration::days(2));
        assert_eq!(ask().await["loads"]["today"], 0);
        let key = app.key_with(&["campaigns:read"]).await;
        let partial = app.gql_raw(&key, INSTALL, json!({ "id": campaign.id })).await;
        assert_eq!(partial["data"]["campaign"]["install"]["conversions"], Value::Null, "{partial}");
        assert!(partial["data"]["campaign"]["install"]["loads"]["lastAt"].is_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_production_nothing_inside_is_fetched() {
    let app = TestApp::start_with(Backend::Sqlite, &[("outbound", "public")]).await;
    let campaign = app.campaign(json!({})).await;
    let canary = Receiver::start(|_| Reply::html(page(""))).await;
    let port = canary.address.port();
    for destination in [
        format!("http://127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
        "http://localhost/".to_owned(),
        "http://127.0.0.1/".to_owned(),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "https://10.0.0.1/".to_owned(),
    ] {
        let (said, evidence) = check(&app, &campaign, &destination).await;
        assert_eq!(said, "COULD_NOT_VERIFY BLOCKED", "{destination}");
        assert_eq!(evidence["origin"], Value::Null);
    }
    assert_eq!(canary.received().len(), 0);
}
