//! What kind of visit a request for `/r/{code}` is, and with it the label of the click.
//!
//! Decided from the request alone. What takes a memory of other visits (a repeat, several links
//! within seconds) is decided where recent visits are known, and only of a [`Kind::Person`].
//!
//! Nothing here is proof. A request can say whatever it likes; the label keeps the numbers honest
//! where nobody lies, and a conversion corrects it where it was wrong.

mod agent;
mod known;
mod visitor;

use entity::value::Label;

use self::agent::Agent;
use self::known::known;
pub use self::visitor::{Visitor, opted_out, referrer_host, visitor_key};

/// The parts of a request that tell what it is. A header is `None` where it was not sent.
///
/// A header that is not ASCII is best given as lossy text: as `None`, it would count as missing.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    /// The method is HEAD and not GET.
    pub head: bool,
    /// `User-Agent`.
    pub user_agent: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub sec_fetch_site: Option<&'a str>,
    /// `Sec-Fetch-Mode`.
    pub sec_fetch_mode: Option<&'a str>,
    /// `Sec-Fetch-Dest`.
    pub sec_fetch_dest: Option<&'a str>,
    /// `Sec-Fetch-User`.
    pub sec_fetch_user: Option<&'a str>,
    /// `Sec-Purpose`.
    pub sec_purpose: Option<&'a str>,
    /// `Purpose`, before it had a prefix.
    pub purpose: Option<&'a str>,
    /// `X-Moz`, Firefox's before that.
    pub x_moz: Option<&'a str>,
    /// The link host is reached by https or on a loopback address. Elsewhere no browser sends
    /// `Sec-Fetch-*`, so its absence tells nothing.
    pub fetch_metadata_expected: bool,
}

/// What a request for a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// HEAD: same answer without a token; no click.
    Head,
    /// A browser loads ahead: 503, so that it asks again when somebody really goes there; no click.
    Prefetch,
    /// An image, a frame or a script, that is, cookie stuffing: no token.
    NonNavigation,
    /// A crawler or a link preview, which would hand its token to everybody: no token.
    Crawler,
    /// Probably a program or a mail scanner, and why: a token, but it does not count.
    Suspect(&'static str),
    /// Somebody followed the link.
    Person,
}

impl Kind {
    /// The label of the click; `None` where there is no click.
    pub fn label(self) -> Option<Label> {
        match self {
            Self::Head | Self::Prefetch => None,
            Self::NonNavigation => Some(Label::NonNavigation),
            Self::Crawler => Some(Label::Crawler),
            Self::Suspect(_) => Some(Label::Suspect),
            Self::Person => Some(Label::Human),
        }
    }
}

impl Request<'_> {
    /// What the request is; where several kinds apply, the first in the order of [`Kind`].
    pub fn kind(&self) -> Kind {
        if self.head {
            return Kind::Head;
        }
        // `Sec-Purpose` may say more: `prefetch;prerender`, `prefetch;anonymous-client-ip`.
        if [self.sec_purpose, self.purpose, self.x_moz].into_iter().flatten().any(says_prefetch) {
            return Kind::Prefetch;
        }
        let differs =
            |header: Option<&str>, expected| header.is_some_and(|value| !value.trim().eq_ignore_ascii_case(expected));
        if differs(self.sec_fetch_dest, "document") || differs(self.sec_fetch_mode, "navigate") {
            return Kind::NonNavigation;
        }
        let known = known(self.user_agent.unwrap_or_default());
        match known.agent {
            Agent::Crawler => Kind::Crawler,
            Agent::Suspect(why) => Kind::Suspect(why),
            Agent::Browser if self.lacks_fetch_metadata() && known.sends_fetch_metadata => {
                Kind::Suspect("no fetch metadata from a browser that sends it")
            }
            Agent::Browser => Kind::Person,
        }
    }

    fn lacks_fetch_metadata(&self) -> bool {
        let sent = [self.sec_fetch_site, self.sec_fetch_mode, self.sec_fetch_dest, self.sec_fetch_user];
        self.fetch_metadata_expected && sent.iter().all(Option::is_none)
    }
}

fn says_prefetch(header: &str) -> bool {
    header.to_ascii_lowercase().contains("prefetch")
}

