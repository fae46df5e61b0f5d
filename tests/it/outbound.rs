//! Calls to others reach what they may, and take what they may.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::stream;
use introw::outbound::reach::{Blocked, Reach};
use introw::outbound::{Answer, Call, Failure, MOST_BODY, Outbound};
use reqwest::Method;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::HeaderMap;
use tokio::net::TcpListener;
use url::Url;

use crate::receiver::{Receiver, Reply};

/// Gives these answers in turn, with ports, as no real resolver does.
struct Names {
    answers: Vec<Vec<SocketAddr>>,
    asked: AtomicUsize,
}

impl Names {
    fn of(answers: &[&[SocketAddr]]) -> Arc<Self> {
        let answers = answers.iter().map(|each| each.to_vec()).collect();
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Resolve for Names {
    fn resolve(&self, _: Name) -> Resolving {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers[turn % self.answers.len()].clone();
        Box::pin(async move { Ok(Box::new(answer.into_iter()) as Addrs) })
    }
}

/// A server that nobody should reach, and how often somebody did.
async fn canary() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, reached) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = reached.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, reached)
}

fn outbound(reach: Reach, names: Arc<Names>) -> Outbound {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Outbound::with_names(reach, names).unwrap()
}

async fn get(outbound: &Outbound, url: &str) -> Result<Answer, Failure> {
    let url = Url::parse(url).unwrap();
    outbound.call(Call { method: Method::GET, url, headers: HeaderMap::new(), body: Vec::new() }).await
}

#[tokio::test]
async fn a_name_that_stands_for_something_inside_is_not_called() {
    let (canary, reached) = canary().await;
    let mapped: SocketAddr = format!("[::ffff:127.0.0.1]:{}", canary.port()).parse().unwrap();
    let private: SocketAddr = format!("10.0.0.1:{}", canary.port()).parse().unwrap();
    for inside in [&[canary][..], &[mapped], &[canary, mapped, private]] {
        let names = Names::of(&[inside]);
        let answer = get(&outbound(Reach::Public, names.clone()), "http://rebind.example/").await;
        assert!(matches!(answer, Err(Failure::Blocked(Blocked::Address))), "{answer:?}");
        assert_eq!(names.asked(), 1);
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0);
    // The canary is one that would be reached.
    let names = Names::of(&[&[canary]]);
    let outbound = outbound(Reach::Any, names);
    assert!(get(&outbound, "http://rebind.example/").await.is_err(), "it hangs up");
    assert_eq!(reached.load(Ordering::SeqCst), 1);
}

/// Every answer is looked at, and it is the very one that is connected to.
#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let (canary, reached) = canary().await;
    // A global address that nobody has.
    let public: SocketAddr = "[2000::1]:80".parse().unwrap();
    let names = Names::of(&[&[public], &[canary], &[public, canary], &[canary]]);
    let outbound = outbound(Reach::Public, names.clone());
    for turn in 0..4 {
        let answer = get(&outbound, "http://rebind.example/").await;
        assert!(answer.is_err());
        if turn % 2 == 1 {
            assert!(matches!(answer, Err(Failure::Blocked(Blocked::Address))), "{answer:?}");
        }
        assert_eq!(names.asked(), turn + 1, "asked once a call");
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_address_in_the_url_is_looked_at_too() {
    let (canary, reached) = canary().await;
    let outbound = outbound(Reach::Public, Names::of(&[&[canary]]));
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.0.0.1."] {
        let port = get(&outbound, &format!("http://{host}:{}/", canary.port())).await;
        assert!(matches!(port, Err(Failure::Blocked(Blocked::Port))), "{port:?}");
        let address = get(&outbound, &format!("http://{host}/")).await;
        assert!(matches!(address, Err(Failure::Blocked(Blocked::Address))), "{address:?}");
    }
    assert_eq!(reached.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let (canary, reached) = canary().await;
    let receiver = Receiver::start(move |_| Reply::status(302).with("location", format!("http://{canary}/"))).await;
    let outbound = outbound(Reach::Any, Names::of(&[&[receiver.address]]));
    let answer = get(&outbound, "http://redirects.example/").await.unwrap();
    assert_eq!(answer.status, 302);
    assert_eq!(reached.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn of_a_gigabyte_only_the_beginning_is_read() {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = sent.clone();
    let receiver = Receiver::start(move |_| {
        let counted = counted.clone();
        let chunks = stream::unfold(0_usize, move |done| {
            let counted = counted.clone();
            async move {
                counted.fetch_add(65_536, Ordering::SeqCst);
                (done < 16_384).then(|| (Ok::<_, std::io::Error>(vec![b'x'; 65_536]), done + 1))
            }
        });
        Reply { body: axum::body::Body::from_stream(chunks), ..Reply::status(200) }
    })
    .await;
    let outbound = outbound(Reach::Any, Names::of(&[&[receiver.address]]));
    let answer = get(&outbound, "http://large.example/").await.unwrap();
    assert_eq!((answer.body.len(), answer.is_cut), (MOST_BODY, true));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let sent = sent.load(Ordering::SeqCst);
    assert!(sent < 64 << 20, "the rest was not taken: {sent} bytes were sent");

    let exact = Receiver::start(|_| Reply { body: vec![b'x'; MOST_BODY].into(), ..Reply::status(200) }).await;
    let outbound = self::outbound(Reach::Any, Names::of(&[&[exact.address]]));
    let answer = get(&outbound, "http://exact.example/").await.unwrap();
    assert_eq!((answer.body.len(), answer.is_cut), (MOST_BODY, false));
}

#[tokio::test]
async fn who_answers_drop_by_drop_is_left_after_fifteen_seconds() {
    let receiver = Receiver::start(|_| {
        let drops = stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            Some((Ok::<_, std::io::Error>(vec![b'x']), ()))
        });
        Reply { body: axum::body::Body::from_stream(drops), ..Reply::status(200) }
    })
    .await;
    let outbound = outbound(Reach::Any, Names::of(&[&[receiver.address]]));
    let begun = tokio::time::Instant::now();
    let answer = get(&outbound, "http://drips.example/").await;
    assert!(matches!(answer, Err(Failure::TimeOut)), "{answer:?}");
    assert!(begun.elapsed() >= Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_went_wrong_is_said_without_what_is_inside() {
    let nothing = Names::of(&[&[]]);
    let answer = get(&outbound(Reach::Public, nothing), "http://nobody.example/").await;
    assert!(matches!(answer, Err(Failure::Name)), "{answer:?}");

    // Not HTTP at all, and not TLS either.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"SSH-2.0-secret\r\n").await;
        }
    });
    let outbound = outbound(Reach::Any, Names::of(&[&[address]]));
    for url in ["http://ssh.example/", "https://ssh.example/"] {
        let failure = get(&outbound, url).await.unwrap_err().to_string();
        assert!(!failure.contains("SSH") && !failure.contains("127.0.0.1"), "{failure}");
    }
}
