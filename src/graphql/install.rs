//! The install check, and what else is known of an installation.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use entity::id::CampaignId;
use entity::{campaign, install_check};
use url::Url;

use super::campaign::Campaign;
use super::decision::{Outcome, explanation};
use super::problem::{UserError, settle};
use super::scalar::DateTime;
use super::{app, load, now, page, read_id, tenant};
use crate::domain::install::{self, Evidence, Finding};
use crate::domain::key::Permission;
use crate::error::Error;

/// A count says no more than "so many or more" from here on: loads are counted by host, and whoever
/// names a host as a destination should not learn how busy it is.
const MOST_LOADS: i64 = 100;

/// Whether the snippet is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::InstallVerdict")]
pub(super) enum InstallVerdict {
    /// It is, with a key that works for this campaign.
    Installed,
    /// The page was read, and the snippet is not there or cannot work.
    NotInstalled,
    /// It cannot be told from outside; the findings say why.
    CouldNotVerify,
}

/// What was found on a page or on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Finding")]
pub(super) enum InstallFindingCode {
    /// The destination did not answer.
    NoAnswer,
    /// The destination, or a redirect, leads to an address that is not called from here.
    Blocked,
    /// It answered with another status than 200.
    Status,
    /// It redirects more than three times.
    TooManyRedirects,
    /// What came is not HTML.
    NotHtml,
    /// It redirects to another site, where the snippet is not.
    OtherSite,
    /// The snippet is not in the first 64 KiB of the page, and there is more.
    PageTooLong,
    /// The snippet is not in the HTML; a tag manager is, which may load it.
    TagManager,
    /// The tag is there with a type that browsers do not run, as consent tools set it.
    NotRun,
    /// The snippet is not in the page.
    NoSnippet,
    /// The snippet has no publishable key.
    MissingKey,
    /// The key is not one of this organisation.
    ForeignKey,
    /// The key is another campaign's.
    OtherCampaignsKey,
    /// The key was rotated and has ended.
    ExpiredKey,
    /// The page's Content Security Policy keeps browsers from loading the snippet.
    PolicyBlocksScript,
    /// The page's Content Security Policy keeps the snippet from sending conversions.
    PolicyBlocksCalls,
    /// `irw_id` is lost in the site's own redirects.
    TokenLost,
    /// The page's origin is not among the campaign's allowed origins.
    OriginNotAllowed,
}

/// Something that was found, and what to do about it.
#[derive(SimpleObject)]
pub(super) struct InstallFinding {
    /// What, for programs.
    code: InstallFindingCode,
    /// What it means and what to do, for people.
    message: &'static str,
}

fn message(finding: Finding) -> &'static str {
    match finding {
        Finding::NoAnswer => "The destination did not answer. See that it can be reached from the internet.",
        Finding::Blocked => {
            "The destination, or where it redirects to, is not on the internet, so it cannot be checked."
        }
        Finding::Status => "The destination answered, but not with a page. It may refuse visitors it does not know.",
        Finding::TooManyRedirects => {
            "The destination redirects more than three times. Let the campaign lead to its end."
        }
        Finding::NotHtml => "What the destination answers is not an HTML page.",
        Finding::OtherSite => {
            "The destination redirects to another site, and the snippet is not there. It belongs on the page that \
             visitors arrive at."
        }
        Finding::PageTooLong => {
            "The snippet is not in the first 64 KiB of the page. Put it near the top, into the head."
        }
        Finding::TagManager => {
            "The page has a tag manager. What it loads cannot be seen in the HTML: open the page once, and see \
             whether a load of the snippet arrives."
        }
        Finding::NotRun => {
            "The tag is there, but its type keeps browsers from running it. A consent tool may change that for \
             visitors who agree."
        }
        Finding::NoSnippet => "The snippet is not in the page. Put its tag into the head.",
        Finding::MissingKey => "The snippet has no `data-publishable-key`.",
        Finding::ForeignKey => "The snippet is there with a key that is not one of this organisation's.",
        Finding::OtherCampaignsKey => {
            "The snippet has another campaign's key. Use the organisation's, which is good for every campaign."
        }
        Finding::ExpiredKey => "The snippet has a key that was rotated and has ended. Use the current one.",
        Finding::PolicyBlocksScript => {
            "The page's Content Security Policy keeps browsers from loading the snippet. Add its host to `script-src`."
        }
        Finding::PolicyBlocksCalls => {
            "The page's Content Security Policy keeps the snippet from sending conversions. Add its host to \
             `connect-src`."
        }
        Finding::TokenLost => {
            "The parameter `irw_id` is lost on the way to the page, and every click with it. Let the site's own \
             redirects keep the query."
        }
        Finding::OriginNotAllowed => {
            "The page's origin is not among the campaign's allowed origins, so that its conversions are refused."
        }
    }
}

/// What a check of a campaign's destination found.
#[derive(SimpleObject)]
pub(super) struct InstallCheck {
    /// Whether the snippet is there.
    verdict: InstallVerdict,
    /// Why, and what else should be mended. Empty: all is well.
    findings: Vec<InstallFinding>,
    /// What was seen.
    evidence: InstallEvidence,
    /// When it was checked.
    at: DateTime,
}

