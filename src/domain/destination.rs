//! Where a link leads: which addresses are accepted, and the `Location` that a visitor gets.
//!
//! Nothing of a request can change the host: what a visitor brings along goes behind the `?` that
//! the destination or this module wrote, and cannot end the query.

use url::Url;
use url::form_urlencoded;

/// The query parameter that carries the click token.
pub const TOKEN_PARAMETER: &str = "irw_id";

/// The most characters that a destination may have, as typed and as it is sent.
pub const MAX_DESTINATION_CHARACTERS: usize = 2_048;

/// The most bytes of a visitor's query that are passed on, as they are sent.
pub const MAX_FORWARDED_BYTES: usize = 2_048;

/// Why an address cannot be a destination, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DestinationError {
    /// There is nothing.
    #[error("The destination is empty. Enter the full address of a page, such as https://www.example.com/offer.")]
    Empty,
    /// Over [`MAX_DESTINATION_CHARACTERS`].
    #[error("The destination has {characters} characters. Shorten it to at most 2,048.")]
    TooLong {
        /// How many it has.
        characters: usize,
    },
    /// A line break, a tab or the like: browsers take them out, so that what is read is not what
    /// is opened.
    #[error("The destination contains a line break or another invisible character. Remove it.")]
    ControlCharacter,
    /// `javascript:`, `data:`, an address without a scheme, and everything else.
    #[error("The destination does not start with https:// or http://. Enter the full address of a page.")]
    Scheme,
    /// Not an address by the URL standard.
    #[error("The destination is not a valid address: {0}. Copy it from the address bar of a browser.")]
    Invalid(url::ParseError),
    /// A name or a password before the host: it misleads readers and would be sent to everybody.
    #[error("The destination contains a user name or a password. Remove everything between // and the host.")]
    UserInformation,
    /// A link of this system that leads to this system.
    #[error("The destination leads back to {host}, which only redirects. Enter the page that visitors should see.")]
    OwnHost {
        /// The host.
        host: String,
    },
}

/// Reads what an admin entered as a destination.
///
/// `own_hosts` are the hosts on which this system answers, each as `host` or `host:port` in ASCII;
/// without a port it means the usual ones. A destination there would redirect in circles. Plain
/// http and local hosts are accepted: a demo runs on them.
///
/// # Errors
///
/// What is wrong, in words for the person who entered it.
pub fn parse(text: &str, own_hosts: &[&str]) -> Result<Url, DestinationError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DestinationError::Empty);
    }
    check_length(text)?;
    if text.contains(is_invisible) {
        return Err(DestinationError::ControlCharacter);
    }
    // The parser would also take `https:example.com` and `https:\\example.com`.
    let has_scheme = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !has_scheme("https://") && !has_scheme("http://") {
        return Err(DestinationError::Scheme);
    }
    let url = Url::parse(text).map_err(DestinationError::Invalid)?;
    // Percent-encoding makes an address longer.
    check_length(url.as_str())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(DestinationError::UserInformation);
    }
    match url.host_str().map(without_root) {
        None | Some("") => Err(DestinationError::Invalid(url::ParseError::EmptyHost)),
        Some(host) if is_on(&url, own_hosts) => Err(DestinationError::OwnHost { host: host.to_owned() }),
        Some(_) => Ok(url),
    }
}

fn check_length(text: &str) -> Result<(), DestinationError> {
    let characters = text.chars().count();
    if characters > MAX_DESTINATION_CHARACTERS { Err(DestinationError::TooLong { characters }) } else { Ok(()) }
}

/// Control characters, and those that end a line or turn the direction of reading.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A host without the dot that stands for the root of all names: with it, it is the same host.
fn without_root(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}

/// Whether an address is on one of the hosts, which are `host` or `host:port` in ASCII.
pub(crate) fn is_on(url: &Url, hosts: &[&str]) -> bool {
    // Both of the usual ports: one of them mostly redirects to the other.
    let unusual = |port: &u16| !matches!(port, 80 | 443);
    let Some(host) = url.host_str().map(without_root) else { return false };
    let port = url.port().filter(unusual);
    hosts.iter().any(|own| {
        let (own_host, own_port) = match own.rsplit_once(':') {
            // `[::1]` ends in a colon and a number as well.
            Some((own_host, own_port)) if !own_port.ends_with(']') => (own_host, own_port.parse().ok()),
            _ => (*own, None),
        };
        without_root(own_host).eq_ignore_ascii_case(host) && own_port.filter(unusual) == port
    })
}

