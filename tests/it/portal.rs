//! The partner portal: who gets in, and what they see.

mod earnings;
mod exports;
mod isolation;
mod keys;
mod limits;
mod links;
mod numbers;
mod page;
mod schema;
mod session;
mod viewing;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::TestApp;

/// Somebody who has signed in to the portal: the cookie, and the token that shows that a page of the
/// portal sends it.
#[derive(Clone)]
pub struct Visitor {
    pub cookie: String,
    pub csrf: String,
}

/// Adds a user to a partner; gives its id.
pub async fn add_user(app: &TestApp, partner: &str, email: &str) -> String {
    let document = "mutation($p: ID!, $e: String!) { partnerUserCreate(partnerId: $p, input: {email: $e, name: \"Anna\"}) { \
                    partnerUser { id } userErrors { message } } }";
    let payload = app.mutate(document, json!({ "p": partner, "e": email })).await;
    payload["partnerUser"]["id"].as_str().unwrap().to_owned()
}

/// A link that a member copies for a user; gives its token.
pub async fn copied_link(app: &TestApp, user: &str) -> String {
    let document = "mutation($u: ID!) { partnerUserSignInLink(id: $u) { url expiresAt userErrors { message } } }";
    token_in(&app.mutate(document, json!({ "u": user })).await["url"])
}

pub fn token_in(url: &Value) -> String {
    url.as_str().unwrap().rsplit_once("/portal/login/").unwrap().1.to_owned()
}

/// Uses a link as a page of the portal does.
pub async fn follow(app: &TestApp, token: &str) -> Response {
    let request = app.client.post(format!("{}/api/v1/portal/session", app.url)).json(&json!({ "token": token }));
    request.header("user-agent", crate::harness::CHROME).send().await.unwrap()
}

/// The session that an answer has begun.
pub async fn visitor(response: Response) -> Visitor {
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let body: Value = response.json().await.unwrap();
    Visitor { cookie, csrf: body["csrfToken"].as_str().unwrap().to_owned() }
}

pub async fn sign_in(app: &TestApp, user: &str) -> Visitor {
    let token = copied_link(app, user).await;
    visitor(follow(app, &token).await).await
}

/// A new user of the partner, signed in.
pub async fn visit(app: &TestApp, partner: &str) -> Visitor {
    let user = add_user(app, partner, &format!("{partner}@user.example")).await;
    sign_in(app, &user).await
}

/// Asks the partners' schema; gives the response.
pub async fn post(app: &TestApp, headers: &[(&str, &str)], document: &str, variables: Value) -> Response {
    let body = json!({ "query": document, "variables": variables });
    let mut request = app.client.post(format!("{}/graphql/partner", app.url)).json(&body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// Asks as somebody who has signed in; gives the whole answer.
pub async fn ask_raw(app: &TestApp, as_: &Visitor, document: &str, variables: Value) -> Value {
    let headers = [("cookie", as_.cookie.as_str()), ("x-introw-csrf", as_.csrf.as_str())];
    post(app, &headers, document, variables).await.json().await.unwrap()
}

/// Asks as somebody who has signed in; fails on any error.
pub async fn ask(app: &TestApp, as_: &Visitor, document: &str, variables: Value) -> Value {
    let answer = ask_raw(app, as_, document, variables).await;
    assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
    answer["data"].clone()
}

/// How the session stands: the status of asking for it.
pub async fn standing(app: &TestApp, as_: &Visitor) -> u16 {
    let request = app.client.get(format!("{}/api/v1/portal/session", app.url)).header("cookie", &as_.cookie);
    request.send().await.unwrap().status().as_u16()
}

/// The actions in the audit log, oldest first.
pub async fn audited(app: &TestApp) -> Vec<String> {
    app.texts("SELECT action FROM audit_event ORDER BY id").await
}
