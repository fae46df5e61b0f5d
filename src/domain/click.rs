//! Keeping clicks: many visitors share one commit.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use entity::counter;
use entity::id::OrganisationId;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::domain::webhook;
use crate::error::Error;
use crate::store::{ClickEvent, NewClick, Store};

/// What became of a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is in the database, and counted.
    Stored,
    /// The database is away or slow; the click waits in memory.
    Waiting,
    /// Too many wait already. A token of it still converts, because it says enough by itself.
    Dropped,
}

/// How many clicks wait at most, some 30 MB of them.
const QUEUE: usize = 100_000;
/// How many share a commit at most.
const BATCH: usize = 1_000;
/// How long a visitor waits for the commit.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long to wait before a database that was away is tried again.
const PAUSE: Duration = Duration::from_millis(500);
/// How long a process that stops keeps trying to store what waits.
const FAREWELL: Duration = Duration::from_secs(8);

enum Entry {
    Click(NewClick, oneshot::Sender<()>),
    Count(counter::Model),
}

/// Where redirects hand their clicks in. Cheap to clone.
///
/// One task takes whatever has gathered while the last commit was under way and stores it in
/// the next: the busier it is the larger the batches, and nobody waits for a batch to fill.
#[derive(Clone)]
pub struct ClickLog {
    sender: mpsc::Sender<Entry>,
    away: Arc<AtomicBool>,
    listeners: Listeners,
}

/// The organisations that want to be told of each click. Mostly there are none, and then a click costs
/// nothing more.
type Listeners = Arc<RwLock<HashSet<OrganisationId>>>;

impl ClickLog {
    /// Starts the task. After `stop` it takes no more clicks, stores those that wait, and ends.
    pub fn start(store: Store, clock: Clock, stop: CancellationToken) -> (Self, JoinHandle<()>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let away = Arc::new(AtomicBool::new(false));
        let listeners = Listeners::default();
        let writer = Writer { store, clock, away: away.clone(), listeners: listeners.clone(), receiver, stop };
        (Self { sender, away, listeners }, tokio::spawn(writer.run()))
    }

    /// Keeps a click; returns when it is in the database, or when it has turned out that this
    /// will take longer than a visitor should wait.
    pub async fn keep(&self, click: NewClick) -> Kept {
        let (stored, wait) = oneshot::channel();
        if self.sender.try_send(Entry::Click(click, stored)).is_err() {
            return Kept::Dropped;
        }
        if self.away.load(Ordering::Relaxed) {
            return Kept::Waiting;
        }
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(Ok(())) => Kept::Stored,
            Ok(Err(_)) | Err(_) => Kept::Waiting,
        }
    }

    /// How many clicks and counts wait in memory. While the database answers, there are hardly any.
    pub fn waiting(&self) -> usize {
        self.sender.max_capacity() - self.sender.capacity()
    }

    /// From now on tells these organisations of their clicks, and no others.
    pub fn tell(&self, organisations: HashSet<OrganisationId>) {
        if let Ok(mut listeners) = self.listeners.write() {
            *listeners = organisations;
        }
    }

    /// Counts something that is not kept. Nobody waits for it.
    pub fn count(&self, count: counter::Model) {
        if self.sender.try_send(Entry::Count(count)).is_err() {
            tracing::warn!("a hit was not counted, because too many clicks wait to be stored");
        }
    }
}

struct Writer {
    store: Store,
    clock: Clock,
    away: Arc<AtomicBool>,
    listeners: Listeners,
    receiver: mpsc::Receiver<Entry>,
    stop: CancellationToken,
}

impl Writer {
    async fn run(mut self) {
        let mut entries = Vec::with_capacity(BATCH);
        loop {
            tokio::select! {
                biased;
                () = self.stop.cancelled(), if !self.receiver.is_closed() => self.receiver.close(),
                gathered = self.receiver.recv_many(&mut entries, BATCH) => if gathered == 0 { return },
            }
            let (mut clicks, mut counts, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
            for entry in entries.drain(..) {
                match entry {
                    Entry::Click(click, stored) => {
                        clicks.push(click);
                        waiting.push(stored);
                    }
                    Entry::Count(count) => counts.push(count),
                }
            }
            if !self.store(&clicks, &counts, &mut waiting).await {
                let lost = clicks.len() + self.receiver.len();
                tracing::error!(clicks = lost, "stopped before these clicks could be stored");
                return;
            }
            for stored in waiting {
                // A visitor who has gone does not need to know.
                let _ = stored.send(());
            }
        }
    }

    /// Stores a batch, however long it takes; `false`: the process stops and it could not be.
    async fn store(
        &self,
        clicks: &[NewClick],
        counts: &[counter::Model],
        waiting: &mut Vec<oneshot::Sender<()>>,
    ) -> bool {
        let mut stopping: Option<tokio::time::Instant> = None;
        let events = self.events(clicks);
        loop {
            match self.store.store_clicks_and_tell(clicks, counts, &events, self.clock.now()).await {
                Ok(()) => {
                    if self.away.swap(false, Ordering::Relaxed) {
                        tracing::info!(clicks = clicks.len(), "clicks are stored again");
                    }
                    return true;
                }
                Err(Error::Unavailable(error)) => {
                    if !self.away.swap(true, Ordering::Relaxed) {
                        tracing::warn!(error = %crate::error::Chain(&*error), "clicks cannot be stored and wait in memory");
                    }
                }
                Err(error) => {
                    error.log();
                    self.store_what_can_be(clicks, counts).await;
                    return true;
                }
            }
            // Their visitors are not kept waiting.
            waiting.clear();
            if self.stop.is_cancelled() {
                let since = *stopping.get_or_insert_with(tokio::time::Instant::now);
                if since.elapsed() > FAREWELL {
                    return false;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn events(&self, clicks: &[NewClick]) -> Vec<ClickEvent> {
        let Ok(listeners) = self.listeners.read() else { return Vec::new() };
        if listeners.is_empty() {
            return Vec::new();
        }
        let told = clicks.iter().filter(|click| listeners.contains(&click.organisation_id));
        told.map(webhook::click_created).collect()
    }

    /// One click that the database refuses, or one of whom nobody can be told, must not take the others with it.
    async fn store_what_can_be(&self, clicks: &[NewClick], counts: &[counter::Model]) {
        for click in clicks {
            if let Err(error) = self.store.store_clicks(std::slice::from_ref(click), &[], self.clock.now()).await {
                error.log();
                tracing::error!(click = %click.id, "this click could not be stored");
            }
        }
        if let Err(error) = self.store.store_clicks(&[], counts, self.clock.now()).await {
            error.log();
        }
    }
}
