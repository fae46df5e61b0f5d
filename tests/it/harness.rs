//! A server of its own for every test, on a database of its own.
//!
//! On SQLite the server runs as it does with no settings: a file, everything in process. On
//! Postgres it runs as in production: with Redis. Nothing is shared between tests, so nothing
//! has to be cleaned up.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use introw::clock::Clock;
use introw::config::{Config, Values};
use introw::domain::key::{self, NewKey, Permission};
use introw::domain::organisation;
use introw::http::caller::command_line;
use introw::server::Server;
use introw::store::{Actor, Database, Tenant};
use reqwest::header::HeaderMap;
use reqwest::{Client, Response, StatusCode};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// A browser of today.
pub const CHROME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";

/// Where a test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Writes each test twice: as `name::sqlite` and as `name::postgres`.
macro_rules! on_both {
    ($($(#[doc = $doc:literal])* async fn $name:ident($app:ident: TestApp) $body:block)*) => {$(
        $(#[doc = $doc])*
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all that its file needs")]
            use super::*;

            async fn run($app: $crate::harness::TestApp) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                run($crate::harness::TestApp::start($crate::harness::Backend::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                run($crate::harness::TestApp::start($crate::harness::Backend::Postgres).await).await;
            }
        }
    )*};
}
pub(crate) use on_both;

/// A running server with one organisation in it, and a client.
pub struct TestApp {
    pub backend: Backend,
    pub server: Server,
    pub clock: Clock,
    pub client: Client,
    pub url: String,
    /// The organisation that the helpers below act for.
    pub org: Org,
    /// The database itself, to look past the program.
    pub database: DatabaseConnection,
    pub settings: Values,
}

/// An organisation and what it takes to act for it.
#[derive(Clone)]
pub struct Org {
    pub id: entity::id::OrganisationId,
    pub number: i64,
    pub publishable_key: String,
    /// A secret key with every scope.
    pub key: String,
    pub tenant: Tenant,
}

/// A campaign with a link, ready to be clicked.
pub struct Campaign {
    pub id: String,
    pub form: String,
    pub publishable_key: String,
    pub partner: String,
    pub link: String,
    pub code: String,
}

/// An answer of the conversion endpoint.
#[derive(Debug)]
pub struct Converted {
    pub status: u16,
    pub body: Value,
    pub headers: HeaderMap,
}

impl Converted {
    /// Status and outcome, as `201 recorded`; for a problem its code, as `422 VALIDATION_ERROR`.
    pub fn said(&self) -> String {
        let word = self.body["status"].as_str().or_else(|| self.body["code"].as_str()).unwrap_or("?");
        format!("{} {word}", self.status)
    }

    /// The reason code that a backend is given.
    pub fn reason(&self) -> &str {
        self.headers.get("x-introw-reason").map_or("", |reason| reason.to_str().unwrap())
    }
}

impl TestApp {
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, &[]).await
    }

    /// With settings of its own, as `("limits", "key=5")`.
    pub async fn start_with(backend: Backend, overrides: &[(&'static str, &str)]) -> Self {
        let (settings, _) = settings(backend, overrides).await;
        Self::start_on(backend, settings).await
    }

    /// On a database that exists, with an organisation more.
    pub async fn start_on(backend: Backend, settings: Values) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = Config::new(&settings).unwrap();
        let database = connect(&config.database).await;
        let clock = Clock::default();
        let server = Server::start(config, clock.clone(), |_| axum::Router::new()).await.unwrap();
        let url = server.app.public_url.as_str().trim_end_matches('/').to_owned();
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let org = new_org(&server, "Acme").await;
        Self { backend, server, clock, client, url, org, database, settings }
    }

    /// Another organisation on the same server.
    pub async fn other_org(&self, name: &str) -> Org {
        new_org(&self.server, name).await
    }

    pub async fn stop(self) {
        self.server.stop().await;
    }

    /// A key of the organisation with these scopes only.
    pub async fn key_with(&self, scopes: &[&str]) -> String {
        new_key(&self.server, &self.org.tenant, scopes).await.1
    }

    /// Sends a GraphQL document with the organisation's key; fails on any error.
    pub async fn gql(&self, document: &str, variables: Value) -> Value {
        self.gql_as(&self.org.key, document, variables).await
    }

    pub async fn gql_as(&self, key: &str, document: &str, variables: Value) -> Value {
        let answer = self.gql_raw(key, document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].clone()
    }

    /// Sends a GraphQL document and gives the whole answer.
    pub async fn gql_raw(&self, key: &str, document: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "variables": variables });
        let request = self.client.post(format!("{}/graphql", self.url)).header("x-api-key", key).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// A mutation that must succeed: fails on `userErrors` too. Gives the payload.
    pub async fn mutate(&self, document: &str, variables: Value) -> Value {
        let data = self.gql(document, variables).await;
        let payload = data.as_object().unwrap().values().next().unwrap().clone();
        assert_eq!(payload["userErrors"], json!([]), "{document}");
        payload
    }

    pub async fn partner(&self, name: &str) -> String {
        let document = "mutation($input: PartnerCreateInput!) { partnerCreate(input: $input) { partner { id } userErrors { message } } }";
        let payload = self.mutate(document, json!({ "input": { "name": name } })).await;
        payload["partner"]["id"].as_str().unwrap().to_owned()
    }

    /// A campaign with one partner's link. `input` is merged into what `campaignCreate` gets.
    pub async fn campaign(&self, input: Value) -> Campaign {
        let mut full = json!({ "name": "Spring", "destinationUrl": "https://shop.example/landing?a=1#top" });
        full.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        let document = "mutation($input: CampaignCreateInput!) { campaignCreate(input: $input) { \
                        campaign { id publishableKey form { id } } userErrors { field message code } } }";
        let campaign = self.mutate(document, json!({ "input": full })).await["campaign"].clone();
        let partner = self.partner("Northwind").await;
        let id = campaign["id"].as_str().unwrap().to_owned();
        let (link, code) = self.link(&id, &partner).await;
        Campaign {
            form: campaign["form"]["id"].as_str().unwrap().to_owned(),
            publishable_key: campaign["publishableKey"].as_str().unwrap().to_owned(),
            id,
            partner,
            link,
            code,
        }
    }

    /// The link of a partner in a campaign: its id and code.
    pub async fn link(&self, campaign: &str, partner: &str) -> (String, String) {
        let document = "mutation($c: ID!, $p: [ID!]!) { linksGenerate(campaignId: $c, partnerIds: $p) { \
                        links { id code } userErrors { message } } }";
        let payload = self.mutate(document, json!({ "c": campaign, "p": [partner] })).await;
        let link = &payload["links"][0];
        (link["id"].as_str().unwrap().to_owned(), link["code"].as_str().unwrap().to_owned())
    }

    /// Follows a link as a person's browser would. Headers override those of the browser; an
    /// empty value leaves one out.
    pub async fn follow(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.client.get(format!("{}/r/{path}", self.url));
        let browser = [
            ("user-agent", CHROME),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-user", "?1"),
        ];
        for (name, value) in browser {
            if !headers.iter().any(|(other, _)| *other == name) {
                request = request.header(name, value);
            }
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    /// Clicks a link and gives the token.
    pub async fn click(&self, code: &str) -> String {
        self.click_as(code, &[]).await
    }

    pub async fn click_as(&self, code: &str, headers: &[(&str, &str)]) -> String {
        let response = self.follow(code, headers).await;
        assert_eq!(response.status(), StatusCode::FOUND);
        token_of(&response).expect("the redirect has a token")
    }

    /// Posts a conversion from the organisation's backend.
    pub async fn convert(&self, body: Value) -> Converted {
        self.convert_with(&[("x-api-key", &self.org.key.clone())], body).await
    }

    pub async fn convert_with(&self, headers: &[(&str, &str)], body: Value) -> Converted {
        let mut request = self.client.post(format!("{}/api/v1/affiliate/conversions", self.url)).json(&body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Converted { status, headers, body: response.json().await.unwrap() }
    }

    /// The rows of a statement, each as its first column read as a number.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        numbers(&self.database, sql).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.numbers(sql).await[0]
    }

    /// The rows of a statement, each as its first column read as a text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        texts(&self.database, sql).await
    }

    pub async fn execute(&self, sql: &str) {
        self.database.execute_unprepared(sql).await.unwrap();
    }

    /// The labels of all clicks, oldest first.
    pub async fn labels(&self) -> Vec<String> {
        self.texts("SELECT label FROM click ORDER BY id").await
    }

    /// What must hold whatever happened: counters equal the rows that they count, every
    /// recorded decision has its conversion and every conversion one decision and one submission, and
    /// the ledger of rewards says what their submissions say.
    pub async fn check_invariants(&self) {
        check_invariants(&self.database).await;
    }
}

/// See [`TestApp::texts`].
pub async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// See [`TestApp::numbers`].
pub async fn numbers(database: &DatabaseConnection, sql: &str) -> Vec<i64> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// See [`TestApp::check_invariants`].
pub async fn check_invariants(database: &DatabaseConnection) {
    for (what, sql) in [
        (
            "counters differ from the clicks",
            "SELECT count(*) FROM (
                SELECT coalesce(rows.measure, counts.measure) FROM
                    (SELECT label AS measure, link_id, via, count(*) AS n FROM click GROUP BY label, link_id, via) AS rows
                    FULL OUTER JOIN
                    (SELECT measure, link_id, via, sum(count) AS n FROM counter
                     WHERE measure NOT IN ('CONVERSION', 'OVER_LIMIT') GROUP BY measure, link_id, via HAVING sum(count) <> 0) AS counts
                    ON rows.measure = counts.measure AND rows.link_id = counts.link_id AND rows.via = counts.via
                WHERE rows.n IS NULL OR counts.n IS NULL OR rows.n <> counts.n) AS differences",
        ),
        (
            "counters differ from the conversions",
            "SELECT count(*) FROM (
                SELECT rows.link_id FROM
                    (SELECT link_id, via, count(*) AS n FROM conversion GROUP BY link_id, via) AS rows
                    FULL OUTER JOIN
                    (SELECT link_id, via, sum(count) AS n FROM counter WHERE measure = 'CONVERSION' GROUP BY link_id, via) AS counts
                    ON rows.link_id = counts.link_id AND rows.via = counts.via
                WHERE rows.n IS NULL OR counts.n IS NULL OR rows.n <> counts.n) AS differences",
        ),
        (
            "conversions without exactly one decision",
            "SELECT count(*) FROM conversion WHERE 1 <> (SELECT count(*) FROM decision
                WHERE decision.conversion_id = conversion.id AND decision.reason = 'recorded')",
        ),
        (
            "recorded decisions without a conversion",
            "SELECT count(*) FROM decision WHERE (reason = 'recorded') <> (conversion_id IS NOT NULL)",
        ),
        (
            "conversions without exactly one submission",
            "SELECT count(*) FROM conversion WHERE 1 <> (SELECT count(*) FROM submission
                WHERE submission.conversion_id = conversion.id)",
        ),
        ("moves of money that do not cancel out", "SELECT count(*) FROM (
                SELECT move_id FROM reward_entry GROUP BY move_id HAVING sum(amount_minor) <> 0 OR count(*) <> 2) AS uneven"),
        (
            "rewards that are not where their submission is",
            "SELECT count(*) FROM reward WHERE status <> (SELECT
                CASE WHEN submission.status IN ('PENDING', 'ERROR') THEN 'HELD'
                     WHEN submission.status = 'DECLINED' THEN 'REVERSED' ELSE 'PAYABLE' END
                FROM submission WHERE submission.conversion_id = reward.conversion_id)",
        ),
        (
            "rewards whose entries say otherwise",
            "SELECT count(*) FROM reward WHERE amount_minor <> (SELECT coalesce(sum(amount_minor), -1) FROM reward_entry
                WHERE reward_entry.reward_id = reward.id AND reward_entry.account = reward.status)",
        ),
        (
            "conversions without their click",
            "SELECT count(*) FROM conversion WHERE NOT EXISTS (SELECT 1 FROM click
                WHERE click.organisation_id = conversion.organisation_id AND click.id = conversion.click_id)",
        ),
    ] {
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0, "{what}");
    }
}

