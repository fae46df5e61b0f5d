//! Which documents run for whom.

use entity::value::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::harness::{Backend, TestApp, on_both};
use crate::people::{Answer, Browser, member};
use crate::portal;

const OWN: &str = "{ organisation { name } }";

/// The hashes and texts that the pages of this path have.
fn known(path: &str) -> Map<String, Value> {
    let file = include_str!("../../../dashboard/documents.json");
    serde_json::from_str::<Value>(file).unwrap()[path].as_object().unwrap().clone()
}

/// The hash of the operation of this name.
fn id(path: &str, operation: &str) -> String {
    let is_it = |text: &Value| text.as_str().unwrap().starts_with(operation);
    known(path).into_iter().find(|(_, text)| is_it(text)).unwrap().0
}

async fn send(browser: &Browser, body: Value) -> Answer {
    Answer::of(browser.call(Method::POST, "/graphql").json(&body).send().await.unwrap()).await
}

/// Status and code, of a problem or of the first error.
fn said(answer: &Answer) -> (u16, &str) {
    let code = answer.body["code"].as_str().or_else(|| answer.body["errors"][0]["extensions"]["code"].as_str());
    (answer.status, code.unwrap_or("fine"))
}

/// With the pages' documents alone, as in a release.
async fn strict(backend: Backend, explorer: &str) -> TestApp {
    TestApp::start_with(backend, &[("session_documents", "known"), ("explorer", explorer)]).await
}

on_both! {
    async fn a_session_runs_what_the_dashboard_asks_and_a_key_anything(app: TestApp) {
        let app = strict(app.backend, "0").await;
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let names = json!({ "documentId": id("/graphql", "query CampaignOptions"), "variables": {} });
        let answer = send(&owner, names.clone()).await;
        assert_eq!(said(&answer), (200, "fine"), "{:#}", answer.body);
        assert_eq!(answer.body["data"]["campaigns"]["nodes"], json!([]));

        let refused = send(&owner, json!({ "query": OWN })).await;
        assert_eq!(said(&refused), (403, "FORBIDDEN"));
        assert!(refused.body["detail"].as_str().unwrap().contains("secret key"), "{:#}", refused.body);
        let subscription = json!({ "query": "subscription { activity { __typename } }" });
        let events = owner.call(Method::POST, "/graphql").header("accept", "text/event-stream").json(&subscription);
        assert_eq!(events.send().await.unwrap().status(), StatusCode::FORBIDDEN);

        // A tab that was open while the server was replaced.
        let old = json!({ "documentId": "sha256:0000", "variables": {} });
        let outdated = send(&owner, old).await;
        assert_eq!(said(&outdated), (400, "UNKNOWN_DOCUMENT"));
        assert!(outdated.body["errors"][0]["message"].as_str().unwrap().contains("reload"), "{:#}", outdated.body);
        // What the portal asks is not for this door.
        let foreign = json!({ "documentId": id("/graphql/partner", "query Place"), "variables": {} });
        assert_eq!(said(&send(&owner, foreign).await), (400, "UNKNOWN_DOCUMENT"));
        let mut both = names.clone();
        both["query"] = json!(OWN);
        assert_eq!(said(&send(&owner, both).await), (400, "VALIDATION_ERROR"));
        assert_eq!(said(&send(&owner, json!({ "variables": {} })).await), (400, "VALIDATION_ERROR"));

        app.gql(OWN, json!({})).await;
        let by_key = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key).json(&names);
        assert_eq!(by_key.send().await.unwrap().status(), StatusCode::OK);
    }

    async fn a_session_on_the_portal_runs_what_the_portal_asks(app: TestApp) {
        // The explorer is for members: it opens nothing here.
        let app = strict(app.backend, "1").await;
        let partner = app.partner("Northwind").await;
        let visitor = portal::visit(&app, &partner).await;
        let send = async |body: Value| {
            let request = app.client.post(format!("{}/graphql/partner", app.url)).json(&body);
            let request = request.header("cookie", &visitor.cookie).header("x-introw-csrf", &visitor.csrf);
            Answer::of(request.send().await.unwrap()).await
        };
        let place = json!({ "documentId": id("/graphql/partner", "query Place"), "variables": {} });
        let answer = send(place).await;
        assert_eq!(said(&answer), (200, "fine"), "{:#}", answer.body);
        assert_eq!(said(&send(json!({ "query": OWN })).await), (403, "FORBIDDEN"));
        let foreign = json!({ "documentId": id("/graphql", "query CampaignOptions"), "variables": {} });
        assert_eq!(said(&send(foreign).await), (400, "UNKNOWN_DOCUMENT"));
    }

    async fn the_explorer_opens_the_door_to_owners_and_admins(app: TestApp) {
        let app = strict(app.backend, "1").await;
        for (email, role, expected) in [
            ("ada@acme.example", Role::Owner, (200, "fine")),
            ("bob@acme.example", Role::Admin, (200, "fine")),
            ("ana@acme.example", Role::Analyst, (403, "FORBIDDEN")),
        ] {
            let browser = member(&app, &app.org, email, role).await;
            assert_eq!(said(&send(&browser, json!({ "query": OWN })).await), expected, "{email}");
        }
    }

    async fn whoever_works_on_the_pages_may_open_the_door(app: TestApp) {
        let app = TestApp::start_with(app.backend, &[("session_documents", "any")]).await;
        let analyst = member(&app, &app.org, "ana@acme.example", Role::Analyst).await;
        assert_eq!(said(&send(&analyst, json!({ "query": OWN })).await), (200, "fine"));
    }

    /// What the pages ask is less than what one call may cost; their types are held against the schema where
    /// they are made.
    async fn no_document_of_the_pages_is_too_much(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let visitor = portal::visit(&app, &partner).await;
        for path in ["/graphql", "/graphql/partner"] {
            for (id, text) in known(path) {
                let text = text.as_str().unwrap();
                if !text.starts_with("query") {
                    continue;
                }
                let request = app.client.post(format!("{}{path}", app.url)).json(&json!({ "documentId": id }));
                let request = match path {
                    "/graphql" => request.header("x-api-key", &app.org.key),
                    _ => request.header("cookie", &visitor.cookie).header("x-introw-csrf", &visitor.csrf),
                };
                let answer = Answer::of(request.send().await.unwrap()).await;
                for error in answer.body["errors"].as_array().into_iter().flatten() {
                    // Without its variables a document may be of no use, but it is never refused for its size.
                    assert_ne!(error["extensions"]["code"], "QUERY_TOO_COMPLEX", "{text}: {error}");
                    assert!(!error["message"].as_str().unwrap().contains("Unknown"), "{text}: {error}");
                }
            }
        }
    }
}
