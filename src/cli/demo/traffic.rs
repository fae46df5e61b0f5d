//! Live traffic: visitors, shops and programs that call this very process through its doors.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

use super::seed::Seeded;
use crate::app::App;
use crate::cli::say;
use crate::outbound::{Answer, Call, Outbound, reach::Reach};

const BROWSERS: &[&str] = &[
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
];
const CRAWLER: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
/// How often the counts are told where they cannot be drawn over themselves.
const LINE: Duration = Duration::from_secs(60);
/// How many clicks wait to convert at most.
const WAITING: usize = 200;

/// What the traffic has come to.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    events: u64,
    clicks: u64,
    recorded: u64,
    duplicate: u64,
    ignored: u64,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { clicks, recorded, duplicate, ignored, .. } = self;
        write!(f, "clicks {clicks}  recorded {recorded}  duplicate {duplicate}  ignored {ignored}")
    }
}

/// A link that is followed, and from where.
#[derive(Debug, Clone)]
struct Way {
    url: String,
    referrer: String,
}

/// Who makes the traffic.
pub(super) struct Traffic {
    url: Url,
    outbound: Outbound,
    api_key: String,
    publishable_key: String,
    ways: Vec<Way>,
    legacy: Vec<String>,
    rate: f64,
    random: StdRng,
    /// Tokens of clicks that may convert, and the last one that did.
    waiting: Vec<String>,
    converted: Option<String>,
    counts: Counts,
}

impl Traffic {
    pub(super) fn new(app: &App, seeded: &Seeded, rate: f64, seed: u64) -> Result<Self, crate::outbound::Unusable> {
        let links = seeded.campaigns.iter().flat_map(|campaign| &campaign.links);
        let ways = links
            .filter(|link| link.row.revoked_at.is_none())
            .flat_map(|link| {
                let alias = link.alias.as_ref().map(|(_, slug)| slug.as_str());
                let domain = link.partner.domain.as_deref().unwrap_or("news.example");
                let way =
                    move |address: &str| Way { url: app.link_url(address), referrer: format!("https://{domain}/") };
                std::iter::once(link.row.code.as_str()).chain(alias).map(way)
            })
            .collect();
        Ok(Self {
            url: app.public_url.clone(),
            outbound: Outbound::new(Reach::Any)?,
            api_key: seeded.api_key.clone(),
            publishable_key: seeded.publishable_key.clone(),
            ways,
            legacy: seeded.legacy_urls.iter().map(|url| (*url).to_owned()).collect(),
            rate,
            random: StdRng::seed_from_u64(seed),
            waiting: Vec::new(),
            converted: None,
            counts: Counts::default(),
        })
    }

    /// Goes on until it is dropped.
    pub(super) async fn run(&mut self) {
        let mut tick = interval(Duration::from_secs_f64(1.0 / self.rate));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let is_terminal = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        let mut told = Instant::now();
        loop {
            tick.tick().await;
            self.event().await;
            self.counts.events += 1;
            let period = if is_terminal { Duration::from_millis(500) } else { LINE };
            if told.elapsed() >= period {
                told = Instant::now();
                self.tell(is_terminal);
            }
        }
    }

    /// Leaves the last counts standing; says how much there was in all.
    pub(super) fn end(self) -> u64 {
        let is_terminal = std::io::stderr().is_terminal();
        self.tell(is_terminal);
        if is_terminal {
            say("");
        }
        self.counts.events
    }

    #[expect(clippy::print_stderr, reason = "counts for the person at the terminal, drawn over themselves")]
    fn tell(&self, is_terminal: bool) {
        let line = format!("  Live traffic {:.1} events/s   {}", self.rate, self.counts);
        if !is_terminal {
            return say(line);
        }
        eprint!("\r\x1b[2K{line}   ^C to stop");
        // What cannot be drawn is not missed.
        let _ = std::io::stderr().flush();
    }

    async fn event(&mut self) {
        match self.random.random_range(0..1_000) {
            0..=799 => self.visit().await,
            800..=849 => {
                let way = self.way();
                drop(self.get(&way.url, &[("user-agent", CRAWLER)]).await);
            }
            850..=869 => {
                let image = [("user-agent", BROWSERS[0]), ("sec-fetch-dest", "image"), ("sec-fetch-mode", "no-cors")];
                let way = self.way();
                drop(self.get(&way.url, &image).await);
            }
            870..=909 => self.convert().await,
            910..=917 => self.convert_again().await,
            918..=935 => self.ignored().await,
            936..=965 => {
                let page = [("referer", "https://fernhill.example/office"), ("user-agent", BROWSERS[2])];
                drop(self.get(&format!("{}affiliate.js", self.url), &page).await);
            }
            966..=980 => self.old_url().await,
            981..=996 => self.report(true).await,
            _ => self.report(false).await,
        }
    }

    /// A link. The busiest partners come first, and get most of the traffic.
    fn way(&mut self) -> Way {
        let draw: f64 = self.random.random();
        let place = (draw * draw * self.ways.len() as f64) as usize;
        self.ways[place.min(self.ways.len() - 1)].clone()
    }

