//! Which addresses calls to others may go to.
//!
//! Whoever names a URL here, an organisation or a page that redirects, must not reach what only this
//! machine or its network can reach: databases, neighbours, the cloud's metadata. So the rule is
//! about addresses and asks for public ones; names say nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};
use url::{Host, Url};

/// Where calls may go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses, on ports 80 and 443.
    Public,
    /// Everywhere, also to this machine: for development alone.
    Any,
}

/// Why a call was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// Neither http nor https.
    #[error("only http and https are called")]
    Scheme,
    /// A user name or password in the URL.
    #[error("a URL with a user name or password is not called")]
    UserInformation,
    /// Another port.
    #[error("only ports 80 and 443 are called")]
    Port,
    /// An address that is not public.
    #[error("the address is not a public one")]
    Address,
}

const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6(first: u16, second: u16, third: u16, length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(first, second, third, 0, 0, 0, 0, 0), length)
}

/// IPv4 networks that are not public: the IANA registry of special-purpose addresses, and what it
/// leaves out.
const SPECIAL_V4: &[Ipv4Net] = &[
    v4(0, 0, 0, 0, 8),        // this network
    v4(10, 0, 0, 0, 8),       // private
    v4(100, 64, 0, 0, 10),    // shared by a carrier's customers
    v4(127, 0, 0, 0, 8),      // loopback
    v4(168, 63, 129, 16, 32), // of a cloud's hosts, although it looks public
    v4(169, 254, 0, 0, 16),   // link-local, with the metadata of clouds
    v4(172, 16, 0, 0, 12),    // private
    v4(192, 0, 0, 0, 24),     // protocol assignments
    v4(192, 0, 2, 0, 24),     // documentation
    v4(192, 31, 196, 0, 24),  // AS112
    v4(192, 52, 193, 0, 24),  // AMT
    v4(192, 88, 99, 0, 24),   // 6to4 relays
    v4(192, 168, 0, 0, 16),   // private
    v4(192, 175, 48, 0, 24),  // AS112
    v4(198, 18, 0, 0, 15),    // benchmarking
    v4(198, 51, 100, 0, 24),  // documentation
    v4(203, 0, 113, 0, 24),   // documentation
    v4(224, 0, 0, 0, 4),      // multicast
    v4(240, 0, 0, 0, 4),      // reserved, and broadcast
];

/// The IPv6 addresses that are given out at all. Outside of it are loopback, unspecified, mapped and
/// compatible IPv4 (`::/96`, `::ffff:0:0/96`), translation (`64:ff9b::/96`, `64:ff9b:1::/48`), discard
/// (`100::/64`), segment routing (`5f00::/16`), unique local (`fc00::/7`), link-local (`fe80::/10`),
/// site-local (`fec0::/10`) and multicast (`ff00::/8`).
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 0, 3);

/// What is not public inside of [`GLOBAL_V6`].
const SPECIAL_V6: &[Ipv6Net] = &[
    v6(0x2001, 0, 0, 23),           // protocol assignments: Teredo, benchmarking, ORCHID
    v6(0x2001, 0x0db8, 0, 32),      // documentation
    v6(0x2002, 0, 0, 16),           // 6to4, which carries an IPv4 address
    v6(0x2620, 0x004f, 0x8000, 48), // AS112
    v6(0x3ffe, 0, 0, 16),           // the 6bone that was
    v6(0x3fff, 0, 0, 20),           // documentation
];

/// Whether everybody can reach this address, so that reaching it from here shows nothing.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => GLOBAL_V6.contains(&address) && !SPECIAL_V6.iter().any(|net| net.contains(&address)),
    }
}

impl Reach {
    /// Whether a call may go to this address.
    pub fn admits(self, address: IpAddr) -> bool {
        self == Self::Any || is_public(address)
    }