/// The token in a redirect.
pub fn token_of(response: &Response) -> Option<String> {
    let location = response.headers().get("location")?.to_str().unwrap();
    let url = url::Url::parse(location).unwrap();
    url.query_pairs().find(|(name, _)| name == "irw_id").map(|(_, token)| token.into_owned())
}

async fn new_org(server: &Server, name: &str) -> Org {
    let now = server.app.clock.now();
    let new = organisation::New { name: name.to_owned(), owner: None, time_zone: "Europe/Brussels".to_owned() };
    let made = organisation::create(&server.app.store, new, Actor::command_line(), now).await.unwrap();
    let tenant = command_line(&server.app, made.organisation.id);
    let all: Vec<_> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    let (_, key) = new_key(server, &tenant, &all).await;
    Org {
        id: made.organisation.id,
        number: made.organisation.number,
        publishable_key: made.publishable_key.key,
        key,
        tenant,
    }
}

async fn new_key(server: &Server, tenant: &Tenant, scopes: &[&str]) -> (entity::id::ApiKeyId, String) {
    let now = server.app.clock.now();
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let new = NewKey { name: "test".to_owned(), scopes, expires_at: None };
    let keyring = &server.app.keyring;
    let (row, secret) = tenant.write(async |tx| key::create(&tx, new.clone(), keyring, now).await).await.unwrap();
    (row.id, secret)
}

