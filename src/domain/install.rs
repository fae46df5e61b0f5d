//! The install check: whether a campaign's destination carries the snippet, so that its clicks can
//! convert; and what else is known of an installation.
//!
//! The page is fetched as a visitor of a link would get it, with something in `irw_id` that is no
//! token. Nothing of its body is kept or shown, only what was found: whoever names a destination must
//! not read through this service what it alone can read.

mod csp;
mod loads;
mod page;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use entity::id::CampaignId;
use entity::value::InstallVerdict;
use entity::{campaign, decision, install_check, publishable_key, snippet_load};
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, USER_AGENT};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::domain::destination::Destination;
use crate::domain::{audit, campaign as campaigns, key, origin};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::outbound::{Answer, Call, Failure, Outbound, TOTAL};
use crate::store::{Direction, Scope, Tenant, Tx};
use page::{Page, Whose};

pub use loads::{KEPT as LOADS_KEPT, SnippetLoads};

/// What stands in `irw_id` during a check: as long as a token, and signed by nobody.
const MARKER: &str = "install-check-install-check-install-check-install-check-install-";
/// How many redirects are followed. Each is looked at as if it were the first.
const MOST_REDIRECTS: usize = 3;
/// How soon a destination may be checked again.
const AGAIN: Duration = Duration::seconds(5);

/// Something that was found, with what it means for the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Finding {
    /// The destination did not answer.
    NoAnswer,
    /// The destination, or a redirect, leads to what may not be called.
    Blocked,
    /// It answered, but not with a page.
    Status,
    /// It redirects too often.
    TooManyRedirects,
    /// What came is not HTML.
    NotHtml,
    /// It redirects to another site, where the snippet is not.
    OtherSite,
    /// The snippet is not in what was read, and there is more.
    PageTooLong,
    /// The snippet is not in the page, which has a tag manager that may load it.
    TagManager,
    /// The tag is there, but has a type that browsers do not run, as consent tools set it.
    NotRun,
    /// The snippet is not in the page.
    NoSnippet,
    /// The snippet has no publishable key.
    MissingKey,
    /// Its key is not one of this organisation.
    ForeignKey,
    /// Its key is another campaign's.
    OtherCampaignsKey,
    /// Its key was rotated and has ended.
    ExpiredKey,
    /// The page's policy keeps browsers from loading it.
    PolicyBlocksScript,
    /// The page's policy keeps it from sending conversions.
    PolicyBlocksCalls,
    /// `irw_id` is lost in the site's redirects, and with it every click.
    TokenLost,
    /// The page's origin is not among the campaign's allowed origins.
    OriginNotAllowed,
}

/// What a check has seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What was found.
    pub findings: Vec<Finding>,
    /// Why there was no answer.
    pub failure: Option<String>,
    /// The last answer's status.
    pub status: Option<u16>,
    /// How many redirects were followed.
    pub redirects: usize,
    /// The origin of the page after them.
    pub origin: Option<String>,
    /// Whether `irw_id` was still in the URL then.
    pub token_survives: Option<bool>,
    /// Whether that origin may send conversions.
    pub origin_allowed: Option<bool>,
}

/// Checks a campaign's destination and keeps what was found. `own_host` is this service's own.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign, [`Error::Invalid`] when it was
/// checked a moment ago.
pub async fn check(
    tenant: &Tenant,
    outbound: &Outbound,
    id: CampaignId,
    own_host: &str,
    now: DateTime<Utc>,
) -> Result<campaign::Model> {
    let campaign = tenant.find::<campaign::Entity>().id(id).one().await?.ok_or(Error::NotFound("campaign"))?;
    let before = last(tenant, id).await?;
    if before.is_some_and(|before| before.at <= now && now - before.at < AGAIN) {
        let message = "This was checked a moment ago. Try again in a few seconds.";
        return Err(Problem::new("campaignId", ProblemCode::LimitReached, message).into());
    }
    let version = campaigns::version(tenant, &campaign).await?;
    let keys = tenant.find::<publishable_key::Entity>().all().await?;
    let whose = |text: &str| match keys.iter().find(|row| row.key == text) {
        None => Whose::Foreign,
        Some(row) if row.campaign_id.is_some_and(|other| other != id) => Whose::OtherCampaign,
        Some(row) if !key::is_current(row, now) => Whose::Expired,
        Some(_) => Whose::Ours,
    };
    let destination =
        Url::parse(&campaign.destination_url).map_err(|_| Error::internal("a destination that is no URL"))?;
    let visit = tokio::time::timeout(TOTAL, visit(outbound, &destination)).await;
    let visit = visit.unwrap_or_else(|_| Visit::failed(&Failure::TimeOut));
    let (verdict, evidence) = judge(visit, &destination, &version.allowed_origins.0, own_host, whose);
    let row = install_check::Model {
        organisation_id: tenant.organisation(),
        campaign_id: id,
        verdict,
        evidence: serde_json::to_value(&evidence).map_err(Error::internal)?,
        at: now,
    };
    tenant.write(async |tx| keep(&tx, &row, now).await).await?;
    Ok(campaign)
}

/// What the last check of a campaign found.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn last(scope: &impl Scope, id: CampaignId) -> Result<Option<install_check::Model>> {
    scope.find::<install_check::Entity>().filter(install_check::Column::CampaignId.eq(id)).one().await
}

/// The last decision about a conversion call for a campaign.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn last_decision(scope: &impl Scope, id: CampaignId) -> Result<Option<decision::Model>> {
    scope
        .find::<decision::Entity>()
        .filter(decision::Column::CampaignId.eq(id))
        .order_by(decision::Column::At, Direction::Descending)
        .one()
        .await
}

