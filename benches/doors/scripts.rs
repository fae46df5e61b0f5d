//! What is asked, and which answers are right.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::client::{Answer, Script};

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
];

/// A number that nobody had before.
fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A visit, by somebody who was not here before.
pub fn visit(request: &mut Vec<u8>, address: SocketAddr, code: &str) {
    let number = next();
    let [.., a, b, c] = number.to_be_bytes();
    let agent = AGENTS[number as usize % AGENTS.len()];
    write!(
        request,
        "GET /r/{code}?utm_source=newsletter HTTP/1.1\r\nhost: {address}\r\nuser-agent: {agent}\r\n\
         accept: text/html,application/xhtml+xml\r\naccept-language: en-GB,en;q=0.9\r\n\
         referer: https://blog.example/best-of-2026\r\nsec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\n\
         sec-fetch-dest: document\r\nsec-fetch-user: ?1\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n\r\n",
    )
    .unwrap();
}

fn conversion(request: &mut Vec<u8>, address: SocketAddr, key: &str, token: &str) {
    let number = next();
    let body = format!(
        r#"{{"clickId":"{token}","email":"buyer-{number}@customer.example","properties":{{"plan":"pro","seats":5}}}}"#,
    );
    write!(
        request,
        "POST /api/v1/affiliate/conversions HTTP/1.1\r\nhost: {address}\r\nx-api-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len(),
    )
    .unwrap();
}

/// The same visits, of a handler that does nothing with them.
pub struct Bare {
    address: SocketAddr,
}

impl Bare {
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }
}

impl Script for Bare {
    fn ask(&mut self, request: &mut Vec<u8>) -> bool {
        visit(request, self.address, "AbCdEfGh");
        true
    }

    fn told(&mut self, answer: &Answer<'_>) {
        assert_eq!(answer.status, "302", "{}", answer.head);
    }
}

/// Visitors who follow a link. Keeps their tokens.
pub struct Follow {
    address: SocketAddr,
    code: String,
    pub tokens: Vec<String>,
}

impl Follow {
    pub fn new(address: SocketAddr, code: &str) -> Self {
        Self { address, code: code.to_owned(), tokens: Vec::new() }
    }
}

impl Script for Follow {
    fn ask(&mut self, request: &mut Vec<u8>) -> bool {
        visit(request, self.address, &self.code);
        true
    }

    fn told(&mut self, answer: &Answer<'_>) {
        assert_eq!(answer.status, "302", "{}", answer.head);
        let token = answer.head.find("irw_id=").map(|at| &answer.head[at + "irw_id=".len()..][..64]);
        self.tokens.push(token.unwrap_or_else(|| panic!("a redirect without a token:\n{}", answer.head)).to_owned());
    }
}

/// A backend that reports customers, each of whom clicked before.
pub struct Convert {
    address: SocketAddr,
    key: String,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Convert {
    pub fn new(address: SocketAddr, key: &str, tokens: Arc<Mutex<Vec<String>>>) -> Self {
        Self { address, key: key.to_owned(), tokens }
    }
}

impl Script for Convert {
    fn ask(&mut self, request: &mut Vec<u8>) -> bool {
        let Some(token) = self.tokens.lock().unwrap().pop() else { return false };
        conversion(request, self.address, &self.key, &token);
        true
    }

    fn told(&mut self, answer: &Answer<'_>) {
        assert_eq!(answer.status, "201", "{}\n{}", answer.head, answer.body);
        assert!(answer.body.contains(r#""status":"recorded""#), "{}", answer.body);
    }
}

/// A backend that is sent tokens which nobody signed.
pub struct Forge {
    address: SocketAddr,
    key: String,
    token: String,
}

impl Forge {
    pub fn new(address: SocketAddr, key: &str, genuine: &str) -> Self {
        Self { address, key: key.to_owned(), token: genuine.to_owned() }
    }
}

impl Script for Forge {
    fn ask(&mut self, request: &mut Vec<u8>) -> bool {
        // The last 16 of a token's 64 characters are of its signature.
        self.token.truncate(48);
        self.token.push_str(&format!("{:016x}", next()));
        conversion(request, self.address, &self.key, &self.token);
        true
    }

    fn told(&mut self, answer: &Answer<'_>) {
        assert_eq!(answer.status, "200", "{}\n{}", answer.head, answer.body);
        assert!(answer.head.contains("bad_signature"), "{}", answer.head);
    }
}
