//! The customer's e-mail address, and what can be told from its domain.
//!
//! Domains are compared in one spelling: lower case, ASCII (IDNA), no dot at the end. [`Email`]
//! and [`ascii_domain`] make it; every `domain: &str` argument here expects it.

use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

/// What an address looks like, as the contract of the conversion call has it; for the OpenAPI
/// document. [`Email::parse`] accepts the same texts without a regular expression, because the
/// engines that promise linear time have no look-ahead.
pub const PATTERN: &str =
    r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$";

/// Characters that an address may have: 64 before the `@`, 255 after it (RFC 5321).
pub const MAX_CHARACTERS: usize = 320;

/// The text is not an e-mail address by [`PATTERN`], or is longer than [`MAX_CHARACTERS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an e-mail address such as anna@example.com, of at most {MAX_CHARACTERS} characters")]
pub struct InvalidEmail;

/// An e-mail address that matches [`PATTERN`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email {
    text: String,
    /// Where the `@` is.
    at: usize,
    domain: String,
}

impl Email {
    /// Reads an address exactly as given: surrounding space is an error, not forgiven.
    ///
    /// # Errors
    ///
    /// [`InvalidEmail`] when the text does not match [`PATTERN`] or is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let at = position_of_at(text).ok_or(InvalidEmail)?;
        // The pattern admits ASCII only, so lower case is all that the comparable spelling needs.
        let domain = text[at + 1..].to_ascii_lowercase();
        Ok(Self { text: text.to_owned(), at, domain })
    }

    /// The address as given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The domain in lower case and ASCII.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// One spelling for all addresses that reach the same mailbox, as far as that is known: lower
    /// case, without a `+tag`; for Gmail without dots and under its first name. To compare, never
    /// to write to.
    pub fn normalised(&self) -> String {
        normalise(&self.text[..self.at], &self.domain)
    }
}

/// Shows the domain only, so that an address does not slip into a log.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email(…@{})", self.domain)
    }
}

/// Where the `@` of a text is that matches [`PATTERN`].
fn position_of_at(text: &str) -> Option<usize> {
    // Bytes will do: a text with more bytes than characters is refused below anyway.
    if text.len() > MAX_CHARACTERS || text.starts_with('.') || text.contains("..") {
        return None;
    }
    let (local, domain) = text.split_once('@')?;
    let local_ends_well = local.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'));
    let local_is_good = local.bytes().all(|b| b.is_ascii_alphanumeric() || b"_'+-.".contains(&b));
    let (labels, top) = domain.rsplit_once('.')?;
    let labels_are_good = labels.split('.').all(|label| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    let top_is_good = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    (local_ends_well && local_is_good && labels_are_good && top_is_good).then_some(local.len())
}

fn normalise(local: &str, domain: &str) -> String {
    let local = local.to_lowercase();
    let mailbox = match local.split_once('+') {
        // `+tag@…` has nothing before its tag: the tag is the mailbox then.
        Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
        _ => &local,
    };
    if matches!(domain, "gmail.com" | "googlemail.com") {
        format!("{}@gmail.com", mailbox.replace('.', ""))
    } else {
        format!("{mailbox}@{domain}")
    }
}

/// The comparable spelling of a domain that somebody typed: `Bücher.Example.`, `@acme.com` and
/// `*.acme.com` are understood. None for what is not a domain with at least one dot: a URL, an
/// address, a port, an IP address.
pub fn ascii_domain(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('@').or_else(|| text.strip_prefix("*.")).unwrap_or(text);
    let ascii = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::VerifyAllowRootDot)
        .ok()?;
    let domain = ascii.strip_suffix('.').unwrap_or(&ascii);
    let (_, top) = domain.rsplit_once('.')?;
    // No top-level domain is a number, but the last part of an IPv4 address is.
    let is_address = top.bytes().all(|b| b.is_ascii_digit());
    (!is_address).then(|| domain.to_owned())
}

