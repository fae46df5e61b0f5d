//! Who a user agent says it is.
//!
//! The bulk of the crawlers comes from the `isbot` crate, whose list is old: `crawlers.txt` adds to
//! it, and [`NOT_CRAWLERS`] takes out what hits real browsers. To add one, add its token to that
//! file or to `programs.txt`, and its whole agent to `agents.txt`, which the tests go through.
//!
//! A crawler gets no token, a program does: a preview shows its token to everybody, while a program
//! may be the integration test of a customer. `isbot` takes both for bots, so programs are looked
//! for first.

use std::sync::LazyLock;

use isbot::Bots;

/// How much of a user agent is looked at, in bytes. Real ones have 80 to 300.
const MAX_AGENT_BYTES: usize = 512;

/// Crawlers that `isbot` does not know, or that name an HTTP library as well.
const CRAWLERS: &str = include_str!("crawlers.txt");

/// How the agents of programs begin.
const PROGRAMS: &str = include_str!("programs.txt");

/// Patterns of `isbot` that hit what is none: browsers that people use, and headless ones, which
/// are programs.
const NOT_CRAWLERS: &[&str] = &["^netsurf", "qqdownload", "sogou", "sputnik", "headlesschrome", "phantomjs"];

/// Tokens of programs that otherwise say that they are a browser.
const DISGUISED: &[&str] = &["winhttp", "powershell/", "siege/", "indy library"];

/// Tokens of browsers that a program drives.
const DRIVEN: &[&str] =
    &["headless", "phantomjs", "slimerjs", "puppeteer", "playwright", "selenium", "webdriver", "cypress/"];

/// Office opens a link by itself to see what it is, and then has the browser open where it led. The
/// person arrives with the token that Office got, so it must have one.
const OFFICE: &[&str] = &["ms-office", "msoffice", "microsoft office", "microsoft outlook"];

/// What browsers have in their agents that does not begin with `Mozilla/`: engines, phones from
/// before smartphones, and browsers for terminals and small systems.
const BROWSERS: &[&str] = &[
    "mozilla",
    "applewebkit",
    "gecko",
    "opera",
    "midp",
    "up.browser",
    "netfront",
    "obigo",
    "ucweb",
    "ucbrowser",
    "blackberry",
    "symbianos",
    "docomo",
    "kddi-",
    "softbank",
    "j-phone",
    "lynx/",
    "links (",
    "links/",
    "elinks",
    "w3m/",
    "netsurf",
    "dillo",
    "ibrowse",
    "amigavoyager",
    "ncsa_mosaic",
    "konqueror",
];

/// Apps that open links in a web view of their own, and what they are called. The first that fits.
pub(super) const IN_APP: &[(&str, &str)] = &[
    ("barcelona", "Threads"),
    ("instagram", "Instagram"),
    ("fban/messenger", "Messenger"),
    ("fb_iab/orca", "Messenger"),
    ("fban/", "Facebook"),
    ("fbav/", "Facebook"),
    ("fb_iab", "Facebook"),
    ("musical_ly", "TikTok"),
    ("trill_", "TikTok"),
    ("bytedancewebview", "TikTok"),
    ("snapchat", "Snapchat"),
    ("[pinterest/", "Pinterest"),
    ("linkedinapp", "LinkedIn"),
    ("twitter for ", "X"),
    ("whatsapp", "WhatsApp"),
    ("telegram-", "Telegram"),
    (" line/", "LINE"),
    ("micromessenger", "WeChat"),
    ("kakaotalk", "KakaoTalk"),
    ("naver(", "NAVER"),
    (" gsa/", "Google app"),
];

static ALL_CRAWLERS: LazyLock<Bots> = LazyLock::new(|| {
    let mut bots = Bots::default();
    bots.remove(NOT_CRAWLERS);
    bots.append(&entries(CRAWLERS).collect::<Vec<_>>());
    bots
});

static NAMED_CRAWLERS: LazyLock<Bots> = LazyLock::new(|| Bots::new(&entries(CRAWLERS).collect::<Vec<_>>().join("\n")));

/// The entries of a list: its lines that are neither empty nor a remark.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Who a user agent says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    /// A crawler or a link preview.
    Crawler,
    /// No browser that a person sits at, and why.
    Suspect(&'static str),
    /// A browser, as far as it says.
    Browser,
}

/// As much of a user agent as is looked at.
pub(super) fn clipped(user_agent: &str) -> &str {
    let user_agent = user_agent.trim();
    &user_agent[..user_agent.floor_char_boundary(MAX_AGENT_BYTES)]
}

pub(super) fn contains_any(agent: &str, tokens: &[&str]) -> bool {
    tokens.iter().any(|token| agent.contains(token))
}

