//! `GET /r/{code}`: what a visitor gets, and what is kept of it.

mod address;
mod click;
mod crowd;
mod destination;
mod label;
mod link;
mod outage;
mod reconstructed;
mod replica;
mod rotation;
mod visitor;

use std::time::Duration;

use entity::{click as click_table, link as link_table};
use introw::store::{Direction, Scope};
use serde_json::{Value, json};

use crate::harness::TestApp;

/// A browser without fetch metadata.
const NO_METADATA: [(&str, &str); 4] =
    [("sec-fetch-site", ""), ("sec-fetch-mode", ""), ("sec-fetch-dest", ""), ("sec-fetch-user", "")];

/// Longer than anything here may take, and shorter than the patience of who waits for the tests.
const DEADLINE: Duration = Duration::from_secs(30);

/// The same database under a server with other settings, and with an organisation more.
async fn restarted(app: TestApp, settings: &[(&'static str, &str)]) -> TestApp {
    let (backend, mut values) = (app.backend, app.settings.clone());
    for (key, value) in settings {
        values.set(key, *value);
    }
    app.stop().await;
    TestApp::start_on(backend, values).await
}

/// Waits until `holds` gives true.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let poll = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(DEADLINE, poll).await.is_ok(), "still not so: {what}");
}

/// Lets the visits of all visitors be forgotten, so that the next one is nobody's repeat.
fn let_visits_pass(app: &TestApp) {
    app.clock.advance(chrono::Duration::seconds(11));
}

/// The organisation's clicks, oldest first.
async fn clicks(app: &TestApp) -> Vec<click_table::Model> {
    let clicks = app.org.tenant.find::<click_table::Entity>();
    clicks.order_by(click_table::Column::Id, Direction::Ascending).all().await.unwrap()
}

/// The organisation's newest click.
async fn last_click(app: &TestApp) -> click_table::Model {
    clicks(app).await.pop().unwrap()
}

async fn link_row(app: &TestApp, id: &str) -> link_table::Model {
    app.org.tenant.find::<link_table::Entity>().id(id.parse().unwrap()).one().await.unwrap().unwrap()
}

/// What the counters say, each as `HUMAN 3`.
async fn counted(app: &TestApp) -> Vec<String> {
    let sql = "SELECT measure || ' ' || sum(count) FROM counter GROUP BY measure HAVING sum(count) <> 0 ORDER BY 1";
    app.texts(sql).await
}

/// The number of clicks that everybody is shown.
async fn headline(app: &TestApp, campaign: &str) -> i64 {
    let document = "query($id: ID!) { campaign(id: $id) { stats { clicks } } }";
    app.gql(document, json!({ "id": campaign })).await["campaign"]["stats"]["clicks"].as_i64().unwrap()
}

/// Gives a link an alias that no other test has: all servers of the tests share one Redis. Gives
/// the slug and the id.
async fn alias(app: &TestApp, link: &str) -> (String, String) {
    let slug = format!("kick-off-{:016x}", rand::random::<u64>());
    let id = add_alias(app, link, &slug).await;
    (slug, id)
}

async fn add_alias(app: &TestApp, link: &str, slug: &str) -> String {
    let document = "mutation($id: ID!, $slug: String!) { linkAliasCreate(linkId: $id, slug: $slug) { \
                    link { aliases { id slug } } userErrors { message } } }";
    let payload = app.mutate(document, json!({ "id": link, "slug": slug })).await;
    payload["link"]["aliases"][0]["id"].as_str().unwrap().to_owned()
}

async fn revoke(app: &TestApp, link: &str) {
    let document = "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }";
    app.mutate(document, json!({ "id": link })).await;
}

async fn update_campaign(app: &TestApp, id: &str, input: Value) {
    let document = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { \
                    userErrors { field message } } }";
    app.mutate(document, json!({ "id": id, "input": input })).await;
}

fn location(response: &reqwest::Response) -> &str {
    response.headers()["location"].to_str().unwrap()
}
