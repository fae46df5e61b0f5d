//! A TCP proxy between a server and its database, which a test can cut and mend.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the statement begins with, after white space, that stores a batch of clicks.
const BATCH: &[u8] = b"WITH stored AS";

/// What becomes of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// They pass.
    Mended,
    /// Connections are closed, new ones at once.
    Cut,
    /// Connections stay open and nothing passes, as when a cable is pulled out.
    Silent,
}

/// Forwards what comes to its address.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    line: Arc<Line>,
}

struct Line {
    target: SocketAddr,
    state: watch::Sender<State>,
    lose_commit: AtomicBool,
}

impl Proxy {
    pub(crate) async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line =
            Arc::new(Line { target, state: watch::Sender::new(State::Mended), lose_commit: AtomicBool::new(false) });
        tokio::spawn(accept(listener, line.clone()));
        Self { address, line }
    }

    /// Closes every connection, and each new one at once.
    pub(crate) fn cut(&self) {
        self.line.state.send_replace(State::Cut);
    }

    /// Lets nothing pass, and tells nobody.
    pub(crate) fn silence(&self) {
        self.line.state.send_replace(State::Silent);
    }

    /// Lets everything pass again, also what was held back meanwhile.
    pub(crate) fn mend(&self) {
        self.line.state.send_replace(State::Mended);
    }

    /// Closes the connection of the next commit when it has been answered, and keeps the answer: the
    /// client cannot know that it was done. A batch of clicks is one statement, and a commit by itself.
    pub(crate) fn lose_the_next_commit(&self) {
        self.line.lose_commit.store(true, Ordering::Relaxed);
    }

    /// Whether the answer to a commit is still to be lost.
    pub(crate) fn will_lose_a_commit(&self) -> bool {
        self.line.lose_commit.load(Ordering::Relaxed)
    }
}

async fn accept(listener: TcpListener, line: Arc<Line>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        tokio::spawn(pass(client, line.clone()));
    }
}

/// Returns, and with it closes both sides, when one of them has ended or the line is cut.
async fn pass(client: TcpStream, line: Arc<Line>) {
    let mut state = line.state.subscribe();
    if *state.borrow_and_update() == State::Cut {
        return;
    }
    let Ok(server) = TcpStream::connect(line.target).await else { return };
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let committed = AtomicBool::new(false);
    tokio::select! {
        () = requests(from_client, to_server, &line, &committed) => {}
        () = answers(from_server, to_client, &line, &committed) => {}
        _ = state.wait_for(|state| *state == State::Cut) => {}
    }
}

async fn requests(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, line: &Line, committed: &AtomicBool) {
    let mut batch = None;
    while let Some(bytes) = next(&mut from, line).await {
        let runs_batch = batch.as_ref().is_some_and(|name: &Vec<u8>| find(&bytes, name).is_some());
        let commits = runs_batch || find(&bytes, b"COMMIT").is_some();
        batch = batch.or_else(|| name_of_batch(&bytes));
        if commits && line.lose_commit.swap(false, Ordering::Relaxed) {
            committed.store(true, Ordering::Relaxed);
        }
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

/// The name that a statement gets which stores a batch of clicks, ended by a zero as it is whenever the
/// statement is run: in the message that prepares it, it stands before the text.
fn name_of_batch(bytes: &[u8]) -> Option<Vec<u8>> {
    let before = &bytes[..find(bytes, BATCH)?];
    let end = before.iter().rposition(|byte| *byte == 0)?;
    let begin = find(&before[..end], b"sqlx_")?;
    Some(before[begin..=end].to_vec())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|part| part == word)
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, line: &Line, committed: &AtomicBool) {
    while let Some(bytes) = next(&mut from, line).await {
        // Every earlier answer has been read before the client commits, so this is the one to it.
        if committed.load(Ordering::Relaxed) || to.write_all(&bytes).await.is_err() {
            return;
        }
    }
}

/// What was sent next, as soon as it may pass; none: the sender has ended.
async fn next(from: &mut OwnedReadHalf, line: &Line) -> Option<Vec<u8>> {
    let mut bytes = vec![0; 16 * 1024];
    let length = from.read(&mut bytes).await.ok().filter(|length| *length > 0)?;
    bytes.truncate(length);
    line.state.subscribe().wait_for(|state| *state != State::Silent).await.ok()?;
    Some(bytes)
}