/// Whether `domain` is `excluded` or a sub-domain of it: `acme.com` covers `eu.acme.com`, and does
/// not cover `notacme.com`.
pub fn covers(excluded: &str, domain: &str) -> bool {
    match domain.strip_suffix(excluded) {
        Some("") => true,
        Some(rest) => !excluded.is_empty() && rest.ends_with('.'),
        None => false,
    }
}

/// Whether people who have nothing to do with each other have addresses at this domain, so that
/// sharing it says nothing. Providers of mailboxes and of forwarding addresses; exact domains, not
/// their sub-domains.
///
/// To add one: its domain goes into `FREE_MAIL`, or its ending into `FREE_MAIL_FAMILIES`.
pub fn is_free_mail(domain: &str) -> bool {
    static PROVIDERS: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let mut providers: HashSet<String> = FREE_MAIL.split_whitespace().map(str::to_owned).collect();
        let mut family = "";
        for word in FREE_MAIL_FAMILIES.split_whitespace() {
            match word.strip_suffix(':') {
                Some(name) => family = name,
                None => {
                    providers.insert(format!("{family}.{word}"));
                }
            }
        }
        providers
    });

    PROVIDERS.contains(domain)
}

/// Whether the address is at a service of throw-away mailboxes, by the list of the mailchecker
/// crate. Only its list: its check of the syntax is not the one of the contract.
///
/// A listed domain covers its sub-domains, unless it is a public suffix (the list has `msk.ru` and
/// `za.com`): names under such a one belong to different people.
pub fn is_disposable(email: &Email) -> bool {
    static LISTED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| mailchecker::blacklist().into_iter().collect());

    let domain = email.domain();
    let registrable = psl::domain_str(domain).unwrap_or(domain);
    std::iter::successors(Some(domain), |name| name.split_once('.').map(|(_, parent)| parent))
        .take_while(|name| name.len() >= registrable.len())
        .any(|name| LISTED.contains(name))
}

/// Whether the customer looks like the partner, and by what: `same address` after both are
/// normalised, or `same domain` when the customer's is the partner's or a sub-domain of it.
///
/// The partner's domain is `partner_domain`, else the one of `partner_email`; both are taken as
/// somebody typed them. Free mail providers are skipped in the comparison of domains.
pub fn is_self_referral(
    customer: &Email,
    partner_email: Option<&str>,
    partner_domain: Option<&str>,
) -> Option<&'static str> {
    // Not `Email::parse`: a partner's address may be one that the contract does not let customers
    // have, for example with an umlaut in its domain.
    let partner = partner_email
        .and_then(|email| email.trim().rsplit_once('@'))
        .and_then(|(local, domain)| Some((local, ascii_domain(domain)?)));
    if let Some((local, domain)) = &partner
        && normalise(local, domain) == customer.normalised()
    {
        return Some("same address");
    }
    let domain = partner_domain.and_then(ascii_domain).or(partner.map(|(_, domain)| domain))?;
    let is_telling = !is_free_mail(&domain) && !is_free_mail(customer.domain());
    (is_telling && covers(&domain, customer.domain())).then_some("same domain")
}

/// Providers with one name under many endings: the name, a colon, its endings.
const FREE_MAIL_FAMILIES: &str = "
    aol: com co.uk de es fr in it jp com.au com.br
    gmx: at ch co.uk com de es eu fr info it li net org us
    hotmail: be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com com.ar com.au com.br com.hk
        com.mx com.tr com.tw com.vn cz de dk es fi fr gr hu it my nl no ph rs se sg sk
    live: at be ca ch cl cn co.kr co.uk co.za com com.ar com.au com.mx com.my com.pt com.sg de dk fi fr hk ie in it
        jp nl no ph ru se
    outlook: at be cl co.id co.il co.nz co.th com com.ar com.au com.br com.gr com.tr com.vn cz de dk es fr hu ie in
        it jp kr lv my ph pt sa sg sk
    yahoo: at be bg ca cl cn co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com com.ar com.au com.br com.cn
        com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.vn cz de dk es fi fr gr hu ie in it jp nl
        no pl pt ro se
    yandex: by com com.tr ee fr kz lt lv net pl ru ua uz
";

