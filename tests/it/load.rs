//! Visitors and backends that write down what they asked and what they were told, so that it can
//! be compared afterwards with what the database holds.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use entity::id::ConversionId;
use introw::domain::keyring::Keyring;
use introw::domain::token::ClickToken;
use reqwest::{Client, RequestBuilder, StatusCode};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::harness::{CHROME, check_invariants, token_of};

/// How many call at the same time.
const WORKERS: usize = 16;
/// Not a promise of the program: when to stop waiting for it.
const DEADLINE: Duration = Duration::from_secs(60);
/// A visitor is not kept waiting for longer; the click of one who waited as long as this may
/// still have been in memory alone when the redirect left.
const PATIENCE: Duration = Duration::from_secs(1);

/// What was asked, and what was answered.
#[derive(Default)]
pub struct Ledger {
    /// How often a link was followed, whatever came of it.
    pub followed: usize,
    /// The tokens of the redirects that arrived, and how long each took.
    pub redirected: HashMap<String, Duration>,
    /// The tokens that were sent as conversions, whatever came of it.
    pub sent: HashSet<String>,
    /// The conversions that were said to be recorded, by token.
    pub recorded: HashMap<String, ConversionId>,
    /// How many calls nobody answered.
    pub unanswered: usize,
    /// The tokens whose last call nobody answered.
    pub unknown: Vec<String>,
    /// Answers that nobody should have had.
    pub wrong: Vec<String>,
}

/// Where the load goes.
#[derive(Debug, Clone)]
pub struct Target {
    pub url: String,
    pub code: String,
    pub key: String,
}

/// Somebody who calls.
#[derive(Clone)]
pub struct Caller {
    target: Arc<Target>,
    client: Client,
    ledger: Arc<Mutex<Ledger>>,
    /// Set before the server is ended: from then on a call may go unanswered.
    over: Arc<AtomicBool>,
    answers: watch::Sender<usize>,
}

impl Caller {
    pub fn new(target: Target, ledger: Arc<Mutex<Ledger>>) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { target: Arc::new(target), client, ledger, over: Arc::default(), answers: watch::Sender::new(0) }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap()
    }

    /// Follows the link and converts, again and again, until it is over or nobody answers.
    async fn work(self) {
        while !self.over.load(Ordering::Acquire) {
            let again = self.ledger().unknown.pop();
            let answered = match again {
                Some(token) => self.convert(token).await,
                None => self.visit().await,
            };
            if !answered {
                return;
            }
        }
    }

    /// One visitor: some leave again, most convert, and of some the backend tells twice at once.
    async fn visit(&self) -> bool {
        let Some(token) = self.follow().await else { return false };
        match rand::random_range(0..4) {
            0 => true,
            1 => {
                let both = tokio::join!(self.convert(token.clone()), self.convert(token));
                both.0 && both.1
            }
            _ => self.convert(token).await,
        }
    }

    /// Follows the link, as one of many visitors or as one who was here a moment ago.
    async fn follow(&self) -> Option<String> {
        let [a, b, c] = if rand::random_bool(0.5) { rand::random() } else { [0; 3] };
        let request = self.client.get(format!("{}/r/{}", self.target.url, self.target.code));
        let request = request
            .header("x-forwarded-for", format!("10.{a}.{b}.{c}"))
            .header("user-agent", CHROME)
            .header("sec-fetch-site", "cross-site")
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document");
        self.ledger().followed += 1;
        let since = Instant::now();
        let Ok(response) = request.send().await else {
            self.nobody_answered();
            return None;
        };
        let waited = since.elapsed();
        let status = response.status();
        let token = token_of(&response).filter(|_| status == StatusCode::FOUND);
        match &token {
            Some(token) => {
                self.ledger().redirected.insert(token.clone(), waited);
            }
            None => self.ledger().wrong.push(format!("{status} for a visitor")),
        }
        self.answers.send_modify(|answers| *answers += 1);
        token
    }

    /// Sends a token as a conversion; `false`: nobody answered, and the token is noted for later.
    pub async fn convert(&self, token: String) -> bool {
        let mut body = json!({ "clickId": token, "properties": { "plan": "pro", "seats": 5 } });
        if rand::random_bool(0.5) {
            body["email"] = format!("{:016x}@buyer.example", rand::random::<u64>()).into();
        }
        let request = self.client.post(format!("{}/api/v1/affiliate/conversions", self.target.url));
        self.ledger().sent.insert(token.clone());
        let Ok((status, body)) = answer(request.header("x-api-key", &self.target.key).json(&body)).await else {
            self.nobody_answered();
            self.ledger().unknown.push(token);
            return false;
        };
        let id = body["conversionId"].as_str().and_then(|id| id.parse().ok());
        match (status.as_u16(), body["status"].as_str(), id) {
            (201, Some("recorded"), Some(id)) => {
                let before = self.ledger().recorded.insert(token, id);
                if let Some(before) = before {
                    self.ledger().wrong.push(format!("one token was recorded twice, as {before} and as {id}"));
                }
            }
            (200, Some("duplicate"), None) => {}
            _ => self.ledger().wrong.push(format!("{status} for a backend: {body}")),
        }
        self.answers.send_modify(|answers| *answers += 1);
        true
    }

    fn nobody_answered(&self) {
        let mut ledger = self.ledger();
        ledger.unanswered += 1;
        if !self.over.load(Ordering::Acquire) {
            ledger.wrong.push("no answer from a server that runs".to_owned());
        }
    }
}

