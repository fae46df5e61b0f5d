//! Origins: the allowlist of a campaign, and whether a browser's call may pass it.
//!
//! An origin is scheme, host and port (RFC 6454). They are parsed and compared one by one, never
//! as text: a prefix or a suffix of an allowed origin is somebody else's.

use std::fmt;

use url::Host;

/// Why a text cannot be an entry of an allowlist, and what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrigin {
    /// Nothing was written.
    #[error("write an origin such as `https://shop.example.com`")]
    Empty,
    /// `null`, which any sandboxed frame and any file can send.
    #[error("`null` can be sent by any page; write the origin of your site, such as `https://shop.example.com`")]
    Null,
    /// `*` alone.
    #[error("to let every origin pass, leave the list empty instead of `*`")]
    Everything,
    /// No scheme, or one that no shop has.
    #[error("start with `https://` or `http://`, as in `https://shop.example.com`")]
    Scheme,
    /// Something follows the host and port.
    #[error("end after the host and port: an origin has no path, query or fragment")]
    Path,
    /// A user name or a password.
    #[error("leave out the user name and everything else before the `@`")]
    UserInfo,
    /// Neither a domain nor an address.
    #[error("the host must be a domain or an IP address, without a dot at its end")]
    Host,
    /// Not a number that a port can have.
    #[error("the port must be a number from 1 to 65535, or be left out with its colon")]
    Port,
    /// A `*` where none can be.
    #[error("`*` can only stand for everything before a domain, as in `https://*.example.com`")]
    Wildcard,
    /// A wildcard over a public suffix.
    #[error("everybody can have a name under this domain; put one of your own after `*.`")]
    PublicWildcard,
}

/// An entry of an allowlist: an origin, or all origins under a domain. Shown in the one spelling
/// that browsers use (RFC 6454, section 6.2), so that equal origins are equal texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    is_https: bool,
    /// Whether any host under `host` is meant, and `host` itself is not.
    is_wildcard: bool,
    /// In ASCII and lower case; an IPv6 address in brackets.
    host: String,
    port: u16,
}

impl Origin {
    /// Reads what an admin typed. Forgiven: surrounding space, upper case, umlauts, the scheme's
    /// own port, one slash at the end. `https://*.example.com` means every host under the domain
    /// at any depth.
    ///
    /// # Errors
    ///
    /// [`InvalidOrigin`] says what to write instead.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        let text = text.trim();
        match text {
            "" => return Err(InvalidOrigin::Empty),
            "*" => return Err(InvalidOrigin::Everything),
            text if text.eq_ignore_ascii_case("null") => return Err(InvalidOrigin::Null),
            _ => {}
        }
        let (scheme, rest) = text.split_once("://").ok_or(InvalidOrigin::Scheme)?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(InvalidOrigin::Scheme),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        if authority.contains(['/', '\\', '?', '#']) {
            return Err(InvalidOrigin::Path);
        }
        if authority.contains('@') {
            return Err(InvalidOrigin::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        let port = port.unwrap_or(default_port(is_https));
        match host.strip_prefix("*.") {
            Some(domain) => {
                let host = canonical_wildcard(domain)?;
                Ok(Self { is_https, is_wildcard: true, host, port })
            }
            None if host.contains('*') => Err(InvalidOrigin::Wildcard),
            None => Ok(Self { is_https, is_wildcard: false, host: canonical_host(host)?.to_string(), port }),
        }
    }

    /// Reads the header `Origin`. Stricter than [`Origin::parse`]: browsers send ASCII, and neither
    /// space nor a slash at the end, so that whatever has them was made by hand.
    fn from_header(text: &str) -> Option<Self> {
        if !text.is_ascii() || text.ends_with('/') || text.trim() != text {
            return None;
        }
        Self::parse(text).ok().filter(|origin| !origin.is_wildcard)
    }

    fn admits(&self, request: &Self) -> bool {
        let host_fits = if self.is_wildcard {
            // The dot is the boundary: `notexample.com` ends with `example.com`, too.
            request.host.strip_suffix(&self.host).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
        } else {
            request.host == self.host
        };
        host_fits && request.is_https == self.is_https && request.port == self.port
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_https { "https://" } else { "http://" })?;
        f.write_str(if self.is_wildcard { "*." } else { "" })?;
        f.write_str(&self.host)?;
        if self.port != default_port(self.is_https) {
            write!(f, ":{}", self.port)?;
        }
        Ok(())
    }
}