#[expect(clippy::disallowed_methods, reason = "to look past the program")]
pub async fn connect(database: &Database) -> DatabaseConnection {
    let url = match database {
        Database::Sqlite(path) => format!("sqlite://{}", path.display()),
        Database::Postgres(url) => url.clone(),
    };
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(2).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

/// Settings of a server with an empty database of its own, and the directory of its files.
pub async fn settings(backend: Backend, overrides: &[(&'static str, &str)]) -> (Values, PathBuf) {
    let directory = scratch();
    let mut values = Values::look_up(|_| None, |_| None, None).unwrap();
    values.set("listen", "127.0.0.1:0");
    values.set("ops_listen", "off");
    values.set("limits", "off");
    // Whom the server calls is here too.
    values.set("outbound", "any");
    values.set("data_dir", directory.display().to_string());
    match backend {
        Backend::Sqlite => {
            std::fs::copy(sqlite_template().await, directory.join("introw.db")).unwrap();
        }
        Backend::Postgres => {
            values.set("database_url", postgres_database().await);
            values.set("redis_url", test_variable("INTROW_TEST_REDIS_URL"));
            values.set("signing_keys", introw::domain::keyring::Keyring::generate_setting());
        }
    }
    for (key, value) in overrides {
        values.set(key, *value);
    }
    (values, directory)
}

/// A directory of the test's own, below the build's.
pub fn scratch() -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

pub fn test_variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run the tests with `make test`, or with `scripts/with-servers cargo test`")
    })
}

async fn sqlite_template() -> PathBuf {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let make = || async {
        let path = scratch().join("template.db");
        let database = Database::Sqlite(path.clone());
        database.migrate().await.unwrap();
        // What stands beside the file is moved into it, so that it can be copied alone.
        let connection = connect(&database).await;
        connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        connection.close().await.unwrap();
        path
    };
    TEMPLATE.get_or_init(make).await.clone()
}

async fn postgres_database() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let server = test_variable("INTROW_TEST_DATABASE_URL");
    let named = |name: &str| {
        let mut url = url::Url::parse(&server).unwrap();
        url.set_path(name);
        url.to_string()
    };
    let admin = connect(&Database::Postgres(server.clone())).await;
    let make = || async {
        let name = format!("introw_template_{}", std::process::id());
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        Database::Postgres(named(&name)).migrate().await.unwrap();
        name
    };
    let template = TEMPLATE.get_or_init(make).await;
    let name = format!("introw_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    // Copying one template at the same time twice is refused; so they wait for each other.
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    named(&name)
}