async fn answer(request: RequestBuilder) -> reqwest::Result<(StatusCode, Value)> {
    let response = request.send().await?;
    Ok((response.status(), response.json().await?))
}

/// Many who call at the same time.
pub struct Load {
    caller: Caller,
    workers: JoinSet<()>,
}

impl Load {
    pub fn start(target: Target, ledger: Arc<Mutex<Ledger>>) -> Self {
        let caller = Caller::new(target, ledger);
        let workers = (0..WORKERS).map(|_| caller.clone().work()).collect();
        Self { caller, workers }
    }

    /// Waits until so many more calls have been answered.
    pub async fn answered(&self, more: usize) {
        let mut answers = self.caller.answers.subscribe();
        let enough = *answers.borrow() + more;
        let wait = tokio::time::timeout(DEADLINE, answers.wait_for(|answers| *answers >= enough)).await;
        assert!(wait.is_ok(), "the server does not answer; wrong: {:#?}", self.caller.ledger().wrong);
    }

    /// From now on a call may go unanswered; no new ones begin.
    pub fn over(&self) {
        self.caller.over.store(true, Ordering::Release);
    }

    /// Waits until every call has ended, one way or the other.
    pub async fn ended(self) {
        self.over();
        self.workers.join_all().await;
    }
}

/// What the database holds.
pub struct Stored {
    keyring: Keyring,
    clicks: HashSet<Uuid>,
    /// Click and conversion.
    conversions: Vec<(Uuid, Uuid)>,
}

impl Stored {
    pub async fn read(database: &DatabaseConnection, keyring: Keyring) -> Self {
        check_invariants(database).await;
        let clicks = column(database, "SELECT id FROM click").await.into_iter().collect();
        let of = column(database, "SELECT click_id FROM conversion ORDER BY id").await;
        let ids = column(database, "SELECT id FROM conversion ORDER BY id").await;
        Self { keyring, clicks, conversions: of.into_iter().zip(ids).collect() }
    }

    /// The click that a token names.
    fn click(&self, token: &str) -> Uuid {
        ClickToken::verify(token, &self.keyring).unwrap().token.click.0
    }
}

async fn column(database: &DatabaseConnection, sql: &str) -> Vec<Uuid> {
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

impl Ledger {
    /// The redirects that arrived while their click was not stored and now is lost. That may be so
    /// only where a visitor was let go because the database was slow.
    pub fn without_a_click(&self, stored: &Stored) -> Vec<String> {
        let lost = self.redirected.iter().filter(|(token, _)| !stored.clicks.contains(&stored.click(token)));
        lost.map(|(token, waited)| {
            assert!(*waited >= PATIENCE, "a redirect left after {waited:?}, and its click is lost");
            token.clone()
        })
        .collect()
    }

    /// Compares what was answered with what is stored, once every call has been answered.
    pub fn check(&self, stored: &Stored) {
        assert_eq!(self.wrong, Vec::<String>::new());
        assert_eq!(self.unknown, Vec::<String>::new(), "these were not sent again");
        assert_eq!(self.without_a_click(stored), Vec::<String>::new());
        let clicks = stored.clicks.len();
        assert!(clicks <= self.followed, "{clicks} clicks of {} visits", self.followed);

        let conversions: HashMap<_, _> = stored.conversions.iter().copied().collect();
        assert_eq!(conversions.len(), stored.conversions.len(), "a click converted twice");
        // Each token that was ever sent has converted, and no other.
        let sent: HashSet<_> = self.sent.iter().map(|token| stored.click(token)).collect();
        assert_eq!(sent, conversions.keys().copied().collect(), "sent, and stored");
        for (token, id) in &self.recorded {
            assert_eq!(conversions[&stored.click(token)], id.0, "what was answered is what is stored");
        }
    }
}