    /// Somebody follows a link.
    async fn visit(&mut self) {
        let agent = BROWSERS[self.random.random_range(0..BROWSERS.len())];
        let address = format!("198.51.{}.{}", self.random.random_range(0..256), self.random.random_range(1..255));
        let way = self.way();
        let headers = [
            ("user-agent", agent),
            ("referer", way.referrer.as_str()),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-site", "cross-site"),
            ("x-forwarded-for", address.as_str()),
        ];
        let Some(answer) = self.get(&way.url, &headers).await else { return };
        self.counts.clicks += 1;
        let location = answer.headers.get("location").and_then(|value| Url::parse(value.to_str().ok()?).ok());
        let token =
            location.and_then(|url| url.query_pairs().find(|(name, _)| name == "irw_id").map(|(_, v)| v.into_owned()));
        if self.waiting.len() < WAITING {
            self.waiting.extend(token);
        }
    }

    /// One of them converts.
    async fn convert(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let token = self.waiting.swap_remove(self.random.random_range(0..self.waiting.len()));
        let number: u32 = self.random.random_range(10_000..1_000_000);
        let body = json!({
            "clickId": token,
            "email": format!("guest{number}@brightworks.example"),
            "properties": {
                "plan": (["starter", "team", "business"][number as usize % 3]),
                "order_value": format!("{}.90", 14 + number % 200),
                "order_id": format!("F-{number}"),
            },
        });
        self.converted = Some(token);
        self.send(&body, number.is_multiple_of(2)).await;
    }

    /// A shop that did not hear the answer asks again.
    async fn convert_again(&mut self) {
        let Some(token) = self.converted.clone() else { return };
        self.send(&json!({ "clickId": token }), false).await;
    }

    /// A visitor who came by themselves signs up.
    async fn ignored(&mut self) {
        let token = ["", "undefined", "null"][self.random.random_range(0..3)];
        self.send(&json!({ "clickId": token }), true).await;
    }

    async fn send(&mut self, body: &Value, by_browser: bool) {
        let credential = match by_browser {
            true => ("x-introw-publishable-key", self.publishable_key.as_str()),
            false => ("x-api-key", self.api_key.as_str()),
        };
        let address = format!("203.0.113.{}", self.random.random_range(1..255));
        let page = [("origin", "https://fernhill.example"), ("x-forwarded-for", address.as_str())];
        let page = page.into_iter().filter(|_| by_browser);
        let headers: Vec<_> = [credential].into_iter().chain(page).collect();
        let Some(answer) = self.post("api/v1/affiliate/conversions", &headers, body).await else { return };
        let told: Option<Value> = serde_json::from_slice(&answer.body).ok();
        match told.as_ref().and_then(|told| told["status"].as_str()) {
            Some("recorded") => self.counts.recorded += 1,
            Some("duplicate") => self.counts.duplicate += 1,
            Some("ignored") => self.counts.ignored += 1,
            _ => {}
        }
    }

    /// Somebody opens a URL of before, which may have been mapped or not.
    async fn old_url(&mut self) {
        let lost = "https://old.fernhill.example/partners?id=31".to_owned();
        let old = match self.random.random_bool(0.8) {
            true => self.legacy.get(self.random.random_range(0..self.legacy.len())).cloned().unwrap_or(lost),
            false => lost,
        };
        let Ok(mut url) = self.url.join("api/v1/affiliate/legacy-redirect") else { return };
        url.query_pairs_mut().append_pair("u", &old);
        drop(self.get(url.as_str(), &[("user-agent", BROWSERS[3])]).await);
    }

    /// A program reads figures, now and then with a typing mistake.
    async fn report(&mut self, is_right: bool) {
        let field = if is_right { "totalCount" } else { "totalcount" };
        let body = json!({ "query": format!("query Nightly {{ conversions {{ {field} }} }}") });
        drop(self.post("graphql", &[("x-api-key", self.api_key.as_str())], &body).await);
    }

    async fn get(&self, url: &str, headers: &[(&str, &str)]) -> Option<Answer> {
        let call = Call { method: Method::GET, url: Url::parse(url).ok()?, headers: read(headers), body: Vec::new() };
        self.call(call).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Option<Answer> {
        let mut headers = read(headers);
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let url = self.url.join(path).ok()?;
        self.call(Call { method: Method::POST, url, headers, body: body.to_string().into_bytes() }).await
    }

    async fn call(&self, call: Call) -> Option<Answer> {
        match self.outbound.call(call).await {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::debug!(%error, "a call of the live traffic had no answer");
                None
            }
        }
    }
}

fn read(headers: &[(&str, &str)]) -> HeaderMap {
    let read =
        |(name, value): &(&str, &str)| Some((HeaderName::try_from(*name).ok()?, HeaderValue::from_str(value).ok()?));
    headers.iter().filter_map(read).collect()
}