/// Whether a browser's call with this `Origin` header may pass. By the contract an empty list lets
/// every call pass, also one without the header; else the origin must be on the list, and a missing
/// one, `null` and what is not an origin are refused. An entry that cannot be read admits nothing.
pub fn allows(allowlist: &[String], request_origin: Option<&str>) -> bool {
    if allowlist.is_empty() {
        return true;
    }
    request_origin.and_then(Origin::from_header).is_some_and(|request| {
        allowlist.iter().any(|entry| Origin::parse(entry).is_ok_and(|entry| entry.admits(&request)))
    })
}

fn default_port(is_https: bool) -> u16 {
    if is_https { 443 } else { 80 }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), InvalidOrigin> {
    // The colons of an IPv6 address are inside its brackets.
    let host_end = if authority.starts_with('[') {
        authority.find(']').ok_or(InvalidOrigin::Host)? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, rest) = authority.split_at(host_end);
    if rest.is_empty() {
        return Ok((host, None));
    }
    let digits = rest.strip_prefix(':').ok_or(InvalidOrigin::Host)?;
    // The parser of numbers would take a plus sign.
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    match digits.parse() {
        Ok(port) if is_number && port != 0 => Ok((host, Some(port))),
        _ => Err(InvalidOrigin::Port),
    }
}

/// The host as a browser would write it.
fn canonical_host(text: &str) -> Result<Host, InvalidOrigin> {
    // The URL parser would decode `%2e`; nobody types that in earnest.
    if text.contains('%') {
        return Err(InvalidOrigin::Host);
    }
    let host = Host::parse(text).map_err(|_| InvalidOrigin::Host)?;
    match &host {
        // The URL parser leaves the lengths of names and labels to the DNS.
        Host::Domain(name) if !idna::uts46::verify_dns_length(name, false) => Err(InvalidOrigin::Host),
        _ => Ok(host),
    }
}