/// Providers with domains of their own, by where most of their customers live: everywhere;
/// forwarding addresses; North and Latin America; Germany, Austria, Switzerland; France and the Low
/// Countries; the British Isles; southern, northern, eastern Europe; the Middle East and Africa;
/// Asia; Australia and New Zealand.
const FREE_MAIL: &str = "
    gmail.com googlemail.com msn.com passport.com windowslive.com ymail.com myyahoo.com rocketmail.com aim.com
    icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me mail.com email.com usa.com consultant.com
    engineer.com myself.com post.com fastmail.com fastmail.fm hey.com tutanota.com tutanota.de tutamail.com tuta.com
    tuta.io keemail.me zoho.com zohomail.com zohomail.eu zohomail.in hushmail.com hush.com mailfence.com runbox.com
    startmail.com disroot.org riseup.net inbox.com lycos.com excite.com gawab.com privaterelay.appleid.com duck.com
    mozmail.com simplelogin.com simplelogin.co slmail.me aleeas.com passmail.com passmail.net passinbox.com addy.io
    anonaddy.com anonaddy.me users.noreply.github.com comcast.net xfinity.com verizon.net att.net sbcglobal.net
    bellsouth.net pacbell.net ameritech.net cox.net charter.net spectrum.net rr.com roadrunner.com earthlink.net
    mindspring.com juno.com netzero.net optonline.net optimum.net frontier.com frontiernet.net windstream.net
    centurylink.net q.com embarqmail.com suddenlink.net mediacombb.net compuserve.com netscape.net shaw.ca
    rogers.com sympatico.ca bell.net telus.net videotron.ca cogeco.ca sasktel.net eastlink.ca uol.com.br bol.com.br
    terra.com.br ig.com.br globo.com globomail.com oi.com.br r7.com zipmail.com.br prodigy.net.mx terra.com
    fibertel.com.ar arnet.com.ar speedy.com.ar ciudad.com.ar vtr.net une.net.co cantv.net web.de t-online.de
    freenet.de arcor.de 1und1.de online.de email.de mail.de vodafone.de vodafonemail.de kabelmail.de unitybox.de
    posteo.de posteo.net mailbox.org magenta.de aon.at a1.net chello.at utanet.at inode.at bluewin.ch bluemail.ch
    hispeed.ch sunrise.ch swissonline.ch orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr 9online.fr
    cegetel.net bbox.fr numericable.fr club-internet.fr aliceadsl.fr voila.fr ziggo.nl kpnmail.nl kpnplanet.nl
    planet.nl home.nl hetnet.nl xs4all.nl casema.nl chello.nl upcmail.nl quicknet.nl tele2.nl telfort.nl zonnet.nl
    online.nl solcon.nl caiway.nl telenet.be skynet.be proximus.be voo.be scarlet.be pt.lu btinternet.com
    btopenworld.com sky.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk talktalk.net talk21.com
    tiscali.co.uk plusnet.com plus.com o2.co.uk eircom.net iol.ie libero.it virgilio.it alice.it tin.it tim.it
    tiscali.it inwind.it iol.it fastwebnet.it email.it teletu.it pec.it telefonica.net terra.es ono.com wanadoo.es
    orange.es movistar.es euskaltel.net sapo.pt iol.pt clix.pt netcabo.pt mail.telepac.pt otenet.gr forthnet.gr
    in.gr cytanet.com.cy telia.com comhem.se bredband.net spray.se tele2.se passagen.se home.se online.no
    broadpark.no start.no frisurf.no getmail.no mail.dk stofanet.dk jubii.dk post.tele.dk ofir.dk elisanet.fi
    kolumbus.fi luukku.com suomi24.fi pp.inet.fi saunalahti.fi simnet.is inbox.lv one.lv apollo.lv one.lt takas.lt
    mail.ee hot.ee online.ee seznam.cz email.cz centrum.cz post.cz volny.cz atlas.cz tiscali.cz quick.cz azet.sk
    zoznam.sk centrum.sk post.sk pobox.sk wp.pl o2.pl onet.pl onet.eu vp.pl op.pl poczta.onet.pl poczta.fm
    interia.pl interia.eu gazeta.pl tlen.pl go2.pl neostrada.pl freemail.hu citromail.hu t-online.hu indamail.hu
    vipmail.hu abv.bg mail.bg dir.bg net.hr siol.net t-2.net eunet.rs ptt.rs mail.ru bk.ru inbox.ru list.ru
    internet.ru vk.com ya.ru rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru ukr.net i.ua meta.ua bigmir.net
    email.ua tut.by mail.kz walla.com walla.co.il netvision.net.il bezeqint.net 012.net.il mynet.com superonline.com
    ttmail.com maktoob.com emirates.net.ae mweb.co.za telkomsa.net webmail.co.za vodamail.co.za iafrica.com
    menara.ma topnet.tn qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 188.com 139.com 189.cn
    wo.cn sina.com sina.cn vip.sina.com sohu.com tom.com 21cn.com aliyun.com 263.net chinaren.com naver.com
    hanmail.net daum.net nate.com kakao.com korea.com dreamwiz.com empas.com docomo.ne.jp ezweb.ne.jp au.com
    softbank.ne.jp i.softbank.jp ymobile.ne.jp nifty.com excite.co.jp goo.jp ocn.ne.jp biglobe.ne.jp so-net.ne.jp
    dion.ne.jp plala.or.jp rediffmail.com rediff.com sify.com indiatimes.com in.com vsnl.net bsnl.in pchome.com.tw
    hinet.net seed.net.tw netvigator.com singnet.com.sg pacific.net.sg streamyx.com plasa.com telkom.net pldtdsl.net
    skyinet.net vnn.vn bigpond.com bigpond.net.au optusnet.com.au iinet.net.au westnet.com.au tpg.com.au
    internode.on.net adam.com.au dodo.com.au ozemail.com.au xtra.co.nz slingshot.co.nz orcon.net.nz paradise.net.nz
    vodafone.co.nz