/// What was seen on the way to a page. Of the page itself nothing is kept.
#[derive(SimpleObject)]
pub(super) struct InstallEvidence {
    /// The status of the last answer; null: there was none.
    status: Option<u16>,
    /// Why there was no answer; null: there was one.
    failure: Option<String>,
    /// How many redirects were followed.
    redirects: usize,
    /// The origin of the page at their end, as `https://shop.example`.
    origin: Option<String>,
    /// Whether `irw_id` was still in the URL there.
    token_survives: Option<bool>,
    /// Whether pages of that origin may send conversions.
    origin_allowed: Option<bool>,
}

impl TryFrom<install_check::Model> for InstallCheck {
    type Error = Error;

    fn try_from(row: install_check::Model) -> Result<Self, Error> {
        let seen: Evidence = serde_json::from_value(row.evidence).map_err(Error::internal)?;
        let finding = |finding: Finding| InstallFinding { code: finding.into(), message: message(finding) };
        Ok(Self {
            verdict: row.verdict.into(),
            findings: seen.findings.into_iter().map(finding).collect(),
            evidence: InstallEvidence {
                status: seen.status,
                failure: seen.failure,
                redirects: seen.redirects,
                origin: seen.origin,
                token_survives: seen.token_survives,
                origin_allowed: seen.origin_allowed,
            },
            at: row.at.into(),
        })
    }
}

/// How often pages of the destination's host loaded the snippet.
#[derive(SimpleObject)]
pub(super) struct SnippetLoads {
    /// How often today, in the organisation's time zone; 100 stands for so many or more. Browsers keep
    /// the file for an hour, so that these are fewer than the visits.
    today: i64,
    /// When a page last loaded it; null: none did in the last eight days.
    last_at: Option<DateTime>,
}

/// The last conversion call for a campaign.
#[derive(SimpleObject)]
pub(super) struct InstallConversions {
    /// When it was; null: there was none.
    last_at: Option<DateTime>,
    /// How it ended.
    outcome: Option<Outcome>,
    /// Why, as a code.
    reason: Option<&'static str>,
    /// What the code means and what to do about it, in plain words.
    explanation: Option<String>,
    /// The origin of the page that sent it; null: it came from a backend.
    origin: Option<String>,
}

/// What is known of a campaign's installation.
pub(super) struct Install(pub(super) campaign::Model);

/// What is known of a campaign's installation: whether the snippet is in the page, whether browsers
/// load it, and whether conversions arrive.
#[Object]
impl Install {
    /// What the last check found; null: it was never checked. See `installCheckRun`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn snippet(&self, ctx: &Context<'_>) -> Result<Option<InstallCheck>> {
        let row = load::one(ctx, load::InstallCheckOf(self.0.id)).await?;
        Ok(row.map(InstallCheck::try_from).transpose()?)
    }

    /// Loads of the snippet by pages of the destination's host.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn loads(&self, ctx: &Context<'_>) -> Result<SnippetLoads> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        let host = Url::parse(&self.0.destination_url).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        let rows = app(ctx)?.store.snippet_loads(host).await?;
        let (today, last_at) = install::loads(&rows, &load::owner(ctx, &tenant).await?.time_zone, now(ctx)?);
        Ok(SnippetLoads { today: today.min(MOST_LOADS), last_at: last_at.map(DateTime) })
    }

    /// The last conversion call for a click of the campaign. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversions(&self, ctx: &Context<'_>) -> Result<Option<InstallConversions>> {
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let last = install::last_decision(&tenant, self.0.id).await?;
        Ok(Some(InstallConversions {
            last_at: last.as_ref().map(|row| row.at.into()),
            outcome: last.as_ref().map(|row| row.outcome.into()),
            reason: last.as_ref().map(|row| row.reason.as_str()),
            explanation: last.as_ref().map(|row| explanation::of(row.reason)),
            origin: last.and_then(|row| row.origin),
        }))
    }
}

/// What `installCheckRun` did.
#[derive(SimpleObject)]
pub(super) struct InstallCheckRunPayload {
    /// The campaign, whose `install.snippet` has what was found; null if it was not checked.
    campaign: Option<Campaign>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct InstallMutation;

#[Object]
impl InstallMutation {
    /// Fetches a campaign's destination and looks for the snippet. Takes up to 15 seconds. Scope
    /// `campaigns:write`.
    #[graphql(complexity = "50 * page::READ + child_complexity")]
    async fn install_check_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The campaign.")] campaign_id: ID,
    ) -> Result<InstallCheckRunPayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let app = app(ctx)?;
        let done = match read_id::<CampaignId>(&campaign_id, "campaign") {
            Ok(id) => install::check(&tenant, &app.outbound, id, &app.own_host(), now).await,
            Err(error) => Err(error),
        };
        let (campaign, user_errors) = settle(done, "campaignId")?;
        Ok(InstallCheckRunPayload { campaign: campaign.map(Campaign::from), user_errors })
    }
}