/// A destination, prepared so that a redirect costs one allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Everything before the query.
    base: String,
    /// Its own query, without a click token.
    query: Option<String>,
    /// `#` and its fragment, or nothing.
    fragment: String,
    /// The decoded names of its own parameters.
    names: Vec<String>,
}

impl Destination {
    /// Prepares an address that [`parse`] has accepted: it checks nothing itself.
    pub fn new(url: &Url) -> Self {
        let whole = url.as_str();
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        let query_length = url.query().map_or(0, |query| query.len() + 1);
        let base = whole[..whole.len() - fragment.len() - query_length].to_owned();
        // A token in the destination would be one person's click, given to all visitors.
        let has_token = |query: &str| query.split('&').any(|pair| is_token(&name(pair)));
        let query = match url.query() {
            Some(query) if has_token(query) => {
                let rest: Vec<_> = query.split('&').filter(|pair| !is_token(&name(pair))).collect();
                Some(rest.join("&")).filter(|rest| !rest.is_empty())
            }
            query => query.map(str::to_owned),
        };
        let pairs = query.iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
        let names = pairs.map(|pair| name(pair).into_owned()).collect();
        Self { base, query, fragment, names }
    }

    /// The `Location` for one visitor: visible ASCII, and always the destination's own host.
    ///
    /// - The destination's own query comes first, and its fragment last.
    /// - The visitor's query follows, in order and byte for byte where it is safe in a URL. A
    ///   parameter that the destination has is dropped, whatever its spelling; so is every
    ///   `irw_id`, in any case of letters, because some servers do not tell them apart.
    /// - Of the visitor's query at most [`MAX_FORWARDED_BYTES`] are passed on: a parameter that no
    ///   longer fits is dropped, never cut.
    /// - The click token comes last.
    pub fn location(&self, incoming: Option<&str>, token: Option<&str>) -> String {
        let incoming = incoming.unwrap_or_default();
        let own_query = self.query.as_deref().unwrap_or_default();
        let token_length = token.map_or(0, |token| token.len() + TOKEN_PARAMETER.len() + 2);
        let mut location = String::with_capacity(
            self.base.len()
                + own_query.len()
                + incoming.len().min(MAX_FORWARDED_BYTES)
                + token_length
                + self.fragment.len()
                + 2,
        );
        location.push_str(&self.base);
        let query_start = location.len();
        if self.query.is_some() {
            location.push('?');
            location.push_str(own_query);
        }
        let forwarded_start = location.len();
        for pair in incoming.split('&') {
            if pair.is_empty() || self.blocks(pair) {
                continue;
            }
            let pair_start = location.len();
            separate(&mut location, query_start);
            push_encoded(&mut location, pair);
            if location.len() - forwarded_start > MAX_FORWARDED_BYTES {
                location.truncate(pair_start);
            }
        }
        if let Some(token) = token {
            separate(&mut location, query_start);
            location.push_str(TOKEN_PARAMETER);
            location.push('=');
            push_encoded(&mut location, token);
        }
        location.push_str(&self.fragment);
        location
    }

    /// Whether a pair of the visitor's may not be passed on.
    fn blocks(&self, pair: &str) -> bool {
        // Some servers still end a pair at a semicolon: none of the parts may be one that is ours.
        pair.split(';').any(|part| {
            let name = name(part);
            is_token(&name) || self.names.iter().any(|own| *own == name)
        })
    }
}

/// The decoded name of a raw pair.
fn name(pair: &str) -> std::borrow::Cow<'_, str> {
    let raw = pair.split('=').next().unwrap_or_default();
    if raw.contains(['%', '+']) {
        form_urlencoded::parse(raw.as_bytes()).next().map_or("".into(), |(name, _)| name)
    } else {
        raw.into()
    }
}

fn is_token(name: &str) -> bool {
    name.eq_ignore_ascii_case(TOKEN_PARAMETER)
}

