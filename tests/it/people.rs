//! People: how they sign in, what they may do, and what nobody else gets to do with their session.

mod cli;
mod csrf;
mod incident;
mod links;
mod members;
mod pages;
mod roles;
mod session;
mod settings;

use entity::value::Role;
use introw::domain::invitation;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::harness::{CHROME, Org, TestApp};

/// Good for everybody in these tests.
pub const PASSWORD: &str = "a few words to keep";

/// A browser that may have a session.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    url: String,
    /// The cookie, as `name=value`.
    pub cookie: String,
    pub csrf: String,
    /// For which organisation it calls; none: it does not say.
    pub organisation: Option<String>,
}

/// Status, headers and body of an answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Self { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    /// The cookie that it sets, as `name=value`.
    pub fn cookie(&self) -> Option<String> {
        let header = self.headers.get("set-cookie")?.to_str().unwrap();
        Some(header.split(';').next().unwrap().to_owned())
    }
}

impl Browser {
    /// One without a session.
    pub fn new(app: &TestApp) -> Self {
        Self { client: app.client.clone(), ..Self::at_url(&app.url) }
    }

    /// One without a session, at a server that runs by itself.
    pub fn at_url(url: &str) -> Self {
        Self {
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            url: url.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
            organisation: None,
        }
    }

    /// The same session at another replica.
    pub fn at(&self, app: &TestApp) -> Self {
        Self { url: app.url.clone(), ..self.clone() }
    }

    /// A call with what the browser has, from one of our pages.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.url)).header("user-agent", CHROME);
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        if !self.csrf.is_empty() {
            request = request.header("x-introw-csrf", &self.csrf);
        }
        if let Some(organisation) = &self.organisation {
            request = request.header("x-introw-organisation", organisation);
        }
        request.header("sec-fetch-site", "same-origin")
    }

    /// Posts, and takes over the session that the answer begins.
    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        let answer = Answer::of(self.call(Method::POST, path).json(&body).send().await.unwrap()).await;
        if answer.status == 200 {
            self.cookie = answer.cookie().unwrap();
            self.csrf = answer.body["csrfToken"].as_str().unwrap().to_owned();
        }
        answer
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/api/v1/session", json!({ "email": email, "password": password })).await
    }

    /// What the browser's session is.
    pub async fn session(&self) -> Answer {
        Answer::of(self.call(Method::GET, "/api/v1/session").send().await.unwrap()).await
    }

    pub async fn gql_raw(&self, document: &str, variables: Value) -> Answer {
        let body = json!({ "query": document, "variables": variables });
        Answer::of(self.call(Method::POST, "/graphql").json(&body).send().await.unwrap()).await
    }

    pub async fn gql(&self, document: &str, variables: Value) -> Value {
        let answer = self.gql_raw(document, variables).await;
        assert!(answer.status == 200 && answer.body.get("errors").is_none(), "{document}\n{:#}", answer.body);
        answer.body["data"].clone()
    }

    /// The payload of a mutation, whatever is wrong with its input.
    pub async fn payload(&self, document: &str, variables: Value) -> Value {
        let data = self.gql(document, variables).await;
        data.as_object().unwrap().values().next().unwrap().clone()
    }

    /// The payload of a mutation that must succeed.
    pub async fn mutate(&self, document: &str, variables: Value) -> Value {
        let payload = self.payload(document, variables).await;
        assert_eq!(payload["userErrors"], json!([]), "{document}");
        payload
    }

    /// Whether it may still read.
    pub async fn reads(&self) -> bool {
        let answer = self.gql_raw("{ organisation { id } }", json!({})).await;
        answer.status == 200 && answer.body.get("errors").is_none()
    }
}

/// The token of an open invitation, made as the command line makes it.
pub async fn invite(app: &TestApp, org: &Org, email: &str, role: Role) -> String {
    let now = app.clock.now();
    let (_, token) = org.tenant.write(async |tx| invitation::invite(&tx, email, role, now).await).await.unwrap();
    token.as_str().to_owned()
}

/// A member with a password and a session.
pub async fn member(app: &TestApp, org: &Org, email: &str, role: Role) -> Browser {
    let token = invite(app, org, email, role).await;
    let mut browser = Browser::new(app);
    let body = json!({ "token": token, "name": "Robin", "password": PASSWORD });
    let answer = browser.post("/api/v1/invitations/accept", body).await;
    assert_eq!(answer.status, 200, "{:#}", answer.body);
    browser
}

/// The id of a member, by address.
pub async fn member_id(app: &TestApp, email: &str) -> String {
    let document = "query($f: MemberFilter) { members(filter: $f) { nodes { id } } }";
    let found = app.gql(document, json!({ "f": { "search": email } })).await;
    found["members"]["nodes"][0]["id"].as_str().unwrap().to_owned()
}