fn canonical_wildcard(domain: &str) -> Result<String, InvalidOrigin> {
    if domain.contains('*') {
        return Err(InvalidOrigin::Wildcard);
    }
    match canonical_host(domain)? {
        Host::Domain(name) if psl::domain_str(&name).is_some() => Ok(name),
        Host::Domain(_) => Err(InvalidOrigin::PublicWildcard),
        Host::Ipv4(_) | Host::Ipv6(_) => Err(InvalidOrigin::Wildcard),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn shows_entries_as_browsers_do() {
        let table = "https://acme.com           https://acme.com
            HTTPS://Shop.ACME.com           https://shop.acme.com
            https://acme.com/               https://acme.com
            https://acme.com:443            https://acme.com
            https://acme.com:443/           https://acme.com
            https://acme.com:0443           https://acme.com
            http://acme.com:80              http://acme.com
            http://acme.com:443             http://acme.com:443
            https://acme.com:80             https://acme.com:80
            https://acme.com:8443           https://acme.com:8443
            https://bücher.example          https://xn--bcher-kva.example
            https://xn--bcher-kva.example   https://xn--bcher-kva.example
            https://ａcme。com              https://acme.com
            http://localhost:3000           http://localhost:3000
            http://127.0.0.1:5173           http://127.0.0.1:5173
            http://0x7f.1                   http://127.0.0.1
            http://[::1]:3000               http://[::1]:3000
            http://[0:0::0001]:80           http://[::1]
            https://my_shop.example         https://my_shop.example
            https://*.Acme.com              https://*.acme.com
            https://*.bücher.example:8443/  https://*.xn--bcher-kva.example:8443
            https://*.shop.acme.co.uk       https://*.shop.acme.co.uk
            http://*.shop.test              http://*.shop.test
            https://*.acme.github.io        https://*.acme.github.io";
        for row in table.lines() {
            let (given, expected) = row.trim().split_once(' ').unwrap();
            let origin = Origin::parse(&format!(" {given}\n")).map(|origin| origin.to_string());
            assert_eq!(origin.as_deref(), Ok(expected.trim()), "{given}");
            assert!(Origin::parse(expected).is_ok_and(|again| again.to_string() == expected.trim()));
        }
    }

    #[test]
    fn refuses_what_is_not_an_origin_and_says_what_to_write() {
        let expect = |error: InvalidOrigin, texts: &str| {
            for text in texts.split_whitespace() {
                assert_eq!(Origin::parse(text), Err(error), "{text}");
            }
        };
        assert_eq!(Origin::parse(" \t"), Err(InvalidOrigin::Empty));
        assert_eq!(Origin::parse("https://a b.com"), Err(InvalidOrigin::Host));
        assert_eq!(Origin::parse("https://a.com https://b.com"), Err(InvalidOrigin::Path));
        expect(InvalidOrigin::Null, "null NULL");
        expect(InvalidOrigin::Everything, "*");
        expect(InvalidOrigin::Scheme, "acme.com //acme.com *.acme.com *://acme.com ftp://acme.com https:acme.com");
        expect(InvalidOrigin::Scheme, "https:/acme.com file:///x data:text/html,x chrome-extension://abc");
        expect(InvalidOrigin::Path, "https://acme.com/shop https://acme.com// https://acme.com?x https://acme.com/#x");
        expect(InvalidOrigin::Path, r"https://acme.com\ https://acme.com\@evil.com");
        expect(InvalidOrigin::UserInfo, "https://u@acme.com https://u:p@acme.com/ https://@acme.com");
        expect(
            InvalidOrigin::Host,
            "https:// https:/// https://acme.com. https://a..com https://.acme.com https://:443",
        );
        expect(
            InvalidOrigin::Host,
            "https://%61cme.com https://[::1 https://[::1]x https://1.2.3.4.5 https://xn--.com",
        );
        expect(InvalidOrigin::Host, "https://acme.com。 https://acme.com,b.com<x>");
        expect(InvalidOrigin::Port, "https://acme.com: https://acme.com:0 https://acme.com:65536 https://acme.com:+1");
        expect(InvalidOrigin::Port, "https://acme.com:443:443 https://acme.com:a https://::1");
        expect(
            InvalidOrigin::Wildcard,
            "https://* https://*acme.com https://a.*.com https://*.*.acme.com https://a*.com",
        );
        expect(InvalidOrigin::Wildcard, "https://*.127.0.0.1 https://acme.*");
        expect(InvalidOrigin::PublicWildcard, "https://*.com https://*.co.uk https://*.github.io http://*.localhost");
        assert_eq!(Origin::parse(&format!("https://{}.com", "a".repeat(64))), Err(InvalidOrigin::Host));
    }

    /// Threat K2: every trick around one entry.
    #[test]
    fn compares_scheme_host_and_port() {
        // allowlist | passes | refused
        let table = "https://acme.com
            | https://acme.com https://acme.com:443 HTTPS://ACME.COM https://acme.com:0443
            | http://acme.com https://acme.com:8443 https://acme.com:80 https://acme.com:444 https://www.acme.com
              https://acme.com.evil.com https://acme.com.evil https://notacme.com https://evil.com/acme.com
              https://evil.com?https://acme.com https://evil.com#https://acme.com https://acme.co https://acme.comm
              https://acme.com. https://acme.com/ https://acme.com/x https://acme.com@evil.com https://u@acme.com
              https://u:p@acme.com https://evil.com\\@acme.com https://acme.com: https://acme.com:443:443
              https://acme%2ecom https://%61cme.com https://ａcme.com https://acme。com https://аcme.com
              https://xn--cme-7cd.com https://acme.com,https://evil.com https://*.com https://*.acme.com https://* *
              null NULL acme.com //acme.com https:acme.com https:/acme.com https:///acme.com ws://acme.com
              file:// data:, blob:https://acme.com about:blank chrome-extension://acme.com
            ; http://localhost:3000
            | http://localhost:3000 http://LOCALHOST:3000
            | http://localhost http://localhost:3001 https://localhost:3000 http://127.0.0.1:3000
              http://a.localhost:3000
            ; https://*.acme.com
            | https://www.acme.com https://a.b.acme.com https://WWW.acme.com:443
            | https://acme.com https://notacme.com https://www.notacme.com http://www.acme.com
              https://www.acme.com:8443 https://www.acme.com.evil.com https://.acme.com https://*.acme.com
              https://..acme.com https://www.acme.com.
            ; https://bücher.example
            | https://xn--bcher-kva.example https://XN--bcher-kva.example
            | https://bücher.example https://bucher.example https://xn--bcher-kva.example.evil.com
            ; http://[::1]:3000
            | http://[::1]:3000 http://[0:0:0:0:0:0:0:1]:3000
            | http://[::1] http://[::2]:3000 http://::1:3000 http://[::1]:3000/
            ; https://shop.example https://*.acme.com:8443 http://10.0.0.1
            | https://shop.example https://eu.acme.com:8443 http://10.0.0.1
            | https://eu.acme.com http://shop.example http://10.0.0.10 http://110.0.0.1 http://1.10.0.0.1
            ; *
            |
            | https://acme.com * null
            ; not-an-origin https://acme.com
            | https://acme.com
            | not-an-origin https://evil.com";
        let mut rows = 0;
        for entry in table.split(';') {
            let cells: Vec<Vec<&str>> = entry.split('|').map(|cell| cell.split_whitespace().collect()).collect();
            let allowlist: Vec<String> = cells[0].iter().map(|entry| (*entry).to_owned()).collect();
            for (request, expected) in
                cells[1].iter().map(|request| (request, true)).chain(cells[2].iter().map(|request| (request, false)))
            {
                assert_eq!(allows(&allowlist, Some(request)), expected, "{allowlist:?} {request}");
                rows += 1;
            }
            for request in
                [None, Some(""), Some(" "), Some(" https://acme.com"), Some("https://acme.com https://acme.com")]
            {
                assert!(!allows(&allowlist, request), "{allowlist:?} {request:?}");
            }
        }
        assert!(rows > 90, "{rows}");
    }

    #[test]
    fn an_empty_list_lets_everything_pass() {
        for request in [None, Some("null"), Some(""), Some("https://evil.com"), Some("\u{0}")] {
            assert!(allows(&[], request));
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same(
            text in "(https?|HTTP)://(\\*\\.)?[a-zA-Z0-9ü.:*@/-]{0,20}(:[0-9]{1,6})?/?",
        ) {
            if let Ok(origin) = Origin::parse(&text) {
                prop_assert_eq!(Origin::parse(&origin.to_string()), Ok(origin));
            }
        }

        #[test]
        fn an_origin_is_admitted_by_itself_only(
            (host, other) in ("[a-c]{1,2}\\.(com|example)", "[a-c.]{1,4}\\.(com|example)"),
        ) {
            let allowlist = [format!("https://{host}")];
            prop_assert!(allows(&allowlist, Some(&allowlist[0])));
            prop_assert_eq!(allows(&allowlist, Some(&format!("https://{other}"))), host == other);
        }
    }
}
