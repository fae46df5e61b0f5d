//! Whether a page's Content Security Policy lets the snippet run, by the
//! [specification](https://www.w3.org/TR/CSP3/) as far as it matters for a script with a URL.

use url::Url;

/// What a policy is asked about.
pub(super) struct Asked<'a> {
    /// The page.
    pub(super) page: &'a Url,
    /// The script, or the address that it calls.
    pub(super) target: &'a Url,
    /// The script's nonce.
    pub(super) nonce: Option<&'a str>,
}

/// Whether every policy lets the script be loaded.
pub(super) fn allows_script(policies: &[String], asked: &Asked<'_>) -> bool {
    all_allow(policies, &["script-src-elem", "script-src", "default-src"], asked)
}

/// Whether every policy lets the address be called.
pub(super) fn allows_call(policies: &[String], asked: &Asked<'_>) -> bool {
    all_allow(policies, &["connect-src", "default-src"], asked)
}

/// A header may hold several policies, with commas between.
fn all_allow(policies: &[String], directives: &[&str], asked: &Asked<'_>) -> bool {
    policies.iter().flat_map(|header| header.split(',')).all(|policy| {
        match directives.iter().find_map(|name| sources(policy, name)) {
            Some(sources) => admits(&sources, asked),
            None => true,
        }
    })
}

/// The sources of a directive; of two of one name the first counts.
fn sources<'a>(policy: &'a str, directive: &str) -> Option<Vec<&'a str>> {
    policy.split(';').find_map(|part| {
        let mut words = part.split_ascii_whitespace();
        words.next().filter(|name| name.eq_ignore_ascii_case(directive)).map(|_| words.collect())
    })
}

fn admits(sources: &[&str], asked: &Asked<'_>) -> bool {
    let has_nonce = asked.nonce.is_some_and(|nonce| {
        let expected = format!("'nonce-{nonce}'");
        !nonce.is_empty() && sources.iter().any(|source| *source == expected)
    });
    if has_nonce {
        return true;
    }
    // It takes the trust from hosts and gives it to nonces and hashes.
    if sources.iter().any(|source| source.eq_ignore_ascii_case("'strict-dynamic'")) {
        return false;
    }
    sources.iter().any(|source| admits_url(&source.to_ascii_lowercase(), asked))
}

fn admits_url(source: &str, asked: &Asked<'_>) -> bool {
    let target = asked.target;
    match source {
        "*" => return matches!(target.scheme(), "http" | "https"),
        "'self'" => return target.origin() == asked.page.origin(),
        quoted if quoted.starts_with('\'') => return false,
        _ => {}
    }
    if let Some(scheme) = source.strip_suffix(':') {
        return admits_scheme(scheme, target.scheme());
    }
    let (scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, source),
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    // Without a scheme the page's counts, and the safer one.
    let scheme_fits = admits_scheme(scheme.unwrap_or(asked.page.scheme()), target.scheme());
    let target_host = target.host_str().unwrap_or_default();
    let host_fits = match host.strip_prefix("*.") {
        Some(domain) => target_host.strip_suffix(domain).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
        None => host == "*" || host == target_host,
    };
    let port_fits = match port {
        Some("*") => true,
        Some(port) => port.parse().ok() == target.port_or_known_default(),
        None => target.port().is_none(),
    };
    let path_fits = match path {
        "" | "/" => true,
        folder if folder.ends_with('/') => target.path().to_ascii_lowercase().starts_with(folder),
        file => target.path().eq_ignore_ascii_case(file),
    };
    scheme_fits && host_fits && port_fits && path_fits
}

fn admits_scheme(allowed: &str, scheme: &str) -> bool {
    allowed == scheme || (allowed == "http" && scheme == "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_as_a_browser_reads_it() {
        let page = Url::parse("https://shop.example/x").unwrap();
        let target = Url::parse("https://go.introw.example/affiliate.js").unwrap();
        for (policy, nonce, allowed) in [
            ("", None, true),
            ("img-src 'none'", None, true),
            ("default-src 'self'", None, false),
            ("default-src 'self'; script-src https:", None, true),
            ("DEFAULT-SRC 'SELF'; Script-Src HTTPS:", None, true),
            ("script-src 'none'", None, false),
            ("script-src", None, false),
            ("script-src *", None, true),
            ("script-src go.introw.example", None, true),
            ("script-src https://go.introw.example", None, true),
            ("script-src http://go.introw.example", None, true),
            ("script-src https://go.introw.example:443", None, true),
            ("script-src https://go.introw.example:8443", None, false),
            ("script-src https://go.introw.example/affiliate.js", None, true),
            ("script-src https://go.introw.example/js/", None, false),
            ("script-src *.introw.example", None, true),
            ("script-src *.go.introw.example", None, false),
            ("script-src *.trow.example", None, false),
            ("script-src introw.example", None, false),
            ("script-src 'nonce-abc'", Some("abc"), true),
            ("script-src 'nonce-abc'", Some("abd"), false),
            ("script-src 'nonce-abc'", None, false),
            ("script-src https: 'strict-dynamic'", None, false),
            ("script-src 'strict-dynamic' 'nonce-abc'", Some("abc"), true),
            ("script-src https:; script-src-elem 'self'", None, false),
            ("script-src https:; script-src 'none'", None, true),
            ("script-src https:, script-src 'self'", None, false),
            ("script-src 'unsafe-inline' 'unsafe-eval'", None, false),
        ] {
            let asked = Asked { page: &page, target: &target, nonce };
            assert_eq!(allows_script(&[policy.to_owned()], &asked), allowed, "{policy} {nonce:?}");
        }
        let asked = Asked { page: &page, target: &target, nonce: None };
        assert!(allows_call(&["script-src 'self'".to_owned()], &asked));
        assert!(!allows_call(&["connect-src 'self'".to_owned()], &asked));
        assert!(!allows_call(&["default-src 'self'".to_owned()], &asked));
        assert!(!allows_script(&["script-src https:".to_owned(), "default-src 'none'".to_owned()], &asked));
    }
}
