//! Reading a page: whether the snippet is on it, so that a browser would run it.

use entity::value::InstallVerdict;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use super::Finding;
use super::csp::{self, Asked};

/// The file's name, whatever host it comes from.
const FILE: &str = "/affiliate.js";
const KEY: &str = "data-publishable-key";
const KEY_PREFIX: &str = "pk_aff_";

/// Words of scripts that load others: what they load does not stand in the page.
const TAG_MANAGERS: &[&str] = &[
    "googletagmanager.com",
    "tags.tiqcdn.com",
    "assets.adobedtm.com",
    "cdn.segment.com/analytics.js",
    "containers.piwik.pro",
    "tag.commander1.com",
];

/// Whose a publishable key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The organisation's or the campaign's, and good.
    Ours,
    /// The organisation's, but it has ended.
    Expired,
    /// Another campaign's of the organisation.
    OtherCampaign,
    /// None of the organisation's.
    Foreign,
}

/// A page as it was read.
pub(super) struct Page<'a> {
    /// Where it was, after redirects.
    pub(super) url: &'a Url,
    /// Its HTML, or the beginning.
    pub(super) html: &'a str,
    /// The values of its headers `Content-Security-Policy`.
    pub(super) policies: Vec<String>,
    /// Whether it goes on after what was read.
    pub(super) is_cut: bool,
    /// Whether it is on another site than the campaign's destination.
    pub(super) is_elsewhere: bool,
    /// The host and port of this service.
    pub(super) own_host: &'a str,
}

/// A script tag that is the snippet.
struct Snippet {
    src: Url,
    key: Option<String>,
    nonce: Option<String>,
    api: Option<String>,
    runs: bool,
}

#[derive(Default)]
struct Seen {
    snippets: Vec<Snippet>,
    policies: Vec<String>,
    tag_manager: bool,
}

/// Whether the snippet is there, and what is to be said about it.
pub(super) fn read(page: Page<'_>, whose: impl Fn(&str) -> Whose) -> (InstallVerdict, Vec<Finding>) {
    let mut seen = look(&page);
    let mut policies = page.policies.clone();
    policies.append(&mut seen.policies);
    let mut first = None;
    for snippet in &seen.snippets {
        match judge(snippet, page.url, &policies, &whose) {
            None => {
                let mut findings = Vec::new();
                if !may_call(snippet, page.url, &policies) {
                    findings.push(Finding::PolicyBlocksCalls);
                }
                return (InstallVerdict::Installed, findings);
            }
            Some(finding) => first = first.or(Some(finding)),
        }
    }
    let (verdict, finding) = match first {
        Some(Finding::NotRun) => (InstallVerdict::CouldNotVerify, Finding::NotRun),
        Some(finding) => (InstallVerdict::NotInstalled, finding),
        None if page.is_elsewhere => (InstallVerdict::CouldNotVerify, Finding::OtherSite),
        None if seen.tag_manager => (InstallVerdict::CouldNotVerify, Finding::TagManager),
        None if page.is_cut => (InstallVerdict::CouldNotVerify, Finding::PageTooLong),
        None => (InstallVerdict::NotInstalled, Finding::NoSnippet),
    };
    (verdict, vec![finding])
}

/// What keeps this tag from working; none: it works.
fn judge(snippet: &Snippet, page: &Url, policies: &[String], whose: &impl Fn(&str) -> Whose) -> Option<Finding> {
    let Some(key) = &snippet.key else { return Some(Finding::MissingKey) };
    match whose(key) {
        Whose::Ours => {}
        Whose::Expired => return Some(Finding::ExpiredKey),
        Whose::OtherCampaign => return Some(Finding::OtherCampaignsKey),
        Whose::Foreign => return Some(Finding::ForeignKey),
    }
    if !snippet.runs {
        return Some(Finding::NotRun);
    }
    let asked = Asked { page, target: &snippet.src, nonce: snippet.nonce.as_deref() };
    (!csp::allows_script(policies, &asked)).then_some(Finding::PolicyBlocksScript)
}

/// Whether the snippet may send conversions to where it sends them: to where it came from, unless it
/// says otherwise.
fn may_call(snippet: &Snippet, page: &Url, policies: &[String]) -> bool {
    let said = snippet.api.as_deref().and_then(|host| Url::parse(host).ok());
    let target = said.as_ref().unwrap_or(&snippet.src);
    let target = target.join("/api/v1/affiliate/conversions").unwrap_or_else(|_| target.clone());
    csp::allows_call(policies, &Asked { page, target: &target, nonce: None })
}

fn look(page: &Page<'_>) -> Seen {
    let mut seen = Seen::default();
    let mut base = page.url.clone();
    // What stands in a template is not run.
    let mut templates = 0_u32;
    let mut in_script = false;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page.html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => match tag.name.as_slice() {
                b"template" => templates = templates.saturating_add(1),
                b"base" => {
                    if let Some(href) = attribute(&tag, "href").and_then(|href| page.url.join(&href).ok()) {
                        base = href;
                    }
                }
                b"meta" => {
                    let is_policy = attribute(&tag, "http-equiv")
                        .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"));
                    if is_policy && let Some(policy) = attribute(&tag, "content") {
                        seen.policies.push(policy);
                    }
                }
                b"script" => {
                    in_script = true;
                    if templates == 0 {
                        script(&tag, &base, page.own_host, &mut seen);
                    }
                }
                _ => {}
            },
            Token::EndTag(tag) => match tag.name.as_slice() {
                b"template" => templates = templates.saturating_sub(1),
                b"script" => in_script = false,
                _ => {}
            },
            Token::String(text) if in_script => {
                seen.tag_manager |= loads_others(&String::from_utf8_lossy(&text.value));
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    seen
}

fn script(tag: &StartTag<()>, base: &Url, own_host: &str, seen: &mut Seen) {
    let Some(src) = attribute(tag, "src").and_then(|src| base.join(src.trim()).ok()) else { return };
    seen.tag_manager |= loads_others(src.as_str());
    let key = attribute(tag, KEY).map(|key| key.trim().to_owned()).filter(|key| key.starts_with(KEY_PREFIX));
    let host = match src.port() {
        Some(port) => format!("{}:{port}", src.host_str().unwrap_or_default()),
        None => src.host_str().unwrap_or_default().to_owned(),
    };
    // Other programs have a file of this name, too.
    let is_snippet = key.is_some() || (src.path().ends_with(FILE) && host == own_host);
    if !is_snippet {
        return;
    }
    let runs = attribute(tag, "type").is_none_or(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        matches!(kind.as_str(), "" | "text/javascript" | "application/javascript" | "module")
    });
    let (nonce, api) = (attribute(tag, "nonce"), attribute(tag, "data-api-host"));
    seen.snippets.push(Snippet { src, key, nonce, api, runs });
}

fn loads_others(text: &str) -> bool {
    TAG_MANAGERS.iter().any(|word| text.contains(word))
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}
