//! What a click keeps of its visitor: coarse families, a host, and a hash that dies with its salt.
//!
//! Never the address, the user agent or the page that linked.

use std::net::IpAddr;

use entity::id::OrganisationId;
use url::Url;
use woothee::parser::Parser;

use super::agent::{self, Agent, IN_APP, contains_any};
use super::known::known;
use crate::domain::destination::is_on;
use crate::domain::keyring::{finish, prepare};

/// How much of a referrer is looked at, in bytes: the host is at its start.
const MAX_REFERRER_BYTES: usize = 2_048;

/// The longest name that DNS knows.
const MAX_HOST_BYTES: usize = 253;

/// Devices without a keyboard to buy with; their agents otherwise look like a phone's or a desktop's.
const TELEVISIONS: &[&str] = &[
    "smart-tv",
    "smarttv",
    "android tv",
    "googletv",
    "google tv",
    "appletv",
    "apple tv",
    "bravia",
    "crkey",
    "web0s",
    "hbbtv",
    "roku",
    "; aft",
];

/// What a user agent tells of a visitor, in a few words of ours, so that numbers can be grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visitor {
    /// `desktop`, `mobile`, `tablet`, `bot` or `unknown`. An iPad's Safari says that it is a Mac.
    pub device: &'static str,
    /// The family of the browser, or the app whose web view it is; `None` for a bot.
    pub browser: Option<&'static str>,
    /// The family of the operating system; `None` for a bot.
    pub os: Option<&'static str>,
}

impl Visitor {
    /// Reads at most 512 bytes of a user agent; an empty one tells nothing.
    pub fn read(user_agent: &str) -> Self {
        known(user_agent).visitor
    }

    /// The same of a text that is short enough, as it is and in lower case, and of which it is known
    /// who it says it is.
    pub(super) fn of(agent: Agent, text: &str, lower: &str) -> Self {
        if lower.is_empty() {
            return Self { device: "unknown", browser: None, os: None };
        }
        if agent != Agent::Browser {
            return Self { device: "bot", browser: None, os: None };
        }
        let parsed = Parser::new().parse(text).unwrap_or_default();
        Self {
            device: device(lower, parsed.category),
            browser: IN_APP
                .iter()
                .find(|(token, _)| lower.contains(token))
                .map(|(_, name)| *name)
                .or_else(|| browser(parsed.name)),
            os: os(parsed.os),
        }
    }
}

/// The class of device, where `category` is the parser's: it takes every tablet for a phone.
fn device(agent: &str, category: &str) -> &'static str {
    let is_android_tablet = agent.contains("android") && !agent.contains("mobile");
    // Windows says `Tablet PC` on any computer with a pen.
    let says_tablet = contains_any(agent, &["ipad", "tablet", "playbook", "kindle"]) && !agent.contains("windows");
    if contains_any(agent, TELEVISIONS) {
        "unknown"
    } else if is_android_tablet || says_tablet {
        "tablet"
    } else {
        match category {
            "pc" => "desktop",
            "smartphone" | "mobilephone" => "mobile",
            "crawler" => "bot",
            _ => "unknown",
        }
    }
}

fn browser(parsed: &str) -> Option<&'static str> {
    Some(match parsed {
        "Chrome" => "Chrome",
        "Safari" => "Safari",
        "Edge" => "Edge",
        "Firefox" => "Firefox",
        "SamsungBrowser" => "Samsung Internet",
        "Opera" => "Opera",
        "Vivaldi" => "Vivaldi",
        "Yandex Browser" => "Yandex Browser",
        "Internet Explorer" => "Internet Explorer",
        "Google Search App" => "Google app",
        "Webview" => "WebView",
        _ => return None,
    })
}

fn os(parsed: &str) -> Option<&'static str> {
    Some(match parsed {
        "Android" => "Android",
        "iPhone" | "iPad" | "iPod" | "iOS" => "iOS",
        "Mac OSX" | "Mac OS Classic" => "macOS",
        "Linux" => "Linux",
        "ChromeOS" => "ChromeOS",
        "Windows Phone OS" => "Windows Phone",
        windows if windows.starts_with("Windows") => "Windows",
        _ => return None,
    })
}

