//! The address of a client, behind proxies that are trusted and others that are not.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The client's address: the peer's, or, where the peer is a trusted proxy, the right-most
/// address of `X-Forwarded-For` that is not one. What stands left of that was written by
/// somebody who is not trusted.
pub fn client(peer: SocketAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.ip().to_canonical();
    if trusted.is_empty() {
        return client;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(','))
        .collect();
    for hop in hops.iter().rev() {
        if !is_trusted(&client) {
            break;
        }
        match parse(hop.trim()) {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn parse(hop: &str) -> Option<IpAddr> {
    hop.parse()
        .ok()
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
}

/// The address as limits count it: an IPv6 customer has a whole /64.
pub fn bucket(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        client(format!("{peer}:1").parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn the_right_most_address_that_is_not_trusted_is_the_client() {
        let proxies = &["10.0.0.0/8"][..];
        for (peer, forwarded, trusted, client) in [
            ("1.2.3.4", &[][..], &[][..], "1.2.3.4"),
            ("1.2.3.4", &["9.9.9.9"], &[], "1.2.3.4"),
            ("1.2.3.4", &["9.9.9.9"], proxies, "1.2.3.4"),
            ("10.0.0.1", &[], proxies, "10.0.0.1"),
            ("10.0.0.1", &["9.9.9.9"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["8.8.8.8, 9.9.9.9"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["8.8.8.8, 9.9.9.9, 10.0.0.7"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["8.8.8.8", "9.9.9.9"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["10.0.0.9"], proxies, "10.0.0.9"),
            ("10.0.0.1", &["9.9.9.9:4711"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["[2001:db8::1]"], proxies, "2001:db8::1"),
            ("10.0.0.1", &["[2001:db8::1]:80"], proxies, "2001:db8::1"),
            ("10.0.0.1", &["::ffff:9.9.9.9"], proxies, "9.9.9.9"),
            ("10.0.0.1", &["9.9.9.9, unknown"], proxies, "10.0.0.1"),
            ("10.0.0.1", &[""], proxies, "10.0.0.1"),
        ] {
            assert_eq!(client_of(peer, forwarded, trusted), client, "{peer} {forwarded:?} {trusted:?}");
        }
    }
}