/// How often pages of the destination's host loaded the snippet today, in the organisation's time
/// zone and to the hour, and when they last did.
pub fn loads(rows: &[snippet_load::Model], zone: &str, now: DateTime<Utc>) -> (i64, Option<DateTime<Utc>>) {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let today = now.with_timezone(&zone).date_naive();
    let is_today = |row: &&snippet_load::Model| row.hour.with_timezone(&zone).date_naive() == today;
    let count = rows.iter().filter(is_today).map(|row| row.count).sum();
    (count, rows.iter().map(|row| row.last_at).max())
}

async fn keep(tx: &Tx, row: &install_check::Model, now: DateTime<Utc>) -> Result<()> {
    if !tx.insert_new(row.clone().into_active_model()).await? {
        let change = install_check::ActiveModel {
            verdict: Set(row.verdict),
            evidence: Set(row.evidence.clone()),
            at: Set(row.at),
            ..Default::default()
        };
        let of_campaign = install_check::Column::CampaignId.eq(row.campaign_id);
        tx.update_where::<install_check::Entity, _>(of_campaign, change).await?;
    }
    let shown = json!({ "verdict": row.verdict, "evidence": row.evidence });
    audit::created(tx, "installCheckRun", row.campaign_id, &shown, now).await
}

/// What came of following a link to its end.
struct Visit {
    redirects: usize,
    end: End,
}

enum End {
    Page { url: Url, answer: Answer },
    Nothing { finding: Finding, failure: Option<String> },
}

impl Visit {
    fn failed(failure: &Failure) -> Self {
        let finding = if matches!(failure, Failure::Blocked(_)) { Finding::Blocked } else { Finding::NoAnswer };
        Self { redirects: 0, end: End::Nothing { finding, failure: Some(failure.to_string()) } }
    }
}

async fn visit(outbound: &Outbound, destination: &Url) -> Visit {
    let start = Destination::new(destination).location(None, Some(MARKER));
    let mut url = Url::parse(&start).unwrap_or_else(|_| destination.clone());
    let mut redirects = 0;
    loop {
        let call = Call { method: Method::GET, url: url.clone(), headers: headers(), body: Vec::new() };
        let answer = match outbound.call(call).await {
            Ok(answer) => answer,
            Err(failure) => return Visit { redirects, ..Visit::failed(&failure) },
        };
        let location = answer.headers.get("location").filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308));
        let next = location.and_then(|location| url.join(&String::from_utf8_lossy(location.as_bytes())).ok());
        let Some(mut next) = next else { return Visit { redirects, end: End::Page { url, answer } } };
        if redirects == MOST_REDIRECTS {
            return Visit { redirects, end: End::Nothing { finding: Finding::TooManyRedirects, failure: None } };
        }
        if next.fragment().is_none() {
            next.set_fragment(url.fragment());
        }
        redirects += 1;
        url = next;
    }
}

fn headers() -> HeaderMap {
    let agent = concat!("Mozilla/5.0 (compatible; introw-install-check/", env!("CARGO_PKG_VERSION"), ")");
    HeaderMap::from_iter([
        (USER_AGENT, HeaderValue::from_static(agent)),
        (ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml;q=0.9,*/*;q=0.1")),
    ])
}

fn judge(
    visit: Visit,
    destination: &Url,
    allowed_origins: &[String],
    own_host: &str,
    whose: impl Fn(&str) -> Whose,
) -> (InstallVerdict, Evidence) {
    let mut evidence = Evidence { redirects: visit.redirects, ..Evidence::default() };
    let (url, answer) = match visit.end {
        End::Page { url, answer } => (url, answer),
        End::Nothing { finding, failure } => {
            evidence.findings.push(finding);
            evidence.failure = failure;
            return (InstallVerdict::CouldNotVerify, evidence);
        }
    };
    let origin = url.origin().ascii_serialization();
    evidence.status = Some(answer.status);
    evidence.origin_allowed = Some(origin::allows(allowed_origins, Some(&origin)));
    evidence.token_survives = Some(url.query_pairs().any(|(name, value)| name == "irw_id" && value == MARKER));
    evidence.origin = Some(origin);
    let verdict = if !(200..300).contains(&answer.status) {
        evidence.findings.push(Finding::Status);
        InstallVerdict::CouldNotVerify
    } else if !is_html(&answer) {
        evidence.findings.push(Finding::NotHtml);
        InstallVerdict::CouldNotVerify
    } else {
        let html = String::from_utf8_lossy(&answer.body);
        let policies = answer.headers.get_all("content-security-policy").iter();
        let page = Page {
            url: &url,
            html: &html,
            policies: policies.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect(),
            is_cut: answer.is_cut,
            is_elsewhere: !is_same_site(&url, destination),
            own_host,
        };
        let (verdict, findings) = page::read(page, whose);
        evidence.findings.extend(findings);
        verdict
    };
    // These are worth knowing whatever else there is, but of an error page they say nothing.
    if answer.status < 300 {
        if evidence.token_survives == Some(false) {
            evidence.findings.push(Finding::TokenLost);
        }
        if evidence.origin_allowed == Some(false) {
            evidence.findings.push(Finding::OriginNotAllowed);
        }
    }
    (verdict, evidence)
}

fn is_html(answer: &Answer) -> bool {
    let kind = answer.headers.get("content-type").and_then(|value| value.to_str().ok());
    kind.is_none_or(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        matches!(kind.as_str(), "text/html" | "application/xhtml+xml")
    })
}

/// Whether two URLs are of one site: `www.shop.example` and `shop.example` are.
fn is_same_site(one: &Url, other: &Url) -> bool {
    let (one, other) = (one.host_str().unwrap_or_default(), other.host_str().unwrap_or_default());
    one == other || psl::domain_str(one).is_some_and(|domain| psl::domain_str(other) == Some(domain))
}