/// The host of the page that linked, in lower case and without a port; for an Android app, its
/// package. `None` where there is none, and where it is one of `own_hosts` (each `host` or
/// `host:port`), whose pages refer nobody.
pub fn referrer_host(referrer: &str, own_hosts: &[&str]) -> Option<String> {
    let referrer = referrer.trim();
    let referrer = &referrer[..referrer.floor_char_boundary(MAX_REFERRER_BYTES)];
    let url = Url::parse(referrer).ok()?;
    if !matches!(url.scheme(), "https" | "http" | "android-app") || is_on(&url, own_hosts) {
        return None;
    }
    let host = url.host_str()?.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty() && host.len() <= MAX_HOST_BYTES).then_some(host)
}

/// A hash of address and user agent, by which a visitor is known again until the salt is thrown
/// away, a day later; and by the same organisation only.
///
/// It cannot be turned back without the salt. An IPv6 address counts as its network of 64 bits,
/// in which a device changes its own part at will.
pub fn visitor_key(salt: &[u8; 32], organisation: OrganisationId, address: IpAddr, user_agent: &str) -> [u8; 16] {
    // A mapped address and its IPv4 form are one visitor.
    let (kind, network) = match address.to_canonical() {
        IpAddr::V4(address) => (4, u64::from(address.to_bits())),
        IpAddr::V6(address) => (6, (address.to_bits() >> 64) as u64),
    };
    let parts: [&[u8]; 5] = [
        b"introw visitor\n",
        organisation.0.as_bytes(),
        &[kind],
        &network.to_be_bytes(),
        // Last, because it is the only part without a fixed length.
        agent::clipped(user_agent).as_bytes(),
    ];
    let hash = finish(prepare(salt), &parts);
    std::array::from_fn(|place| hash[place])
}