";

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, prop_oneof, proptest};

    use super::*;

    /// A small backtracking engine for the syntax that [`PATTERN`] is written in, so that the
    /// hand-written matcher is compared with the pattern itself and not with another reading of it.
    mod reference {
        pub(super) enum Node {
            Start,
            End,
            Any,
            Set(Vec<(char, char)>),
            NotAhead(Vec<Node>),
            Group(Vec<Node>),
            Repeat(Box<Node>, usize),
        }

        pub(super) fn compile(pattern: &str) -> Vec<Node> {
            let mut rest: Vec<char> = pattern.chars().rev().collect();
            let nodes = sequence(&mut rest);
            assert!(rest.is_empty(), "unbalanced pattern");
            nodes
        }

        /// Reads up to the closing bracket, or the end. `rest` is reversed: its last is the next.
        fn sequence(rest: &mut Vec<char>) -> Vec<Node> {
            let mut nodes = Vec::new();
            while let Some(c) = rest.pop() {
                let node = match c {
                    ')' => break,
                    '^' => Node::Start,
                    '$' => Node::End,
                    '.' => Node::Any,
                    '(' if rest.ends_with(&['!', '?']) => {
                        rest.truncate(rest.len() - 2);
                        Node::NotAhead(sequence(rest))
                    }
                    '(' => Node::Group(sequence(rest)),
                    '[' => Node::Set(set(rest)),
                    '*' | '+' => Node::Repeat(Box::new(nodes.pop().unwrap()), usize::from(c == '+')),
                    '{' => {
                        let least = rest.pop().unwrap().to_digit(10).unwrap() as usize;
                        assert_eq!((rest.pop(), rest.pop()), (Some(','), Some('}')));
                        Node::Repeat(Box::new(nodes.pop().unwrap()), least)
                    }
                    '\\' => one(rest.pop().unwrap()),
                    c => one(c),
                };
                nodes.push(node);
            }
            nodes
        }

        fn one(c: char) -> Node {
            Node::Set(vec![(c, c)])
        }

        fn set(rest: &mut Vec<char>) -> Vec<(char, char)> {
            let mut ranges = Vec::new();
            loop {
                let low = match rest.pop().unwrap() {
                    ']' => return ranges,
                    '\\' => rest.pop().unwrap(),
                    c => c,
                };
                let is_range = rest.ends_with(&['-']) && !rest.ends_with(&[']', '-']);
                if is_range {
                    rest.pop();
                }
                ranges.push((low, if is_range { rest.pop().unwrap() } else { low }));
            }
        }

        pub(super) fn run(nodes: &[Node], text: &[char], at: usize, then: &dyn Fn(usize) -> bool) -> bool {
            let Some((first, rest)) = nodes.split_first() else {
                return then(at);
            };
            let go_on = |at| run(rest, text, at, then);
            match first {
                Node::Start => at == 0 && go_on(at),
                Node::End => at == text.len() && go_on(at),
                Node::Any => text.get(at).is_some_and(|c| !"\n\r\u{2028}\u{2029}".contains(*c)) && go_on(at + 1),
                Node::Set(ranges) => {
                    text.get(at).is_some_and(|c| ranges.iter().any(|(low, high)| low <= c && c <= high))
                        && go_on(at + 1)
                }
                Node::NotAhead(inner) => !run(inner, text, at, &|_| true) && go_on(at),
                Node::Group(inner) => run(inner, text, at, &go_on),
                Node::Repeat(node, least) => repeat(node, *least, text, at, &go_on),
            }
        }

        fn repeat(node: &Node, least: usize, text: &[char], at: usize, then: &dyn Fn(usize) -> bool) -> bool {
            let once_more = |next| next > at && repeat(node, least.saturating_sub(1), text, next, then);
            run(std::slice::from_ref(node), text, at, &once_more) || (least == 0 && then(at))
        }
    }

    fn pattern_matches(text: &str) -> bool {
        static COMPILED: LazyLock<Vec<reference::Node>> = LazyLock::new(|| reference::compile(PATTERN));
        let text: Vec<char> = text.chars().collect();
        reference::run(&COMPILED, &text, 0, &|_| true)
    }

    fn email(text: &str) -> Email {
        Email::parse(text).unwrap_or_else(|_| panic!("{text} should be an address"))
    }

    /// Anything, strings of the characters that matter, addresses with an odd part, good addresses.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,20}",
            "[aZ0_'+.@é\n-]{0,14}",
            "[aZ0_'+.%@é-]{0,4}@a\\.co",
            "a@[a0-]{1,3}(\\.[a0-]{0,2})?\\.[a0-]{1,3}",
            "a@[aZ0.%_@é-]{0,6}(\\.[a-zA-Z0-9-]{0,3})?[. \n]?",
            "[a-z0-9_'+.-]{0,5}[a-z0-9_+-]@([a-z0-9][a-z0-9-]{0,3}\\.){1,3}[a-zA-Z]{2,4}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn accepts_exactly_what_the_pattern_accepts(text in texts()) {
            prop_assert_eq!(Email::parse(&text).is_ok(), pattern_matches(&text), "{:?}", text);
        }

        #[test]
        fn normalising_is_idempotent(local in "[a-zA-Z0-9_'+.-]{1,9}", domain in "(gmail|googlemail|x)\\.com") {
            let once = normalise(&local, &domain);
            let (local, domain) = once.rsplit_once('@').unwrap();
            prop_assert_eq!(&once, &normalise(local, domain));
        }
    }

    #[test]
    fn reads_addresses_by_the_pattern() {
        let good = "a@b.co anna.smith@example.com o'brien@example.ie a+tag@example.com +@example.com
            -@example.com _@example.com a@b-.com a@1.2.3.com A@B.CO a@xn--bcher-kva.example ''a@b.co";
        for text in good.split_whitespace() {
            assert!(Email::parse(text).is_ok() && pattern_matches(text), "{text:?}");
        }
        let bad = "@ a a@b @b.co a@b.c a@.co a@b..co .a@b.co a.@b.co a'@b.co a..b@c.co a@b@c.co a@b.c0
            a@b.co. a@-b.co a@b_c.co ä@b.co a@bü.co \"a\"@b.co a@[1.2.3.4] a@1.2.3.4 <a@b.co> a@b.xn--p1ai";
        let spaced = ["", "a b@c.co", " a@b.co", "a@b.co ", "a@b.co\n", "a@b.co\r\n", "a\0@b.co"];
        for text in bad.split_whitespace().chain(spaced) {
            assert!(Email::parse(text).is_err() && !pattern_matches(text), "{text:?}");
        }
    }

    #[test]
    fn an_address_has_at_most_320_characters() {
        let of_length = |length: usize| format!("{}@example.com", "a".repeat(length - 12));
        assert!(Email::parse(&of_length(320)).is_ok());
        assert!(Email::parse(&of_length(321)).is_err());
    }

    #[test]
    fn normalises_what_reaches_one_mailbox() {
        let table = "Anna@Example.COM             anna@example.com
                     anna.s+news@example.com      anna.s@example.com
                     anna+a+b@example.com         anna@example.com
                     +tag@example.com             +tag@example.com
                     An.Na+x@GoogleMail.com       anna@gmail.com
                     a.n.n.a@gmail.com            anna@gmail.com
                     a.n.n.a@gmail.com.evil.com   a.n.n.a@gmail.com.evil.com";
        for line in table.lines() {
            let (given, expected) = line.trim().split_once(' ').unwrap();
            assert_eq!(email(given).normalised(), expected.trim());
        }
    }

    #[test]
    fn keeps_the_address_and_hides_it_from_logs() {
        let email = email("Anna@Eu.ACME.com");
        assert_eq!(email.as_str(), "Anna@Eu.ACME.com");
        assert_eq!(email.domain(), "eu.acme.com");
        assert_eq!(format!("{email:?}"), "Email(…@eu.acme.com)");
    }

    #[test]
    fn domains_have_one_spelling() {
        let table = "Acme.COM acme.com | acme.com. acme.com | @acme.com acme.com | *.acme.com acme.com
            | Bücher.example xn--bcher-kva.example | xn--bcher-kva.example xn--bcher-kva.example
            | XN--Bcher-KVA.example xn--bcher-kva.example | ａcme。com。 acme.com
            | eu.acme.co.uk eu.acme.co.uk | straße.de xn--strae-oqa.de | пример.рф xn--e1afmkfd.xn--p1ai";
        for row in table.split('|') {
            let (given, expected) = row.trim().split_once(' ').unwrap();
            assert_eq!(ascii_domain(&format!(" {given}\n")).as_deref(), Some(expected), "{given}");
        }
        let bad = "com . acme acme..com acme.com.. .acme.com acme.com:443 acme.com/path https://acme.com
            anna@acme.com *.*.com *acme.com 1.2.3.4 -a.com xn--.com a_b.com a%2e.com [::1] @@a.com";
        for given in bad.split_whitespace().chain(["", "a b.com", "a.c\0om"]) {
            assert_eq!(ascii_domain(given), None, "{given}");
        }
    }

    #[test]
    fn a_domain_covers_itself_and_what_is_under_it() {
        for domain in ["acme.com", "eu.acme.com", "a.b.acme.com"] {
            assert!(covers("acme.com", domain), "{domain}");
        }
        for domain in ["notacme.com", "acme.com.evil.com", "acme.co", "com", ".com", "acme", ""] {
            assert!(!covers("acme.com", domain), "{domain}");
        }
        assert!(!covers("eu.acme.com", "acme.com"));
        assert!(!covers("", "acme.com") && !covers("", "acme.com."));
    }

    #[test]
    fn knows_free_mail_by_exact_domain() {
        let free = "gmail.com gmx.de hotmail.co.uk yahoo.com.br live.nl 163.com mail.ru naver.com
            web.de orange.fr privaterelay.appleid.com";
        for domain in free.split_whitespace() {
            assert!(is_free_mail(domain), "{domain}");
        }
        let owned = "acme.com gmx gmx.acme.com eu.gmail.com xgmail.com gmail.com.evil.com aol: com .com";
        for domain in owned.split_whitespace().chain([""]) {
            assert!(!is_free_mail(domain), "{domain}");
        }
        let mut seen = HashSet::new();
        for domain in FREE_MAIL.split_whitespace() {
            assert_eq!(ascii_domain(domain).as_deref(), Some(domain));
            assert!(seen.insert(domain), "{domain} is listed twice");
        }
    }

    #[test]
    fn knows_disposable_mail_under_registrable_domains() {
        for domain in ["10minutemail.com", "MAILINATOR.com", "x.y.mailinator.com", "msk.ru"] {
            assert!(is_disposable(&email(&format!("a@{domain}"))), "{domain}");
        }
        // Also an odd local part, and names under listed domains that are public suffixes.
        for text in ["a@acme.com", "o''a@gmail.com", "a@mailinator.com.acme.com", "a@firm.msk.ru", "a@x.za.com"] {
            assert!(!is_disposable(&email(text)), "{text}");
        }
        // Addresses for life that the list has nevertheless. An upgrade that adds one of the big
        // providers is noticed here.
        let is_listed = |domain: &&str| is_disposable(&email(&format!("a@{domain}")));
        let both: Vec<&str> = FREE_MAIL.split_whitespace().filter(is_listed).collect();
        assert_eq!(
            both.join(" "),
            "consultant.com myself.com keemail.me hush.com gawab.com duck.com mozmail.com \
             simplelogin.com simplelogin.co slmail.me aleeas.com passmail.com passmail.net \
             passinbox.com addy.io anonaddy.com anonaddy.me tom.com"
        );
    }

    #[test]
    fn tells_a_self_referral() {
        // customer | partner's address | partner's domain | what is the same
        let table = "p@acme.com            | p@acme.com            |              | address
            P+me@ACME.com              | p@acme.com            |              | address
            p@acme.com                 | P+affiliate@Acme.com  |              | address
            p.a.r@gmail.com            | par@googlemail.com    |              | address
            par+1@googlemail.com       | p.ar@gmail.com        |              | address
            p@xn--bcher-kva.example    | P@Bücher.example      |              | address
            p@gmail.com                | p@gmail.com           | acme.com     | address
            p@agency.com               | p@agency.com          | acme.com     | address
            p.a@acme.com               | pa@acme.com           |              | domain
            q@xn--bcher-kva.example    | P@Bücher.example      |              | domain
            q@acme.com                 | p@acme.com            |              | domain
            q@eu.acme.com              | p@acme.com            |              | domain
            q@acme.com                 |                       | acme.com     | domain
            q@acme.com                 |                       | @Acme.com.   | domain
            q@shop.acme.com            |                       | *.acme.com   | domain
            q@acme.com                 | p@gmail.com           | acme.com     | domain
            q@agency.com               | p@agency.com          | no domain    | domain
            q@acme.com                 | @acme.com             |              | domain
            q@acme.com                 | p@eu.acme.com         |              | -
            q@notacme.com              | p@acme.com            |              | -
            q@acme.com.evil.com        | p@acme.com            |              | -
            q@agency.com               | p@agency.com          | acme.com     | -
            q@gmail.com                | p@gmail.com           |              | -
            q@gmx.de                   | p@gmx.de              |              | -
            q@duck.com                 | p@duck.com            |              | -
            q@gmail.com                |                       | gmail.com    | -
            q@gmail.com                | p@gmail.com           | acme.com     | -
            q@mail.docomo.ne.jp        | p@docomo.ne.jp        |              | -
            q@acme.com                 | acme.com              |              | -
            q@acme.com                 | p@                    |              | -
            q@acme.com                 |                       |              | -";
        for row in table.lines() {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let given = |cell: usize| Some(cells[cell]).filter(|text| !text.is_empty());
            let expected = match cells[3] {
                "-" => None,
                "address" => Some("same address"),
                _ => Some("same domain"),
            };
            assert_eq!(is_self_referral(&email(cells[0]), given(1), given(2)), expected, "{row}");
        }
    }
}