    /// Whether a URL may be called, as far as it says so itself: what a name stands for is looked at
    /// when it is called.
    ///
    /// # Errors
    ///
    /// [`Blocked`] says why not.
    pub fn check(self, url: &Url) -> Result<(), Blocked> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Blocked::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Blocked::UserInformation);
        }
        if self == Self::Public && !matches!(url.port_or_known_default(), Some(80 | 443)) {
            return Err(Blocked::Port);
        }
        let admitted = match url.host() {
            Some(Host::Ipv4(address)) => self.admits(address.into()),
            Some(Host::Ipv6(address)) => self.admits(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if admitted { Ok(()) } else { Err(Blocked::Address) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_special_range_is_public_and_its_neighbours_are() {
        // First and last address of each range.
        let special = "0.0.0.0 0.255.255.255
            10.0.0.0 10.255.255.255
            100.64.0.0 100.127.255.255
            127.0.0.0 127.255.255.255
            168.63.129.16 168.63.129.16
            169.254.0.0 169.254.255.255
            172.16.0.0 172.31.255.255
            192.0.0.0 192.0.0.255
            192.0.2.0 192.0.2.255
            192.31.196.0 192.31.196.255
            192.52.193.0 192.52.193.255
            192.88.99.0 192.88.99.255
            192.168.0.0 192.168.255.255
            192.175.48.0 192.175.48.255
            198.18.0.0 198.19.255.255
            198.51.100.0 198.51.100.255
            203.0.113.0 203.0.113.255
            224.0.0.0 239.255.255.255
            240.0.0.0 255.255.255.255
            :: ::
            ::1 ::1
            ::127.0.0.1 ::127.0.0.1
            ::8.8.8.8 ::8.8.8.8
            ::ffff:0.0.0.0 ::ffff:255.255.255.255
            ::ffff:8.8.8.8 ::ffff:127.0.0.1
            ::ffff:0:7f00:1 ::ffff:0:808:808
            64:ff9b:: 64:ff9b::ffff:ffff
            64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff
            100:: 100::ffff:ffff:ffff:ffff
            2001:: 2001:0:ffff:ffff:ffff:ffff:ffff:ffff
            2001:2:: 2001:2:0:ffff:ffff:ffff:ffff:ffff
            2001:10:: 2001:1f:ffff:ffff:ffff:ffff:ffff:ffff
            2001:20:: 2001:2f:ffff:ffff:ffff:ffff:ffff:ffff
            2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:1ff::
            2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff
            2002:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            2620:4f:8000:: 2620:4f:8000:ffff:ffff:ffff:ffff:ffff
            3ffe:: 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff
            4000:: 5fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            5f00:: 5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            fc00:: fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            fd00:ec2::254 fd00:ec2::254
            fe80:: febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            fec0:: feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            ff00:: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        for address in special.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = "1.0.0.0 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255
            128.0.0.0 168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0
            191.255.255.255 192.0.1.0 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
            198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
            2000:: 2001:200:: 2001:4860:4860::8888 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::
            2003:: 2606:4700::1111 2620:4f:7fff:: 2620:4f:8001:: 3ffd:: 3fff:1000::";
        for address in public.split_whitespace() {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn no_spelling_of_a_url_leads_inside() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://0/",
            "http://１２７.0.0.1/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00:ec2::254]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0xa9fea9fe/",
            "http://10.1/",
            "https://192.168.1.1/",
            "http:\\\\127.0.0.1\\",
            "http:127.0.0.1",
        ] {
            assert_eq!(Reach::Public.check(&Url::parse(url).unwrap()), Err(Blocked::Address), "{url}");
        }
        for (url, why) in [
            ("http://user@shop.example/", Blocked::UserInformation),
            ("http://:secret@shop.example/", Blocked::UserInformation),
            ("http://shop.example@127.0.0.1/", Blocked::UserInformation),
            ("http://shop.example:8080/", Blocked::Port),
            ("http://shop.example:22/", Blocked::Port),
            ("ftp://shop.example/", Blocked::Scheme),
            ("file:///etc/passwd", Blocked::Scheme),
            ("gopher://127.0.0.1/", Blocked::Scheme),
            ("javascript:alert(1)", Blocked::Scheme),
        ] {
            assert_eq!(Reach::Public.check(&Url::parse(url).unwrap()), Err(why), "{url}");
        }
        for url in ["http://shop.example/", "https://shop.example:443/", "https://shop.example:80/", "http://8.8.8.8/"]
        {
            assert_eq!(Reach::Public.check(&Url::parse(url).unwrap()), Ok(()), "{url}");
        }
        assert_eq!(Reach::Any.check(&Url::parse("http://127.0.0.1:8080/").unwrap()), Ok(()));
        assert_eq!(Reach::Any.check(&Url::parse("http://a@127.0.0.1/").unwrap()), Err(Blocked::UserInformation));
    }
}