impl Agent {
    /// Who a lower-cased user agent says it is.
    pub(super) fn of(agent: &str) -> Self {
        // `-` is how some logs and proxies write none.
        if matches!(agent, "" | "-") {
            return Self::Suspect("no user agent");
        }
        // Nearly all agents begin so, and no program in the list does.
        let program = !agent.starts_with("mozilla/") && entries(PROGRAMS).any(|start| agent.starts_with(start));
        if is_crawler(agent) && (!program || NAMED_CRAWLERS.is_bot(agent)) {
            Self::Crawler
        } else if program || contains_any(agent, DISGUISED) {
            Self::Suspect("a command-line client or an HTTP library")
        } else if contains_any(agent, DRIVEN) {
            Self::Suspect("a browser that a program drives")
        } else if contains_any(agent, OFFICE) {
            Self::Suspect("Office looks at a link before it is opened")
        } else if !contains_any(agent, BROWSERS) {
            Self::Suspect("not the user agent of a browser")
        } else {
            Self::Browser
        }
    }
}

fn is_crawler(agent: &str) -> bool {
    // Cubot makes phones.
    if agent.contains("cubot") { ALL_CRAWLERS.is_bot(&agent.replace("cubot", "")) } else { ALL_CRAWLERS.is_bot(agent) }
}

/// Whether a browser always sends `Sec-Fetch-*` over https, by its lower-cased user agent.
///
/// Chrome and what is made of it since 76, Firefox since 90, Safari since 16.4. Where it is unsure,
/// it says no: a person who does not count is worse than a scanner that does. That is so for web
/// views in apps, which may load a page in ways of their own; for iOS browsers other than Safari,
/// whose version says nothing of the WebKit below; for browsers made of an older Gecko than they
/// say; and for those that load through a proxy.
pub(super) fn sends_fetch_metadata(agent: &str) -> bool {
    const UNSURE: &[&str] = &[
        "; wv)",
        "crios/",
        "fxios/",
        "edgios/",
        "opios/",
        "opt/",
        "goanna/",
        "palemoon",
        "seamonkey/",
        "waterfox",
        "basilisk",
        "k-meleon",
        "ucbrowser",
        "opera mini",
        "puffin/",
        "silk/",
        "smart-tv",
        "smarttv",
        "web0s",
        "tizen",
    ];
    if contains_any(agent, UNSURE) || IN_APP.iter().any(|(token, _)| agent.contains(token)) {
        return false;
    }
    if let Some(version) = version(agent, "chrome/").or_else(|| version(agent, "chromium/")) {
        return version >= (76, 0);
    }
    if let Some(version) = version(agent, "firefox/") {
        return version >= (90, 0);
    }
    // Only Apple's: other browsers made of WebKit copy the version.
    agent.contains("mac os x") && agent.contains("safari/") && version(agent, "version/") >= Some((16, 4))
}

/// The first two numbers behind a token.
fn version(agent: &str, token: &str) -> Option<(u32, u32)> {
    let (_, rest) = agent.split_once(token)?;
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
    let mut numbers = rest[..end].split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next().and_then(Result::ok).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(agent: &str) -> Agent {
        Agent::of(&clipped(agent).to_ascii_lowercase())
    }

    /// The agents of one kind in the corpus.
    fn agents(kind: &str) -> Vec<&'static str> {
        entries(include_str!("agents.txt")).filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' ')).collect()
    }

    #[test]
    fn crawlers_and_previews_are_crawlers() {
        assert!(agents("crawler").len() >= 60);
        for agent in agents("crawler") {
            assert_eq!(of(agent), Agent::Crawler, "{agent}");
        }
    }

    #[test]
    fn programs_are_suspect() {
        assert!(agents("program").len() >= 40);
        for agent in [agents("program"), vec!["", " ", "-"]].concat() {
            assert!(matches!(of(agent), Agent::Suspect(_)), "{agent} is {:?}", of(agent));
        }
    }

    #[test]
    fn browsers_are_browsers() {
        assert!(agents("sends").len() + agents("silent").len() >= 40);
        for (kind, sends) in [("sends", true), ("silent", false)] {
            for agent in agents(kind) {
                assert_eq!(of(agent), Agent::Browser, "{agent}");
                assert_eq!(sends_fetch_metadata(&clipped(agent).to_ascii_lowercase()), sends, "{agent}");
            }
        }
    }

    #[test]
    fn a_version_is_two_numbers() {
        for (agent, expected) in [
            ("chrome/138.0.0.0 safari", Some((138, 0))),
            ("version/16.4", Some((16, 4))),
            ("chrome/9", Some((9, 0))),
            ("chrome/9.", Some((9, 0))),
            ("chrome/9 537.36", Some((9, 0))),
            ("chrome/", None),
            ("chrome/x", None),
            ("chrome/99999999999999999999", None),
        ] {
            let token = if agent.starts_with('c') { "chrome/" } else { "version/" };
            assert_eq!(version(agent, token), expected, "{agent}");
        }
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        assert_eq!(clipped(&"é".repeat(400)).len(), MAX_AGENT_BYTES);
        assert_eq!(of(&format!("Mozilla/5.0 ({}) Googlebot", "x".repeat(MAX_AGENT_BYTES))), Agent::Browser);
    }
}