/// Whether a visitor has asked not to be tracked: `Sec-GPC: 1` or `DNT: 1`.
pub fn opted_out(sec_gpc: Option<&str>, dnt: Option<&str>) -> bool {
    [sec_gpc, dnt].into_iter().flatten().any(|value| value.trim() == "1")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_user_agent_becomes_a_few_words() {
        for (agent, device, browser, os) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
                "desktop",
                "Chrome",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
                "desktop",
                "Edge",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; Tablet PC 2.0; rv:11.0) like Gecko",
                "desktop",
                "Internet Explorer",
                "Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
                "desktop",
                "Safari",
                "macOS",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "desktop", "Firefox", "Linux"),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
                "desktop",
                "Chrome",
                "ChromeOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 OPR/120.0.0.0",
                "desktop",
                "Opera",
                "Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "mobile",
                "Safari",
                "iOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1",
                "mobile",
                "Chrome",
                "iOS",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
                "tablet",
                "Safari",
                "iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
                "mobile",
                "Chrome",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
                "tablet",
                "Chrome",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "mobile",
                "Samsung Internet",
                "Android",
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "mobile", "Firefox", "Android"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 387.0.0.28.84 (iPhone15,3; iOS 18_5; en_US)",
                "mobile",
                "Instagram",
                "iOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A146U; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/137.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/453.0.0.40.107;]",
                "mobile",
                "Facebook",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/137.0.0.0 Mobile Safari/537.36",
                "mobile",
                "WebView",
                "Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 9; AFTS Build/PS7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36",
                "unknown",
                "Chrome",
                "Android",
            ),
        ] {
            let expected = Visitor { device, browser: Some(browser), os: Some(os) };
            assert_eq!(Visitor::read(agent), expected, "{agent}");
        }
    }

    #[test]
    fn a_bot_is_a_bot_and_nobody_is_unknown() {
        let bot = Visitor { device: "bot", browser: None, os: None };
        for agent in [
            "curl/8.9.1",
            "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/138.0.0.0",
            "-",
        ] {
            assert_eq!(Visitor::read(agent), bot, "{agent}");
        }
        assert_eq!(Visitor::read(" "), Visitor { device: "unknown", browser: None, os: None });
        assert_eq!(Visitor::read("Mozilla/5.0"), Visitor { device: "unknown", browser: None, os: None });
    }

    #[test]
    fn of_a_referrer_only_the_host_is_kept() {
        let own = ["go.example.com", "127.0.0.1:8080"];
        for (referrer, host) in [
            ("https://WWW.Blog.example/post?secret=1#x", Some("www.blog.example")),
            ("https://user:secret@blog.example:8443/", Some("blog.example")),
            ("http://blog.example./", Some("blog.example")),
            ("https://bücher.example/", Some("xn--bcher-kva.example")),
            ("android-app://com.google.android.gm/", Some("com.google.android.gm")),
            (" http://127.0.0.1:3000/shop ", Some("127.0.0.1")),
            ("http://127.0.0.1:8080/shop", None),
            ("https://go.example.com/r/abc", None),
            ("", None),
            ("about:client", None),
            ("file:///home/somebody", None),
            ("javascript:alert(1)", None),
            ("blog.example/post", None),
        ] {
            assert_eq!(referrer_host(referrer, &own).as_deref(), host, "{referrer}");
        }
        let long = format!("https://blog.example/{}é", "a".repeat(MAX_REFERRER_BYTES - 22));
        assert_eq!(referrer_host(&long, &own).as_deref(), Some("blog.example"));
        assert_eq!(referrer_host(&format!("https://{}example/", "a.".repeat(200)), &own), None);
    }

    fn key(salt: u8, organisation: u128, address: &str, agent: &str) -> [u8; 16] {
        visitor_key(&[salt; 32], OrganisationId(Uuid::from_u128(organisation)), address.parse().unwrap(), agent)
    }

    #[test]
    fn a_visitor_is_known_again_by_the_same_organisation_on_the_same_day() {
        let visitor = key(1, 1, "203.0.113.7", "agent");
        assert_eq!(key(1, 1, "203.0.113.7", " agent "), visitor);
        assert_eq!(key(1, 1, "::ffff:203.0.113.7", "agent"), visitor);
        assert_ne!(key(2, 1, "203.0.113.7", "agent"), visitor, "another day");
        assert_ne!(key(1, 2, "203.0.113.7", "agent"), visitor, "another organisation");
        assert_ne!(key(1, 1, "203.0.113.8", "agent"), visitor, "another address");
        assert_ne!(key(1, 1, "203.0.113.7", "agenu"), visitor, "another browser");
        assert_ne!(key(1, 1, "::203.0.113.7", "agent"), visitor, "another family of addresses");
    }

    #[test]
    fn an_ipv6_visitor_is_a_network() {
        let visitor = key(1, 1, "2001:db8:1:2:3:4:5:6", "agent");
        assert_eq!(key(1, 1, "2001:db8:1:2:ffff::1", "agent"), visitor);
        assert_ne!(key(1, 1, "2001:db8:1:3:3:4:5:6", "agent"), visitor);
    }

    #[test]
    fn only_the_beginning_of_an_agent_counts() {
        let long = "é".repeat(300);
        assert_eq!(key(1, 1, "203.0.113.7", &long), key(1, 1, "203.0.113.7", &"é".repeat(256)));
        assert_ne!(key(1, 1, "203.0.113.7", &long), key(1, 1, "203.0.113.7", &"é".repeat(255)));
    }

    #[test]
    fn an_opt_out_is_a_one() {
        assert!(opted_out(Some("1"), None));
        assert!(opted_out(None, Some(" 1 ")));
        assert!(opted_out(Some("0"), Some("1")));
        assert!(!opted_out(None, None));
        assert!(!opted_out(Some("0"), Some("null")));
        assert!(!opted_out(Some("true"), Some("")));
    }

    proptest! {
        #[test]
        fn nothing_that_a_visitor_sends_breaks_this(text: String, mixed in "(Mozilla/5.0 )?\\(?(Windows|Android|iPad; CPU OS |Mac OS X |MSIE |Chrome/|Version/|[0-9._;) é]){0,200}") {
            for text in [text, mixed] {
                let _ = Visitor::read(&text);
                let _ = referrer_host(&text, &["x"]);
                let _ = referrer_host(&format!("https://{text}"), &["x:1"]);
                let _ = key(1, 1, "::1", &text);
            }
        }
    }
}