/// Does at start what the first visitor would otherwise wait for: compiles the patterns.
pub fn prepare() {
    let agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
                 Mobile/15E148 Safari/604.1";
    let _ = Request { user_agent: Some(agent), ..Request::default() }.kind();
    let _ = Visitor::read(agent);
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
    const GOOGLE: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    /// Somebody clicks in a browser of today.
    fn navigation() -> Request<'static> {
        Request {
            user_agent: Some(CHROME),
            sec_fetch_site: Some("cross-site"),
            sec_fetch_mode: Some("navigate"),
            sec_fetch_dest: Some("document"),
            sec_fetch_user: Some("?1"),
            fetch_metadata_expected: true,
            ..Request::default()
        }
    }

    /// The same agent, and nothing else.
    fn bare(user_agent: &str) -> Request<'_> {
        Request { user_agent: Some(user_agent), fetch_metadata_expected: true, ..Request::default() }
    }

    #[test]
    fn a_navigation_is_a_person() {
        assert_eq!(navigation().kind(), Kind::Person);
        assert_eq!(Request { sec_fetch_user: None, ..navigation() }.kind(), Kind::Person);
        assert_eq!(Request { sec_fetch_dest: Some("Document "), ..navigation() }.kind(), Kind::Person);
    }

    #[test]
    fn a_head_is_a_head_whoever_sends_it() {
        for request in
            [navigation(), bare(GOOGLE), bare("curl/8.9"), Request { sec_purpose: Some("prefetch"), ..navigation() }]
        {
            assert_eq!(Request { head: true, ..request }.kind(), Kind::Head);
        }
    }

    #[test]
    fn loading_ahead_is_no_visit() {
        for value in ["prefetch", "Prefetch", "prefetch;prerender", "prefetch; anonymous-client-ip"] {
            assert_eq!(Request { sec_purpose: Some(value), ..navigation() }.kind(), Kind::Prefetch);
        }
        assert_eq!(Request { purpose: Some("prefetch"), ..navigation() }.kind(), Kind::Prefetch);
        assert_eq!(Request { x_moz: Some("prefetch"), ..navigation() }.kind(), Kind::Prefetch);
        assert_eq!(
            Request { purpose: Some("prefetch"), sec_fetch_dest: Some("empty"), ..navigation() }.kind(),
            Kind::Prefetch
        );
        assert_eq!(Request { sec_purpose: Some(""), purpose: Some("navigate"), ..navigation() }.kind(), Kind::Person);
    }

    #[test]
    fn what_is_not_a_document_is_no_navigation() {
        for dest in ["image", "iframe", "frame", "script", "empty", "embed", "object", "style", "video", ""] {
            assert_eq!(Request { sec_fetch_dest: Some(dest), ..navigation() }.kind(), Kind::NonNavigation, "{dest}");
        }
        for mode in ["no-cors", "cors", "same-origin", "websocket", ""] {
            assert_eq!(Request { sec_fetch_mode: Some(mode), ..navigation() }.kind(), Kind::NonNavigation, "{mode}");
            assert_eq!(Request { sec_fetch_mode: Some(mode), ..bare(GOOGLE) }.kind(), Kind::NonNavigation, "{mode}");
        }
    }

    #[test]
    fn a_crawler_is_one_even_with_the_headers_of_a_browser() {
        assert_eq!(bare(GOOGLE).kind(), Kind::Crawler);
        assert_eq!(Request { user_agent: Some(GOOGLE), ..navigation() }.kind(), Kind::Crawler);
    }

    #[test]
    fn programs_and_the_nameless_are_suspect() {
        for agent in [None, Some(""), Some(" "), Some("-"), Some("curl/8.9.1"), Some("my script")] {
            let kind = Request { user_agent: agent, ..navigation() }.kind();
            assert!(matches!(kind, Kind::Suspect(_)), "{agent:?} is {kind:?}");
        }
    }

    #[test]
    fn a_browser_of_today_without_fetch_metadata_is_suspect() {
        let suspect = Kind::Suspect("no fetch metadata from a browser that sends it");
        assert_eq!(bare(CHROME).kind(), suspect);
        // One of the headers is enough: the first versions sent only some.
        assert_eq!(Request { sec_fetch_site: Some("none"), ..bare(CHROME) }.kind(), Kind::Person);
        assert_eq!(Request { sec_fetch_mode: Some("navigate"), ..bare(CHROME) }.kind(), Kind::Person);
        // Over plain http no browser sends any.
        assert_eq!(Request { fetch_metadata_expected: false, ..bare(CHROME) }.kind(), Kind::Person);
    }

    #[test]
    fn every_kind_has_its_label() {
        for (kind, label) in [
            (Kind::Head, None),
            (Kind::Prefetch, None),
            (Kind::NonNavigation, Some(Label::NonNavigation)),
            (Kind::Crawler, Some(Label::Crawler)),
            (Kind::Suspect("why"), Some(Label::Suspect)),
            (Kind::Person, Some(Label::Human)),
        ] {
            assert_eq!(kind.label(), label);
        }
    }

    #[test]
    fn the_patterns_compile() {
        prepare();
    }
}