/// Writes what has to stand before another pair of the query that begins at `query_start`.
fn separate(location: &mut String, query_start: usize) {
    match location.as_bytes().get(query_start..) {
        None | Some([]) => location.push('?'),
        Some([b'?'] | [.., b'&']) => {}
        Some(_) => location.push('&'),
    }
}

/// What may stand in a query by RFC 3986, and the brackets that many applications put there raw.
fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?[]".contains(&byte)
}

/// Appends text and percent-encodes whatever is not safe in a query; escapes stay as they are.
fn push_encoded(location: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let safe = rest.bytes().position(|byte| !is_safe(byte)).unwrap_or(rest.len());
        // What is safe is ASCII, so this is a boundary of characters.
        let (clean, other) = rest.split_at(safe);
        location.push_str(clean);
        let Some(character) = other.chars().next() else { return };
        match other.as_bytes() {
            [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => location.push('%'),
            _ => {
                let mut buffer = [0; 4];
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    location.push('%');
                    for digit in [byte >> 4, byte & 15] {
                        location.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                    }
                }
            }
        }
        rest = &other[character.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "AQEAAQGcEmYhe3Dxq-tDk1m3Xs0SAAAAAAAAAP5uayZ_3q0bHj4mVQXhWtyhQ9n2";

    fn location(destination: &str, incoming: &str, token: Option<&str>) -> String {
        let incoming = (!incoming.is_empty()).then_some(incoming);
        Destination::new(&Url::parse(destination).unwrap()).location(incoming, token)
    }

    #[test]
    fn what_an_admin_may_enter() {
        for (text, stored) in [
            ("https://example.com", "https://example.com/"),
            (" https://Example.com/Offer?a=B#Top\n", "https://example.com/Offer?a=B#Top"),
            ("HTTP://localhost:3000/shop", "http://localhost:3000/shop"),
            ("http://127.0.0.1:8081/", "http://127.0.0.1:8081/"),
            ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
            ("https://example.com:443/a b", "https://example.com/a%20b"),
            ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ] {
            assert_eq!(parse(text, &["go.example.com"]).map(String::from), Ok(stored.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_an_admin_may_not_enter() {
        use DestinationError::{ControlCharacter, Empty, Invalid, OwnHost, Scheme, TooLong, UserInformation};
        let own = || OwnHost { host: "go.example.com".to_owned() };
        let long = |length: usize| format!("https://example.com/{}", "a".repeat(length - 20));
        assert!(parse(&long(2_048), &[]).is_ok());
        for (text, expected) in [
            ("", Empty),
            (" \r\n", Empty),
            (&long(2_049), TooLong { characters: 2_049 }),
            (&format!("https://example.com/{}", "é".repeat(400)), TooLong { characters: 2_420 }),
            ("https://example.com/a\r\nSet-Cookie:x", ControlCharacter),
            ("https://exam\tple.com/", ControlCharacter),
            ("https://example.com/\0", ControlCharacter),
            ("https://example.com/\u{2028}a", ControlCharacter),
            ("https://example.com/\u{202e}moc", ControlCharacter),
            ("https://", Invalid(url::ParseError::EmptyHost)),
            ("https://?a=b", Invalid(url::ParseError::EmptyHost)),
            ("https://./", Invalid(url::ParseError::EmptyHost)),
            ("https://exa mple.com/", Invalid(url::ParseError::IdnaError)),
            ("https://example.com:99999/", Invalid(url::ParseError::InvalidPort)),
            ("https://user@example.com/", UserInformation),
            ("https://:secret@example.com/", UserInformation),
            ("https://www.shop.example@evil.example/", UserInformation),
            ("https://go.example.com/r/abc", own()),
            ("http://GO.example.com./r/abc", own()),
            ("https://go.example.com:443/", own()),
            ("https://go.example.com:80/", own()),
        ] {
            assert_eq!(parse(text, &["127.0.0.1:8080", "Go.example.com"]), Err(expected), "{text:?}");
        }
        for scheme in [
            "javascript:alert(1)",
            "data:text/html,x",
            "intent://x#Intent;end",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://x/",
            "ws://x/",
            "blob:https://x/1",
            "about:blank",
            "mailto:a@b.c",
            "tel:1",
            "sms:1",
            "market://x",
            "itms-apps://x",
            "view-source:https://x/",
            "chrome://x",
            "ms-word:x",
            "app://x",
            "//example.com/",
            "/offer",
            "example.com",
            "https:example.com",
            "https:/example.com",
            "https:\\\\example.com",
            "httpss://x",
            "JAVASCRIPT:https://x/",
            "\u{1F4A9}://x",
            "htt\u{440}s://x/",
            "https",
            "urn:a:b",
        ] {
            assert_eq!(parse(scheme, &[]), Err(Scheme), "{scheme}");
        }
    }

    #[test]
    fn own_hosts_are_compared_with_their_port() {
        let own = ["127.0.0.1:8080", "[::1]:8080", "[::2]", "links.example:443"];
        for text in [
            "http://127.0.0.1:8080/r/x",
            "http://2130706433:8080/",
            "http://[0:0:0:0:0:0:0:1]:8080/",
            "https://[::2]/",
            "http://links.example/",
            "https://links.example/",
        ] {
            assert!(parse(text, &own).is_err(), "{text}");
        }
        for text in [
            "http://127.0.0.1:8081/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://[::2]:8080/",
            "https://links.example:8443/",
            "https://a.links.example/",
        ] {
            assert!(parse(text, &own).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_location_keeps_what_both_sides_bring() {
        let token = format!("irw_id={TOKEN}");
        for (destination, incoming, expected) in [
            ("https://x.y", "", "https://x.y/?TOKEN"),
            ("https://x.y/p#f", "", "https://x.y/p?TOKEN#f"),
            ("https://x.y/p?", "", "https://x.y/p?TOKEN"),
            ("https://x.y/p?a=1#f?g", "", "https://x.y/p?a=1&TOKEN#f?g"),
            ("https://x.y/p?a=1&", "b=2", "https://x.y/p?a=1&b=2&TOKEN"),
            ("https://x.y/p?a=?", "b=?", "https://x.y/p?a=?&b=?&TOKEN"),
            ("https://x.y/?a=%2F+x&&b", "", "https://x.y/?a=%2F+x&&b&TOKEN"),
            ("https://x.y/", "utm_source=a%20b+c&d&=e&f==", "https://x.y/?utm_source=a%20b+c&d&=e&f==&TOKEN"),
            ("https://x.y/?a=1", "a=2&b=3&a&%61=4&A=5", "https://x.y/?a=1&b=3&A=5&TOKEN"),
            ("https://x.y/?%61+b=1", "a%20b=2&a+b&a%2bb=3", "https://x.y/?%61+b=1&a%2bb=3&TOKEN"),
            ("https://x.y/?q", "q=2", "https://x.y/?q&TOKEN"),
            ("https://x.y/", "irw_id=x&irw%5Fid=x&%69rw_id&IRW_ID=x&irw_idx=y", "https://x.y/?irw_idx=y&TOKEN"),
            ("https://x.y/?irw_id=a&b=1&irw%5fid=c#d", "", "https://x.y/?b=1&TOKEN#d"),
            ("https://x.y/?irw_id=a", "", "https://x.y/?TOKEN"),
            ("https://x.y/", "a=1;irw_id=x&b;c=2", "https://x.y/?b;c=2&TOKEN"),
            ("https://x.y/?p=1", "a=1;p=2", "https://x.y/?p=1&TOKEN"),
            ("https://x.y/", "&&a=1&&", "https://x.y/?a=1&TOKEN"),
            (
                "https://x.y/",
                "a=é \"<>\\^`{|}#%zz%4",
                "https://x.y/?a=%C3%A9%20%22%3C%3E%5C%5E%60%7B%7C%7D%23%25zz%254&TOKEN",
            ),
            ("https://x.y/", "a=\r\nSet-Cookie:x\0\u{7f}", "https://x.y/?a=%0D%0ASet-Cookie:x%00%7F&TOKEN"),
        ] {
            assert_eq!(location(destination, incoming, Some(TOKEN)), expected.replace("TOKEN", &token));
        }
    }

    #[test]
    fn a_location_without_a_token_has_none() {
        assert_eq!(location("https://x.y/p", "", None), "https://x.y/p");
        assert_eq!(location("https://x.y/p?", "", None), "https://x.y/p?");
        assert_eq!(location("https://x.y/p?irw_id=a#b", "irw_id=c", None), "https://x.y/p#b");
        assert_eq!(location("https://x.y/p?a=1#b", "c=2", None), "https://x.y/p?a=1&c=2#b");
    }

    #[test]
    fn what_no_longer_fits_is_dropped_whole() {
        let half = format!("a={}", "x".repeat(1_000));
        let incoming = format!("{half}&b={}&c=1&d={}", "y".repeat(1_044), "z".repeat(1_041));
        // `?` or `&` and 1002, 4, and 1041 bytes: `b` would end at 2049, `d` just fits at 2048 with `c`.
        assert_eq!(location("https://x.y/", &incoming, None), format!("https://x.y/?{half}&c=1"));
        let incoming = format!("{half}&b={}", "y".repeat(1_042));
        let full = location("https://x.y/", &incoming, None);
        assert_eq!(full.len() - "https://x.y/".len(), MAX_FORWARDED_BYTES);
        // Counted as it is sent.
        assert_eq!(location("https://x.y/", &format!("a={}&b=1", " ".repeat(700)), None), "https://x.y/?b=1");
    }

    /// Queries of pieces that have broken redirects.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "&",
                "=",
                "?",
                "#",
                "//evil.example",
                "\\evil.example",
                "@evil.example",
                "url=",
                "https://evil.example",
                "\r\n",
                "\n",
                "\0",
                "\t",
                ";",
                "%",
                "%0d%0a",
                "%00",
                "irw_id",
                "irw_id=x",
                "%69rw_id",
                "irw%5Fid",
                "own",
                "o%77n=1",
                "+",
                " ",
                "é",
                "\u{2028}",
                "..",
                "/",
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
            "[a-z]{1,8}",
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_query_changes_where_a_redirect_leads(
            incoming in prop_oneof![hostile(), any::<String>()],
            destination in prop::sample::select(vec![
                "https://shop.example", "https://shop.example/p?own=1#f", "http://shop.example:81/?own", "https://shop.example/?",
            ]),
        ) {
            let expected = Url::parse(destination).unwrap();
            let text = location(destination, &incoming, Some(TOKEN));
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
            let url = Url::parse(&text).unwrap();
            prop_assert_eq!(url.as_str().len() >= text.len(), true, "nothing that a parser takes out");
            prop_assert_eq!(url.origin(), expected.origin());
            prop_assert_eq!(url.path(), expected.path());
            prop_assert_eq!(url.fragment(), expected.fragment());
            prop_assert!(url.username().is_empty() && url.password().is_none());

            let pairs: Vec<_> = url.query_pairs().collect();
            let tokens: Vec<_> = pairs.iter().filter(|(name, _)| name == TOKEN_PARAMETER).collect();
            prop_assert_eq!(tokens.len(), 1);
            prop_assert_eq!(pairs.last().map(|(name, value)| (&**name, &**value)), Some((TOKEN_PARAMETER, TOKEN)));
            let own = |url: &Url| url.query_pairs().filter(|(name, _)| name == "own").count();
            if own(&expected) > 0 {
                prop_assert_eq!(own(&url), 1, "the destination's own, and no other");
            }
        }

        #[test]
        fn what_is_safe_already_is_passed_on_byte_for_byte(
            incoming in "[a-hj-z][A-Za-z0-9._~-]{0,8}(=([A-Za-z0-9:@/?!$'()*+,._~-]|%[0-9A-Fa-f]{2}){0,20})?(&u[a-z]{1,8}=[a-z0-9]{0,8}){0,5}",
        ) {
            let expected = format!("https://shop.example/?{incoming}&irw_id={TOKEN}");
            prop_assert_eq!(location("https://shop.example", &incoming, Some(TOKEN)), expected);
        }

        #[test]
        fn no_text_passes_as_a_destination_that_could_break_a_header(text in prop_oneof![
            any::<String>(),
            hostile().prop_map(|tail| format!("https://shop.example{tail}")),
            hostile().prop_map(|tail| format!("https:{tail}")),
        ]) {
            if let Ok(url) = parse(&text, &["shop.example:8080"]) {
                prop_assert!(matches!(url.scheme(), "https" | "http"));
                prop_assert!(url.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{url}");
                prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()));
                prop_assert_eq!(Destination::new(&url).base.contains(['?', '#']), false);
            }
        }
    }
}
