//! A client that costs little: it shares the cores with what it measures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// What one connection asks, and what it makes of the answers.
pub trait Script: Send + 'static {
    /// Writes the next request; `false`: there is nothing left to ask.
    fn ask(&mut self, request: &mut Vec<u8>) -> bool;
    /// Looks at an answer; panics at one that should not be.
    fn told(&mut self, answer: &Answer<'_>);
}

/// An answer, as it came over the wire.
pub struct Answer<'a> {
    pub status: &'a str,
    pub head: &'a str,
    pub body: &'a str,
}

/// What was measured.
#[derive(Default)]
pub struct Measured {
    pub elapsed: Duration,
    /// How long each call took.
    pub latencies: Vec<Duration>,
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }
}

/// Lets every script run on a connection of its own for as long as `time`; gives the scripts back.
pub async fn run<S: Script>(address: SocketAddr, time: Duration, scripts: Vec<S>) -> (Measured, Vec<S>) {
    let begin = Arc::new(Barrier::new(scripts.len()));
    let mut running: JoinSet<_> = scripts
        .into_iter()
        .map(|script| {
            let begin = begin.clone();
            async move {
                let mut connection = Connection::open(address).await;
                begin.wait().await;
                let since = Instant::now();
                let latencies = connection.run(since + time, script).await;
                (latencies, since, Instant::now())
            }
        })
        .collect();
    let mut measured = Measured::default();
    let mut done = Vec::new();
    let (mut first, mut last) = (None::<Instant>, None::<Instant>);
    while let Some(ended) = running.join_next().await {
        let ((latencies, script), since, until) = ended.unwrap();
        measured.latencies.extend(latencies);
        done.push(script);
        first = first.min(Some(since)).or(Some(since));
        last = last.max(Some(until));
    }
    measured.elapsed = last.unwrap() - first.unwrap();
    (measured, done)
}

struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { address, stream, buffer: Vec::with_capacity(4_096) }
    }

    async fn run<S: Script>(&mut self, until: Instant, mut script: S) -> (Vec<Duration>, S) {
        let (mut latencies, mut request) = (Vec::with_capacity(4_096), Vec::with_capacity(1_024));
        let mut now = Instant::now();
        while now < until {
            request.clear();
            if !script.ask(&mut request) {
                break;
            }
            let since = Instant::now();
            let answer = self.call(&request).await;
            now = Instant::now();
            latencies.push(now - since);
            script.told(&answer);
        }
        (latencies, script)
    }

    async fn call(&mut self, request: &[u8]) -> Answer<'_> {
        self.stream.write_all(request).await.unwrap();
        self.buffer.clear();
        let (head, end) = loop {
            let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert!(read > 0, "{} closed the connection", self.address);
            let Some(head) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let end = head + 4 + content_length(&self.buffer[..head]);
            if self.buffer.len() >= end {
                break (head, end);
            }
        };
        assert_eq!(self.buffer.len(), end, "{} says more than was asked", self.address);
        let text = std::str::from_utf8(&self.buffer).unwrap();
        Answer { status: &text["HTTP/1.1 ".len()..][..3], head: &text[..head], body: &text[head + 4..] }
    }
}

fn content_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length: ";
    let mut lines = head.split(|byte| *byte == b'\n');
    let line = lines.find(|line| line.len() > NAME.len() && line[..NAME.len()].eq_ignore_ascii_case(NAME));
    let line = line.expect("the answer says how long it is");
    std::str::from_utf8(&line[NAME.len()..]).unwrap().trim().parse().unwrap()
}
